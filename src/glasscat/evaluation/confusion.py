"""The confusion matrix, and what can be read from it class by class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.evaluation.score import Score
from glasscat.statistics.intervals import wilson_of_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.typing import Integers


def confusion_matrix(y: Integers, answers: Integers, n_classes: int) -> Integers:
    """Count every pair of truth and answer.

    Returns
    -------
    (n_classes, n_classes) int64
        Rows truth, columns prediction.
    """
    return np.bincount(y * n_classes + answers, minlength=n_classes**2).reshape(n_classes, n_classes)


@dataclass(frozen=True, slots=True)
class ClassScore:
    """How one class fared.

    Parameters
    ----------
    name : str
    n : int
        Samples that are of this class.
    predicted : int
        Samples that were said to be.
    correct : int
        Samples that are and were.
    """

    name: str
    n: int
    predicted: int
    correct: int

    @property
    def recall(self) -> Score | None:
        """Of the samples of this class, those found; None where there are none."""
        return Score(self.correct, self.n) if self.n else None

    @property
    def precision(self) -> Score | None:
        """Of the samples said to be of this class, those that are; None where none was."""
        return Score(self.correct, self.predicted) if self.predicted else None

    def as_json(self) -> dict[str, Any]:
        """Counts, and recall and precision in percent with their intervals."""
        recall, precision = self.recall, self.precision
        return {
            "name": self.name,
            "n": self.n,
            "predicted": self.predicted,
            "correct": self.correct,
            "recall": recall and recall.accuracy,
            "recall_interval": recall and list(recall.interval),
            "precision": precision and precision.accuracy,
            "precision_interval": precision and list(precision.interval),
        }


def score_classes(confusion: Integers, class_names: Sequence[str]) -> tuple[ClassScore, ...]:
    """Read each class's row, column and diagonal."""
    return tuple(
        ClassScore(name, int(confusion[k].sum()), int(confusion[:, k].sum()), int(confusion[k, k]))
        for k, name in enumerate(class_names)
    )


@dataclass(frozen=True, slots=True)
class BalancedAccuracy:
    """Mean recall of the classes that the test set has: a score that the shares of the classes do not move.

    Parameters
    ----------
    value : float
        Percent.
    interval : (low, high)
        95 %, percent; see `wilson_of_mean`.
    chance : float
        What any answer that does not look at the sample gets: 100 / number of classes present, percent.
    """

    value: float
    interval: tuple[float, float]
    chance: float

    @classmethod
    def of(cls, confusion: Integers) -> BalancedAccuracy:
        """Mean of the recalls over the rows that are not empty."""
        recalls = [(int(row[k]), int(row.sum())) for k, row in enumerate(confusion) if row.any()]
        low, high = wilson_of_mean(recalls)
        mean = sum(correct / total for correct, total in recalls) / len(recalls)
        return cls(100 * mean, (100 * low, 100 * high), 100 / len(recalls))

    @property
    def strength(self) -> float:
        """How far from chance (0) to perfection (1) the value lies."""
        return 1.0 if self.chance == 100 else (self.value - self.chance) / (100 - self.chance)
