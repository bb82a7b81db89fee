"""A picture, and beside it maps of it: red where a pixel speaks for a class, blue where it speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt
from typing import TYPE_CHECKING

import numpy as np
from matplotlib import colormaps

from glasscat.i18n import _
from glasscat.reports.figures.style import MARGIN, QUIET, SMALL, WIDTH, write
from glasscat.reports.figures.tiles import averaged
from glasscat.reports.figures.weights import COLOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from glasscat.i18n import Text
    from glasscat.typing import Array

GAP = 16.0
SIDE = (WIDTH - 2 * MARGIN - 2 * GAP) / 3
WORDS = 40.0
"""Points below the row for two lines of words."""
BAR = 46.0
PIXELS = 40_000
"""Of one map, at most: larger ones are averaged."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """A picture (height, width, 3) uint8, or a map (height, width) of numbers, and two lines of words about it."""

    values: NDArray[np.generic]
    name: Text | str
    detail: Text | str

    @property
    def is_map(self) -> bool:
        """Whether it is a map of numbers."""
        return self.values.ndim == 2


def row_height(panel: Panel) -> float:
    """Points that `draw_map_row` needs for pictures of this shape."""
    return _tall(panel) + WORDS + BAR


def draw_map_row(sheet: Axes, top: float, panels: Sequence[Panel], unit: Text, class_name: str) -> None:
    """Draw pictures and maps side by side, all maps on one range from -r to r, and the range below.

    Parameters
    ----------
    sheet : Axes
        A page in points.
    top : float
    panels : sequence of Panel
        At most three, all of one shape.
    unit : Text
        What the colours mean.
    class_name : str
        What red speaks for.
    """
    drawn = [averaged(panel.values, isqrt(PIXELS)) for panel in panels]
    maps = [values for values, panel in zip(drawn, panels, strict=True) if panel.is_map]
    reach = max(float(np.abs(values).max(initial=0.0)) for values in maps) or 1.0
    for column, (panel, values) in enumerate(zip(panels, drawn, strict=True)):
        left, bottom = MARGIN + column * (SIDE + GAP), top + _tall(panel)
        extent = left, left + SIDE, bottom, top
        if panel.is_map:
            _paint(sheet, values, extent, reach)
        else:
            sheet.imshow(values.round().astype(np.uint8), extent=extent, interpolation="none", aspect="auto")
        write(sheet, left, bottom + 17, panel.name, bold=True, width=1.1 * SIDE)
        write(sheet, left, bottom + 33, panel.detail, size=SMALL, color=QUIET, width=1.15 * SIDE)
    _colour_bar(sheet, top + _tall(panels[0]) + WORDS, reach, unit, class_name)


def _tall(panel: Panel) -> float:
    return SIDE * panel.values.shape[0] / panel.values.shape[1]


def _paint(sheet: Axes, values: Array, extent: tuple[float, float, float, float], reach: float) -> None:
    sheet.imshow(
        values, extent=extent, cmap=colormaps[COLOURS], vmin=-reach, vmax=reach, interpolation="none", aspect="auto"
    )


def _colour_bar(sheet: Axes, top: float, reach: float, unit: Text, class_name: str) -> None:
    """Draw the range from -reach to reach: what it is of, and what its ends speak for."""
    left, right = MARGIN + SIDE + GAP, WIDTH - MARGIN
    _paint(sheet, np.linspace(-reach, reach, 129)[None], (left, right, top + 22, top + 10), reach)
    against = _("−{reach:.2g}: against {name}", reach=reach, name=class_name)
    speaks_for = _("for {name}: +{reach:.2g}", reach=reach, name=class_name)
    write(sheet, left, top + 38, against, size=SMALL, color=QUIET, width=0.42 * (right - left))
    write(sheet, (left + right) / 2, top + 38, "0", size=SMALL, color=QUIET, ha="center")
    write(sheet, right, top + 38, speaks_for, size=SMALL, color=QUIET, ha="right", width=0.42 * (right - left))
    write(sheet, left - 12, top + 20, unit, size=SMALL, color=QUIET, ha="right", width=1.1 * SIDE)
