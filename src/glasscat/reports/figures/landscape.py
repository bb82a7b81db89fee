"""A slice through a cost surface, seen from above and from the side, with the path of a training on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib import patheffects
from matplotlib.colors import LinearSegmentedColormap, LogNorm, Normalize
from matplotlib.ticker import FuncFormatter, MaxNLocator

from glasscat.i18n import _, sentences
from glasscat.reports.figures.descent_path import descent_path
from glasscat.reports.figures.style import (
    HAIR,
    INK,
    MARGIN,
    QUIET,
    SMALL,
    TEST,
    WIDTH,
    head,
    look,
    page,
    write,
)
from glasscat.studies.landscape_outcome import percent

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from glasscat.i18n import Text
    from glasscat.studies.landscape_outcome import Surveyed
    from glasscat.studies.slices import Slice
    from glasscat.typing import Array

HEIGHT = 440.0
SIDE = 272.0
"""Points: a side of the map. The view beside it takes the rest of the page."""
LEFT, TOP = MARGIN + 54.0, 98.0
STEEP = 30.0
"""Where the highest cost is more times that of the end than this, levels and heights are logarithmic, and say so."""
LEAST = 0.01
"""Share of the path below which a plane shows nothing of it but its end."""
CLEAR = 0.19
"""Share of the map's side that is kept clear around the names of the two ends."""
EDGE = 0.06
"""Share of the map's side at its edges where no contour is named: half of the number would lie outside."""
MESH = 26
"""Lines of the relief in each direction: fewer than there are costs, so that the shape is seen and not a grey veil."""
LEVELS = 12
DEPTHS = LinearSegmentedColormap.from_list("depths", ["#FAFDFF", "#CFE4F3", "#8DBFE0", "#3A8CC2"])
PATH = TEST


@look()
def landscape(one: Slice, *, title: Text | str | None = None) -> Figure:
    """Draw a slice: contours with the path of the training at the left, the same surface as a relief at the right.

    The path is drawn where its shadow falls on the plane; the line under the title says how much of it the plane holds.
    Each contour carries its cost.

    Parameters
    ----------
    one : Slice
    title : Text or str, optional
    """
    figure, sheet = page(HEIGHT)
    head(sheet, title or _("The cost surface, and the path of the training on it"), _summary(one))
    steep = bool(one.costs.max() > STEEP * one.path_costs[-1])
    levels = _levels(one.costs, steep=steep)
    _map(figure, one, levels, steep=steep)
    _relief(figure, one, levels, steep=steep)
    across, up = one.names
    write(sheet, LEFT + SIDE / 2, TOP + SIDE + 36, across, size=SMALL, color=QUIET, ha="center", width=SIDE + 60)
    write(sheet, MARGIN + 6, TOP + SIDE / 2, up, size=SMALL, color=QUIET, ha="center", width=SIDE + 60, rotation=90)
    cost = _("height: cost J, logarithmic") if steep else _("height: cost J")
    write(sheet, WIDTH - MARGIN, TOP + 6, cost, size=SMALL, color=QUIET, ha="right")
    return figure


def figures_of(outcome: Surveyed) -> dict[str, Callable[[], Figure]]:
    """Figures of a study, by file name, each drawn when it is called: the slices, and the descents on a line."""
    first, *others = outcome.slices
    figures: dict[str, Callable[[], Figure]] = {"landscape": partial(landscape, first)}
    if others:
        title = _("The cost surface around the end, in random directions")
        figures["landscape_random"] = partial(landscape, others[0], title=title)
    return figures | {"descent": partial(descent_path, outcome.line)}


def _summary(one: Slice) -> Text:
    words = _("Cost {first:.3g} at the start, {last:.3g} at the end.", first=one.path_costs[0], last=one.path_costs[-1])
    return sentences(words, _("The plane holds {share} of the path.", share=percent(one.share)))


def _levels(costs: Array, *, steep: bool) -> Array:
    """Costs of the contours: closer together towards the bottom, where the training ends."""
    low, high = float(costs.min()), float(costs.max())
    if steep:
        return np.geomspace(max(low, high * 1e-6), high, LEVELS + 2)
    return low + (high - low) * np.linspace(0, 1, LEVELS + 2) ** 1.6


def _norm(levels: Array, *, steep: bool) -> Normalize:
    return (LogNorm if steep else Normalize)(levels[0], levels[-1])


