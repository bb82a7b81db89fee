"""AdaGrad: each parameter's own rate, which falls with every gradient it has seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from glasscat.optimizers.coefficients import check_epsilon
from glasscat.optimizers.learning_rate import check_learning_rate, rate_at

if TYPE_CHECKING:
    from glasscat.optimizers.learning_rate import LearningRate
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class AdaGradState:
    """Sum of squares s (..., P), room to compute in, and the steps taken so far, t."""

    s: Array
    work: Array = field(repr=False)
    t: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class AdaGrad:
    """Steep directions take shorter steps, rare ones longer (Duchi, Hazan and Singer, 2011).

    ::

        s     := s + dtheta^2
        theta := theta - learning_rate dtheta / (sqrt(s) + epsilon)

    Epsilon is outside the root, as in the paper (its delta), in PyTorch and in the course's rules of this kind;
    TensorFlow sets it inside. s begins at 0, as PyTorch's does, and TensorFlow's at 0.1. PyTorch's ``lr_decay`` is here
    the schedule `InverseTime`.

    Parameters
    ----------
    learning_rate : float, (R,) array or Schedule
        Size of the first step, above 0; an array gives each run its own.
    epsilon : float
        Above 0; it keeps parameters without any gradient from 0 / 0.

    Raises
    ------
    UsageError
        GC-U04 for the learning rate, GC-U41 for epsilon, if it is invalid.
    """

    learning_rate: LearningRate = 0.01
    epsilon: float = 1e-10
    stays_in_span: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_learning_rate(self.learning_rate)
        check_epsilon(self.epsilon)

    def init(self, theta: Array) -> AdaGradState:
        """State before the first step."""
        return AdaGradState(np.zeros_like(theta), np.empty_like(theta))

    def update(self, grad: Array, state: AdaGradState, theta: Array) -> tuple[Array, AdaGradState]:
        """Take one step, in place; see `Optimizer.update`."""
        s, work = state.s, state.work
        # s := s + dtheta^2
        np.multiply(grad, grad, out=work)
        s += work
        # theta := theta - learning_rate dtheta / (sqrt(s) + epsilon)
        np.sqrt(s, out=work)
        work += self.epsilon
        grad /= work
        grad *= rate_at(self.learning_rate, state.t, theta)
        theta -= grad
        return theta, AdaGradState(s, work, state.t + 1)
