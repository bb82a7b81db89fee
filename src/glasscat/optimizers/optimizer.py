"""What an optimiser must be able to do: begin, and step."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar

if TYPE_CHECKING:
    from glasscat.typing import Array

State = TypeVar("State")


class Optimizer(Protocol[State]):
    """A pair of functions over one vector; what is remembered between steps is a state, passed in and handed back."""

    stays_in_span: ClassVar[bool]
    """Whether a step is a linear combination of gradients, so that weights stay in the span of the samples."""

    def init(self, theta: Array) -> State:
        """State before the first step."""
        ...

    def update(self, grad: Array, state: State, theta: Array) -> tuple[Array, State]:
        """Take one step.

        Parameters
        ----------
        grad : (..., P)
            dJ/dtheta. It is used up: what it holds afterwards is not defined.
        state : State
        theta : (..., P)
            Overwritten with the stepped parameters, so that a step allocates nothing.

        Returns
        -------
        theta, state
        """
        ...