def _map(figure: Figure, one: Slice, levels: Array, *, steep: bool) -> None:
    """Contours from above, each with its cost, and the path."""
    axes = figure.add_axes((LEFT / WIDTH, 1 - (TOP + SIDE) / HEIGHT, SIDE / WIDTH, SIDE / HEIGHT))
    norm = _norm(levels, steep=steep)
    axes.imshow(
        one.costs,
        cmap=DEPTHS,
        norm=norm,
        origin="lower",
        extent=(one.x[0], one.x[-1], one.y[0], one.y[-1]),
        aspect="auto",
        interpolation="bilinear",
    )
    lines = axes.contour(one.x, one.y, one.costs, levels[1:-1], colors=INK, linewidths=0.6, alpha=0.55)
    seen = _seen(one)
    for label in axes.clabel(lines, levels[1:-1][::2], fontsize=9, fmt=lambda cost: f"{cost:.2g}", inline=False):
        label.set(color=INK, alpha=1, path_effects=[patheffects.withStroke(linewidth=2.4, foreground="white")])
        apart = (seen - label.get_position()) / (one.x[-1] - one.x[0], one.y[-1] - one.y[0])
        at = (np.array(label.get_position()) - (one.x[0], one.y[0])) / (one.x[-1] - one.x[0], one.y[-1] - one.y[0])
        if np.linalg.norm(apart[[0, -1]], axis=1).min() < CLEAR or np.minimum(at, 1 - at).min() < EDGE:
            label.remove()
    axes.plot(*seen.T, color="white", linewidth=4.2, solid_capstyle="round")
    axes.plot(*seen.T, color=PATH, linewidth=2.2, solid_capstyle="round")
    _ends(axes, seen)
    axes.set(xlim=(one.x[0], one.x[-1]), ylim=(one.y[0], one.y[-1]))
    _quiet(axes)


def _seen(one: Slice) -> Array:
    """Points of the path that are drawn: its end alone, if the plane holds next to nothing of it."""
    return one.path if one.share >= LEAST else one.path[-1:]


def _ends(axes: Axes, path: Array) -> None:
    """Mark and name the end of the path, and its start where it is seen."""
    for point, words, fill in ((path[0], _("start"), "white"), (path[-1], _("end"), PATH))[-min(len(path), 2) :]:
        axes.plot(*point, "o", markersize=7, markerfacecolor=fill, markeredgecolor=PATH, markeredgewidth=1.8)
        right = point[0] > np.mean(axes.get_xlim())
        axes.annotate(
            str(words),
            point,
            (-9 if right else 9, 7),
            textcoords="offset points",
            fontsize=SMALL,
            fontweight="bold",
            color=INK,
            ha="right" if right else "left",
            bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "alpha": 0.75, "linewidth": 0},
        )


def _relief(figure: Figure, one: Slice, levels: Array, *, steep: bool) -> None:
    """Draw the same surface from the side, with the path on it."""
    left = LEFT + SIDE + 14
    box = (left / WIDTH, 1 - (TOP + SIDE + 38) / HEIGHT, (WIDTH - left - 26) / WIDTH, (SIDE + 40) / HEIGHT)
    with mpl.rc_context({"grid.color": HAIR, "grid.linewidth": 0.6}):
        # matplotlib's stubs know nothing of axes in three dimensions
        axes: Any = figure.add_axes(box, projection="3d", computed_zorder=False)
    height = np.log10 if steep else np.asarray
    x, y = np.meshgrid(one.x, one.y)
    colors = DEPTHS(_norm(levels, steep=steep)(one.costs))
    axes.plot_surface(
        x,
        y,
        height(np.maximum(one.costs, levels[0])),
        facecolors=colors,
        rcount=MESH,
        ccount=MESH,
        linewidth=0.3,
        edgecolor=(0, 0, 0, 0.18),
        shade=False,
        rasterized=True,
    )
    seen = _seen(one)
    on_top = np.column_stack([seen, height(np.maximum(one.shadow_costs[-len(seen) :], levels[0]))])
    axes.plot(*on_top.T, color="white", linewidth=4.2, zorder=5)
    axes.plot(*on_top.T, color=PATH, linewidth=2.2, zorder=6)
    for point, fill in ((on_top[0], "white"), (on_top[-1], PATH)):
        axes.plot(*point[:, None], "o", color=PATH, markersize=6.5, markerfacecolor=fill, markeredgewidth=1.8, zorder=7)
    # an end without a path to it lies in a hollow, which is looked into from higher up
    axes.view_init(elev=32 if len(seen) > 1 else 56, azim=-58)
    axes.set_box_aspect((1, 1, 0.72), zoom=1.06)
    for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
        axis.set_pane_color("white")
        axis.line.set_color(HAIR)
        axis.set_major_locator(MaxNLocator(4, integer=steep and axis is axes.zaxis))
    axes.tick_params(labelsize=9, colors=QUIET, pad=0)
    if steep:
        axes.zaxis.set_major_formatter(FuncFormatter(lambda power, _position: f"{10.0**power:.2g}"))


def _quiet(axes: Axes) -> None:
    axes.spines[:].set_color(HAIR)
    axes.tick_params(labelsize=SMALL - 1, labelcolor=INK, color=QUIET, length=3)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_locator(MaxNLocator(5))
