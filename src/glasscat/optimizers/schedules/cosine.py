"""A learning rate that falls along half a wave of the cosine."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi

from glasscat.optimizers.learning_rate import check_rate
from glasscat.optimizers.schedules.schedule import check_between, check_steps


@dataclass(frozen=True, slots=True)
class Cosine:
    """``rate(t) = minimum + (learning_rate - minimum) (1 + cos(pi t / steps)) / 2``: slow, fast, slow again.

    Loshchilov and Hutter (2017), without their restarts: PyTorch's ``CosineAnnealingLR(steps, minimum)``. From step
    ``steps`` on the rate stays at its minimum, where PyTorch's climbs back up the wave.

    Parameters
    ----------
    learning_rate : float
        Of the first step; above 0.
    steps : int
        Steps of the fall; PyTorch's ``T_max``.
    minimum : float
        From 0 to the learning rate; PyTorch's ``eta_min``.

    Raises
    ------
    UsageError
        GC-U04 for the learning rate, GC-U46 for ``steps``, GC-U49 for ``minimum``, if it is invalid.
    """

    learning_rate: float
    steps: int
    minimum: float = 0.0

    def __post_init__(self) -> None:
        check_rate(self.learning_rate)
        check_steps("steps", self.steps)
        check_between("minimum", self.minimum, 0, self.learning_rate)

    @property
    def length(self) -> int:
        """All steps of the fall."""
        return self.steps

    def __call__(self, t: int) -> float:
        """Learning rate of step t."""
        return along_cosine(self.learning_rate, self.minimum, min(t / self.steps, 1))


def along_cosine(start: float, end: float, share: float) -> float:
    """From ``start`` at share 0 to ``end`` at share 1."""
    return end + (start - end) * (1 + cos(pi * share)) / 2
