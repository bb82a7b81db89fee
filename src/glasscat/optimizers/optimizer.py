"""What an optimiser must be able to do: begin, and step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.typing import shown

if TYPE_CHECKING:
    from glasscat.optimizers.learning_rate import LearningRate
    from glasscat.typing import Array


class State(Protocol):
    """What an optimiser remembers between steps: arrays like theta, which a step writes into, and the step count."""

    @property
    def t(self) -> int:
        """Steps taken so far."""
        ...


S = TypeVar("S", bound=State)


class Optimizer(Protocol[S]):
    """A pair of functions over one vector; what is remembered between steps is a state, passed in and handed back."""

    @property
    def stays_in_span(self) -> bool:
        """Whether a step adds up weights and gradients alone, so that weights stay in the span of the samples."""
        ...

    @property
    def learning_rate(self) -> LearningRate:
        """Size of a step: a number, one a run, or a schedule."""
        ...

    def init(self, theta: Array) -> S:
        """State before the first step."""
        ...

    def update(self, grad: Array, state: S, theta: Array) -> tuple[Array, S]:
        """Take one step.

        Parameters
        ----------
        grad : (..., P)
            dJ/dtheta. It is used up: what it holds afterwards is not defined.
        state : State
            It is used up too: its arrays become those of the state that is handed back.
        theta : (..., P)
            Overwritten with the stepped parameters, so that a step allocates nothing.

        Returns
        -------
        theta, state
        """
        ...


def check_optimizer(optimizer: object) -> None:
    """Refuse what is no optimiser, such as the class of one (GC-U74); L-BFGS is one, wherever it may be used."""
    if isinstance(optimizer, type):
        problem = _("an optimiser was expected; found the class {name} itself.", name=optimizer.__name__)
        fix = _("make one of it, with its learning rate: {name}(0.001).", name=optimizer.__name__)
        raise UsageError("GC-U74", "optimizer", problem, fix)
    if not hasattr(optimizer, "init") and not hasattr(optimizer, "minimize"):
        problem = _("an optimiser was expected; found {found}.", found=shown(optimizer))
        raise UsageError("GC-U74", "optimizer", problem, _("give for example gc.Adam(0.001)."))
