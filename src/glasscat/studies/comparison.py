"""The comparison: whether one model is better than another on the same samples, and by how much.

Of k pairs p-values are adjusted by Holm's rule, and intervals by Bonferroni's: all of them together hold the truth in
95 of 100 cases. The test is exact and the interval is not, and Holm's rule is a little bolder than Bonferroni's, so at
the border one may see a difference where the other does not. The test then decides, and the sentence says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from glasscat.errors import UsageError
from glasscat.evaluation.score import Score
from glasscat.evaluation.sentence import p_words
from glasscat.evaluation.tally import SIGNIFICANT
from glasscat.i18n import _, _n, sentences
from glasscat.statistics.exact_tests import holm, mcnemar
from glasscat.statistics.intervals import difference_interval
from glasscat.statistics.power import mcnemar_samples
from glasscat.studies.study import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from glasscat.data.findings import Finding
    from glasscat.i18n import Text


@dataclass(frozen=True, slots=True)
class Pair:
    """Two models on the same samples.

    Parameters
    ----------
    first, second : str
    both, only_first, only_second, neither : int
        Samples that both, only one, or neither gets right.
    p_value : float
        Exact McNemar test; with several pairs, adjusted by Holm's rule.
    n_pairs : int
        Pairs that are compared at once.
    """

    first: str
    second: str
    both: int
    only_first: int
    only_second: int
    neither: int
    p_value: float
    n_pairs: int = 1

    @property
    def total(self) -> int:
        """Samples."""
        return self.both + self.only_first + self.only_second + self.neither

    @property
    def difference(self) -> float:
        """Accuracy of the first minus that of the second, percentage points."""
        return 100 * (self.only_first - self.only_second) / self.total

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the difference, for all pairs together, percentage points; see `difference_interval`."""
        level = 0.05 / self.n_pairs
        low, high = difference_interval(self.only_first, self.only_second, self.total, level)
        return 100 * low, 100 * high

    @property
    def samples_needed(self) -> float:
        """Samples that would tell the two apart with a power of 80 %, were the difference what it seems."""
        p, q = self.only_first / self.total, self.only_second / self.total
        return float(mcnemar_samples(p, q, SIGNIFICANT / self.n_pairs))

    @property
    def is_different(self) -> bool:
        """Whether chance makes such a difference less often than in 5 of 100 cases."""
        return self.p_value < SIGNIFICANT

    @property
    def is_torn(self) -> bool:
        """Whether the interval says something else than the test: the difference is at the border."""
        low, high = self.interval
        return self.is_different == (low <= 0 <= high)

    def as_json(self) -> dict[str, Any]:
        """Counts, difference with its interval, p-value."""
        return {
            "first": self.first,
            "second": self.second,
            "both": self.both,
            "only_first": self.only_first,
            "only_second": self.only_second,
            "neither": self.neither,
            "difference": self.difference,
            "interval": list(self.interval),
            "p_value": self.p_value,
            "samples_needed": self.samples_needed,
        }


@dataclass(frozen=True, eq=False)
class Compared:
    """What a comparison comes to.

    Parameters
    ----------
    scores : mapping of str to Score
        In the order in which the models were given.
    pairs : tuple of Pair
        Every two of them.
    findings : tuple of Finding
        About the samples.
    """

    scores: Mapping[str, Score]
    pairs: tuple[Pair, ...]
    findings: tuple[Finding, ...] = ()
    kind: str = field(default="compare", init=False)

    @property
    def sentence(self) -> Text:
        """For each pair, whether one is better; for the first undecided one, what it would take."""
        said = [_on_pair(pair, self.scores) for pair in self.pairs]
        if len(self.pairs) > 1:
            said.append(
                _n(
                    "The p-value and the interval allow for {n} comparison.",
                    "The p-values allow for there being {n} comparisons (Holm's rule), and so do the intervals "
                    "(Bonferroni's).",
                    len(self.pairs),
                )
            )
        return sentences(said[0], *said[1:])

    @property
    def table(self) -> Table:
        """One line a pair."""
        columns = (
            Column("first", _("A")),
            Column("second", _("B")),
            Column("only_first", _("only A right"), "d"),
            Column("only_second", _("only B right"), "d"),
            Column("difference", _("A - B, points"), "+.1f"),
            Column("low", _("from"), "+.1f"),
            Column("high", _("to"), "+.1f"),
            Column("p_value", _("p (McNemar)"), ".2g"),
        )
        return Table(
            columns,
            tuple(
                (
                    pair.first,
                    pair.second,
                    pair.only_first,
                    pair.only_second,
                    pair.difference,
                    *pair.interval,
                    pair.p_value,
                )
                for pair in self.pairs
            ),
        )

    def as_json(self) -> dict[str, Any]:
        """Scores and pairs."""
        return {
            "scores": [{"name": name, **score.as_json()} for name, score in self.scores.items()],
            "pairs": [pair.as_json() for pair in self.pairs],
        }


