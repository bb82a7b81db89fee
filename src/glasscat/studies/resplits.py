"""Re-splitting: all samples divided again and again into training and test, to see what a lucky split is worth."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.findings import Finding
from glasscat.data.splits import check_seed
from glasscat.errors import UsageError
from glasscat.evaluation.score import Score
from glasscat.i18n import _, _n, sentences
from glasscat.studies.described import described
from glasscat.studies.diverged import diverged_findings
from glasscat.studies.jury import right_answers
from glasscat.studies.parts import Pool, at_least, one_by_one, permutations, trained_alone
from glasscat.studies.study import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glasscat.data.dataset import Dataset
    from glasscat.i18n import Text
    from glasscat.studies.parts import Make
    from glasscat.studies.study import Numbered, Row, Tell
    from glasscat.typing import Array, Integers


@dataclass(frozen=True, eq=False)
class Resplit:
    """The given split first, then others of the same sizes, drawn from all samples without regard to class.

    Parameters
    ----------
    data : Dataset
        With a test set.
    make : callable
        Gives the plan for a part of the data.
    times, seed : int
        Split k is the k-th permutation of `numpy.random.default_rng(seed)`: the first samples are trained on.

    Raises
    ------
    UsageError
        GC-Y07 for a number of times, GC-Y12 without a test set, GC-U23 for a seed.
    """

    data: Dataset
    make: Make
    times: int = 40
    seed: int = 0
    kind: str = field(default="resplit", init=False)

    def __post_init__(self) -> None:
        at_least("GC-Y07", "times", self.times, 1)
        check_seed(self.seed)
        if self.data.test is None:
            problem = _("there is no test set, so there is no split to hold against others.")
            raise UsageError("GC-Y12", _("data"), problem, _("give a test set, or let --holdout hold one out."))

    @cached_property
    def asked(self) -> dict[str, Any]:
        """Times, seed and the plan."""
        return {"times": self.times, "seed": self.seed, "plan": described(self.make(self.data))}

    @property
    def fingerprint(self) -> str:
        """That of the data."""
        return self.data.fingerprint

    @cached_property
    def pool(self) -> Pool:
        """All samples."""
        return Pool.of_all(self.data)

    @cached_property
    def _orders(self) -> list[Integers]:
        return [np.arange(len(self.pool)), *permutations(len(self.pool), self.times, self.seed)]

    def __len__(self) -> int:
        return 1 + self.times

    def split(self, number: int) -> tuple[Integers, Integers]:
        """Numbers of the training and of the test samples; number 0 is the split as it was given."""
        order, n = self._orders[number], len(self.data.train)
        return order[:n], order[n:]

    def rows(self, missing: Sequence[int], tell: Tell) -> Iterator[Numbered]:
        """Train split by split."""
        return one_by_one(self._row, missing, tell)

    def _row(self, number: int) -> Row:
        train, test = self.split(number)
        data = self.pool.divided(train, test) if number else self.data
        plan = self.make(data)
        fitted, failure = trained_alone(plan)
        leaked = self.pool.leaked(train, test)
        row: Row = {"split": number, "plan": described(plan), "total": len(test), "leaked": leaked}
        y = self.pool.samples.y
        row["majority_correct"] = int((y[test] == np.bincount(y[train]).argmax()).sum())
        if fitted is None or failure is not None or data.test is None:
            return row | {"status": "diverged"}
        right = right_answers(fitted, data.test)
        fresh = ~np.isin(test, leaked)
        return row | {
            "status": "finished",
            "correct": int(right.sum()),
            "fresh_correct": int(right[fresh].sum()),
            "fresh_total": int(fresh.sum()),
            "final_cost": fitted.history.final_cost,
            "seconds": fitted.history.seconds,
        }

    def conclude(self, rows: Sequence[Row]) -> Resplitted:
        """Hold the given split against the others."""
        groups = [[self.pool.samples.names[k] for k in group] for group in self.pool.likenesses]
        counts = np.bincount(self.pool.samples.y, minlength=self.data.n_classes)
        majority = self.data.class_names[int(counts.argmax())], int(counts.max())
        return Resplitted(tuple(rows), len(self.data.train), majority, tuple(tuple(group) for group in groups))


@dataclass(frozen=True, eq=False)
class Resplitted:
    """What re-splitting comes to.

    Parameters
    ----------
    rows : tuple of Row
        The given split, then the others: ``correct``, ``total``, ``leaked`` and others.
    n_train : int
        Training samples of each split.
    majority : (str, int)
        The most frequent class of all samples, and how many there are of it.
    likenesses : tuple of tuple of str
        Names of samples that repeat each other.
    """

    rows: tuple[Row, ...]
    n_train: int
    majority: tuple[str, int]
    likenesses: tuple[tuple[str, ...], ...] = ()
    kind: str = field(default="resplit", init=False)

    @property
    def headline(self) -> Score | None:
        """Score of the split as it was given; None where that run diverged."""
        row = self.rows[0]
        return Score(row["correct"], row["total"]) if row["status"] == "finished" else None

    @property
    def n_test(self) -> int:
        """Test samples of each split."""
        return int(self.rows[0]["total"])

    @property
    def finished(self) -> list[Row]:
        """The other splits, but those whose run diverged."""
        return [row for row in self.rows[1:] if row["status"] == "finished"]

    @property
    def accuracies(self) -> Array:
        """Accuracy of each other split, percent."""
        return np.array([100 * row["correct"] / row["total"] for row in self.finished])

    @property
    def fresh_mean(self) -> float | None:
        """Mean accuracy without the test samples that repeat a training sample, percent."""
        some = [100 * row["fresh_correct"] / row["fresh_total"] for row in self.finished if row["fresh_total"]]
        return float(np.mean(some)) if some else None

    @property
    def above_headline(self) -> int | None:
        """How many of the other splits score at least as well as the one given."""
        headline = self.headline
        return None if headline is None else sum(row["correct"] >= headline.correct for row in self.finished)

    @property
    def majority_share(self) -> float:
        """Share of the most frequent class in all samples, percent."""
        return 100 * self.majority[1] / (self.n_train + self.n_test)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Splits that diverged, and splits across which a picture repeats another."""
        n_others = len(self.rows) - 1
        found = diverged_findings(n_others - len(self.finished), n_others)
        leaky = [row["split"] for row in self.rows[1:] if row["leaked"]]
        if leaky and self.fresh_mean is not None:
            text = _n(
                "In {n} of {total} re-splits a test sample repeats a training sample, exactly or nearly; "
                "without such samples the mean is {mean:.1f} %.",
                "In {n} of {total} re-splits test samples repeat training samples, exactly or nearly; "
                "without such samples the mean is {mean:.1f} %.",
                len(leaky),
                total=len(self.rows) - 1,
                mean=self.fresh_mean,
            )
            found.append(Finding("GC-Y27", "warning", text, tuple({"names": list(group)} for group in self.likenesses)))
        return tuple(found)

    @property
    def sentence(self) -> Text:
        """The range of the others, and where the given split lies in it."""
        scores, headline = self.accuracies, self.headline
        if not len(scores):
            return _("Every run diverged: try a smaller learning rate.")
        spread = _n(
            "Over {n} random re-split of all {m} samples into {train} and {test}, the test score is {mean:.1f} %.",
            "Over {n} random re-splits of all {m} samples into {train} and {test}, the test score runs "
            "from {low:.0f} to {high:.0f} %, with a mean of {mean:.1f} %.",
            len(scores),
            m=self.n_train + self.n_test,
            train=self.n_train,
            test=self.n_test,
            low=scores.min(),
            high=scores.max(),
            mean=scores.mean(),
        )
        said = [
            _(
                "Always answering {name}, the most frequent class of all samples, would give {share:.1f} % on average.",
                name=self.majority[0],
                share=self.majority_share,
            )
        ]
        if headline is not None:
            beside = _n(
                "The split as given scores {score:.1f} %; {n} re-split scores as well or better.",
                "The split as given scores {score:.1f} %; {n} re-splits score as well or better.",
                self.above_headline or 0,
                score=headline.accuracy,
            )
            said.insert(0, beside)
        return sentences(spread, *said)

    @property
    def table(self) -> Table:
        """One line a split, the given one first."""
        columns = (
            Column("split", _("split")),
            Column("correct", _("right"), "d"),
            Column("total", _("of"), "d"),
            Column("accuracy", _("score, %"), ".1f"),
            Column("majority_accuracy", _("majority, %"), ".1f"),
            Column("leaked", _("repeats in the test"), "d"),
        )
        return Table(columns, tuple(self._line(row) for row in self.rows))

    def _line(self, row: Row) -> tuple[Any, ...]:
        correct, total = row.get("correct"), row["total"]
        name = _("as given") if row["split"] == 0 else row["split"]
        score = None if correct is None else 100 * correct / total
        return name, correct, total, score, 100 * row["majority_correct"] / total, len(row["leaked"])

    def as_json(self) -> dict[str, Any]:
        """The headline, the distribution, and what is known without repeats."""
        scores = self.accuracies
        spread = {"low": scores.min(), "high": scores.max(), "mean": scores.mean()} if len(scores) else None
        return {
            "headline": self.headline and self.headline.as_json(),
            "train": self.n_train,
            "test": self.n_test,
            "accuracies": scores.tolist(),
            "spread": spread,
            "mean_without_repeats": self.fresh_mean,
            "at_least_headline": self.above_headline,
            "majority": {"name": self.majority[0], "share": self.majority_share},
        }
