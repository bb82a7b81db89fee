"""Momentum: gradient descent with a memory."""

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
class MomentumState:
    """Velocity v (..., P), and the steps taken so far, t."""

    v: Array
    t: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Momentum:
    """A ball that rolls downhill (Polyak, 1964): old gradients push on, and fade by beta a step.

    ::

        v     := beta v + dtheta
        theta := theta - learning_rate v

    This is PyTorch's ``SGD(momentum=beta)``. The course writes ``v := beta v + (1 - beta) dtheta``, a mean of gradients
    instead of a sum: the same rule with its learning rate multiplied by (1 - beta), so a rate for the course's rule is
    ten times too large here if beta is 0.9. Sutskever et al. (2013) keep the learning rate inside v, which differs
    only while the rate changes.

    Parameters
    ----------
    learning_rate : float, (R,) array or Schedule
        Size of a step, above 0; an array gives each run its own. The default is that of PyTorch's ``SGD``.
    beta : float
        What is left of the velocity after a step, in [0, 1); at 0 this is gradient descent.

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

    def init(self, theta: Array) -> MomentumState:
        """State before the first step: at rest."""
        return MomentumState(np.zeros_like(theta))

    def update(self, grad: Array, state: MomentumState, theta: Array) -> tuple[Array, MomentumState]:
        """Take one step, in place; see `Optimizer.update`."""
        v = state.v
        # v := beta v + dtheta
        v *= self.beta
        v += grad
        # theta := theta - learning_rate v
        np.multiply(v, rate_at(self.learning_rate, state.t, theta), out=grad)
        theta -= grad
        return theta, MomentumState(v, state.t + 1)
