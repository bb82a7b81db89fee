"""A tally: everything that was counted on a set of samples, before anything is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from glasscat.evaluation.association import association, expected_correct
from glasscat.evaluation.baselines import compare
from glasscat.evaluation.confusion import BalancedAccuracy, confusion_matrix
from glasscat.evaluation.score import Score

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from glasscat.evaluation.baselines import Baseline, Rival
    from glasscat.typing import Integers

SIGNIFICANT = 0.05
"""A difference that chance makes less often than this is called one: the field's convention, as 95 % for intervals."""


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts and tests on one set of samples.

    Parameters
    ----------
    score : Score
    confusion : (n_classes, n_classes) int
        Rows truth, columns prediction.
    balanced : BalancedAccuracy
    baselines : tuple of Baseline
        At least one.
    association_p_value : float or None
        See `association`.
    """

    score: Score
    confusion: Integers
    balanced: BalancedAccuracy
    baselines: tuple[Baseline, ...]
    association_p_value: float | None

    @property
    def best_baseline(self) -> Baseline:
        """Baseline with the most right answers; the first of equals."""
        return max(self.baselines, key=lambda baseline: baseline.correct)

    @property
    def against_best(self) -> Literal["better", "worse", "alike"]:
        """How the model compares with the best baseline; ``"alike"`` where chance explains the difference."""
        best = self.best_baseline
        if best.p_value >= SIGNIFICANT:
            return "alike"
        return "better" if self.score.correct > best.correct else "worse"

    @property
    def signal(self) -> Literal["with", "against", "none", "unknown"]:
        """Whether the answers go with the truth, against it, neither, or whether that cannot be known."""
        if self.association_p_value is None:
            return "unknown"
        if self.association_p_value >= SIGNIFICANT:
            return "none"
        return "with" if self.score.correct > expected_correct(self.confusion) else "against"


def count(y: Integers, answers: Integers, rivals: Sequence[Rival], n_classes: int, kept: NDArray[np.bool_]) -> Tally:
    """Tally the samples that are kept.

    Parameters
    ----------
    y, answers : (m,) int
        The truth and the model's answers.
    rivals : sequence of Rival
    n_classes : int
    kept : (m,) bool
        Which samples count; at least one.
    """
    right = (answers == y)[kept]
    confusion = confusion_matrix(y[kept], answers[kept], n_classes)
    return Tally(
        score=Score(int(right.sum()), len(right)),
        confusion=confusion,
        balanced=BalancedAccuracy.of(confusion),
        baselines=tuple(compare(rival, right, y, kept) for rival in rivals),
        association_p_value=association(confusion),
    )
