"""The study of vectorisation: two races between loops and vectors, and how shapes meet. It needs no data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.splits import check_seed
from glasscat.errors import UsageError
from glasscat.i18n import _, _n, sentences
from glasscat.studies.broadcasting import (
    CALORIES,
    FOODS,
    PAIRS,
    SOURCES,
    Meeting,
    RankOne,
    meeting,
    rank_one_trap,
    shares_of_calories,
)
from glasscat.studies.study import Column, Table
from glasscat.studies.vectorization_races import Race, Way, race_of_dot_products, race_of_gradients

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glasscat.data.findings import Finding
    from glasscat.i18n import Text
    from glasscat.studies.study import Numbered, Row, Tell
    from glasscat.typing import Array

MOST_NUMBERS = 10**7
"""Numbers that a loop is asked to walk through at most: about two seconds."""


@dataclass(frozen=True, eq=False)
class Vectorization:
    """Loops against vectors.

    Parameters
    ----------
    length : int
        Numbers in each vector of the dot product.
    n_x, m : int
        Numbers in a sample, and samples, of the gradient; those of the course's pictures unless said otherwise.
    repeats : int
        How often each way is timed.
    seed : int
        Of the numbers.

    Raises
    ------
    UsageError
        GC-Y36, if one of these is below 1, or there are more than ten million numbers; GC-U23 for a seed.
    """

    length: int = 100_000
    n_x: int = 12288
    m: int = 209
    repeats: int = 5
    seed: int = 0
    kind: str = field(default="vectorization", init=False)

    def __post_init__(self) -> None:
        check_seed(self.seed)
        sizes = {"length": self.length, "n_x": self.n_x, "m": self.m, "repeats": self.repeats}
        for name, size in sizes.items():
            if not isinstance(size, int) or size < 1:
                problem = _("it must be a whole number of at least 1; found {found}.", found=repr(size))
                raise UsageError("GC-Y36", name, problem, _("give for example {n}.", n=5))
        if max(self.length, self.n_x * self.m) > MOST_NUMBERS:
            problem = _("a loop over more than {n:,} numbers takes too long.", n=MOST_NUMBERS)
            raise UsageError("GC-Y36", "length, n_x · m", problem, _("give smaller ones."))

    @property
    def asked(self) -> dict[str, Any]:
        """Sizes, repeats and seed."""
        return {"length": self.length, "n_x": self.n_x, "m": self.m, "repeats": self.repeats, "seed": self.seed}

    @property
    def fingerprint(self) -> None:
        """There is no data."""
        return

    def __len__(self) -> int:
        return 3

    def rows(self, missing: Sequence[int], tell: Tell) -> Iterator[Numbered]:
        """Time the dot product, time the gradient, and try the shapes."""
        for done, number in enumerate(missing, 1):
            row = self._row(number)
            tell(done, len(missing))
            yield [(number, row)]

    def _row(self, number: int) -> Row:
        if number == 0:
            return _kept(race_of_dot_products(self.length, repeats=self.repeats, seed=self.seed))
        if number == 1:
            return _kept(race_of_gradients(self.n_x, self.m, repeats=self.repeats, seed=self.seed))
        return {
            "meetings": [asdict(meeting(*pair)) for pair in PAIRS],
            "trap": asdict(rank_one_trap(seed=self.seed)),
            "calories": CALORIES.tolist(),
            "shares": shares_of_calories().tolist(),
        }

    def conclude(self, rows: Sequence[Row]) -> Vectorized:
        """Lay the times side by side."""
        return Vectorized(tuple(rows), self.length, self.n_x, self.m)


@dataclass(frozen=True, eq=False)
class Vectorized:
    """What the races come to.

    Parameters
    ----------
    rows : tuple of Row
        The dot product, the gradient, the shapes.
    length, n_x, m : int
    """

    rows: tuple[Row, ...]
    length: int
    n_x: int
    m: int
    findings: tuple[Finding, ...] = ()
    kind: str = field(default="vectorization", init=False)

    @property
    def races(self) -> list[tuple[Text, Race]]:
        """What was computed, and the ways to it."""
        names = (
            _("Dot product of two vectors of {n:,} numbers", n=self.length),
            _("Gradient of the neuron: {m:,} samples of {n:,} numbers", m=self.m, n=self.n_x),
        )
        return [(name, _race(row)) for name, row in zip(names, self.rows, strict=False)]

    @property
    def meetings(self) -> list[Meeting]:
        """Shapes that meet."""
        return [
            Meeting(tuple(one["left"]), tuple(one["right"]), None if one["result"] is None else tuple(one["result"]))
            for one in self.rows[2]["meetings"]
        ]

    @property
    def calories(self) -> tuple[Array, Array]:
        """The course's table of calories, and the shares that broadcasting makes of it, both (3, 4)."""
        return np.array(self.rows[2]["calories"]), np.array(self.rows[2]["shares"])

    @property
    def trap(self) -> RankOne:
        """What (n,) does where (n, 1) was meant."""
        return RankOne(*(tuple(map(tuple, shapes)) for shapes in self.rows[2]["trap"].values()))  # type: ignore[arg-type]

    @property
    def sentence(self) -> Text:
        """How many times faster, and that the numbers are the same."""
        (_dot, dot), (_gradient, gradient) = self.races
        n = len(gradient.ways[0].times)
        return sentences(
            _(
                "A dot product of {n:,} numbers takes {ratio} times as long in a loop as with numpy.dot.",
                ratio=rounded(dot.ratios[0]),
                n=self.length,
            ),
            _(
                "The gradient of the neuron takes {two} times as long with two loops as with none, and {one} times as "
                "long with one, whose every turn is a vector of {n:,} numbers already.",
                two=rounded(gradient.ratios[0]),
                one=rounded(gradient.ratios[1]),
                n=self.n_x,
            ),
            _(
                "All ways give the same numbers: the largest difference is {difference:.1g} of the largest number.",
                difference=max(dot.difference, gradient.difference),
            ),
            _n("Timed once, on this machine.", "Medians of {n} times, on this machine.", n),
        )

    @property
    def table(self) -> Table:
        """One line a way."""
        columns = (
            Column("what", _("what")),
            Column("way", _("way")),
            Column("seconds", _("seconds, median"), ".3g"),
            Column("ratio", _("times as long"), ",.1f"),
        )
        lines = [
            (what, name_of_way(way.name), way.seconds, ratio)
            for (_name, race), what in zip(self.races, (_("dot product"), _("gradient")), strict=True)
            for way, ratio in zip(race.ways, race.ratios, strict=True)
        ]
        return Table(columns, tuple(lines))

    def as_json(self) -> dict[str, Any]:
        """Times, ratios, and the table of calories."""
        races = {
            name: row | {"ratios": list(_race(row).ratios)}
            for name, row in zip(("dot_product", "gradient"), self.rows, strict=False)
        }
        shapes = self.rows[2] | {"foods": list(FOODS), "sources": list(SOURCES)}
        return {"sizes": {"length": self.length, "n_x": self.n_x, "m": self.m}, **races, "broadcasting": shapes}


def name_of_way(name: str) -> Text:
    """Words for the name of a `Way`."""
    words = {
        "loop": _("a loop"),
        "vector": _("numpy.dot"),
        "two loops": _("two loops"),
        "one loop": _("one loop"),
        "no loop": _("no loop"),
    }
    return words[name]


def rounded(ratio: float) -> str:
    """A ratio of times in two digits: a busy machine gives no more."""
    return f"{ratio:.2g}" if ratio < 100 else f"{float(f'{ratio:.2g}'):,.0f}"


def _kept(race: Race) -> Row:
    return {
        "ways": [{"name": way.name, "seconds": way.seconds, "times": list(way.times)} for way in race.ways],
        "difference": race.difference,
    }


def _race(row: Row) -> Race:
    return Race(tuple(Way(one["name"], tuple(one["times"])) for one in row["ways"]), row["difference"])
