"""Gradient descent: theta := theta - learning_rate dtheta."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from glasscat.optimizers.learning_rate import check_learning_rate, per_run

if TYPE_CHECKING:
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class GradientDescent:
    """Steepest descent with a fixed step (Cauchy, 1847): ``theta := theta - learning_rate dtheta``.

    Parameters
    ----------
    learning_rate : float or (R,) array
        Step size, above 0; an array gives each run its own.

    Raises
    ------
    UsageError
        GC-U04, if a learning rate is not a finite number above 0.
    """

    learning_rate: float | Array
    stays_in_span: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_learning_rate(self.learning_rate)

    def init(self, theta: Array) -> None:
        """Nothing is remembered between steps."""

    def update(self, grad: Array, state: None, theta: Array) -> tuple[Array, None]:
        """Take one step, in place; see `Optimizer.update`."""
        np.multiply(grad, per_run(self.learning_rate, theta), out=grad)
        theta -= grad
        return theta, state
