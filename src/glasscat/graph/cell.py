"""One node as it is drawn: its box, the line that leaves it, and its numbers in rows and columns."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasscat.graph.layout import Place
from glasscat.graph.notation import cells, formula

if TYPE_CHECKING:
    from glasscat.graph.node import Node
    from glasscat.typing import Array

SINGLE_DIGITS, DIGITS = 5, 3
"""Significant digits of a single number, and of an entry of an array; text has more."""
BODY, NUMBER = 15.0, 14.0  # font sizes, in pixels
BOX, LINE, SPACE = 44.0, 18.0, 12.0  # least height of a box, of a line of numbers; space between columns of numbers
ENTRY = 23.0
"""Distance between the edges that enter a box."""
AWAY = 8.0
"""Distance of numbers from the line or the box that they belong to."""


def width(words: str, font_size: float) -> float:
    """Width of a text, from above: a Chinese character is as wide as it is high, any other 0.58 of it at most."""
    return font_size * sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.58 for c in words)


@dataclass(frozen=True, slots=True)
class Block:
    """The numbers of one value or derivative.

    Parameters
    ----------
    rows : list of list of str
    widths : list of float
        Of the columns.
    bracketed : bool
        True for an array.
    """

    rows: list[list[str]]
    widths: list[float]
    bracketed: bool

    @classmethod
    def of(cls, value: Array) -> Block:
        """Lay a value out."""
        rows = cells(value, DIGITS if value.ndim else SINGLE_DIGITS)
        return cls(rows, [max(width(row[k], NUMBER) for row in rows) for k in range(len(rows[0]))], value.ndim > 0)

    @property
    def width(self) -> float:
        """Of all columns and the brackets."""
        return sum(self.widths) + SPACE * (len(self.widths) - 1) + (14 if self.bracketed else 0)

    @property
    def height(self) -> float:
        """Of all rows."""
        return LINE * len(self.rows)


@dataclass(eq=False, slots=True)
class Cell:
    """A node as it is drawn.

    The numbers of a single value stand above and below the line that leaves the box, those of an array above and below
    the box itself, which is as wide as they are.

    Parameters
    ----------
    node : Node
    words : str
        What is in the box.
    value : Block
    derivative : Block or None
        None for a constant.
    place : Place
    x, end : float
        Where the box begins, and where the line that leaves it begins to bend; set when all cells are known.
    """

    node: Node
    words: str
    value: Block
    derivative: Block | None
    place: Place
    x: float = 0.0
    end: float = 0.0

    @classmethod
    def of(cls, node: Node, derivative: Array | None, column: int) -> Cell:
        """Make the cell of a node, in a column."""
        words = f"{node.name} = {formula(node.rule, node.operands)}" if node.operands else node.name
        value, back = Block.of(node.value), None if derivative is None else Block.of(derivative)
        cell = cls(node, words, value, back, Place(column, 0, 0))
        cell.place.above = max(cell.height / 2, value.height + cell.off)
        cell.place.below = max(cell.height / 2, back.height + cell.off if back else 0.0)
        return cell

    @property
    def is_array(self) -> bool:
        """Whether the numbers stand at the box."""
        return self.node.value.ndim > 0

    @property
    def numbers(self) -> float:
        """Width of the numbers."""
        return max(self.value.width, self.derivative.width if self.derivative else 0.0)

    @property
    def height(self) -> float:
        """Height of the box: room for every edge that enters it."""
        return max(BOX, ENTRY * (len(self.node.operands) - 1) + 18)

    @property
    def box(self) -> float:
        """Width of the box."""
        return max(BOX, width(self.words, BODY) + 26, self.numbers if self.is_array else 0.0)

    @property
    def stem(self) -> float:
        """Width of the level line that leaves the box."""
        return 18.0 if self.is_array else self.numbers + 28

    @property
    def middle(self) -> float:
        """Where the numbers are centred."""
        return self.x + self.box / 2 if self.is_array else self.x + self.box + 2 + self.stem / 2

    @property
    def off(self) -> float:
        """Distance of the numbers from the middle of the box."""
        return AWAY + (self.height / 2 if self.is_array else 0.0)
