"""A score: a count of right answers that never goes anywhere without its total and its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glasscat.errors import DataError
from glasscat.i18n import _
from glasscat.statistics.intervals import wilson

if TYPE_CHECKING:
    from glasscat.i18n import Text


@dataclass(frozen=True, slots=True, repr=False)
class Score:
    """So many right of so many.

    Parameters
    ----------
    correct, total : int
        ``0 <= correct <= total`` and ``total >= 1``.

    Raises
    ------
    DataError
        GC-V01 for counts that cannot be.
    """

    correct: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.correct <= self.total or self.total < 1:
            raise DataError(
                "GC-V01",
                _("score"),
                _(
                    "a sample or more, and no more right answers than that, were expected; found {correct} of {total}.",
                    correct=self.correct,
                    total=self.total,
                ),
                _("check how they were counted."),
            )

    @property
    def accuracy(self) -> float:
        """Share of right answers, percent."""
        return 100 * self.correct / self.total

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of `accuracy`, percent."""
        low, high = wilson(self.correct, self.total)
        return 100 * low, 100 * high

    @property
    def text(self) -> Text:
        """The score as it is always shown: "35 of 50 = 70.0 % (95 % interval 56.2 to 80.9 %)"."""
        low, high = self.interval
        return _(
            "{correct} of {total} = {accuracy:.1f} % (95 % interval {low:.1f} to {high:.1f} %)",
            correct=self.correct,
            total=self.total,
            accuracy=self.accuracy,
            low=low,
            high=high,
        )

    def as_json(self) -> dict[str, Any]:
        """Keys of the interface: correct, total, accuracy, interval (percent, at full precision)."""
        return {
            "correct": self.correct,
            "total": self.total,
            "accuracy": self.accuracy,
            "interval": list(self.interval),
        }

    def __str__(self) -> str:
        return str(self.text)

    __repr__ = __str__
