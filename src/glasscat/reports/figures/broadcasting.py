"""Broadcasting drawn: two arrays as boxes, how the smaller one stretches, what comes out; and the trap of (n,)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import Rectangle

from glasscat.i18n import _
from glasscat.reports.figures.style import (
    BODY,
    INK,
    MARGIN,
    QUIET,
    SMALL,
    TEST,
    TRAIN,
    WIDTH,
    head,
    look,
    page,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from glasscat.i18n import Text
    from glasscat.studies.broadcasting import Meeting, RankOne, Shape

CELL = 17.0
COLUMNS = 2
PANEL = (WIDTH - 2 * MARGIN + 30) / COLUMNS
TOP, ROW = 98.0, 112.0
BLOCK, GAP = 4 * CELL, 30.0
SECOND = "#009E73"
"""The other operand: the green of Okabe and Ito."""


@look()
def broadcasting(meetings: Sequence[Meeting], trap: RankOne, *, title: Text | str | None = None) -> Figure:
    """Draw each meeting of two shapes, and below them what (n,) does where (n, 1) was meant.

    Full boxes are numbers that are there; dashed ones are the same numbers again, where an array is stretched.

    Parameters
    ----------
    meetings : sequence of Meeting
        Of up to two axes, of up to four.
    trap : RankOne
    title : Text or str, optional
    """
    rows = -(-len(meetings) // COLUMNS)
    bottom = TOP + rows * ROW
    figure, sheet = page(bottom + 134)
    head(
        sheet,
        title or _("How shapes meet"),
        _("Axes are compared from the right; an axis of length 1, or none, stretches (dashed)."),
    )
    for k, one in enumerate(meetings):
        _meeting(sheet, MARGIN + PANEL * (k % COLUMNS), TOP + ROW * (k // COLUMNS), one)
    _trap(sheet, bottom + 6, trap)
    return figure


def _meeting(sheet: Axes, x: float, y: float, one: Meeting) -> None:
    """Draw left + right = result."""
    full = one.result or one.left
    _boxes(sheet, x, y, one.left, full, TRAIN)
    _sign(sheet, x + BLOCK + GAP / 2, y, "+")
    x += BLOCK + GAP
    _boxes(sheet, x, y, one.right, full if one.result is not None else None, SECOND)
    _sign(sheet, x + BLOCK + GAP / 2, y, "=")
    x += BLOCK + GAP
    if one.result is not None:
        _boxes(sheet, x, y, one.result, one.result, QUIET)
        return
    middle = x + BLOCK / 2
    write(sheet, middle, y + 1.5 * CELL, _("error"), bold=True, color=TEST, ha="center")
    words = _("{a} is not {b}", a=one.left[-1], b=one.right[-1])
    write(sheet, middle, y + 2.5 * CELL, words, size=SMALL, color=TEST, ha="center")


def _boxes(  # noqa: PLR0917  (where, and what)
    sheet: Axes, x: float, y: float, shape: Shape, full: Shape | None, color: str
) -> None:
    """One box a number of the shape, dashed ones where it is stretched to ``full``, and the shape in words below."""
    rows, columns = _table(shape)
    tall, wide = _table(full or shape)
    for i in range(tall):
        for j in range(wide):
            here = i < rows and j < columns
            corner = (x + j * CELL + 1, y + i * CELL + 1)
            inside = Rectangle(corner, CELL - 2, CELL - 2, facecolor=color, alpha=0.55 if here else 0.12, linewidth=0)
            edge = Rectangle(
                corner, CELL - 2, CELL - 2, fill=False, edgecolor=color, linestyle="-" if here else (0, (2, 2))
            )
            sheet.add_patch(inside)
            sheet.add_patch(edge)
    write(sheet, x + BLOCK / 2, y + 3 * CELL + 17, shape_in_words(shape), size=SMALL, color=INK, ha="center")


def _table(shape: Shape) -> tuple[int, int]:
    """Rows and columns of a shape of up to two axes."""
    rows, columns = (1, 1, *shape)[-2:]
    return rows, columns


def shape_in_words(shape: Shape) -> Text | str:
    """A shape as Python writes it; a number has none."""
    return str(shape) if shape else _("a number")


def _sign(sheet: Axes, x: float, y: float, sign: str) -> None:
    write(sheet, x, y + 1.5 * CELL + 5, sign, size=16, ha="center")


def _trap(sheet: Axes, y: float, trap: RankOne) -> None:
    """Write the table of the trap: what is asked, of a (n,) array, of a (n, 1) column."""
    lost, column = trap.transposed[0], trap.transposed[1][::-1]
    write(sheet, MARGIN, y, _("The trap: {shape} is neither a row nor a column", shape=lost), bold=True)
    places = (MARGIN, MARGIN + 210, MARGIN + 400)
    write(sheet, places[1], y + 24, _("a of shape {shape}", shape=lost), color=TEST, bold=True)
    write(sheet, places[2], y + 24, _("a of shape {shape}", shape=column), color=TRAIN, bold=True)
    lines: tuple[tuple[Text | str, tuple[Shape, Shape]], ...] = (
        ("a.T", trap.transposed),
        ("a @ a.T", trap.product),
        (_("a − column {shape}", shape=column), trap.difference),
    )
    for k, (asked, shapes) in enumerate(lines):
        below = y + 46 + 20 * k
        write(sheet, places[0], below, asked)
        for place, shape, color in zip(places[1:], shapes, (TEST, TRAIN), strict=True):
            write(sheet, place, below, shape_in_words(shape), size=BODY, color=color)
