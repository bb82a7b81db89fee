"""The distribution of scores: re-splits as a heap of dots beside the headline, folds as dots about their mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from glasscat.i18n import _, _n
from glasscat.reports.figures.fonts import literal
from glasscat.reports.figures.plot import on_page, plot_axes
from glasscat.reports.figures.style import INK, MARGIN, QUIET, SMALL, TEST, TRAIN, WIDTH, head, look, page, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from glasscat.i18n import Text
    from glasscat.studies.cross_validation import CrossValidated
    from glasscat.studies.resplits import Resplitted

LEFT, RIGHT = MARGIN + 14.0, WIDTH - MARGIN - 14.0
TOP = 150.0
EM = 0.66
"""Width of a bold letter, about, in its height."""
DOT, ROW, RING = 13.0, 46.0, 8.0
"""Points from one dot of a heap to the next, from one repeat to the next, and from one of equal folds to the next."""


@look()
def distribution(outcome: Resplitted, *, title: Text | str | None = None) -> Figure:
    """Draw every re-split as a dot over its test score; lines mark the split as given, the mean, and the majority.

    Parameters
    ----------
    outcome : Resplitted
    title : Text or str, optional

    Returns
    -------
    Figure
    """
    scores = outcome.accuracies
    heaps = {float(score): int((scores == score).sum()) for score in np.unique(scores)}
    bottom = TOP + DOT * max([6, *heaps.values()]) + 8
    figure, sheet = page(bottom + 62)
    sheet.set_zorder(1)
    head(
        sheet, title or _n("Test score of {n} re-split", "Test scores of {n} re-splits", len(scores)), _spread(outcome)
    )
    axes = _axes(figure, bottom, [*scores, outcome.majority_share])
    for score, n in heaps.items():
        x, y = on_page(axes, score, 0)
        sheet.plot(
            [x] * n, [y - 9 - DOT * k for k in range(n)], "o", ms=9.5, color=TRAIN, mec="white", mew=0.6, zorder=2
        )
    marks = [(outcome.majority_share, QUIET, _("always {name}", name=outcome.majority[0]))]
    if len(scores):
        marks.append((float(scores.mean()), TRAIN, _("mean of the re-splits")))
    if outcome.headline is not None:
        marks.append((outcome.headline.accuracy, TEST, _("the split as given")))
    _marks(sheet, axes, marks, bottom)
    write(sheet, RIGHT, bottom + 38, _("right answers in the test, %"), size=SMALL, color=QUIET, ha="right")
    return figure


@look()
def folds(outcome: CrossValidated, *, title: Text | str | None = None) -> Figure:
    """Draw each repeat of a cross-validation: a dot for its score, a ring for each fold; lines mark mean and majority.

    Parameters
    ----------
    outcome : CrossValidated
    title : Text or str, optional

    Returns
    -------
    Figure
    """
    shares = [(row["repeat"], 100 * len(row["right"]) / row["total"]) for row in outcome.rows]
    bottom = TOP + ROW * outcome.repeats + 6
    figure, sheet = page(bottom + 62)
    sheet.set_zorder(1)
    named = _("{folds}-fold cross-validation on {m} samples", folds=outcome.folds, m=outcome.m)
    low, high = outcome.interval
    below = _(
        "Mean {mean:.1f} %; shaded: 95 % interval, {low:.1f} to {high:.1f} %.", mean=outcome.mean, low=low, high=high
    )
    head(sheet, title or named, below)
    majority = outcome.majority_score.accuracy
    axes = _axes(figure, bottom, [share for _repeat, share in shares] + [majority], left=LEFT + 100)
    axes.axvspan(low, high, color=TRAIN, alpha=0.10, linewidth=0)
    for repeat, score in enumerate(outcome.scores):
        y = TOP + ROW * (repeat + 0.5)
        own = [on_page(axes, share, 0)[0] for number, share in shares if number == repeat]
        sheet.plot([min(own), max(own)], [y, y], color=TRAIN, linewidth=1.0, alpha=0.5)
        x = on_page(axes, score.accuracy, 0)[0]
        sheet.plot([x], [y], "o", ms=13, color=TRAIN, zorder=2)
        ys = [y + RING * own[:k].count(x) for k, x in enumerate(own)]  # folds of one score are seen one below the other
        sheet.plot(own, ys, "o", ms=7, mfc="white", mec=TRAIN, mew=1.4, zorder=2)
        write(sheet, LEFT, y + 4, _("repeat {n}", n=repeat + 1), size=SMALL)
        write(sheet, LEFT + 92, y + 4, f"{score.accuracy:.1f}", size=SMALL, bold=True, color=TRAIN, ha="right")
    marks = [
        (majority, TEST, _("always {name}", name=outcome.majority)),
        (outcome.mean, TRAIN, _("mean of the repeats")),
    ]
    _marks(sheet, axes, marks, bottom)
    what = _("right answers on held-out samples, % (dot: a repeat; ring: a fold)")
    write(sheet, RIGHT, bottom + 38, what, size=SMALL, color=QUIET, ha="right")
    return figure


def _axes(figure: Figure, bottom: float, values: list[float], left: float = LEFT) -> Axes:
    axes = plot_axes(figure, (left, TOP, RIGHT, bottom), grid="x")
    room = 0.08 * (max(values) - min(values)) or 5.0
    axes.set_xlim(max(0.0, min(values) - room), min(100.0, max(values) + room))
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(8))
    return axes


def _spread(outcome: Resplitted) -> Text:
    scores = outcome.accuracies
    if not len(scores):
        return _("Every run diverged.")
    return _(
        "From {low:.0f} to {high:.0f} %, mean {mean:.1f} %: {train} samples to train on, {test} to test on.",
        low=scores.min(),
        high=scores.max(),
        mean=scores.mean(),
        train=outcome.n_train,
        test=outcome.n_test,
    )


def _marks(sheet: Axes, axes: Axes, marks: list[tuple[float, str, Text]], bottom: float) -> None:
    """Lines upwards with their names above, each on a line of its own.

    The lowest value is named to its left, the highest to its right, and what lies between them above both, so no line
    crosses a name; where the highest is too far right for that, all are named to their left, each above those before
    it. The lowest, where it is too far left, is named to its right.
    """
    ascending = sorted(marks, key=lambda mark: mark[0])
    places = [on_page(axes, value, 0)[0] for value, _colour, _words in ascending]
    order = [*range(1, len(marks) - 1), 0, *([len(marks) - 1] if len(marks) > 1 else [])]
    if places[-1] + EM * SMALL * len(_named(ascending[-1])) > WIDTH - 8:
        order = [order[-1], *order[:-1]]
    for line, k in enumerate(order, 3 - len(order)):
        colour, x, y = ascending[k][1], places[k], TOP - 44 + 17 * line
        sheet.plot([x, x], [y - 4, bottom], color=colour, linewidth=1.4, linestyle=(0, (4, 2)), zorder=1)
        has_room = x - EM * SMALL * len(_named(ascending[k])) > 8
        is_left = has_room and (k == 0 or order[0] == len(marks) - 1)
        at, ha = (x - 5, "right") if is_left else (x + 5, "left")
        ink = INK if colour == QUIET else colour
        box = {"facecolor": "white", "linewidth": 0, "pad": 1.0}
        words = literal(_named(ascending[k]))
        sheet.text(at, y, words, fontsize=SMALL, color=ink, fontweight="bold", ha=ha, bbox=box, zorder=3)


def _named(mark: tuple[float, str, Text]) -> str:
    return str(_("{words}: {value:.1f} %", words=mark[2], value=mark[0]))
