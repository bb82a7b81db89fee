"""The sweep: the same training with other settings, and which of them do what.

Runs that differ in numbers alone are trained as rows of one vector; see `glasscat.training.many`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.inspection import inspect
from glasscat.evaluation.score import Score
from glasscat.i18n import _, _n, sentences
from glasscat.studies.described import described
from glasscat.studies.diverged import advice, diverged_findings, ending_words, endings
from glasscat.studies.jury import Jury
from glasscat.studies.long_steps import long_steps
from glasscat.studies.study import Column, Table
from glasscat.training.arguments import dataset_of
from glasscat.training.many import groups, train_together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glasscat.data.dataset import Dataset
    from glasscat.data.findings import Finding
    from glasscat.i18n import Text
    from glasscat.studies.study import Numbered, Row, Tell
    from glasscat.training.plan import Plan
    from glasscat.training.record import Record

TOGETHER = 128
"""Runs that are trained as one before they are kept: so much is lost at most where a sweep is interrupted."""
MOST_IN_ORDER = 20
"""Runs that a table lists in the order in which they were asked for."""
SAME = {"float64": 1e-9, "float32": 1e-5}
"""Costs that differ by a smaller share of themselves differ by rounding alone, as between two methods."""
OF_THE_COST = ("output", "l2", "class_weight", "sample_weight")
"""What of a plan decides which cost its run minimises: only equal ones can be compared by it."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """Runs whose settings differ.

    Parameters
    ----------
    points : sequence of dict
        What sets each run apart: names and values.
    plans : sequence of Plan
        How each is trained.
    """

    points: Sequence[dict[str, Any]]
    plans: Sequence[Plan]
    kind: str = field(default="sweep", init=False)

    @cached_property
    def asked(self) -> dict[str, Any]:
        """Values of every run, the plan of each by its digest, and what all the plans share."""
        each = [described(plan) for plan in self.plans]
        shared = {name: value for name, value in each[0].items() if all(plan[name] == value for plan in each)}
        return {"points": list(self.points), "plans": [_digest(plan) for plan in each], "plan": shared}

    @cached_property
    def datasets(self) -> list[Dataset]:
        """Data of each run; most often they share one."""
        pairs = {id(plan.data): plan.data for plan in self.plans}
        made = {key: dataset_of(data) for key, data in pairs.items()}
        return [made[id(plan.data)] for plan in self.plans]

    @cached_property
    def fingerprint(self) -> str:
        """That of the data; of all of it, where runs have different data."""
        each = list(dict.fromkeys(data.fingerprint for data in self.datasets))
        return each[0] if len(each) == 1 else _digest(each)

    def __len__(self) -> int:
        return len(self.plans)

    def rows(self, missing: Sequence[int], tell: Tell) -> Iterator[Numbered]:
        """Train the missing runs, those that go together as one."""
        plans = [self.plans[number] for number in missing]
        juries = {id(data): Jury.of(data) for data in {id(one): one for one in self.datasets}.values()}
        done = 0
        for group in groups(plans):
            for first in range(0, len(group), TOGETHER):
                some = group[first : first + TOGETHER]
                watch = _watching(tell, done, len(missing))
                endings = train_together([plans[k] for k in some], watch=watch)
                done += len(some)
                tell(done, len(missing))
                yield [
                    (missing[k], self._row(missing[k], juries[id(self.datasets[missing[k]])].row(*ending)))
                    for k, ending in zip(some, endings, strict=True)
                ]

    def _row(self, number: int, row: Row) -> Row:
        return {"values": self.points[number], "plan": described(self.plans[number]), **row}

    def conclude(self, rows: Sequence[Row]) -> Swept:
        """Lay the runs side by side."""
        is_one = len({data.fingerprint for data in self.datasets}) == 1
        return Swept(tuple(rows), tuple(inspect(self.datasets[0])) if is_one else (), is_one_data=is_one)


@dataclass(frozen=True, eq=False)
class Swept:
    """What a sweep comes to.

    Parameters
    ----------
    rows : tuple of Row
        One a run: ``values``, ``plan``, ``status``, ``costs``, ``final_cost``, ``train`` and ``test``.
    data_findings : tuple of Finding
        What was found in the data, where all runs share it.
    is_one_data : bool
        Whether they do.
    """

    rows: tuple[Row, ...]
    data_findings: tuple[Finding, ...] = ()
    is_one_data: bool = True
    kind: str = field(default="sweep", init=False)

    @property
    def names(self) -> list[str]:
        """What was varied; of settings with one value only, nothing, unless all are so."""
        values = {name: [row["values"][name] for row in self.rows] for name in self.rows[0]["values"]}
        return [name for name, some in values.items() if any(one != some[0] for one in some)] or list(values)

    @property
    def finished(self) -> list[Row]:
        """Rows of the runs that came to an end, not diverged."""
        return [row for row in self.rows if row["status"] == "finished"]

    @property
    def tested(self) -> list[Row]:
        """Rows of those that have a test score."""
        return [row for row in self.finished if row["test"] is not None]

    @property
    def is_one_cost(self) -> bool:
        """Whether all runs minimise the same cost; one with L2 and one without, or on other data, do not."""
        kinds = [[row.get("plan", {}).get(name) for name in OF_THE_COST] for row in self.rows]
        return self.is_one_data and all(kind == kinds[0] for kind in kinds)

    @property
    def lowest(self) -> Row | None:
        """Run with the lowest final cost; None where all diverged, or their costs are not the same thing."""
        if not self.is_one_cost:
            return None
        return min(self.finished, key=lambda row: float(row["final_cost"]), default=None)

    @property
    def best(self) -> Row | None:
        """Run with the best test score, the first of equals; None without a test set."""
        return max(self.tested, key=lambda row: int(row["test"]["correct"]), default=None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What limits the comparison."""
        n_diverged = len(self.rows) - len(self.finished)
        failed = diverged_findings(n_diverged, len(self.rows))
        return (*self.data_findings, *failed, *long_steps(self.finished, self.lowest, self.best))

    @property
    def sentence(self) -> Text:
        """How many runs finished, which ends lowest, which scores best, and what choosing it means."""
        if not self.finished:
            return sentences(self.on_cost, advice(self.rows))
        said = [self.on_cost, *([] if self.best is None else self._on_scores(self.best))]
        return sentences(*said) if self.unfinished is None else sentences(self.unfinished, *said)

    @property
    def unfinished(self) -> Text | None:
        """How many runs finished, and what became of the others; None where all did."""
        return endings(self.rows) if len(self.finished) < len(self.rows) else None

    @property
    def on_cost(self) -> Text:
        """Which run ends lowest, or why that is no question."""
        lowest = self.lowest
        if not self.finished:
            return endings(self.rows)
        if lowest is None:
            return _("The runs do not minimise the same cost, so final costs are not compared.")
        values = {"cost": lowest["final_cost"], "values": self._label_of_the_lowest(lowest)}
        if len(self.rows) == 1:
            return _("The final cost is {cost:.4g}, with {values}.", **values)
        if self.unfinished is not None:  # which says how many there are
            return _("The lowest final cost, {cost:.4g}, is that of {values}.", **values)
        return _("Of {n} runs the lowest final cost, {cost:.4g}, is that of {values}.", n=len(self.rows), **values)

    def _label_of_the_lowest(self, lowest: Row) -> Text | str:
        """What sets it apart, and how many others end there, too."""
        words, cost = label(lowest, self.names), float(lowest["final_cost"])
        share = SAME.get(lowest.get("plan", {}).get("dtype", ""), SAME["float64"])
        n = sum(abs(float(row["final_cost"]) - cost) <= share * cost for row in self.finished) - 1
        return _n("{values} and of {n} other run", "{values} and of {n} other runs", n, values=words) if n else words

    def _on_scores(self, best: Row) -> list[Text]:
        """The best test score, how many share it, and why it flatters."""
        score = Score(best["test"]["correct"], best["test"]["total"])
        said = [
            _("The best test score is that of {values}: {score}.", values=label(best, self.names), score=score.text)
        ]
        n_alike = sum(row["test"]["correct"] == score.correct for row in self.tested) - 1
        if n_alike:
            said.append(_n("{n} other run scores the same.", "{n} other runs score the same.", n_alike))
        if len(self.tested) > 1:
            said.append(
                _(
                    "It was chosen among {n} by the test set itself, so it flatters: "
                    "choose by cross-validation, and test once.",
                    n=len(self.tested),
                )
            )
        return said

    @property
    def table(self) -> Table:
        """One line a run: its settings, final cost, scores, and the verdict; of many runs, the lowest cost first."""
        columns = [Column(name, name, self._form(name)) for name in self.names]
        columns += [
            Column("final_cost", _("final cost"), ".6f"),
            Column("train_accuracy", _("train, %"), ".1f"),
            Column("test_correct", _("test, right"), "d"),
            Column("test_accuracy", _("test, %"), ".1f"),
            Column("against_best", _("against best baseline")),
        ]
        in_order = len(self.rows) <= MOST_IN_ORDER or not self.is_one_cost
        rows = self.rows if in_order else sorted(self.rows, key=_final_cost)
        return Table(tuple(columns), tuple(self._line(row) for row in rows))

    def _form(self, name: str) -> str:
        """Four digits of numbers with a point; whole ones in full."""
        return ".4g" if any(isinstance(row["values"][name], float) for row in self.rows) else ""

    def _line(self, row: Row) -> tuple[Any, ...]:
        values = tuple(row["values"][name] for name in self.names)
        if row["status"] != "finished":
            return (*values, row.get("final_cost"), None, None, None, ending_words(row))
        test = row["test"] or {}
        return (
            *values,
            row["final_cost"],
            row["train"]["accuracy"],
            test.get("correct"),
            test.get("accuracy"),
            verdict_words(test["against_best"]) if test else None,
        )

    def as_json(self) -> dict[str, Any]:
        """Runs without their plans, which runs.jsonl has."""
        return {"runs": [{name: value for name, value in row.items() if name != "plan"} for row in self.rows]}


def verdict_words(against_best: str) -> Text:
    """Whether a run is better or worse than the best baseline, or not told apart from it, in a word."""
    return {"better": _("better"), "worse": _("worse"), "alike": _("alike")}[against_best]


def label(row: Row, names: Sequence[str]) -> str:
    """What sets a run apart: ``learning_rate = 0.01, init = he``."""
    return ", ".join(f"{name} = {shown(row['values'][name])}" for name in names)


def shown(value: Any) -> str:  # noqa: ANN401  (a value of any setting)
    """A value in few digits, as ``--vary`` takes it."""
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _watching(tell: Tell, done: int, total: int) -> Any:  # noqa: ANN401  (a callable)
    """Tell how many runs are done, counting those of the block that is under way by their iterations."""

    def watch(first: int, record: Record) -> None:
        tell(done + first + int(np.size(record.cost) * record.iteration / max(1, record.steps)), total)

    return watch


def _final_cost(row: Row) -> float:
    """Final cost, infinite for a run that diverged."""
    return float(row["final_cost"]) if row["status"] == "finished" else np.inf


def _digest(value: Any) -> str:  # noqa: ANN401  (plain values)
    return sha256(repr(value).encode()).hexdigest()
