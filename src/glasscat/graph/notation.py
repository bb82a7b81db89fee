"""How numbers, arrays and formulas are written, in a terminal and in a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.graph.rules import tidied
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.graph.node import Node
    from glasscat.graph.rules import Rule
    from glasscat.typing import Array

ROWS, COLUMNS = 6, 4
"""Rows and columns of an array that are written out at most; of more, the first ones and the last."""


def number(x: complex, digits: int = 6) -> str:
    """A number with at most so many significant digits; nan, which only a derivative can be, is ``undefined``."""
    if np.isnan(x):
        return str(_("undefined"))
    return f"{x + 0:.{digits}g}"  # + 0 makes 0 of -0


def label(node: Node) -> str:
    """Name of a node; a number stands for itself, negative ones in brackets."""
    if node.name:
        return node.name
    if node.is_constant and node.value.ndim == 0:
        written = number(node.value.item(), 10)
        return f"({written})" if written.startswith("-") else written
    return "[…]" if node.is_constant else "…"


def formula(rule: Rule, operands: Sequence[Node]) -> str:
    """An operation with its operands, such as ``b * c``; ``""`` for what is given."""
    return tidied(rule.formula.format(*map(label, operands)))


def cells(value: Array, digits: int = 6) -> list[list[str]]:
    """Rows and columns of an array as text; leading axes are one below the other, long ones lose their middle."""
    rows = value.reshape(-1, value.shape[-1]) if value.ndim else value.reshape(1, 1)
    digits = digits if rows.shape[1] <= 2 else min(digits, 4)
    written: list[list[str]] = []
    for row in _ends(len(rows), ROWS):
        ends = _ends(rows.shape[1], COLUMNS)
        written.append(["…" if None in {row, column} else number(rows[row, column].item(), digits) for column in ends])
    return written


def _ends(n: int, most: int) -> list[int | None]:
    """Indices that are written, None where some are left out."""
    if n <= most:
        return list(range(n))
    return [*range(most - 2), None, n - 1]


def written(value: Array) -> str:
    """A number, or the rows of an array in brackets, one a line."""
    if value.ndim == 0:
        return number(value.item())
    rows = cells(value)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(f"[{'  '.join(cell.rjust(n) for cell, n in zip(row, widths, strict=True))}]" for row in rows)


def size(value: Array) -> str:
    """Shape of an array as ``2 × 3``, of a vector as ``3``, of a number ``""``."""
    return " × ".join(map(str, value.shape))


def as_plain(value: Array) -> object:
    """A Python number for an array without axes, else the array."""
    return value.item() if np.ndim(value) == 0 else value
