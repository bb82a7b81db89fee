"""The figure of growth: five small plots with both axes logarithmic, where a straight line is a power."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullFormatter, NullLocator

from glasscat.reports.figures.style import HAIR, INK, MARGIN, QUIET, SMALL, TEST, TRAIN, WIDTH, head, look, page, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT, TOP, GAP, TALL, INDENT = 520.0, 128.0, 54.0, 140.0, 34.0
WIDE = (WIDTH - 2 * MARGIN - 2 * GAP - INDENT) / 3


@dataclass(frozen=True)
class Panel:
    """Seconds of the two methods against one size."""

    title: str
    sizes: Sequence[int]
    direct: Sequence[float]
    span: Sequence[float]


@look()
def figure(panels: Sequence[Panel], title: str, below: tuple[str, str]) -> Figure:
    """Draw the panels on one page, all with the same scale of seconds."""
    drawn, sheet = page(HEIGHT)
    sheet.set_zorder(1)
    head(sheet, title, below[0])
    write(sheet, MARGIN, MARGIN + 50, below[1], color=QUIET)
    every = [value for panel in panels for value in (*panel.direct, *panel.span)]
    for number, panel in enumerate(panels):
        row, column = divmod(number, 3)
        left, top = MARGIN + INDENT + column * (WIDE + GAP), TOP + row * (TALL + 62)
        axes = drawn.add_axes((left / WIDTH, 1 - (top + TALL) / HEIGHT, WIDE / WIDTH, TALL / HEIGHT))
        _plot(axes, panel)
        axes.set_ylim(min(every) / 1.4, max(every) * 1.4)
        write(sheet, left - INDENT, top - 10, panel.title, bold=True, width=WIDE + INDENT + 10)
    _legend(sheet, MARGIN + INDENT + 2 * (WIDE + GAP), TOP + TALL + 62)
    return drawn


def _plot(axes: Axes, panel: Panel) -> None:
    for values, color in ((panel.direct, TEST), (panel.span, TRAIN)):
        axes.plot(panel.sizes, values, color=color, linewidth=2.2, marker="o", markersize=4.5, solid_capstyle="round")
    axes.set(xscale="log", yscale="log")
    axes.xaxis.set(major_locator=FixedLocator(panel.sizes), minor_locator=NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _position: f"{value:.0f}"))
    axes.yaxis.set(major_locator=LogLocator(10), minor_locator=NullLocator(), minor_formatter=NullFormatter())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _position: f"{value:g} s"))
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)
    axes.tick_params(labelsize=SMALL, labelcolor=INK, color=QUIET, length=3)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color=HAIR, linewidth=0.8)
    axes.set_axisbelow(True)


def _legend(sheet: Axes, left: float, top: float) -> None:
    for number, (color, name, words) in enumerate(
        (
            (TEST, "direct", ("each step multiplies", "with all m × n_x numbers")),
            (TRAIN, "span", ("each step multiplies", "with m × m, after one", "Gram matrix of m × m × n_x")),
        )
    ):
        y = top + 14 + 72 * number
        sheet.plot([left - 20, left + 4], [y - 4, y - 4], color=color, linewidth=2.2)
        write(sheet, left + 12, y, name, color=color, bold=True)
        for line, part in enumerate(words, 1):
            write(sheet, left + 12, y + 16 * line, part, size=SMALL, color=QUIET, width=WIDE + 20)
