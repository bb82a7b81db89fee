"""The report of a gradient check as plain text: tables that fit 80 columns, and the verdict."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text as Line

from glasscat.checks.report_rows import APART, MEASURE, NOTHING, WRONG, error_rows, kinks, subject, worst_rows
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import JustifyMethod, RenderableType

    from glasscat.checks.report import GradientReport
    from glasscat.notebook.grid import Grid

WIDTH = 80


def render(report: GradientReport) -> str:
    """Draw the report, at most 80 columns wide, without colours."""
    console = Console(file=StringIO(), width=WIDTH, color_system=None, force_jupyter=False, legacy_windows=False)
    with console.capture() as capture:
        console.print(layout(report))
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def layout(report: GradientReport) -> Group:
    """Tables, warning and verdict, for a rich console."""
    return Group(*_parts(report))


def _parts(report: GradientReport) -> Iterator[RenderableType]:
    yield Line(str(subject(report)))
    yield Line(str(report.scope))
    yield Line()
    yield Line(str(MEASURE))
    yield _table(error_rows(report), apart=True)
    if any(each.is_nothing for each in report.comparisons):
        yield Line(str(NOTHING))
    yield Line()
    yield Line(str(APART))
    worst = _table(worst_rows(report))
    worst.columns[1].justify = "left"
    yield worst
    yield Line()
    if report.warning is not None:
        yield Line(str(_("Kinks: {warning}", warning=report.warning)), style="yellow")
        yield Line("  " + kinks(report))
        yield Line()
    for note in report.notes:
        yield Line(str(note))
    yield Line(str(report.sentence), style="bold" if report.passed else "bold red")


def _least(grid: Grid, column: int) -> int | None:
    """Width of a column of numbers, which must not be cut; None of one of names."""
    return max(cell_len(str(row[column])) for row in grid.rows) if column >= 2 and grid.rows else None


def _table(grid: Grid, *, apart: bool = False) -> Table:
    """Draw a table, its last row set ``apart`` or not."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="")
    for number, heading in enumerate(grid.headings):
        # a name may go on in the next line, a number may not: without its end it would be another one
        names = number < 2
        justify: JustifyMethod = "right" if number else "left"
        table.add_column(
            Line(str(heading)), justify=justify, no_wrap=not names, overflow="fold", min_width=_least(grid, number)
        )
    for number, row in enumerate(grid.rows):
        if apart and number == len(grid.rows) - 1:
            table.add_section()
        table.add_row(*(Line(str(cell), style="red" if str(cell).endswith(WRONG) else "") for cell in row))
    return table
