"""Where the nodes of a drawing go: columns from left to right, rows with few crossings and nearly straight lines.

Layered drawing after Sugiyama, Tagawa and Toda (1981): a node stands one column right of its last operand; a line over
several columns gets a place of its own in each of them; the order in a column follows the neighbours' mean position,
and the heights are the least-squares fit to their neighbours that keeps nodes apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ORDERING, STRAIGHTENING = 12, 60  # sweeps
STIFF = 8.0
"""Weight of a line that should be straight: one between two places that have no other line on that side."""


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """A line to a neighbour: it ends ``offset`` below the neighbour's height, less what it begins below our own."""

    to: Place
    offset: float
    weight: float


@dataclass(eq=False, slots=True)
class Place:
    """Place of a node, or of a line that passes a column.

    Parameters
    ----------
    column : int
    above, below : float
        Room that it needs on either side of its line, in pixels.
    y : float
        Height of its line, found by `arrange`.
    links : list of Link
        To the columns beside it.
    """

    column: int
    above: float
    below: float
    y: float = 0.0
    links: list[Link] = field(default_factory=list)

    def wanted(self, columns: set[int]) -> float:
        """Height at which its lines to these columns are level in the mean."""
        ends = [(link.weight, link.to.y + link.offset) for link in self.links if link.to.column in columns]
        weight = sum(weight for weight, _ in ends)
        return sum(weight * y for weight, y in ends) / weight if ends else self.y


def connect(left: Place, right: Place, offset: float, *, stiff: bool) -> None:
    """Join two places by a line that ends ``offset`` below the height of the right one."""
    weight = STIFF if stiff else 1.0
    left.links.append(Link(right, offset, weight))
    right.links.append(Link(left, -offset, weight))


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


def arrange(places: Sequence[Place], gap: float) -> None:
    """Find the order and the heights; no two places of a column come nearer than ``gap``."""
    columns: list[list[Place]] = [[] for _ in range(1 + max(place.column for place in places))]
    for place in places:
        columns[place.column].append(place)
    for column in columns:
        _settle(column, gap)
    for column in _ordered(columns, gap):
        for height, place in enumerate(column):
            place.y = float(height)
        _settle(column, gap)
    for _ in range(STRAIGHTENING):
        for column in (*columns, *reversed(columns)):
            column.sort(key=lambda place: place.y)  # as it is, but for rounding
            for place in column:
                place.y = place.wanted({place.column - 1, place.column + 1})
            _settle(column, gap)


def _ordered(columns: list[list[Place]], gap: float) -> list[list[Place]]:
    """Order each column by the neighbours' mean height, from the left and from the right in turn; keep the best."""
    best, fewest = columns, _crossings(columns)
    for sweep in range(ORDERING):
        forward = sweep % 2 == 0
        for column in columns if forward else reversed(columns):
            for place in column:
                place.y = place.wanted({place.column - 1 if forward else place.column + 1})
            column.sort(key=lambda place: place.y)
            _settle(column, gap)
        _swap(columns)
        if (crossings := _crossings(columns)) < fewest:
            best, fewest = [list(column) for column in columns], crossings
    columns[:] = [list(column) for column in best]
    return columns


def _swap(columns: Sequence[list[Place]]) -> None:
    """Exchange neighbours in a column where that leaves fewer crossings."""
    for k, column in enumerate(columns):
        around = columns[max(k - 1, 0) : k + 2]
        for row in range(len(column) - 1):
            before = _crossings(around)
            column[row], column[row + 1] = column[row + 1], column[row]
            if _crossings(around) >= before:
                column[row], column[row + 1] = column[row + 1], column[row]
        for place, y in zip(column, sorted(place.y for place in column), strict=True):
            place.y = y


def _settle(column: list[Place], gap: float) -> None:
    """Move places apart, and otherwise as little as possible (pool adjacent violators, in least squares)."""
    shift, shifts = 0.0, [0.0]
    for upper, lower in pairwise(column):
        shift += upper.below + gap + lower.above
        shifts.append(shift)
    blocks: list[tuple[float, int]] = []  # sum and number of the heights, each less its shift
    for place, moved in zip(column, shifts, strict=False):
        total, n = place.y - moved, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / n:
            earlier = blocks.pop()
            total, n = total + earlier[0], n + earlier[1]
        blocks.append((total, n))
    settled = [total / n for total, n in blocks for _ in range(n)]
    for place, y, moved in zip(column, settled, shifts, strict=False):
        place.y = y + moved


def _crossings(columns: Sequence[Sequence[Place]]) -> int:
    """Pairs of lines between neighbouring columns that cross."""
    count = 0
    for column, following in pairwise(columns):
        rank = {place: row for row, place in enumerate(following)}
        ends = [
            (row, rank[link.to], link.offset)
            for row, place in enumerate(column)
            for link in place.links
            if link.to in rank
        ]
        count += sum(a[0] < b[0] and a[1:] > b[1:] for a in ends for b in ends)
    return count
