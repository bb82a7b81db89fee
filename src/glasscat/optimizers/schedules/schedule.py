"""What a schedule must be able to do: give the learning rate of a step, and say how long it is."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Protocol

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.typing import is_number, shown

if TYPE_CHECKING:
    from glasscat.i18n import Text


class Schedule(Protocol):
    """A learning rate that depends on the step; steps are counted from 0."""

    @property
    def length(self) -> int | None:
        """Steps that a run must take to see the schedule to its end, or None if any number will do."""
        ...

    def __call__(self, t: int) -> float:
        """Learning rate of step t."""
        ...


def check_steps(where: str, steps: int) -> None:
    """Refuse what is not a whole number of at least 1 (GC-U46)."""
    if not isinstance(steps, int | np.integer) or steps < 1:
        problem = _("it must be a whole number of at least 1; found {found}.", found=shown(steps))
        raise UsageError("GC-U46", where, problem, _("give as many steps as the run takes, or fewer."))


def check_between(where: str, value: float, low: float, high: float) -> None:
    """Refuse what does not lie from ``low`` to ``high`` (GC-U49)."""
    if not (is_number(value) and low <= value <= high):
        raise _outside(where, _("from {low} to {high}", low=f"{low:g}", high=f"{high:g}"), value)


def check_above(where: str, value: float, low: float) -> None:
    """Refuse what is not a finite number of at least ``low`` (GC-U49)."""
    if not (is_number(value) and low <= value < inf):
        raise _outside(where, _("of at least {low}", low=f"{low:g}"), value)


def check_share(where: str, value: float) -> None:
    """Refuse what is not above 0 and at most 1 (GC-U49)."""
    if not (is_number(value) and 0 < value <= 1):
        raise _outside(where, _("above 0 and at most 1"), value)


def _outside(where: str, allowed: Text, value: float) -> UsageError:
    return UsageError(
        "GC-U49",
        where,
        _("it must be a finite number {allowed}; found {found}.", allowed=allowed, found=shown(value)),
        _("give a number in that range, or leave it out."),
    )
