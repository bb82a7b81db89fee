"""A sweep: cost curves on one plot, each labelled at its end; of many runs, what comes of each setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator, NullLocator

from glasscat.i18n import _, _n
from glasscat.reports.figures.parallel import parallel
from glasscat.reports.figures.plot import apart, logarithmic_marks, on_page, plot_axes
from glasscat.reports.figures.response import response
from glasscat.reports.figures.setting import setting_words
from glasscat.reports.figures.style import INK, MARGIN, QUIET, SMALL, WIDTH, head, look, page, write
from glasscat.studies.diverged import ending_words
from glasscat.studies.sweeps import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from glasscat.i18n import Text
    from glasscat.studies.study import Row
    from glasscat.studies.sweeps import Swept
    from glasscat.typing import Array

MOST_CURVES = 8
"""Curves that can still be told apart; of more, each run is a line or a dot."""
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#7A5195", "#8C6D1F", "#56B4E9", "#444444")
"""Okabe and Ito's, those that are too pale for a line and its words replaced by darker ones."""
DASHES: tuple[str | tuple[int, tuple[int, ...]], ...] = ("-", (0, (4, 3)), (0, (1, 2)), (0, (6, 2, 1, 2)))
HEIGHT = 440.0
LEFT, TOP, RIGHT, BOTTOM = MARGIN + 40.0, 100.0, WIDTH - 196.0, HEIGHT - 62.0
LINE = 17.0


@look()
def sweep(outcome: Swept, *, title: Text | str | None = None) -> Figure:
    """Draw a sweep.

    Up to eight runs are cost curves. More are dots over the setting that was varied, where it is one and a number; else
    lines across parallel axes. Where some runs did not finish, and have no dot or line, a line at the foot says so.

    Parameters
    ----------
    outcome : Swept
    title : Text or str, optional

    Returns
    -------
    Figure
    """
    if len(outcome.rows) <= MOST_CURVES:
        figure = _curves(outcome, title)
    elif len(outcome.names) == 1 and _are_numbers([row["values"][outcome.names[0]] for row in outcome.rows]):
        figure = response(outcome, title)
    else:
        figure = parallel(outcome, title)
    if outcome.finished and outcome.unfinished is not None:  # where none finished, the head says so
        bottom = 72 * figure.get_figheight() - 12
        write(figure.axes[0], MARGIN, bottom, outcome.unfinished, size=SMALL, color=QUIET)
    return figure


def _are_numbers(values: Sequence[object]) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _curves(outcome: Swept, title: Text | str | None) -> Figure:
    figure, sheet = page(HEIGHT)
    sheet.set_zorder(1)  # its labels lie over the plot
    name = outcome.names[0]
    named = _("Cost for {n} values of {name}", n=len(outcome.rows), name=name)
    n = _n("Cost of {n} run", "Cost of {n} runs", len(outcome.rows))
    head(sheet, title or (named if len(outcome.names) == 1 else n), outcome.on_cost)
    axes = plot_axes(figure, (LEFT, TOP, RIGHT, BOTTOM))
    drawn = [row for row in outcome.rows if row["costs"]]
    logarithmic = _scale(axes, [np.array(row["costs"], float) for row in drawn])
    last = list(dict.fromkeys(shown(row["values"][outcome.names[-1]]) for row in drawn))
    for colour, row in zip(COLOURS, drawn, strict=False):
        # of two settings the second is in the dashes, through which a curve shows that runs below
        kind = last.index(shown(row["values"][outcome.names[-1]])) if len(outcome.names) > 1 else 0
        style = DASHES[kind % len(DASHES)]
        axes.plot(*np.array(row["costs"], float).T, color=colour, linewidth=2.2, linestyle=style, clip_on=False)
    _label(sheet, axes, drawn, outcome.names)
    quantity: Text = _("cost J (mean cross-entropy, in nats)")
    if any(row["plan"]["output"].startswith("SquaredError") or "squared" in row["plan"]["output"] for row in drawn):
        quantity = _("cost J")
    write(
        sheet,
        MARGIN,
        TOP - 10,
        _("{quantity}, logarithmic", quantity=quantity) if logarithmic else quantity,
        size=SMALL,
        color=QUIET,
    )
    write(sheet, RIGHT, BOTTOM + 36, _("iteration"), size=SMALL, color=QUIET, ha="right")
    return figure


def _scale(axes: Axes, curves: list[Array]) -> bool:
    """Choose the limits; return whether the cost axis is logarithmic, as it is where costs differ 30 times or more."""
    costs = np.concatenate([curve[:, 1] for curve in curves]) if curves else np.array([0.0, 1.0])
    last = max((curve[-1, 0] for curve in curves), default=1.0)
    axes.set_xlim(0, max(last, 1))
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    low, high = float(costs.min()), float(costs.max())
    logarithmic = 0 < 30 * low < high
    if logarithmic:
        axes.set_yscale("log")
        axes.set_ylim(low / 1.3, 1.3 * high)
        axes.yaxis.set_minor_locator(NullLocator())
        logarithmic_marks(axes.yaxis, low, high)
    else:
        axes.set_ylim(min(low, 0), 1.06 * high if high > 0 else 1)
        axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    return logarithmic


def _label(sheet: Axes, axes: Axes, rows: list[Row], names: list[str]) -> None:
    """Write what sets each run apart, and its final cost, at the end of its curve."""
    if not rows:
        return
    ends = [on_page(axes, *row["costs"][-1]) for row in rows]
    places = apart([y for _x, y in ends], LINE, TOP + 6, BOTTOM)
    above = 10 if len(names) == 1 else 26
    write(sheet, RIGHT + 18, TOP - above, ", ".join(names), size=SMALL, color=QUIET, width=WIDTH - RIGHT - MARGIN)
    write(sheet, WIDTH - MARGIN, TOP - 10, _("final cost"), size=SMALL, color=QUIET, ha="right")
    for colour, row, (x, y), place in zip(COLOURS, rows, ends, places, strict=False):
        sheet.plot([x + 2, RIGHT + 14], [y, place], color=colour, linewidth=0.8)
        words = ", ".join(str(setting_words(row["values"][name])) for name in names)
        write(sheet, RIGHT + 18, place + 4, words, color=colour, bold=True, width=100)
        cost = f"{row['final_cost']:.4g}" if row["status"] == "finished" else ending_words(row)
        write(sheet, WIDTH - MARGIN, place + 4, cost, color=INK, ha="right")
