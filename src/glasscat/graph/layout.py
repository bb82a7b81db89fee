"""Where the nodes of a drawing go: columns from left to right, rows with few crossings and nearly straight lines.

Layered drawing after Sugiyama, Tagawa and Toda (1981): a node stands one column right of its last operand; a line over
several columns gets a place of its own in each of them; the order in a column follows the neighbours' mean position,
and the heights are the least-squares fit to their neighbours that keeps nodes apart.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ORDERING = 12
"""Sweeps to find the order of the columns."""

STIFFNESS = {1: 100, 8: 20, 64: 20, 512: 20}
"""Weight of the lines that should be straight, growing while the heights settle, so that they are straight at last;
each with the sweeps that it gets."""


@dataclass(eq=False, slots=True)
class Line:
    """A line between neighbouring columns.

    Parameters
    ----------
    left, right : Place
    weight : float
        How much its ends care to be level.
    stiff : bool
        Whether it should be quite straight.
    offset : float
        How far below the height of the right one it ends.
    """

    left: Place
    right: Place
    weight: float
    stiff: bool
    offset: float = 0.0


@dataclass(eq=False, slots=True)
class Place:
    """Place of a node, or of a line that passes a column.

    Parameters
    ----------
    column : int
    above, below : float
        Room that it needs on either side of its own height, in pixels.
    y : float
        Its height, found by `order` and `straighten`.
    weight : float
        How hard its lines pull it there.
    before, after : list of Line
        To the columns beside it.
    """

    column: int
    above: float
    below: float
    y: float = 0.0
    weight: float = 1.0
    before: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)

    def level(self, *, before: bool, after: bool, stiffness: float = 1.0) -> None:
        """Move to where the lines to the columns before it, after it, or on both sides are level in the mean."""
        ends = [(line, line.left.y - line.offset) for line in self.before if before]
        ends += [(line, line.right.y + line.offset) for line in self.after if after]
        weighted = [(line.weight * (stiffness if line.stiff else 1.0), y) for line, y in ends]
        if weighted:
            self.weight = sum(weight for weight, _y in weighted)
            self.y = sum(weight * y for weight, y in weighted) / self.weight


def connect(left: Place, right: Place, weight: float, *, stiff: bool) -> Line:
    """Join two places of neighbouring columns."""
    line = Line(left, right, weight, stiff)
    left.after.append(line)
    right.before.append(line)
    return line


def columns_of(operands: Sequence[Sequence[int]]) -> list[int]:
    """Column of each node, from the indices of its operands; what is given stands just left of its first use."""
    column: list[int] = []
    for of_node in operands:
        column.append(1 + max((column[k] for k in of_node), default=-1))
    first_use: dict[int, int] = {}
    for node, of_node in enumerate(operands):
        for k in of_node:
            first_use[k] = min(first_use.get(k, column[node]), column[node])
    return [column[k] if of_node else first_use.get(k, 1) - 1 for k, of_node in enumerate(operands)]


def order(places: Sequence[Place], gap: float) -> list[list[Place]]:
    """Columns from left to right, each from top to bottom: ordered by the neighbours' mean height, from either side.

    Each place's height is its rank in its column then.
    """
    columns: list[list[Place]] = [[] for _column in range(1 + max(place.column for place in places))]
    for place in places:
        columns[place.column].append(place)
    for column in columns:
        _settle(column, gap)
    best, fewest = [list(column) for column in columns], _crossings(columns)
    for sweep in range(ORDERING):
        forward = sweep % 2 == 0
        for column in columns if forward else reversed(columns):
            for place in column:
                place.level(before=forward, after=not forward)
            column.sort(key=lambda place: place.y)
            _settle(column, gap)
        _swap(columns)
        if (crossings := _crossings(columns)) < fewest:
            best, fewest = [list(column) for column in columns], crossings
    for column in best:
        for row, place in enumerate(column):  # the heights are still those of the last sweep, not of the best one
            place.y = float(row)
    return best


def straighten(columns: Sequence[list[Place]], gap: float) -> None:
    """Find the heights in that order; no two places of a column come nearer than ``gap``."""
    for column in columns:
        _settle(column, gap)
    for stiffness, sweeps in STIFFNESS.items():
        for _sweep in range(sweeps):
            for column in (*columns, *reversed(columns)):
                for place in column:
                    place.level(before=True, after=True, stiffness=stiffness)
                _settle(column, gap)


def _swap(columns: Sequence[list[Place]]) -> None:
    """Exchange neighbours in a column where that leaves fewer crossings."""
    rank = {place: row for column in columns for row, place in enumerate(column)}
    for column in columns:
        for row in range(len(column) - 1):
            upper, lower = column[row], column[row + 1]
            if _between(lower, upper, rank) < _between(upper, lower, rank):
                column[row], column[row + 1] = lower, upper
                rank[lower], rank[upper] = row, row + 1
        for place, y in zip(column, sorted(place.y for place in column), strict=True):
            place.y = y


def _between(upper: Place, lower: Place, rank: Mapping[Place, int]) -> int:
    """Crossings between the lines of two places of a column, if the one stands above the other."""
    before = _inversions([rank[line.left] for line in upper.before], [rank[line.left] for line in lower.before])
    after = _inversions([rank[line.right] for line in upper.after], [rank[line.right] for line in lower.after])
    return before + after


def _inversions(upper: list[int], lower: list[int]) -> int:
    """Pairs of ends that stand the other way round than the places they belong to."""
    below = sorted(lower)
    return sum(bisect_left(below, end) for end in upper)


def _settle(column: list[Place], gap: float) -> None:
    """Move places apart, and otherwise as little as possible (pool adjacent violators, in weighted least squares)."""
    shift, shifts = 0.0, [0.0]
    for upper, lower in pairwise(column):
        shift += upper.below + gap + lower.above
        shifts.append(shift)
    blocks: list[tuple[float, float, int]] = []  # weighted sum of the heights less their shifts, weight, how many
    for place, moved in zip(column, shifts, strict=False):
        total, weight, n = place.weight * (place.y - moved), place.weight, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / weight:
            earlier = blocks.pop()
            total, weight, n = total + earlier[0], weight + earlier[1], n + earlier[2]
        blocks.append((total, weight, n))
    settled = [total / weight for total, weight, n in blocks for _place in range(n)]
    for place, y, moved in zip(column, settled, shifts, strict=False):
        place.y = y + moved


def _crossings(columns: Sequence[Sequence[Place]]) -> int:
    """Pairs of lines between neighbouring columns that cross."""
    count = 0
    for column, following in pairwise(columns):
        rank = {place: row for row, place in enumerate(following)}
        above: list[int] = []  # where the lines of the places above end, sorted
        for place in column:
            ends = [rank[line.right] for line in place.after]
            count += sum(len(above) - bisect_right(above, end) for end in ends)
            for end in ends:
                insort(above, end)
    return count