def compare(right: Mapping[str, NDArray[np.bool_]], findings: Sequence[Finding] = ()) -> Compared:
    """Compare models by which of the same samples they answer right.

    Parameters
    ----------
    right : mapping of name to (m,) bool
        Two models or more.
    findings : sequence of Finding
        About the samples.

    Raises
    ------
    UsageError
        GC-Y11 for models that answered different numbers of samples.
    """
    if len({len(one) for one in right.values()}) > 1 or not len(next(iter(right.values()))):
        raise not_the_same_samples()
    scores = {name: Score(int(one.sum()), len(one)) for name, one in right.items()}
    pairs = [_pair(*names) for names in combinations(right.items(), 2)]
    p_values = holm([pair.p_value for pair in pairs])
    adjusted = tuple(replace(pair, p_value=p, n_pairs=len(pairs)) for pair, p in zip(pairs, p_values, strict=True))
    return Compared(scores, adjusted, tuple(findings))


def _pair(first: tuple[str, NDArray[np.bool_]], second: tuple[str, NDArray[np.bool_]]) -> Pair:
    """Count, and test, two models."""
    (a, A), (b, B) = first, second
    both, only_first, only_second, neither = (int(some.sum()) for some in (A & B, A & ~B, B & ~A, ~(A | B)))
    return Pair(a, b, both, only_first, only_second, neither, mcnemar(only_first, only_second))


def not_the_same_samples() -> UsageError:
    """Error GC-Y11."""
    problem = _("these were tested on different samples, so they cannot be compared sample by sample.")
    return UsageError("GC-Y11", _("compare"), problem, _("name one test set for all of them with --test."))


def _on_pair(pair: Pair, scores: Mapping[str, Score]) -> Text:
    first, second = pair.first, pair.second
    if pair.difference < 0:
        first, second = second, first
    low, high = pair.interval if pair.difference >= 0 else (-pair.interval[1], -pair.interval[0])
    values: dict[str, object] = {
        "first": first,
        "second": second,
        "a": scores[first].correct,
        "b": scores[second].correct,
        "total": pair.total,
        "points": abs(pair.difference),
        "low": low,
        "high": high,
        "p": p_words(pair.p_value),
    }
    border = _("Here the interval says something else than the test: the difference is at the border of chance.")
    torn = [border] if pair.is_torn else []
    if pair.is_different:
        better = _(
            "{first} is better than {second}: {a} against {b} of {total} right, {points:.1f} points more "
            "(95 % interval {low:+.1f} to {high:+.1f}; exact McNemar p {p}).",
            **values,
        )
        return sentences(better, *torn)
    if not pair.difference:
        return _(
            "{first} and {second} are right equally often, {a} of {total} "
            "(95 % interval of the difference {low:+.1f} to {high:+.1f} points).",
            **values,
        )
    return sentences(_undecided(values), *torn, _needed(pair.samples_needed))


def _undecided(values: Mapping[str, object]) -> Text:
    return _(
        "Whether {first} is better than {second} cannot be told: {a} against {b} of {total} right, {points:.1f} points "
        "more (95 % interval {low:+.1f} to {high:+.1f}; exact McNemar p {p}).",
        **values,
    )


def _needed(samples: float) -> Text:
    """Test samples that would show it, in two digits: more are not known."""
    return _(
        "Were the difference what it seems, about {n:,.0f} test samples would show it in 4 of 5 cases.",
        n=float(f"{samples:.2g}"),
    )
