"""The verdict as plain text: a few tables that fit 80 columns, and the conclusion."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text as Cell

from glasscat.evaluation.rows import baseline_rows, class_rows, confusion_rows, measures
from glasscat.i18n import wrapped

if TYPE_CHECKING:
    from rich.console import RenderableType

    from glasscat.evaluation.verdict import Verdict
    from glasscat.notebook.grid import Grid

WIDTH = 80


def render(verdict: Verdict, *, with_findings: bool = True) -> str:
    """Draw score, baselines, classes, confusion matrix and conclusion, at most 80 columns wide.

    Chinese characters take two columns; rich counts them so. The findings can be left out where they were shown before.
    """
    grids = baseline_rows(verdict), class_rows(verdict), confusion_rows(verdict)
    parts: list[RenderableType] = [_table(grid) for grid in grids]
    found = [finding.text for finding in verdict.findings] if with_findings else []
    said = (measures(verdict), *found, *verdict.notes, verdict.sentence)
    parts += [Cell(wrapped(text, WIDTH)) for text in said]
    console = Console(
        file=StringIO(), width=WIDTH, color_system=None, force_terminal=False, force_jupyter=False, legacy_windows=False
    )
    with console.capture() as capture:
        for number, part in enumerate(parts):
            if number:
                console.print()
            console.print(part)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def _table(grid: Grid) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, heading in enumerate(grid.headings):
        table.add_column(Cell(str(heading)), justify="right" if number else "left", no_wrap=True, overflow="ellipsis")
    for row in grid.rows:
        # As Cell, not str: rich would read "[red]" in a class name as markup.
        table.add_row(*(Cell(str(cell)) for cell in row))
    return table
