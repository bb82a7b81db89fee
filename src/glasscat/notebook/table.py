"""Tables as a notebook draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.notebook.fragment import LINE, QUIET, Fragment, element
from glasscat.notebook.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CELL = "padding:.1em 1em .1em 0;border:0;background:none;vertical-align:inherit;"


def table(grid: Grid, *, left: Iterable[int] = (0,)) -> Fragment:
    """Draw a table: columns ``left`` are set left, the others right, digit below digit."""
    left = set(left)
    head = [] if not grid.headings else [element("tr", *_cells("th", grid.headings, left), style="background:none")]
    # beside what takes several lines a name stands at the first of them
    beside = "background:none" if grid.headings else "background:none;vertical-align:top"
    body = [element("tr", *_cells("td", row, left), style=beside) for row in grid.rows]
    look = "border-collapse:collapse;border:0;margin:.4em 0;font-size:1em;font-variant-numeric:tabular-nums"
    return element("table", *(element("thead", *head) for _ in head), element("tbody", *body), style=look)


def facts(rows: Sequence[tuple[object, object]]) -> Fragment:
    """Names, and what belongs to each."""
    return table(Grid((), [(element("span", name, style=QUIET), value) for name, value in rows]), left=(0, 1))


def share_bar(share: float, colour: str) -> Fragment:
    """A bar that is as long as a share, 0 to 1."""
    inner = element("div", style=f"width:{100 * share:.1f}%;height:100%;background:{colour};border-radius:2px")
    return element("div", inner, style=f"width:9em;height:.7em;background:{LINE};border-radius:2px")


def _cells(name: str, cells: Sequence[object], left: set[int]) -> list[Fragment]:
    look = _CELL + (f"border-bottom:1px solid {LINE};font-weight:600;" if name == "th" else "")
    return [
        element(name, cell, style=f"{look}text-align:{'left' if column in left else 'right'}")
        for column, cell in enumerate(cells)
    ]
