"""Accuracy against the number of training samples, and what a power law expects of more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from glasscat.i18n import _
from glasscat.reports.figures.plot import on_page, plain_numbers, plot_axes
from glasscat.reports.figures.style import INK, MARGIN, QUIET, SMALL, TEST, TRAIN, WIDTH, head, look, page, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from glasscat.i18n import Text
    from glasscat.studies.learned import Learned

HEIGHT = 440.0
LEFT, TOP, RIGHT, BOTTOM = MARGIN + 30.0, 118.0, WIDTH - MARGIN - 12, HEIGHT - 62.0
FURTHEST = 10
"""How many times the samples there are the law is drawn for."""


@look()
def learning_curve_of_size(outcome: Learned, *, title: Text | str | None = None) -> Figure:
    """Draw single draws as pale dots, their means as a line, and beyond the last the law with its 95 % interval.

    Parameters
    ----------
    outcome : Learned
    title : Text or str, optional

    Returns
    -------
    Figure
    """
    figure, sheet = page(HEIGHT)
    sheet.set_zorder(1)
    head(sheet, title or _("What more training samples would bring"), _summary(outcome))
    axes = plot_axes(figure, (LEFT, TOP, RIGHT, BOTTOM))
    _abscissa(axes, outcome)
    _measured(axes, outcome)
    if outcome.is_whole:
        _expected(axes, outcome)
    _ordinate(axes, outcome)
    _names(sheet, axes, outcome)
    write(sheet, MARGIN, TOP - 12, _("right answers on new samples, %"), size=SMALL, color=QUIET)
    below = _("training samples, logarithmic")
    write(sheet, RIGHT, BOTTOM + 38, below, size=SMALL, color=QUIET, ha="right")
    return figure


def _summary(outcome: Learned) -> Text:
    if not outcome.is_whole:
        return _("Every run of some size diverged.")
    twice = outcome.forecast.expected(2 * float(outcome.n[-1]))
    return _(
        "With {n:,} samples {now:.1f} %; with twice as many perhaps {more:.1f} % "
        "(95 % interval {low:.0f} to {high:.0f} %).",
        n=int(outcome.n[-1]),
        now=outcome.means[-1],
        more=twice.value,
        low=twice.low,
        high=twice.high,
    )


def _abscissa(axes: Axes, outcome: Learned) -> None:
    n = outcome.n
    axes.set_xscale("log")
    axes.set_xlim(n[0] / 1.15, n[-1] * FURTHEST * 1.05)
    ticks = [*n[::-1][::2][::-1].tolist(), *(int(n[-1]) * k for k in (2, 4, FURTHEST))]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_minor_locator(NullLocator())
    plain_numbers(axes.xaxis)


def _measured(axes: Axes, outcome: Learned) -> None:
    draws = outcome.accuracies
    spread = np.exp(np.linspace(-0.035, 0.035, len(draws)))  # so that dots of one score are seen side by side
    for n, some in zip(outcome.n, draws.T, strict=True):
        axes.plot(n * spread, some, "o", ms=3.6, color=TRAIN, alpha=0.30, mew=0)
    axes.plot(outcome.n, outcome.means, "o-", color=TRAIN, linewidth=2.2, ms=7, mec="white", mew=1.0)


def _expected(axes: Axes, outcome: Learned) -> None:
    """The law: thin through what was measured, dashed and with its interval beyond."""
    law = outcome.forecast.law
    inside = np.geomspace(outcome.n[0], outcome.n[-1], 60)
    axes.plot(inside, [100 * (1 - float(law.error(n))) for n in inside], color=TEST, linewidth=1.0)
    beyond = np.geomspace(outcome.n[-1], outcome.n[-1] * FURTHEST, 40)
    rough = [outcome.forecast.expected(float(n)) for n in beyond]
    axes.plot(beyond, [one.value for one in rough], color=TEST, linewidth=2.2, linestyle=(0, (4, 2)))
    low, high = ([one.low for one in rough], [one.high for one in rough])
    axes.fill_between(beyond, low, high, color=TEST, alpha=0.14, linewidth=0)


def _ordinate(axes: Axes, outcome: Learned) -> None:
    seen = [0.0, 100.0] if not outcome.is_whole else [*outcome.accuracies[np.isfinite(outcome.accuracies)]]
    if outcome.is_whole:
        furthest = outcome.forecast.expected(float(outcome.n[-1]) * FURTHEST)
        seen += [furthest.low, furthest.high]
    axes.set_ylim(max(0.0, min(seen) - 3), min(102.0, max(seen) + 5))
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))


def _names(sheet: Axes, axes: Axes, outcome: Learned) -> None:
    """Name what is drawn, where it is drawn."""
    end = on_page(axes, float(outcome.n[-1]), axes.get_ylim()[0])[0]
    sheet.plot([end, end], [TOP, BOTTOM], color=QUIET, linewidth=0.8)
    write(
        sheet, end - 8, TOP + 12, _("measured: dots are single draws"), size=SMALL, color=TRAIN, bold=True, ha="right"
    )
    if not outcome.is_whole:
        return
    write(sheet, end + 8, TOP + 12, _("expected by a power law, 95 % interval"), size=SMALL, color=TEST, bold=True)
    law = outcome.forecast.law
    formula = f"{100 * (1 - float(law.a)):.3g} − {100 * float(law.b):.3g} · n^(−{float(law.c):.2g}) %"
    write(sheet, end + 8, TOP + 29, formula, size=SMALL, color=INK)
