"""Broadcasting: how an array stretches to meet another, and the trap of arrays that are neither row nor column.

Shapes are compared from the right. Two axes fit where they are equal, or where one of them is 1 or missing: that one is
stretched, without a copy. Elsewhere NumPy refuses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.typing import Array

Shape = tuple[int, ...]

FOODS = ("apples", "beef", "eggs", "potatoes")
SOURCES = ("carbohydrate", "protein", "fat")
CALORIES = np.array([[56.0, 0.0, 4.4, 68.0], [1.2, 104.0, 52.0, 8.0], [1.8, 135.0, 99.0, 0.9]])
"""The course's table: calories in 100 g of each food (columns) from each source (rows), (3, 4)."""

PAIRS: tuple[tuple[Shape, Shape], ...] = (
    ((3, 4), (4,)),
    ((3, 4), (1, 4)),
    ((3, 4), (3, 1)),
    ((3, 1), (1, 4)),
    ((3, 4), ()),
    ((3, 4), (3,)),
)
"""What is drawn: a table with rows, a column and a number; a column with a row; and one pair that does not fit."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two shapes that meet in one operation.

    Parameters
    ----------
    left, right : tuple of int
    result : tuple of int, or None
        None where they do not fit.
    """

    left: Shape
    right: Shape
    result: Shape | None


def meeting(left: Shape, right: Shape) -> Meeting:
    """What NumPy makes of two shapes."""
    try:
        return Meeting(left, right, np.broadcast_shapes(left, right))
    except ValueError:
        return Meeting(left, right, None)


def shares_of_calories(A: Array = CALORIES) -> Array:
    """Share of the calories of each food (columns) that comes from each source (rows), in percent.

    ``100 A / A.sum(axis=0)``: (3, 4) over (4,), the row of totals stretched down the rows.
    """
    return 100 * A / A.sum(axis=0)


@dataclass(frozen=True, slots=True)
class RankOne:
    """What a (n,) array does beside a (n, 1) column: the trap, in shapes.

    Parameters
    ----------
    transposed : pair of shapes
        Of ``a.T`` for a = (n,) and for a = (n, 1).
    product : pair of shapes
        Of ``a @ a.T``: a number for the one, a table for the other.
    difference : pair of shapes
        Of ``a - column``, with a column (n, 1): a table of n^2 differences for the one.
    """

    transposed: tuple[Shape, Shape]
    product: tuple[Shape, Shape]
    difference: tuple[Shape, Shape]


def rank_one_trap(n: int = 5, seed: int = 0) -> RankOne:
    """Try it: the shapes that NumPy gives for ``randn(n)`` and for ``randn(n, 1)``."""
    rng = np.random.default_rng(seed)
    lost, column = rng.standard_normal(n), rng.standard_normal((n, 1))
    both = (lost, column)

    def pair(shapes: list[Shape]) -> tuple[Shape, Shape]:
        return shapes[0], shapes[1]

    return RankOne(
        pair([a.T.shape for a in both]),
        pair([np.shape(a @ a.T) for a in both]),
        pair([(a - column).shape for a in both]),
    )
