"""Nesterov's momentum: the gradient where the velocity leads, not where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from glasscat.optimizers.coefficients import check_beta
from glasscat.optimizers.learning_rate import check_learning_rate, rate_at

if TYPE_CHECKING:
    from glasscat.optimizers.learning_rate import LearningRate
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class NesterovState:
    """Velocity v (..., P), and the steps taken so far, t."""

    v: Array
    t: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Nesterov:
    """Momentum that looks ahead (Nesterov, 1983), and so brakes before it has run up the other side.

    ::

        v     := beta v + dtheta
        theta := theta - learning_rate (dtheta + beta v)

    The paper takes the gradient at the point that the velocity leads to. Here, as in PyTorch's ``SGD(nesterov=True)``,
    theta is that point already (Bengio et al., 2013), so that the gradient is taken where the parameters are. With the
    course's (1 - beta) before dtheta it is this rule with another learning rate: see `Momentum`.

    Parameters
    ----------
    learning_rate : float, (R,) array or Schedule
        Size of a step, above 0; an array gives each run its own. The default is that of PyTorch's ``SGD``.
    beta : float
        What is left of the velocity after a step, in [0, 1); at 0 this is gradient descent. (PyTorch refuses 0.)

    Raises
    ------
    UsageError
        GC-U04 for the learning rate, GC-U40 for beta, if it is invalid.
    """

    learning_rate: LearningRate = 1e-3
    beta: float = 0.9
    stays_in_span: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_learning_rate(self.learning_rate)
        check_beta("beta", self.beta)

    def init(self, theta: Array) -> NesterovState:
        """State before the first step: at rest."""
        return NesterovState(np.zeros_like(theta))

    def update(self, grad: Array, state: NesterovState, theta: Array) -> tuple[Array, NesterovState]:
        """Take one step, in place; see `Optimizer.update`."""
        v, rate = state.v, rate_at(self.learning_rate, state.t, theta)
        # v := beta v + dtheta
        v *= self.beta
        v += grad
        # theta := theta - learning_rate dtheta - learning_rate beta v, so that one array is enough
        grad *= rate
        theta -= grad
        np.multiply(v, rate * self.beta, out=grad)
        theta -= grad
        return theta, NesterovState(v, state.t + 1)
