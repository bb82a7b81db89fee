"""Cross-validation: each training sample is judged by a model that has not seen it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.findings import Finding
from glasscat.data.splits import check_seed
from glasscat.evaluation.score import Score
from glasscat.evaluation.sentence import p_words
from glasscat.evaluation.tally import SIGNIFICANT
from glasscat.i18n import _, _n, sentences
from glasscat.statistics.exact_tests import mcnemar
from glasscat.statistics.intervals import wilson
from glasscat.studies.described import described
from glasscat.studies.folds import check_folds, stratified_folds
from glasscat.studies.jury import right_answers
from glasscat.studies.parts import Pool, at_least, one_by_one, trained_alone
from glasscat.studies.study import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glasscat.data.dataset import Dataset
    from glasscat.i18n import Text
    from glasscat.studies.parts import Make
    from glasscat.studies.study import Numbered, Row, Tell
    from glasscat.typing import Integers


@dataclass(frozen=True, eq=False)
class CrossValidation:
    """Folds of the training set, held out one after the other; and all that once more, divided anew.

    Parameters
    ----------
    data : Dataset
        Only its training samples are used.
    make : callable
        Gives the plan for a part of the data.
    folds, repeats, seed : int
        Repeat r is divided by ``stratified_folds(y, folds, seed + r)``.

    Raises
    ------
    UsageError
        GC-Y06, GC-Y07 for folds and repeats, GC-U23 for a seed.
    """

    data: Dataset
    make: Make
    folds: int = 5
    repeats: int = 1
    seed: int = 0
    kind: str = field(default="cross-validate", init=False)

    def __post_init__(self) -> None:
        check_folds(self.data.train, self.data.class_names, self.folds)
        at_least("GC-Y07", "repeats", self.repeats, 1)
        check_seed(self.seed)

    @cached_property
    def asked(self) -> dict[str, Any]:
        """Folds, repeats, seed and the plan."""
        asked = {"folds": self.folds, "repeats": self.repeats, "seed": self.seed}
        return {**asked, "plan": described(self.make(self.data))}

    @property
    def fingerprint(self) -> str:
        """That of the data."""
        return self.data.fingerprint

    @cached_property
    def pool(self) -> Pool:
        """The training samples."""
        return Pool(self.data.train, self.data)

    def __len__(self) -> int:
        return self.folds * self.repeats

    def split(self, number: int) -> tuple[Integers, Integers]:
        """Numbers of the samples that are trained on, and of those that are held out."""
        repeat, fold = divmod(number, self.folds)
        folds = stratified_folds(self.data.train.y, self.folds, self.seed + repeat)
        return np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)

    def rows(self, missing: Sequence[int], tell: Tell) -> Iterator[Numbered]:
        """Train fold by fold."""
        return one_by_one(self._row, missing, tell)

    def _row(self, number: int) -> Row:
        train, held_out = self.split(number)
        data = self.pool.divided(train, held_out)
        plan = self.make(data)
        fitted, failure = trained_alone(plan)
        repeat, fold = divmod(number, self.folds)
        majority = int(np.bincount(data.train.y).argmax())
        row = {"repeat": repeat, "fold": fold, "plan": described(plan), "total": len(held_out)}
        row |= {"majority_right": held_out[self.data.train.y[held_out] == majority].tolist()}
        row |= {"leaked": self.pool.leaked(train, held_out)}
        if fitted is None or failure is not None or data.test is None:
            return row | {"status": "diverged", "right": []}
        right = held_out[right_answers(fitted, data.test)]
        history = fitted.history
        return row | {
            "status": "finished",
            "right": right.tolist(),
            "final_cost": history.final_cost,
            "seconds": history.seconds,
        }

    def conclude(self, rows: Sequence[Row]) -> CrossValidated:
        """Add the folds of each repeat up."""
        counts = np.bincount(self.data.train.y, minlength=self.data.n_classes)
        majority = self.data.class_names[int(counts.argmax())]
        return CrossValidated(tuple(rows), self.folds, self.repeats, int(counts.sum()), majority)


@dataclass(frozen=True, eq=False)
class CrossValidated:
    """What cross-validation comes to.

    Parameters
    ----------
    rows : tuple of Row
        One a fold: ``repeat``, ``fold``, ``right`` (numbers of the samples that were answered right), and others.
    folds, repeats : int
    m : int
        Samples.
    majority : str
        The most frequent class.
    """

    rows: tuple[Row, ...]
    folds: int
    repeats: int
    m: int
    majority: str
    kind: str = field(default="cross-validate", init=False)

    def _of(self, repeat: int, key: str) -> set[int]:
        return {k for row in self.rows if row["repeat"] == repeat for k in row[key]}

    @cached_property
    def scores(self) -> list[Score]:
        """Score of each repeat, all samples together."""
        return [Score(len(self._of(repeat, "right")), self.m) for repeat in range(self.repeats)]

    @cached_property
    def majority_score(self) -> Score:
        """Score of always answering with the most frequent class of the training part."""
        return Score(len(self._of(0, "majority_right")), self.m)

    @cached_property
    def p_values(self) -> list[float]:
        """Exact McNemar test against the majority, of each repeat."""
        return [
            mcnemar(len(right - majority), len(majority - right))
            for right, majority in (
                (self._of(repeat, "right"), self._of(repeat, "majority_right")) for repeat in range(self.repeats)
            )
        ]

    @property
    def mean(self) -> float:
        """Mean accuracy of the repeats, percent."""
        return float(np.mean([score.accuracy for score in self.scores]))

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the mean, percent: as for m samples, for repeats add none."""
        low, high = wilson(self.mean / 100 * self.m, self.m)
        return 100 * low, 100 * high

    @property
    def against_majority(self) -> str:
        """``"below"``, ``"above"`` or ``"equal"``."""
        difference = self.mean - self.majority_score.accuracy
        return "below" if difference < 0 else "above" if difference > 0 else "equal"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Folds that diverged, and samples that repeat a sample they were trained on."""
        found = []
        n = sum(row["status"] == "diverged" for row in self.rows)
        if n:
            text = _n(
                "{n} of {total} runs diverged: its samples count as mistakes.",
                "{n} of {total} runs diverged: their samples count as mistakes.",
                n,
                total=len(self.rows),
            )
            found.append(Finding("GC-Y25", "warning", text))
        leaked = sorted({k for row in self.rows for k in row["leaked"]})
        if leaked:
            text = _n(
                "{n} sample repeats another, exactly or nearly, and was answered by a model that had seen that one.",
                "{n} samples repeat others, exactly or nearly, and were answered by models that had seen those.",
                len(leaked),
            )
            found.append(Finding("GC-Y26", "warning", text, tuple(leaked)))
        return tuple(found)

    @property
    def sentence(self) -> Text:
        """The mean, its range and interval, and what always answering the majority gives."""
        low, high = self.interval
        accuracies = [score.accuracy for score in self.scores]
        first = _(
            "In {folds}-fold cross-validation on its {m} training samples the model answers {mean:.1f} % right "
            "(95 % interval {low:.1f} to {high:.1f} %).",
            folds=self.folds,
            m=self.m,
            mean=self.mean,
            low=low,
            high=high,
        )
        said = [self._on_majority()]
        if self.repeats > 1:
            spread = _(
                "{n} repeats, divided anew, range from {low:.1f} to {high:.1f} %.",
                n=self.repeats,
                low=min(accuracies),
                high=max(accuracies),
            )
            said.insert(0, spread)
        return sentences(first, *said)

    def _on_majority(self) -> Text:
        values = {"name": self.majority, "score": self.majority_score.accuracy}
        if self.against_majority == "equal":
            return _("Always answering {name}, the majority class, does as well: {score:.1f} %.", **values)
        below = _("That is below the majority class: always answering {name} is right in {score:.1f} %.", **values)
        above = _("That is above the majority class: always answering {name} is right in {score:.1f} %.", **values)
        return sentences(below if self.against_majority == "below" else above, self._on_chance())

    def _on_chance(self) -> Text:
        """In how many repeats the majority does otherwise by more than chance explains."""
        n = sum(p < SIGNIFICANT for p in self.p_values)
        if self.repeats > 1:
            return _(
                "Chance does not explain the difference in {n} of {total} repeats (exact McNemar p {p}).",
                n=n,
                total=self.repeats,
                p=self._p_range(),
            )
        if n:
            return _("Chance does not explain the difference (exact McNemar p {p}).", p=self._p_range())
        return _("Chance may explain the difference (exact McNemar p {p}).", p=self._p_range())

    def _p_range(self) -> Text | str:
        low, high = min(self.p_values), max(self.p_values)
        if low == high:
            return p_words(low)
        return _("{low} to {high}", low=p_words(low).removeprefix("= "), high=p_words(high).removeprefix("= "))

    @property
    def table(self) -> Table:
        """One line a repeat."""
        columns = (
            Column("repeat", _("repeat"), "d"),
            Column("correct", _("right"), "d"),
            Column("total", _("of"), "d"),
            Column("accuracy", _("score, %"), ".1f"),
            Column("lowest_fold", _("lowest fold, %"), ".1f"),
            Column("highest_fold", _("highest fold, %"), ".1f"),
            Column("p_value", _("p against the majority"), ".2g"),
        )
        return Table(columns, tuple(self._line(repeat) for repeat in range(self.repeats)))

    def _line(self, repeat: int) -> tuple[Any, ...]:
        score = self.scores[repeat]
        folds = [100 * len(row["right"]) / row["total"] for row in self.rows if row["repeat"] == repeat]
        p_value = self.p_values[repeat]
        return repeat + 1, score.correct, score.total, score.accuracy, min(folds), max(folds), p_value

    def as_json(self) -> dict[str, Any]:
        """Mean, interval, every repeat, and the majority."""
        return {
            "folds": self.folds,
            "repeats": [{**score.as_json(), "p_value": p} for score, p in zip(self.scores, self.p_values, strict=True)],
            "accuracy": self.mean,
            "interval": list(self.interval),
            "majority": {"name": self.majority, **self.majority_score.as_json()},
            "against_majority": self.against_majority,
        }
