"""A comparison: for every two models how far apart they are, with the interval, beside zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import FuncFormatter, MaxNLocator

from glasscat.evaluation.sentence import p_words
from glasscat.i18n import _, _n
from glasscat.reports.figures.plot import on_page, plot_axes, signed
from glasscat.reports.figures.style import INK, MARGIN, QUIET, SMALL, TEST, TRAIN, WIDTH, head, look, page, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from glasscat.i18n import Text
    from glasscat.studies.comparison import Compared, Pair

TOP, ROW = 112.0, 58.0
LEFT, RIGHT = 244.0, WIDTH - MARGIN - 112.0


@look()
def compare(outcome: Compared, *, title: Text | str | None = None) -> Figure:
    """Draw the difference of every pair with its 95 % interval; one that chance may have made is drawn hollow.

    Parameters
    ----------
    outcome : Compared
    title : Text or str, optional

    Returns
    -------
    Figure
    """
    bottom = TOP + ROW * len(outcome.pairs)
    figure, sheet = page(bottom + 66)
    sheet.set_zorder(1)
    total = outcome.pairs[0].total
    n_apart = sum(pair.is_different for pair in outcome.pairs)
    words = _n(
        "On the same {total} samples; {n} difference is larger than chance makes (full dot).",
        "On the same {total} samples; {n} differences are larger than chance makes (full dots).",
        n_apart,
        total=total,
    )
    head(sheet, title or _("Which model is better?"), words)
    axes = plot_axes(figure, (LEFT, TOP, RIGHT, bottom), grid="x")
    ends = [abs(end) for pair in outcome.pairs for end in pair.interval]
    axes.set_xlim(-1.08 * max(ends), 1.08 * max(ends))
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(6, symmetric=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _position: signed(value, "+g")))
    zero = on_page(axes, 0, 0)[0]
    sheet.plot([zero, zero], [TOP - 4, bottom], color=INK, linewidth=1.2)
    for number, pair in enumerate(outcome.pairs):
        _pair(sheet, axes, TOP + ROW * (number + 0.5), pair, outcome)
    write(sheet, zero - 8, TOP - 10, _("← B is better"), size=SMALL, color=QUIET, ha="right")
    write(sheet, zero + 8, TOP - 10, _("A is better →"), size=SMALL, color=QUIET)
    below = (
        _("A minus B, percentage points, with the 95 % interval")
        if len(outcome.pairs) == 1
        else _("A minus B, percentage points, with intervals that hold 95 % all together")
    )
    write(sheet, (LEFT + RIGHT) / 2, bottom + 40, below, size=SMALL, color=QUIET, ha="center")
    return figure


def _pair(sheet: Axes, axes: Axes, y: float, pair: Pair, outcome: Compared) -> None:
    """One line: the two names with their scores, the difference, its test."""
    for name, mark, at in ((pair.first, "A", y - 6), (pair.second, "B", y + 12)):
        score = outcome.scores[name]
        write(sheet, MARGIN, at, f"{mark}: {name}", bold=mark == "A", width=150)
        write(sheet, LEFT - 16, at, f"{score.accuracy:.1f} %", ha="right", color=INK)
    low, high = (on_page(axes, end, 0)[0] for end in pair.interval)
    x = on_page(axes, pair.difference, 0)[0]
    colour = TEST if pair.is_different else TRAIN
    sheet.plot([low, high], [y, y], color=colour, linewidth=2.4, solid_capstyle="round")
    sheet.plot([x], [y], "o", ms=11, mfc=colour if pair.is_different else "white", mec=colour, mew=2.0)
    points = _("{points} points", points=signed(pair.difference, "+.1f"))
    write(sheet, RIGHT + 14, y - 4, points, bold=True, color=colour)
    write(sheet, RIGHT + 14, y + 12, f"p {p_words(pair.p_value)}", size=SMALL, color=QUIET)
