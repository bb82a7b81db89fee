"""What a schedule must be able to do: give the learning rate of a step, and say how long it is."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _


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
        raise UsageError("GC-U46", where, _("it must be a whole number of at least 1; found {found}.", found=steps))


def check_between(where: str, value: float, low: float, high: float) -> None:
    """Refuse what does not lie from ``low`` to ``high`` (GC-U49)."""
    if not low <= value <= high:
        raise UsageError(
            "GC-U49",
            where,
            _(
                "it must lie from {low} to {high}; found {found}.",
                low=f"{low:g}",
                high=f"{high:g}",
                found=f"{value:g}",
            ),
        )


def check_above(where: str, value: float, low: float) -> None:
    """Refuse what is not a finite number of at least ``low`` (GC-U49)."""
    if not low <= value < float("inf"):
        raise UsageError(
            "GC-U49",
            where,
            _("it must be a finite number of at least {low}; found {found}.", low=f"{low:g}", found=f"{value:g}"),
        )


def check_share(where: str, value: float) -> None:
    """Refuse what is not above 0 and at most 1 (GC-U49)."""
    if not 0 < value <= 1:
        raise UsageError("GC-U49", where, _("it must be above 0 and at most 1; found {found}.", found=f"{value:g}"))
