"""The course's table of calories over the row of its totals: broadcasting with the numbers in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import Rectangle

from glasscat.i18n import _
from glasscat.reports.figures.broadcasting import SECOND, shape_in_words
from glasscat.reports.figures.style import INK, MARGIN, QUIET, SMALL, TRAIN, head, look, page, write
from glasscat.studies.broadcasting import FOODS, SOURCES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from glasscat.i18n import Text
    from glasscat.typing import Array

WIDE, TALL = 41.0, 26.0
TOP, HEIGHT = 146.0, 280.0
NAMES, GAP = 88.0, 22.0


@look()
def calories(A: Array, shares: Array, *, title: Text | str | None = None) -> Figure:
    """Draw ``100 A / A.sum(axis=0)``: the table, the row of totals that stretches down it, and the shares.

    Parameters
    ----------
    A, shares : (3, 4)
        Calories of each food (columns) from each source (rows), and their shares in percent.
    title : Text or str, optional
    """
    figure, sheet = page(HEIGHT)
    below = _("100 * A / A.sum(axis=0): the row of totals stretches down the table (dashed).")
    head(sheet, title or _("Share of calories: a table over a row"), below)
    for i, source in enumerate(SOURCES):
        write(sheet, MARGIN, TOP + TALL * (i + 0.5) + 4, _word(source), size=SMALL, width=1.25 * NAMES)
    totals, wide = A.sum(axis=0), WIDE * A.shape[1]
    lefts = [MARGIN + NAMES + k * (wide + GAP) for k in range(3)]
    for left in lefts:
        for j, food in enumerate(FOODS):
            write(sheet, left + WIDE * (j + 0.35), TOP - 8, _word(food), size=SMALL, color=QUIET, rotation=38)
    _table(sheet, lefts[0], A, TRAIN, ("A", A.shape))
    _table(sheet, lefts[1], [totals] * len(A), SECOND, ("A.sum(axis=0)", totals.shape), there=1)
    _table(sheet, lefts[2], shares, QUIET, (_("share, %"), shares.shape))
    for left, sign in zip(lefts[1:], "/=", strict=True):
        write(sheet, left - GAP / 2, TOP + 1.5 * TALL + 5, sign, size=16, ha="center")
    return figure


def _table(  # noqa: PLR0917  (where, and what)
    sheet: Axes, left: float, numbers: Array | list[Array], color: str, named: tuple[Text | str, tuple[int, ...]],
    there: int | None = None,
) -> None:  # fmt: skip
    """A box a number; dashed and pale below the rows that are there; the name and the shape underneath."""
    for i, row in enumerate(numbers):
        is_there = there is None or i < there
        for j, number in enumerate(row):
            corner = (left + j * WIDE + 1, TOP + i * TALL + 1)
            size = WIDE - 2, TALL - 2
            sheet.add_patch(Rectangle(corner, *size, facecolor=color, alpha=0.25 if is_there else 0.08, linewidth=0))
            style = "-" if is_there else (0, (2, 2))
            sheet.add_patch(Rectangle(corner, *size, fill=False, edgecolor=color, linestyle=style))
            words, ink = f"{round(float(number), 1):g}", INK if is_there else QUIET
            write(sheet, corner[0] + WIDE / 2, corner[1] + TALL / 2 + 3, words, size=SMALL, color=ink, ha="center")
    name, shape = named
    middle, bottom = left + WIDE * len(numbers[0]) / 2, TOP + TALL * len(numbers)
    write(sheet, middle, bottom + 20, name, size=SMALL, bold=True, ha="center")
    write(sheet, middle, bottom + 36, shape_in_words(shape), size=SMALL, ha="center")


def _word(name: str) -> Text:
    """A food or a source in the reader's language."""
    words = {
        "apples": _("apples"),
        "beef": _("beef"),
        "eggs": _("eggs"),
        "potatoes": _("potatoes"),
        "carbohydrate": _("carbohydrate"),
        "protein": _("protein"),
        "fat": _("fat"),
    }
    return words[name]
