"""Gradient descent in one dimension: a curve, and two walkers who go down it from the left and from the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from glasscat.i18n import _, sentences
from glasscat.reports.figures.plot import plot_axes, signed
from glasscat.reports.figures.style import INK, MARGIN, QUIET, SMALL, TEST, TRAIN, WIDTH, head, look, page, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from glasscat.i18n import Text
    from glasscat.reports.figures.style import Align
    from glasscat.studies.landscape_line import Line

HEIGHT = 420.0
LEFT, RIGHT, TOP, BOTTOM = MARGIN + 40.0, WIDTH - MARGIN, 116.0, HEIGHT - 62.0
COLORS = (TRAIN, TEST)


@look()
def descent_path(line: Line, *, title: Text | str | None = None) -> Figure:
    """Draw J along a line with the steps of two descents on it, each with its slope at the beginning.

    Parameters
    ----------
    line : Line
    title : Text or str, optional
    """
    figure, sheet = page(HEIGHT)
    head(sheet, title or _("Downhill from the left and from the right"), _summary(line))
    axes = plot_axes(figure, (LEFT, TOP, RIGHT, BOTTOM))
    axes.plot(line.x, line.costs, color=INK, linewidth=2.0)
    axes.set_xlim(line.x[0], line.x[-1])
    axes.set_ylim(0, 1.06 * float(line.costs.max()))
    axes.xaxis.set_major_locator(MaxNLocator(7))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    for side in (0, 1):
        _tangent(axes, line, side)
        _walk(axes, line, side)
        _name_walker(sheet, line, side)
    write(sheet, MARGIN, TOP - 24, _("cost J"), size=SMALL, color=QUIET)
    write(sheet, RIGHT, BOTTOM + 38, line.name, size=SMALL, color=QUIET, ha="right")
    return figure


def _summary(line: Line) -> Text:
    rule = _("x := x − {rate:.2g} · dJ/dx, {n} steps from each side.", rate=line.learning_rate, n=len(line.walks) - 1)
    if line.has_bottom:
        x, cost = line.lowest
        return sentences(rule, _("Lowest at x = {x}, where J = {cost:.3g}.", x=signed(x, ".3g"), cost=cost))
    return sentences(rule, _("The cost goes on falling at one end."))


def _tangent(axes: Axes, line: Line, side: int) -> None:
    """Draw the slope where a walker begins, inwards, down to the axis at the furthest."""
    x, cost, slope = line.walks[0, side], line.walk_costs[0, side], line.slopes[side]
    inwards = 0.16 * (line.x[-1] - line.x[0]) * (1 if side == 0 else -1)
    if slope * inwards < 0:
        inwards *= min(1.0, 0.96 * cost / abs(slope * inwards))
    axes.plot([x, x + inwards], [cost, cost + slope * inwards], color=COLORS[side], linewidth=1.2, dashes=(4, 3))


def _walk(axes: Axes, line: Line, side: int) -> None:
    """Draw the steps: a dot at each position on the curve, and an arrow to the next where there is room for one."""
    x, costs = line.walks[:, side], line.walk_costs[:, side]
    wide, tall = line.x[-1] - line.x[0], line.costs.max()
    for k in range(len(x) - 1):
        if np.hypot((x[k + 1] - x[k]) / wide, (costs[k + 1] - costs[k]) / tall) > 0.03:
            arrow = {"arrowstyle": "-|>", "color": COLORS[side], "linewidth": 1.3, "shrinkA": 4, "shrinkB": 5,
                     "connectionstyle": f"arc3,rad={(-0.4, 0.4)[side]}"}  # fmt: skip
            axes.annotate("", (x[k + 1], costs[k + 1]), (x[k], costs[k]), arrowprops=arrow)
    axes.plot(x, costs, "o", color=COLORS[side], markersize=6, markeredgecolor="white", markeredgewidth=0.8,
              clip_on=False, zorder=4)  # fmt: skip


def _name_walker(sheet: Axes, line: Line, side: int) -> None:
    """Say over the plot what the slope is where a walker begins, and which way that sends him."""
    slope = line.slopes[side]
    steep = signed(float(slope), ".2g")
    words = _("slope {slope}, so x grows", slope=steep) if slope < 0 else _("slope {slope}, so x shrinks", slope=steep)
    x = LEFT + 10 if side == 0 else RIGHT - 4
    ha: Align = "left" if side == 0 else "right"
    name = _("from the left") if side == 0 else _("from the right")
    write(sheet, x, TOP - 20, name, color=COLORS[side], bold=True, ha=ha)
    write(sheet, x, TOP - 4, words, color=COLORS[side], size=SMALL, ha=ha)
