"""What a landscape comes to: how much of the path its slices hold, and whether the cost is convex there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.i18n import _, sentences
from glasscat.studies.curvature import Curvature
from glasscat.studies.landscape_directions import PATH, RANDOM, Directions
from glasscat.studies.landscape_line import Line
from glasscat.studies.slices import Slice
from glasscat.studies.study import Column, Table

if TYPE_CHECKING:
    from glasscat.data.findings import Finding
    from glasscat.i18n import Text
    from glasscat.studies.landscape_path import Path
    from glasscat.studies.study import Row

LARGEST_RATE = 10.0
"""A learning rate that nobody goes beyond: where an even larger one is stable, that is not worth a sentence."""
_OF_A_SLICE = ("x", "y", "costs", "path", "path_costs", "shadow_costs")
_OF_A_LINE = ("x", "costs", "walks", "walk_costs", "slopes")


def slice_row(directions: Directions, path: Path, one: Slice) -> Row:
    """A slice as it is kept."""
    arrays = {name: getattr(one, name).tolist() for name in _OF_A_SLICE}
    return {
        "piece": "slice",
        "directions": directions.word,
        "iterations": path.iterations.tolist(),
        **arrays,
        "share": one.share,
    }


def line_row(directions: Directions, which: int, line: Line) -> Row:
    """A line as it is kept."""
    arrays = {name: getattr(line, name).tolist() for name in _OF_A_LINE}
    return {
        "piece": "line",
        "directions": directions.word,
        "which": which,
        **arrays,
        "learning_rate": line.learning_rate,
    }


@dataclass(frozen=True, eq=False)
class Surveyed:
    """What a landscape comes to.

    Parameters
    ----------
    rows : tuple of Row
        Slices, the line, the curvature.
    source : str
        Where the data came from.
    """

    rows: tuple[Row, ...]
    source: str
    findings: tuple[Finding, ...] = ()
    kind: str = field(default="landscape", init=False)

    @property
    def slices(self) -> list[Slice]:
        """Slices through the surface, those of the path first."""
        return [_slice(row) for row in self.rows if row["piece"] == "slice"]

    @property
    def words(self) -> list[str]:
        """Directions of each slice: ``path``, ``random``, or two parameters."""
        return [row["directions"] for row in self.rows if row["piece"] == "slice"]

    @property
    def line(self) -> Line:
        """The surface along one direction, with two descents."""
        (row,) = [row for row in self.rows if row["piece"] == "line"]
        x, costs, walks, walk_costs, slopes = (np.array(row[name]) for name in _OF_A_LINE)
        name = Directions(row["directions"]).names[row["which"]]
        return Line(name, x, costs, walks, walk_costs, slopes, row["learning_rate"])

    @property
    def curvature(self) -> tuple[Curvature, Curvature]:
        """At the start, and at the end."""
        row = self.rows[-1]
        return Curvature(**row["start"]), Curvature(**row["end"])

    @property
    def is_convex_everywhere(self) -> bool:
        """Whether it is, whatever the data: for one neuron with cross-entropy."""
        return bool(self.rows[-1]["is_convex_everywhere"])

    @property
    def stable_rate(self) -> float | None:
        """Learning rate above which gradient descent swings ever wider where J bends as at the end: 2 / largest.

        It goes on swinging until it comes to where J bends less, as it may: the end is seldom the lowest point.
        """
        largest = self.curvature[1].largest
        return 2 / largest if largest > 0 else None

    @property
    def sentence(self) -> Text:
        """How much the slices hold, and whether the surface is convex."""
        first, *others = zip(self.words, self.slices, strict=True)
        said = [_on_slice(word, one) for word, one in (first, *others)]
        said.append(self._on_convexity)
        if self.stable_rate is not None and self.stable_rate < LARGEST_RATE:
            said.append(
                _(
                    "Where the cost bends like that, plain gradient descent swings ever wider at a learning rate above "
                    "2 / {largest:.3g} = {rate:.2g}.",
                    largest=self.curvature[1].largest,
                    rate=self.stable_rate,
                )
            )
        return sentences(said[0], *said[1:])

    @property
    def _on_convexity(self) -> Text:
        """Whether there may be other valleys, in words."""
        end = self.curvature[1]
        if self.is_convex_everywhere:
            return _(
                "One neuron with cross-entropy: the cost is convex everywhere, so there is no other valley to end in."
            )
        if end.is_convex_here:
            return _(
                "At the end the cost bends downwards in no direction: it is convex there, "
                "which says nothing of it elsewhere."
            )
        return _(
            "At the end the cost bends upwards by up to {largest:.3g} and downwards by up to {down:.3g}: "
            "it is not convex there.",
            largest=end.largest,
            down=-end.smallest,
        )

    @property
    def table(self) -> Table:
        """One line a number."""
        first = self.slices[0]
        start, end = self.curvature
        lines: list[tuple[Any, ...]] = [
            (_("cost at the start"), float(first.path_costs[0])),
            (_("cost at the end"), float(first.path_costs[-1])),
        ]
        for word, one in zip(self.words, self.slices, strict=True):
            lines += [
                (_("share of the path, %: {plane}", plane=plane_in_words(word)), 100 * one.share),
                (_("largest difference of cost from path to plane: {plane}", plane=plane_in_words(word)), one.gap),
            ]
        lines += [
            (_("largest curvature at the start"), start.largest),
            (_("smallest curvature at the start"), start.smallest),
            (_("largest curvature at the end"), end.largest),
            (_("smallest curvature at the end"), end.smallest),
            (_("parameters"), self.rows[-1]["parameters"]),
            (_("of these directions flat, at the least"), end.flat),
        ]
        return Table((Column("quantity", _("quantity")), Column("value", _("value"), ".6g")), tuple(lines))

    def as_json(self) -> dict[str, Any]:
        """Everything that is drawn, and the curvatures."""
        start, end = self.curvature
        return {
            "slices": [
                {name: value for name, value in row.items() if name != "piece"} | {"gap": one.gap}
                for row, one in zip(self.rows, self.slices, strict=False)
            ],
            "line": {name: value for name, value in self.rows[-2].items() if name != "piece"},
            "curvature": {
                "start": start.as_json() | {"is_convex": start.is_convex_here},
                "end": end.as_json() | {"is_convex": end.is_convex_here},
            },
            "is_convex_everywhere": self.is_convex_everywhere,
            "stable_rate": self.stable_rate,
            "parameters": self.rows[-1]["parameters"],
        }


def plane_in_words(word: str) -> Text | str:
    """What to call a plane in the table."""
    return {PATH: _("principal plane"), RANDOM: _("random plane")}.get(word, word)


def percent(share: float) -> Text:
    """A share of 0 to 1 in percent, never rounded up to all, or down to nothing."""
    if share > 1 - 1e-9:
        return _("{share:.0f} %", share=100)
    return _("{share:.1f} %", share=min(100 * share, 99.9)) if share >= 0.0005 else _("< 0.1 %")


def _slice(row: Row) -> Slice:
    x, y, costs, path, path_costs, shadow_costs = (np.array(row[name]) for name in _OF_A_SLICE)
    names = Directions(row["directions"]).names
    return Slice(names, x, y, costs, path, path_costs, shadow_costs, row["share"])


def _on_slice(word: str, one: Slice) -> Text:
    if word == PATH:
        return _("The plane of its two principal directions holds {share} of the path.", share=percent(one.share))
    if word == RANDOM:
        return _("A plane of random directions holds {share} of it.", share=percent(one.share))
    return _("The plane of {names} holds {share} of the path.", names=word, share=percent(one.share))
