"""Parallel coordinates: every run is a line across its settings to its final cost and its test score."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.ticker import LogLocator, MaxNLocator

from glasscat.i18n import _
from glasscat.reports.figures.plot import are_plain, power_of_ten
from glasscat.reports.figures.setting import setting_words
from glasscat.reports.figures.style import HAIR, INK, MARGIN, QUIET, SMALL, WIDTH, head, page, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from glasscat.i18n import Text
    from glasscat.studies.study import Row
    from glasscat.studies.sweeps import Swept
    from glasscat.typing import Array

HEIGHT = 460.0
LEFT, TOP, RIGHT, BOTTOM = MARGIN + 56.0, 128.0, WIDTH - MARGIN - 40.0, HEIGHT - 40.0
MOST_MARKS = 9


class Scale:
    """Where the values of one axis lie, from 0 at the bottom to 1 at the top, and the marks beside it."""

    def __init__(self, values: list[Any]) -> None:
        numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
        self.is_numeric = len(numbers) == len(values) and len(set(values)) > 1
        self.is_logarithmic = False
        if self.is_numeric:
            low, high = min(numbers), max(numbers)
            self.is_logarithmic = low > 0 and high >= 10 * low
            self._ends = self._to(low), self._to(high)
            each = sorted(set(numbers))
            self.marks = each if len(each) <= MOST_MARKS else self._even(low, high)
        else:
            self.marks = list(dict.fromkeys(values))

    def _to(self, value: float) -> float:
        return float(np.log(value)) if self.is_logarithmic else float(value)

    def _even(self, low: float, high: float) -> list[float]:
        """Round numbers between two ends; where there are not enough of them, any."""
        if self.is_logarithmic:
            located = LogLocator(10, (1, 2, 5) if high < 300 * low else (1,)).tick_values(low, high)
        else:
            located = MaxNLocator(5, steps=[1, 2, 5, 10]).tick_values(low, high)
        inside = [float(value) for value in located if low <= value <= high]
        return inside if len(inside) >= 2 else [float(low), float(high)]

    def place(self, value: Any) -> float:  # noqa: ANN401  (a value of any setting)
        """Height of a value, 0 to 1."""
        if self.is_numeric:
            low, high = self._ends
            return (self._to(value) - low) / (high - low)
        return (self.marks.index(value) + 0.5) / len(self.marks)

    def words(self, mark: Any) -> str:  # noqa: ANN401  (likewise)
        """A mark as it is written, in the way of all marks of its axis."""
        if self.is_logarithmic and not are_plain(self.marks[0], self.marks[-1]):
            return power_of_ten(mark, 2)
        return f"{mark:.3g}" if isinstance(mark, float) else str(setting_words(mark))


def parallel(outcome: Swept, title: Text | str | None = None) -> Figure:
    """Draw a line a run, the darker the lower its final cost; the one with the lowest is drawn last, and bold.

    Where costs are not one thing, all lines are alike.
    """
    figure, sheet = page(HEIGHT)
    rows = sorted(outcome.finished, key=lambda row: -float(row["final_cost"]))
    head(sheet, title or _("{n} runs", n=len(outcome.rows)), _summary(outcome))
    if not rows:
        return figure
    columns = _columns(rows, outcome.names)
    xs = np.linspace(LEFT, RIGHT, len(columns))
    scales = [Scale(values) for _name, values in columns]
    heights = np.array([[scale.place(v) for v in values] for scale, (_n, values) in zip(scales, columns, strict=True)])
    _lines(sheet, xs, BOTTOM - heights * (BOTTOM - TOP), ranked=outcome.is_one_cost)
    for x, scale, (name, _values) in zip(xs, scales, columns, strict=True):
        _axis(sheet, float(x), scale, name)
    return figure


def _columns(rows: list[Row], names: list[str]) -> list[tuple[Text | str, list[Any]]]:
    columns: list[tuple[Text | str, list[Any]]] = [(name, [row["values"][name] for row in rows]) for name in names]
    columns.append((_("final cost"), [float(row["final_cost"]) for row in rows]))
    if all(row["test"] is not None for row in rows):
        columns.append((_("test, %"), [float(row["test"]["accuracy"]) for row in rows]))
    return columns


def _summary(outcome: Swept) -> Text:
    """What dark lines are."""
    lowest = outcome.lowest
    if lowest is None:
        return outcome.on_cost
    return _("The darker a line, the lower its final cost; bold: {cost:.4g}.", cost=lowest["final_cost"])


def _lines(sheet: Axes, xs: Array, ys: Array, *, ranked: bool) -> None:
    """Lines (axes, runs), the best one last, with a bend at every axis, so that they can be followed through it."""
    n = ys.shape[1]
    rank = np.linspace(0.85, 0.0, n) if ranked else np.full(n, 0.3)
    t = np.linspace(0, 1, 24)
    ease = t * t * (3 - 2 * t)
    path_x = np.concatenate([a + (b - a) * t for a, b in pairwise(xs)])
    for number in range(n):
        path_y = np.concatenate([a + (b - a) * ease for a, b in pairwise(ys[:, number])])
        is_best = ranked and number == n - 1
        colour = mpl.colormaps["cividis"](rank[number])
        sheet.plot(path_x, path_y, color=colour, linewidth=3.2 if is_best else 1.1, alpha=1 if is_best else 0.75)


def _axis(sheet: Axes, x: float, scale: Scale, name: Text | str) -> None:
    """An axis with its name above, and its values beside it."""
    sheet.plot([x, x], [TOP - 6, BOTTOM + 6], color=QUIET, linewidth=1.0)
    write(sheet, x, TOP - 16, name, size=SMALL, bold=True, ha="center", width=110)
    for mark in scale.marks[:MOST_MARKS]:
        y = BOTTOM - scale.place(mark) * (BOTTOM - TOP)
        sheet.plot([x - 3, x + 3], [y, y], color=QUIET, linewidth=1.0)
        words = scale.words(mark)
        sheet.text(
            x - 6,
            y + 4,
            words[:14],
            fontsize=SMALL,
            color=INK,
            ha="right",
            bbox={"facecolor": "white", "edgecolor": HAIR, "linewidth": 0, "alpha": 0.85, "pad": 1.0},
        )
