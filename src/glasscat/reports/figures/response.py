"""What comes of one setting: final cost and test score against its value, a dot a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import LogLocator, MaxNLocator

from glasscat.i18n import _
from glasscat.reports.figures.plot import on_page, plain_numbers, plot_axes
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
    done = outcome.finished
    costs.plot([row["values"][name] for row in done], [row["final_cost"] for row in done], "o", color=TRAIN, ms=4.5)
    costs.set_ylim(0, None)
    costs.yaxis.set_major_locator(MaxNLocator(5))
    write(sheet, MARGIN, TOP - 10, _("final cost J"), size=SMALL, color=QUIET)
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
    values = [row["values"][name] for row in tested]
    axes.plot(values, [row["train"]["accuracy"] for row in tested], "o", color=TRAIN, ms=4.5)
    axes.plot(values, [row["test"]["accuracy"] for row in tested], "o", color=TEST, ms=4.5)
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.set_ylim(None, 104)
    named = _("right answers, %; shaded: 95 % interval of the best test score")
    write(sheet, MARGIN, top - 10, named, size=SMALL, color=QUIET)
    best = outcome.best
    if best is None:
        return
    low, high = wilson(best["test"]["correct"], best["test"]["total"])
    axes.axhspan(100 * low, 100 * high, color=TEST, alpha=0.10, linewidth=0)
    _ring(sheet, axes, best["values"][name], best["test"]["accuracy"], TEST)
    for words, colour, right in ((_("training"), TRAIN, RIGHT - 60), (_("test"), TEST, RIGHT)):
        write(sheet, right, top - 10, words, size=SMALL, color=colour, bold=True, ha="right")


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
        axes.xaxis.set_major_locator(LogLocator(10, (1, 2, 5) if high <= 1000 * low else (1,)))
        plain_numbers(axes.xaxis)
    else:
        room = 0.02 * (high - low) or 1.0
        axes.set_xlim(low - room, high + room)
        axes.xaxis.set_major_locator(MaxNLocator(7))


def _ring(sheet: Axes, axes: Axes, x: float, y: float, colour: str) -> None:
    at_x, at_y = on_page(axes, x, y)
    sheet.plot([at_x], [at_y], "o", ms=11, mfc="none", mec=colour, mew=1.6)
