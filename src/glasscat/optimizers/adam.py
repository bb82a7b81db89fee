"""Adam: momentum divided by the recent size of gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from glasscat.optimizers.coefficients import check_beta, check_epsilon
from glasscat.optimizers.learning_rate import check_learning_rate, rate_at

if TYPE_CHECKING:
    from glasscat.optimizers.learning_rate import LearningRate
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class AdamState:
    """Mean gradient v and mean square s (..., P), not yet corrected, and the steps taken so far, t."""

    v: Array
    s: Array
    t: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Adam:
    """Momentum and RMSProp together, both corrected for their start at 0 (Kingma and Ba, 2015).

    ::

        t     := t + 1
        v     := beta1 v + (1 - beta1) dtheta
        s     := beta2 s + (1 - beta2) dtheta^2
        theta := theta - learning_rate (v / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + epsilon)

    The paper calls v and s its m and v. The paper, PyTorch and the course agree on this rule: (1 - beta1) before
    dtheta, unlike PyTorch's momentum, and epsilon outside the root, added after the correction. TensorFlow adds it
    before (the paper's "epsilon hat"), which makes it larger in early steps. Without the corrections the first step
    would be (1 - beta1) / sqrt(1 - beta2) = 3.2 times too long.

    Parameters
    ----------
    learning_rate : float, (R,) array or Schedule
        About the largest change of a parameter in a step, above 0; an array gives each run its own.
    beta1, beta2 : float
        What is left of the mean gradient and of the mean square after a step, in [0, 1).
    epsilon : float
        Above 0; it keeps parameters without any gradient from 0 / 0.

    Raises
    ------
    UsageError
        GC-U04 for the learning rate, GC-U40 for a beta, GC-U41 for epsilon, if it is invalid.
    """

    learning_rate: LearningRate = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    stays_in_span: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_learning_rate(self.learning_rate)
        check_beta("beta1", self.beta1)
        check_beta("beta2", self.beta2)
        check_epsilon(self.epsilon)

    def init(self, theta: Array) -> AdamState:
        """State before the first step."""
        return AdamState(np.zeros_like(theta), np.zeros_like(theta))

    def update(self, grad: Array, state: AdamState, theta: Array) -> tuple[Array, AdamState]:
        """Take one step, in place; see `Optimizer.update`."""
        v, s, t = state.v, state.s, state.t + 1
        beta1, beta2 = self.beta1, self.beta2
        # v := beta1 v + (1 - beta1) dtheta
        grad *= 1 - beta1
        v *= beta1
        v += grad
        # s := beta2 s + (1 - beta2) dtheta^2, where grad now is (1 - beta1) dtheta: a second array is not needed
        grad *= grad
        grad *= (1 - beta2) / (1 - beta1) ** 2
        s *= beta2
        s += grad
        # theta := theta - learning_rate (v / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + epsilon)
        np.sqrt(s, out=grad)
        grad /= (1 - beta2**t) ** 0.5
        grad += self.epsilon
        np.divide(v, grad, out=grad)
        grad *= rate_at(self.learning_rate, state.t, theta) / (1 - beta1**t)
        theta -= grad
        return theta, AdamState(v, s, t)
