"""The learning curve: what more training samples would bring, and how many test samples it takes to see anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.splits import check_seed
from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.studies.described import described
from glasscat.studies.jury import Jury, right_answers
from glasscat.studies.learned import Learned
from glasscat.studies.parts import Pool, at_least, one_by_one, permutations, trained_alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glasscat.data.dataset import Dataset
    from glasscat.studies.parts import Make
    from glasscat.studies.study import Numbered, Row, Tell
    from glasscat.typing import Integers

N_SIZES = 8
LEAST = 10
"""Training samples of the shortest training set, where sizes are chosen automatically."""


@dataclass(frozen=True, eq=False)
class LearningCurve:
    """The same training on more and more samples, and that many times over.

    Each draw orders all samples at random. The last ones are the test set, as many as the given one has (a fifth where
    there is none); of the others the first n are trained on.

    Parameters
    ----------
    data : Dataset
    make : callable
        Gives the plan for a part of the data.
    draws : int
    sizes : sequence of int, optional
        Numbers of training samples; eight up to all there are, each larger by the same factor, by default.
    seed : int

    Raises
    ------
    UsageError
        GC-Y07 for draws, GC-Y09 for sizes, GC-U23 for a seed.
    """

    data: Dataset
    make: Make
    draws: int = 20
    sizes: Sequence[int] | None = None
    seed: int = 0
    kind: str = field(default="learning-curve", init=False)

    def __post_init__(self) -> None:
        at_least("GC-Y07", "draws", self.draws, 2)
        check_seed(self.seed)
        found = list(self.all_sizes)
        if len(found) < 3 or min(found) < 2 or max(found) > self.largest:
            problem = _(
                "at least 3 different numbers of training samples, from 2 to {most}, are needed; found {found}.",
                most=self.largest,
                found=found,
            )
            raise UsageError("GC-Y09", _("sizes"), problem, _("leave them out, or give for example 20,50,100."))

    @cached_property
    def pool(self) -> Pool:
        """All samples."""
        return Pool.of_all(self.data)

    @property
    def n_test(self) -> int:
        """Test samples of each draw."""
        return len(self.pool) // 5 if self.data.test is None else len(self.data.test)

    @property
    def largest(self) -> int:
        """Training samples that there can be."""
        return len(self.pool) - self.n_test

    @cached_property
    def all_sizes(self) -> list[int]:
        """Numbers of training samples, ascending."""
        if self.sizes is not None:
            return sorted({int(n) for n in self.sizes})
        least = min(self.largest, max(LEAST, self.largest // 10))
        return sorted({int(n) for n in np.geomspace(least, self.largest, N_SIZES).round()})

    @cached_property
    def asked(self) -> dict[str, Any]:
        """Draws, sizes, seed and the plan."""
        asked = {"draws": self.draws, "sizes": self.all_sizes, "seed": self.seed}
        return {**asked, "plan": described(self.make(self.data))}

    @property
    def fingerprint(self) -> str:
        """That of the data."""
        return self.data.fingerprint

    @cached_property
    def _orders(self) -> list[Integers]:
        return permutations(len(self.pool), self.draws, self.seed)

    def __len__(self) -> int:
        return self.draws * len(self.all_sizes)

    def split(self, number: int) -> tuple[Integers, Integers]:
        """Numbers of the training and of the test samples; the shortest training sets come first."""
        size, draw = divmod(number, self.draws)
        order = self._orders[draw]
        return order[: self.all_sizes[size]], order[len(order) - self.n_test :]

    def rows(self, missing: Sequence[int], tell: Tell) -> Iterator[Numbered]:
        """Train size by size."""
        return one_by_one(self._row, missing, tell)

    def _row(self, number: int) -> Row:
        train, test = self.split(number)
        fresh = test[~np.isin(test, self.pool.leaked(train, test))]
        data = self.pool.divided(train, fresh)
        plan = self.make(data)
        fitted, failure = trained_alone(plan)
        row: Row = {"n": len(train), "draw": number % self.draws, "plan": described(plan), "tested": fresh.tolist()}
        if fitted is None or failure is not None or data.test is None:
            return row | {"status": "diverged"}
        row |= {"status": "finished", "right": fresh[right_answers(fitted, data.test)].tolist()}
        row |= {"final_cost": fitted.history.final_cost, "seconds": fitted.history.seconds}
        if len(train) == self.all_sizes[-1]:
            y, rivals = data.test.y, Jury.of(data).rivals
            row["rivals"] = {rival.name: fresh[rival.answers == y].tolist() for rival in rivals}
        return row

    def conclude(self, rows: Sequence[Row]) -> Learned:
        """Fit the law, and say how far it carries."""
        given = len(self.data.train)
        return Learned.of(tuple(rows), len(self.pool), n_given=given, n_test=self.n_test, seed=self.seed)
