"""Which class is taken for which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import to_rgb

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.reports.figures.fonts import fitted
from glasscat.reports.figures.style import (
    BODY,
    HEADING,
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
    from glasscat.typing import Array, Integers

# Points: room for the names of the rows, and for slanted names of columns to reach beyond the last column.
NAMES, SLANT = 132.0, 44.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the cells stand on the page, in points."""

    left: float
    top: float
    wide: float
    tall: float

    def centre(self, i: int, j: int) -> tuple[float, float]:
        """Return (x, y) of the middle of the cell in row i, column j."""
        return self.left + (j + 0.5) * self.wide, self.top + (i + 0.5) * self.tall


@look()
def confusion(matrix: Integers, class_names: Sequence[str], *, title: Text | str | None = None) -> Figure:
    """Draw a confusion matrix: truth in rows, predictions in columns, counts and each count's share of its row.

    Colour tells the share: blue on the diagonal, where predictions are right, vermillion where they are wrong.

    Parameters
    ----------
    matrix : (n_classes, n_classes)
        Counts.
    class_names : sequence of str
    title : Text or str, optional

    Returns
    -------
    Figure

    Raises
    ------
    UsageError
        GC-F06 if the matrix has not one row and one column for each name.
    """
    k = len(class_names)
    if matrix.shape != (k, k):
        found = " × ".join(map(str, matrix.shape))
        raise UsageError(
            "GC-F06",
            "confusion",
            _("expected {k} × {k} counts; found {found}.", k=k, found=found),
            _("give one row and one column a class."),
        )
    wide = min(200.0, (WIDTH - 2 * MARGIN - NAMES) / k)
    slanted = k > 4 and any(fitted(name, wide, BODY) != name for name in class_names)
    if slanted:
        wide -= SLANT / k
    grid = Grid(MARGIN + NAMES, HEADING + (104 if slanted else 50), wide, min(84.0, wide))
    figure, axes = page(grid.top + k * grid.tall + MARGIN)
    right, n = int(np.trace(matrix)), int(matrix.sum())
    head(
        axes,
        title or _("Truth and prediction"),
        _("{right:,} of {n:,} right. Percentages: shares of each true class.", right=right, n=n),
    )
    shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    extent = (grid.left, grid.left + k * grid.wide, grid.top + k * grid.tall, grid.top)
    axes.imshow(_colours(shares), extent=extent, interpolation="none", aspect="auto")
    axes.hlines(grid.top + grid.tall * np.arange(k + 1), *extent[:2], color="white", linewidth=2)
    axes.vlines(grid.left + grid.wide * np.arange(k + 1), *extent[2:], color="white", linewidth=2)
    _name_rows(axes, matrix, class_names, grid)
    _name_columns(axes, class_names, grid, slanted=slanted)
    for i, j in np.ndindex(k, k):
        _fill(axes, int(matrix[i, j]), float(shares[i, j]), grid.centre(i, j), grid.tall)
    return figure


def _colours(shares: Array) -> Array:
    """Grey for nothing, else paler or stronger blue on the diagonal, vermillion off it: (n, n, 3), 0 to 1."""
    hue = np.where(np.eye(len(shares), dtype=bool)[..., None], to_rgb(TRAIN), to_rgb(TEST))
    strength = 0.08 + 0.62 * shares[..., None]
    return np.where(shares[..., None] > 0, 1 - strength * (1 - hue), 0.965)


def _name_rows(axes: Axes, matrix: Integers, class_names: Sequence[str], grid: Grid) -> None:
    write(axes, grid.left - 12, grid.top - 9, _("truth ↓"), size=SMALL, color=QUIET, ha="right")
    for i, (name, n) in enumerate(zip(class_names, matrix.sum(axis=1), strict=True)):
        y = grid.centre(i, 0)[1]
        write(axes, grid.left - 12, y, name, bold=True, ha="right", width=NAMES - 6)
        write(
            axes, grid.left - 12, y + 14, _("{n:,} in all", n=int(n)), size=SMALL, color=QUIET, ha="right", width=NAMES
        )


def _name_columns(axes: Axes, class_names: Sequence[str], grid: Grid, *, slanted: bool) -> None:
    """Name the columns, slanted where the names would touch each other."""
    y = grid.top - (92 if slanted else 30)
    write(axes, grid.left, y, _("predicted →"), size=SMALL, color=QUIET)
    for j, name in enumerate(class_names):
        x = grid.centre(0, j)[0]
        if slanted:
            write(axes, x, grid.top - 8, name, bold=True, rotation=45, width=104)
        else:
            write(axes, x, grid.top - 9, name, bold=True, ha="center", width=grid.wide)


def _fill(axes: Axes, count: int, share: float, centre: tuple[float, float], tall: float) -> None:
    """Write a count and, below it, its share of the row; zeros stay quiet so that the rest is seen."""
    x, y = centre
    size = min(20.0, tall / 2.7)
    if not count:
        write(axes, x, y + 0.35 * min(BODY, size), "0", size=min(BODY, size), color=QUIET, ha="center")
        return
    write(axes, x, y + 1, f"{count:,}", size=size, color=INK, bold=True, ha="center")
    percent = _("{share:.0f} %", share=100 * share)
    write(axes, x, y + 4 + 0.2 * tall, percent, size=min(SMALL, tall / 4), color=INK, ha="center")
