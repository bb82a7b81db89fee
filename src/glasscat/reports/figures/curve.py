"""Cost against iteration, for the training and the test set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator, NullLocator

from glasscat.errors import UsageError
from glasscat.i18n import _, sentences
from glasscat.reports.figures.plot import logarithmic_marks, plain_numbers
from glasscat.reports.figures.style import HAIR, INK, MARGIN, QUIET, SMALL, TEST, TRAIN, WIDTH, head, look, page, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from glasscat.i18n import Text
    from glasscat.typing import Array

HEIGHT = 420.0
# A line of more points than this weighs more as a path than as pixels.
LONG = 10_000
# Sides of the plot in points of the page; the room on the right is for the labels at the ends of the lines.
LEFT, RIGHT, TOP, BOTTOM = MARGIN + 40.0, WIDTH - 124.0, 92.0, HEIGHT - 62.0


@look()
def learning_curve(
    costs: Sequence[tuple[int, float]],
    test_costs: Sequence[tuple[int, float]] = (),
    *,
    title: Text | str | None = None,
    quantity: Text | str | None = None,
) -> Figure:
    """Draw cost against iteration, each line labelled at its end.

    The cost axis starts at zero, because a cost of zero means something. Where the largest cost is more than 30 times
    the smallest, such an axis would press the end of the training flat: it becomes logarithmic and says so. Where the
    test cost rises again after its minimum, the minimum is marked: from there on the network learns by heart.

    Parameters
    ----------
    costs : sequence of (iteration, cost)
        Cost of the training set before the step of that iteration; costs that are not finite leave a gap.
    test_costs : sequence of (iteration, cost)
    title : Text or str, optional
    quantity : Text or str, optional
        What the cost is, with its unit; cross-entropy in nats unless said otherwise.

    Returns
    -------
    Figure

    Raises
    ------
    UsageError
        GC-F01 if there is no cost to draw.
    """
    if not costs:
        raise UsageError(
            "GC-F01", "", _("a learning curve needs at least one cost; there is none."), _("record at least one cost.")
        )
    train, test = np.asarray(costs, float), np.asarray(test_costs, float).reshape(-1, 2)
    figure, sheet = page(HEIGHT)
    sheet.set_zorder(1)  # its labels and marks lie over the plot
    head(sheet, title or _("Cost during training"), _summary(train, test))
    axes = figure.add_axes((LEFT / WIDTH, 1 - BOTTOM / HEIGHT, (RIGHT - LEFT) / WIDTH, (BOTTOM - TOP) / HEIGHT))
    lines = [line for line in ((train, TRAIN, _("training")), (test, TEST, _("test"))) if len(_finite(line[0]))]
    rises = _rises_again(_finite(test))
    logarithmic = _scale(axes, np.concatenate([train, test]), headroom=rises)
    for curve, color, _name in lines:
        _draw(axes, curve, color)
    _label_ends(sheet, axes, lines)
    if rises:
        _mark_minimum(sheet, axes, _finite(test))
    quantity = quantity or _("cost J (mean cross-entropy, in nats)")
    name = _("{quantity}, logarithmic", quantity=quantity) if logarithmic else quantity
    write(sheet, MARGIN, TOP - 8, name, size=SMALL, color=QUIET)
    write(sheet, RIGHT, BOTTOM + 36, _("iteration"), size=SMALL, color=QUIET, ha="right")
    return figure


def _finite(curve: Array) -> Array:
    return curve[np.isfinite(curve[:, 1])]


def _summary(train: Array, test: Array) -> Text:
    """First and last numbers, in words."""
    seen = _finite(train)
    if not len(seen):
        return _("No cost is a finite number: the training diverged at once.")
    words = _(
        "Training cost from {first:#.3g} to {last:#.3g} in {n:,} iterations.",
        first=seen[0, 1],
        last=seen[-1, 1],
        n=int(seen[-1, 0]),
    )
    if len(seen) < len(train):
        lost = train[~np.isfinite(train[:, 1])][0, 0]
        return sentences(words, _("Not finite at iteration {n:,}.", n=int(lost)))
    if len(_finite(test)):
        return sentences(words, _("Test cost at the end {last:#.3g}.", last=_finite(test)[-1, 1]))
    return words


def _scale(axes: Axes, points: Array, *, headroom: bool) -> bool:
    """Choose scale and limits for all finite ``points`` (n, 2); return whether the cost axis is logarithmic.

    With ``headroom``, a line of text fits above all the points.
    """
    seen = _finite(points)[:, 1]
    low, high = (seen.min(), seen.max()) if len(seen) else (0.0, 1.0)
    part = 0.18 if headroom else 0.06
    logarithmic = bool(0 < 30 * low < high)
    if logarithmic:
        axes.set_yscale("log")
        axes.set_ylim(low / 1.3, high * (high / low) ** part)
        axes.yaxis.set_minor_locator(NullLocator())
        logarithmic_marks(axes.yaxis, low, high)
    else:
        axes.set_ylim(min(low, 0), (1 + part) * high if high > 0 else 1)
        axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
        plain_numbers(axes.yaxis)
    axes.set_xlim(points[:, 0].min(), max(points[:, 0].max(), points[:, 0].min() + 1))
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    plain_numbers(axes.xaxis)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)
    axes.tick_params(labelsize=SMALL, labelcolor=INK, color=QUIET, length=3)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color=HAIR, linewidth=0.8)
    axes.set_axisbelow(True)
    return logarithmic


def _draw(axes: Axes, curve: Array, color: str) -> None:
    """Draw a line, with a gap where a cost is not finite, and a lone point as a dot."""
    iterations, values = curve.T
    values = np.where(np.isfinite(values), values, np.nan)
    axes.plot(
        iterations,
        values,
        color=color,
        linewidth=2.2,
        solid_capstyle="round",
        marker="o" if len(curve) == 1 else None,
        clip_on=False,  # a dot at the edge stays round
        rasterized=len(curve) > LONG,
    )


def _on_page(axes: Axes, iteration: float, cost: float) -> tuple[float, float]:
    """Where a point of the plot lies on the page, in points from the top left."""
    x, y = axes.transData.transform((iteration, cost))  # the figure has 72 dots an inch: one dot is one point
    return float(x), float(HEIGHT - y)


def _label_ends(sheet: Axes, axes: Axes, lines: list[tuple[Array, str, Text]]) -> None:
    """Write each line's name and last cost beside its end, apart enough to be read where the ends meet."""
    last = [_finite(curve)[-1] for curve, _color, _name in lines]
    ends = [_on_page(axes, *end)[1] for end in last]
    if len(ends) == 2 and abs(ends[0] - ends[1]) < 36:
        middle, sign = sum(ends) / 2, 1 if ends[0] >= ends[1] else -1
        ends = [middle + 18 * sign, middle - 18 * sign]
    for (_curve, color, name), end, y in zip(lines, last, ends, strict=True):
        write(sheet, RIGHT + 10, y - 1, name, color=color, bold=True, width=104)
        write(sheet, RIGHT + 10, y + 14, f"{end[1]:#.4g}", color=color)


def _rises_again(test: Array) -> bool:
    """Whether the last cost lies more than 1 % above the lowest: less is the wobble of a flat line."""
    return bool(len(test) and test[-1, 1] > test[:, 1].min() + 0.01 * abs(test[:, 1].min()))


def _mark_minimum(sheet: Axes, axes: Axes, test: Array) -> None:
    """Mark the lowest test cost, with a line up to its words above all the points."""
    iteration, lowest = test[test[:, 1].argmin()]
    x, y = _on_page(axes, iteration, lowest)
    sheet.plot([x, x], [y - 5, TOP + 4], color=TEST, linewidth=0.8)
    sheet.plot([x], [y], "o", markersize=7, markerfacecolor="white", markeredgecolor=TEST, markeredgewidth=1.8)
    words = _("lowest test cost {cost:#.4g}, at iteration {n:,}", cost=lowest, n=int(iteration))
    right = x > (LEFT + RIGHT) / 2
    write(sheet, x - 6 if right else x + 6, TOP + 12, words, size=SMALL, color=TEST, ha="right" if right else "left")
