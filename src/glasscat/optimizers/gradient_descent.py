"""Gradient descent: theta := theta - learning_rate dtheta."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from glasscat.optimizers.learning_rate import check_learning_rate, rate_at

if TYPE_CHECKING:
    from glasscat.optimizers.learning_rate import LearningRate
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True)
class GradientDescentState:
    """Steps taken so far, t; nothing else is remembered."""

    t: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class GradientDescent:
    """Steepest descent (Cauchy, 1847): ``theta := theta - learning_rate dtheta``.

    Parameters
    ----------
    learning_rate : float, (R,) array or Schedule
        Size of a step, above 0; an array gives each run its own. The default is that of PyTorch's ``SGD``.

    Raises
    ------
    UsageError
        GC-U04, if a learning rate is not a finite number above 0.
    """

    learning_rate: LearningRate = 1e-3
    stays_in_span: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_learning_rate(self.learning_rate)

    def init(self, theta: Array) -> GradientDescentState:
        """State before the first step."""
        return GradientDescentState()

    def update(self, grad: Array, state: GradientDescentState, theta: Array) -> tuple[Array, GradientDescentState]:
        """Take one step, in place; see `Optimizer.update`."""
        np.multiply(grad, rate_at(self.learning_rate, state.t, theta), out=grad)
        theta -= grad
        return theta, GradientDescentState(state.t + 1)
