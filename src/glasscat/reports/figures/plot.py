"""A plot on a page: quiet axes in a box that is given in points, and labels that keep apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from glasscat.reports.figures.style import HAIR, INK, QUIET, SMALL, WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

PLAIN = 1e-4, 1e6
"""Marks of a logarithmic axis between these are written out: 0.0001 and 200,000; on any other all are powers of ten."""
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points from the top left of the page."""


def plot_axes(figure: Figure, box: Box, *, grid: str = "y") -> Axes:
    """Axes in a box, with thin lines across ("y"), upwards ("x"), or neither ("")."""
    left, top, right, bottom = box
    height = float(figure.get_size_inches()[1] * 72)
    axes = figure.add_axes((left / WIDTH, 1 - bottom / height, (right - left) / WIDTH, (bottom - top) / height))
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)
    axes.tick_params(labelsize=SMALL, labelcolor=INK, color=QUIET, length=3)
    axes.tick_params(axis="y", length=0)
    if grid == "y":
        axes.grid(axis="y", color=HAIR, linewidth=0.8)
    elif grid == "x":
        axes.grid(axis="x", color=HAIR, linewidth=0.8)
    axes.set_axisbelow(True)
    plain_numbers(axes.xaxis)
    plain_numbers(axes.yaxis)
    return axes


def plain_numbers(axis: Axis) -> None:
    """Write 0.001 and 2,000 at the marks of an axis, never powers of ten; to be called after choosing its scale."""
    axis.set_major_formatter(FuncFormatter(lambda value, _position: signed(value, ",.10g")))
    axis.set_minor_formatter(NullFormatter())


def logarithmic_marks(axis: Axis, low: float, high: float) -> None:
    """Mark a logarithmic axis on which values from ``low`` to ``high`` lie, all marks in one way of writing."""
    axis.set_major_locator(LogLocator(10, (1, 2, 5) if high < 1000 * low else (1,)))
    plain_numbers(axis)
    if not are_plain(low, high):
        axis.set_major_formatter(FuncFormatter(lambda value, _position: power_of_ten(value)))


def are_plain(low: float, high: float) -> bool:
    """Whether positive numbers from ``low`` to ``high`` can be read when they are written out."""
    return PLAIN[0] <= low and high <= PLAIN[1]


def power_of_ten(value: float, digits: int = 0) -> str:
    """A positive number as 10⁻⁹ or 2·10⁻⁹, with so many digits after the point."""
    factor, exponent = f"{value:.{digits}e}".split("e")
    power = "10" + str(int(exponent)).translate(RAISED)
    return power if float(factor) == 1 else f"{factor}·{power}"


def signed(value: float, form: str) -> str:
    """A number with a minus sign, as the marks of an axis have it, and none of it before a zero."""
    return format(value, form).replace("-", "−") if value else format(0.0, form.removeprefix("+"))


def on_page(axes: Axes, x: float, y: float) -> tuple[float, float]:
    """Where a point of a plot lies on the page, in points from the top left."""
    at_x, at_y = axes.transData.transform((x, y))  # the figure has 72 dots an inch: one dot is one point
    height = float(axes.bbox.height / axes.get_position().height)  # of the whole page
    return float(at_x), height - float(at_y)


def apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move places as little as makes them ``gap`` apart, between ``low`` and ``high``, in the order they had.

    Pools of neighbours that touch are spread about their middle, until none touch.
    """
    order = np.argsort(places, kind="stable")
    pools: list[tuple[list[int], float]] = []
    for k in order:
        pools.append(([int(k)], float(places[k])))
        while len(pools) > 1 and _start(pools[-1], gap) < _end(pools[-2], gap):
            (upper, a), (lower, b) = pools[-2], pools[-1]
            middle = (a * len(upper) + b * len(lower)) / (len(upper) + len(lower))
            pools[-2:] = [(upper + lower, middle)]
    moved = [0.0] * len(places)
    for members, middle in pools:
        half = gap * (len(members) - 1) / 2
        first = max(low, min(middle - half, high - 2 * half))
        for position, k in enumerate(members):
            moved[k] = first + gap * position
    return moved


def _start(pool: tuple[list[int], float], gap: float) -> float:
    return pool[1] - gap * len(pool[0]) / 2


def _end(pool: tuple[list[int], float], gap: float) -> float:
    return pool[1] + gap * len(pool[0]) / 2
