"""An optimiser that goes on where it was left, for one `partial_fit` after the other."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from glasscat.optimizers import Optimizer
    from glasscat.optimizers.learning_rate import LearningRate
    from glasscat.typing import Array


class Continued:
    """The steps of another optimiser, whose state is kept when a training ends.

    Parameters
    ----------
    rule : Optimizer
        Already fitted to the network by `glasscat.optimizers.for_layout`.
    state : State, optional
        What it remembered at the end of the training before; by default it begins anew.
    """

    def __init__(self, rule: Optimizer[Any], state: Any = None) -> None:  # noqa: ANN401  (each rule has its own)
        self.rule = rule
        self.state = state

    @property
    def stays_in_span(self) -> bool:
        """As the rule."""
        return self.rule.stays_in_span

    @property
    def learning_rate(self) -> LearningRate:
        """As the rule."""
        return self.rule.learning_rate

    def init(self, theta: Array) -> Any:  # noqa: ANN401
        """State at the end of the training before; a copy, because a training that fails must not have changed it."""
        self.state = self.rule.init(theta) if self.state is None else deepcopy(self.state)
        return self.state

    def update(self, grad: Array, state: Any, theta: Array) -> tuple[Array, Any]:  # noqa: ANN401
        """Take one step; see `Optimizer.update`."""
        theta, self.state = self.rule.update(grad, state, theta)
        return theta, self.state
