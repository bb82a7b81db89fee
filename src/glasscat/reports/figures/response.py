"""What comes of one setting: final cost and test score against its value, a dot a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator, NullLocator

from glasscat.i18n import _
from glasscat.reports.figures.plot import logarithmic_marks, on_page, plot_axes
from glasscat.reports.figures.style import MARGIN, QUIET, SMALL, TEST, TRAIN, WIDTH, head, page, write
from glasscat.statistics.intervals import wilson

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from glasscat.i18n import Text
    from glasscat.studies.study import Row
    from glasscat.studies.sweeps import Swept

LEFT, RIGHT = MARGIN + 40.0, WIDTH - MARGIN - 12
TOP, PANEL, GAP = 98.0, 190.0, 52.0


def response(outcome: Swept, title: Text | str | None = None) -> Figure:
    """Draw final cost, and below it accuracy, against the value of the one setting that was varied."""
    name = outcome.names[0]
    tested = outcome.tested
    n_panels = 2 if tested else 1
    height = TOP + n_panels * PANEL + (n_panels - 1) * GAP + 62
    figure, sheet = page(height)
    sheet.set_zorder(1)
    lowest = outcome.lowest
    words = outcome.on_cost if lowest is None else _lowest(lowest, name)
    head(sheet, title or _("{n} runs over {name}", n=len(outcome.rows), name=name), words)
    costs = plot_axes(figure, (LEFT, TOP, RIGHT, TOP + PANEL))
    _abscissa(costs, outcome, name)
    _dots(costs, name, outcome.finished, [row["final_cost"] for row in outcome.finished], TRAIN)
    quantity = _("final cost J")
    if _cost_scale(costs, [row["final_cost"] for row in outcome.finished]):
        quantity = _("{quantity}, logarithmic", quantity=quantity)
    write(sheet, MARGIN, TOP - 10, quantity, size=SMALL, color=QUIET)
    if lowest is not None:
        _ring(sheet, costs, lowest["values"][name], lowest["final_cost"], TRAIN)
    if tested:
        _accuracies(figure, sheet, outcome, tested)
    write(sheet, RIGHT, height - 26, name, size=SMALL, color=QUIET, ha="right")
    return figure


def _accuracies(figure: Figure, sheet: Axes, outcome: Swept, tested: list[Row]) -> None:
    """Training and test accuracy, with the interval of the best test score: how rough any of these is."""
    name, top = outcome.names[0], TOP + PANEL + GAP
    axes = plot_axes(figure, (LEFT, top, RIGHT, top + PANEL))
    _abscissa(axes, outcome, name)
    shares = {part: [row[part]["accuracy"] for row in tested] for part in ("train", "test")}
    _dots(axes, name, tested, shares["train"], TRAIN)
    _dots(axes, name, tested, shares["test"], TEST)
    named = _("right answers, %; shaded: 95 % interval of the best test score")
    write(sheet, MARGIN, top - 10, named, size=SMALL, color=QUIET)
    best = outcome.best
    if best is None:
        _share_scale(axes, [*shares["train"], *shares["test"]])
        return
    low, high = wilson(best["test"]["correct"], best["test"]["total"])
    axes.axhspan(100 * low, 100 * high, color=TEST, alpha=0.10, linewidth=0)
    _share_scale(axes, [*shares["train"], *shares["test"], 100 * low, 100 * high])
    _ring(sheet, axes, best["values"][name], best["test"]["accuracy"], TEST)
    for words, colour, right in ((_("training"), TRAIN, RIGHT - 60), (_("test"), TEST, RIGHT)):
        write(sheet, right, top - 10, words, size=SMALL, color=colour, bold=True, ha="right")


def _dots(axes: Axes, name: str, rows: list[Row], heights: list[float], colour: str) -> None:
    """A dot a run, round at the edge too."""
    axes.plot([row["values"][name] for row in rows], heights, "o", color=colour, ms=4.5, clip_on=False)


def _cost_scale(axes: Axes, costs: list[float]) -> bool:
    """Choose the limits; return whether the axis is logarithmic, as it is where costs differ 30 times or more."""
    low, high = min(costs, default=0.0), max(costs, default=1.0)
    logarithmic = 0 < 30 * low < high
    if logarithmic:
        axes.set_yscale("log")
        room = (high / low) ** 0.06
        axes.set_ylim(low / room, high * room)
        axes.yaxis.set_minor_locator(NullLocator())
        logarithmic_marks(axes.yaxis, low, high)
    else:
        axes.set_ylim(min(low, 0), 1.06 * high if high > 0 else 1)
        axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    return logarithmic


def _share_scale(axes: Axes, shares: list[float]) -> None:
    """Limits around all shares in percent, with some room, but none below 0 or above 100, where there are no shares."""
    low, high = min(shares), max(shares)
    room = max(0.06 * (high - low), 1.0)
    axes.set_ylim(max(low - room, 0), min(high + room, 100))
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))


def _lowest(lowest: Row, name: str) -> Text:
    return _(
        "Lowest final cost {cost:.4g} at {value:.4g}; a ring marks the best of each panel.",
        cost=lowest["final_cost"],
        value=lowest["values"][name],
    )


def _abscissa(axes: Axes, outcome: Swept, name: str) -> None:
    """Scale of the setting: logarithmic where it spans ten times or more."""
    values = np.array([row["values"][name] for row in outcome.rows], float)
    low, high = values.min(), values.max()
    if low > 0 and high >= 10 * low:
        axes.set_xscale("log")
        axes.set_xlim(low / 1.05, high * 1.05)
        logarithmic_marks(axes.xaxis, low, high)
    else:
        room = 0.02 * (high - low) or 1.0
        axes.set_xlim(low - room, high + room)
        axes.xaxis.set_major_locator(MaxNLocator(7))


def _ring(sheet: Axes, axes: Axes, x: float, y: float, colour: str) -> None:
    at_x, at_y = on_page(axes, x, y)
    sheet.plot([at_x], [at_y], "o", ms=11, mfc="none", mec=colour, mew=1.6)
