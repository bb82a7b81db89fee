"""How long each way to the same numbers takes: bars on a logarithmic axis, each with its time and its ratio."""

from __future__ import annotations

from functools import partial
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from matplotlib.patches import Rectangle

from glasscat.i18n import _
from glasscat.reports.figures.broadcasting import broadcasting
from glasscat.reports.figures.calories import calories
from glasscat.reports.figures.style import (
    HAIR,
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
from glasscat.studies.vectorization_study import name_of_way, rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from glasscat.i18n import Text
    from glasscat.studies.vectorization_races import Race
    from glasscat.studies.vectorization_study import Vectorized

TOP, BAR, STEP, GAP, FOOT = 104.0, 18.0, 30.0, 46.0, 62.0
LEFT, RIGHT = MARGIN + 136.0, WIDTH - MARGIN - 150.0
UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))


@look()
def vectorization(races: Sequence[tuple[Text | str, Race]], *, title: Text | str | None = None) -> Figure:
    """Draw the median time of every way of every race; the fastest way of each is blue.

    Parameters
    ----------
    races : sequence of (name, Race)
        What is computed, and the ways to it.
    title : Text or str, optional
    """
    bars = sum(len(race.ways) for _name, race in races)
    height = TOP + bars * STEP + (len(races) - 1) * GAP + FOOT
    figure, sheet = page(height)
    head(
        sheet,
        title or _("The same numbers, with loops and without"),
        _("Median time of each way. Every mark on the axis is ten times the one before."),
    )
    seconds = [way.seconds for _name, race in races for way in race.ways]
    low, high = floor(log10(min(seconds))), ceil(log10(max(seconds)))
    _axis(sheet, low, high, height - FOOT + 8)
    y = TOP
    for name, race in races:
        write(sheet, MARGIN, y + 2, name, bold=True, width=WIDTH - 2 * MARGIN)
        for power in range(low, high + 1):
            x = _place(10.0**power, low, high)
            sheet.plot([x, x], [y + 8, y + 8 + STEP * len(race.ways)], color=HAIR, linewidth=0.8, zorder=0)
        for way, ratio in zip(race.ways, race.ratios, strict=True):
            y += STEP
            fastest = way is race.ways[-1]
            color = TRAIN if fastest else TEST
            end = _place(way.seconds, low, high)
            sheet.add_patch(Rectangle((LEFT, y - 20), end - LEFT, BAR, facecolor=color, linewidth=0))
            # no line runs through the words
            sheet.add_patch(Rectangle((end + 2, y - 20), 150, BAR, facecolor="white", linewidth=0, zorder=0.5))
            write(sheet, LEFT - 8, y - 6, name_of_way(way.name), ha="right", width=LEFT - MARGIN)
            times = "" if fastest else _("{ratio} times as long", ratio=rounded(ratio))
            write(sheet, end + 8, y - 6, f"{time_of(way.seconds)}", bold=True, color=color)
            write(sheet, end + 70, y - 6, times, size=SMALL, color=INK)
        y += GAP
    return figure


def figures_of(outcome: Vectorized) -> dict[str, Callable[[], Figure]]:
    """Figures of a study, by file name, each drawn when called: the times, how shapes meet, a table over a row."""
    return {
        "vectorization": partial(vectorization, outcome.races),
        "broadcasting": partial(broadcasting, outcome.meetings, outcome.trap),
        "calories": partial(calories, *outcome.calories),
    }


def time_of(seconds: float) -> str:
    """A time in the unit that fits it, in three digits."""
    size, unit = next((one for one in UNITS if seconds >= one[0]), UNITS[-1])
    return f"{seconds / size:.3g} {unit}"


def _place(seconds: float, low: int, high: int) -> float:
    return LEFT + (RIGHT - LEFT) * (log10(seconds) - low) / (high - low)


def _axis(sheet: Axes, low: int, high: int, bottom: float) -> None:
    """Write the time of every power of ten."""
    for power in range(low, high + 1):
        x = _place(10.0**power, low, high)
        write(sheet, x, bottom + 16, time_of(10.0**power), size=SMALL, color=QUIET, ha="center")
    write(sheet, RIGHT, bottom + 34, _("time, logarithmic"), size=SMALL, color=QUIET, ha="right")
