"""The same learning rate at every step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from glasscat.optimizers.learning_rate import check_rate


@dataclass(frozen=True, slots=True)
class Constant:
    """``rate(t) = learning_rate``. A plain number does the same; this one can be warmed up.

    Parameters
    ----------
    learning_rate : float
        Above 0.

    Raises
    ------
    UsageError
        GC-U04, if the learning rate is not a finite number above 0.
    """

    learning_rate: float
    length: ClassVar[int | None] = None

    def __post_init__(self) -> None:
        check_rate(self.learning_rate)

    def __call__(self, t: int) -> float:
        """Learning rate of step t."""
        return self.learning_rate
