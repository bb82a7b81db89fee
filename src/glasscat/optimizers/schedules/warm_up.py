"""Small first steps, before a schedule begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.optimizers.learning_rate import check_schedule
from glasscat.optimizers.schedules.schedule import check_share
from glasscat.typing import shown

if TYPE_CHECKING:
    from glasscat.optimizers.schedules.schedule import Schedule


@dataclass(frozen=True, slots=True)
class WarmUp:
    """Climb in a straight line to the first rate of a schedule, then follow it (Goyal et al., 2017).

    ::

        rate(t) = (start + (1 - start) t / steps) schedule(0)     for t < steps
        rate(t) = schedule(t - steps)                             from there on

    PyTorch's ``SequentialLR`` of ``LinearLR(start, total_iters=steps)`` and the schedule.

    Parameters
    ----------
    schedule : Schedule
        What follows; ``Constant(0.1)`` for a plain rate.
    steps : int
        Steps of the climb; none if 0.
    start : float
        Where it begins, as a share of the schedule's first rate, above 0 and at most 1; PyTorch's ``start_factor``.

    Raises
    ------
    UsageError
        GC-U87 for what is no schedule, GC-U45 for ``steps``, GC-U49 for ``start``, if it is invalid.
    """

    schedule: Schedule
    steps: int
    start: float = 1 / 3

    def __post_init__(self) -> None:
        check_schedule(self.schedule)
        if not isinstance(self.steps, int | np.integer) or self.steps < 0:
            raise UsageError(
                "GC-U45",
                _("warm-up"),
                _("it must be a whole number of steps, 0 or more; found {found}.", found=shown(self.steps)),
                _("give for example 100; 0 is none."),
            )
        check_share("start", self.start)

    @property
    def length(self) -> int | None:
        """Steps of the climb and of the schedule, of which one at least is to be reached."""
        after = self.schedule.length
        if self.steps == 0:
            return after
        return self.steps + (1 if after is None else after)

    def __call__(self, t: int) -> float:
        """Learning rate of step t."""
        if t >= self.steps:
            return self.schedule(t - self.steps)
        return (self.start + (1 - self.start) * t / self.steps) * self.schedule(0)
