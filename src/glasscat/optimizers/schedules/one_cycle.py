"""A learning rate that climbs once, and falls much lower than it began."""

from __future__ import annotations

from dataclasses import dataclass

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.optimizers.learning_rate import check_rate
from glasscat.optimizers.schedules.cosine import along_cosine
from glasscat.optimizers.schedules.schedule import check_above, check_between, check_steps


@dataclass(frozen=True, slots=True)
class OneCycle:
    """From ``learning_rate / div_factor`` up to ``learning_rate``, then far down, each along half a wave of the cosine.

    Smith and Topin (2018). This is PyTorch's ``OneCycleLR`` with its defaults (two phases, "cos") and
    ``cycle_momentum=False``: the momentum stays what the optimiser says, while the paper lowers it as the rate climbs.

    Parameters
    ----------
    learning_rate : float
        The highest; above 0. PyTorch's ``max_lr``.
    steps : int
        Steps of the whole cycle, which is as long as the run; PyTorch's ``total_steps``.
    rise : float
        Share of the steps on the way up, from 0 to 1; PyTorch's ``pct_start``. The highest rate is reached at step
        ``rise steps - 1``, which may lie between two steps.
    div_factor : float
        The first rate is the highest divided by this; at least 1.
    final_div_factor : float
        The last rate is the first divided by this; at least 1.

    Raises
    ------
    UsageError
        GC-U04 for the learning rate, GC-U46 for ``steps``, GC-U49 for the others, if it is invalid.
    """

    learning_rate: float
    steps: int
    rise: float = 0.3
    div_factor: float = 25.0
    final_div_factor: float = 1e4

    def __post_init__(self) -> None:
        check_rate(self.learning_rate)
        check_steps("steps", self.steps)
        check_between("rise", self.rise, 0, 1)
        check_above("div_factor", self.div_factor, 1)
        check_above("final_div_factor", self.final_div_factor, 1)

    @property
    def length(self) -> int:
        """All steps of the cycle."""
        return self.steps

    def __call__(self, t: int) -> float:
        """Learning rate of step t.

        Raises
        ------
        UsageError
            GC-U48, if the cycle is over by then, as PyTorch's raises an error.
        """
        top, last = self.rise * self.steps - 1, self.steps - 1
        first = self.learning_rate / self.div_factor
        if t > last:
            raise UsageError(
                "GC-U48",
                _("learning rate schedule"),
                _("the cycle has {steps} steps; there is no rate for one more.", steps=self.steps),
                _("give the schedule as many steps as the run takes."),
            )
        if t < top:
            return along_cosine(first, self.learning_rate, t / top)
        if t == top:  # a cycle may be at its top at once: 0 / 0 of the way up
            return self.learning_rate
        return along_cosine(self.learning_rate, first / self.final_div_factor, (t - top) / (last - top))
