"""A learning rate that falls in steps."""

from __future__ import annotations

from dataclasses import dataclass

from glasscat.optimizers.learning_rate import check_rate
from glasscat.optimizers.schedules.schedule import check_share, check_steps


@dataclass(frozen=True, slots=True)
class StepDecay:
    """``rate(t) = learning_rate factor^k`` with ``k = floor(t / every)``: PyTorch's ``StepLR(every, factor)``.

    Parameters
    ----------
    learning_rate : float
        Of the first step; above 0.
    every : int
        Steps from one fall to the next; PyTorch's ``step_size``.
    factor : float
        What the rate is multiplied with at each fall, above 0 and at most 1; PyTorch's ``gamma``.

    Raises
    ------
    UsageError
        GC-U04 for the learning rate, GC-U46 for ``every``, GC-U49 for ``factor``, if it is invalid.
    """

    learning_rate: float
    every: int
    factor: float = 0.1

    def __post_init__(self) -> None:
        check_rate(self.learning_rate)
        check_steps("every", self.every)
        check_share("factor", self.factor)

    @property
    def length(self) -> int:
        """Steps up to and with the first that is taken at a lower rate."""
        return self.every + 1

    def __call__(self, t: int) -> float:
        """Learning rate of step t."""
        return float(self.learning_rate * self.factor ** (t // self.every))
