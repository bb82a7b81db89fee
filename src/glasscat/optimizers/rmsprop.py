"""RMSProp: gradients divided by their recent size."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from glasscat.optimizers.coefficients import check_beta, check_epsilon
from glasscat.optimizers.learning_rate import check_learning_rate, rate_at

if TYPE_CHECKING:
    from glasscat.optimizers.learning_rate import LearningRate
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class RMSPropState:
    """Mean square s (..., P), room to compute in, and the steps taken so far, t."""

    s: Array
    work: Array = field(repr=False)
    t: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class RMSProp:
    """AdaGrad that forgets, so that its steps do not die out (Hinton, lecture 6e of his course, 2012).

    ::

        s     := beta2 s + (1 - beta2) dtheta^2
        theta := theta - learning_rate dtheta / (sqrt(s) + epsilon)

    Epsilon is outside the root, as in PyTorch and the course; the lecture has none, and TensorFlow sets it inside. s
    begins at 0 and is not corrected for that, here as in all of them: the first step is 1 / sqrt(1 - beta2) times the
    learning rate, ten times it by default. Beta2 is the lecture's 0.9, the course's 0.999, and PyTorch's 0.99
    (``alpha``), which is the default here.

    Parameters
    ----------
    learning_rate : float, (R,) array or Schedule
        Size of a step, above 0; an array gives each run its own.
    beta2 : float
        What is left of the mean square after a step, in [0, 1).
    epsilon : float
        Above 0; it keeps parameters without any gradient from 0 / 0.

    Raises
    ------
    UsageError
        GC-U04 for the learning rate, GC-U40 for beta2, GC-U41 for epsilon, if it is invalid.
    """

    learning_rate: LearningRate = 0.01
    beta2: float = 0.99
    epsilon: float = 1e-8
    stays_in_span: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_learning_rate(self.learning_rate)
        check_beta("beta2", self.beta2)
        check_epsilon(self.epsilon)

    def init(self, theta: Array) -> RMSPropState:
        """State before the first step."""
        return RMSPropState(np.zeros_like(theta), np.empty_like(theta))

    def update(self, grad: Array, state: RMSPropState, theta: Array) -> tuple[Array, RMSPropState]:
        """Take one step, in place; see `Optimizer.update`."""
        s, work = state.s, state.work
        # s := beta2 s + (1 - beta2) dtheta^2
        np.multiply(grad, grad, out=work)
        work *= 1 - self.beta2
        s *= self.beta2
        s += work
        # theta := theta - learning_rate dtheta / (sqrt(s) + epsilon)
        np.sqrt(s, out=work)
        work += self.epsilon
        grad /= work
        grad *= rate_at(self.learning_rate, state.t, theta)
        theta -= grad
        return theta, RMSPropState(s, work, state.t + 1)
