"""A learning rate that falls as one over the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from glasscat.optimizers.learning_rate import check_rate
from glasscat.optimizers.schedules.schedule import check_above


@dataclass(frozen=True, slots=True)
class InverseTime:
    """``rate(t) = learning_rate / (1 + decay t)``, the course's learning rate decay (Robbins and Monro, 1951).

    Here t counts steps; the course often counts epochs, which is this with ``decay`` divided by the steps of an epoch.
    PyTorch has no such schedule; its ``Adagrad(lr_decay=…)`` is the same rule inside one optimiser.

    Parameters
    ----------
    learning_rate : float
        Of the first step; above 0.
    decay : float
        At least 0. The rate has halved after ``1 / decay`` steps.

    Raises
    ------
    UsageError
        GC-U04 for the learning rate, GC-U49 for ``decay``, if it is invalid.
    """

    learning_rate: float
    decay: float
    length: ClassVar[int | None] = None

    def __post_init__(self) -> None:
        check_rate(self.learning_rate)
        check_above("decay", self.decay, 0)

    def __call__(self, t: int) -> float:
        """Learning rate of step t."""
        return self.learning_rate / (1 + self.decay * t)
