"""The report of a gradient check in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.checks.report_rows import APART, MEASURE, NOTHING, WRONG, error_rows, kinks, subject, worst_rows
from glasscat.i18n import _, sentences
from glasscat.notebook.fragment import WARNING, card, element, notice, paragraph
from glasscat.notebook.grid import Grid
from glasscat.notebook.table import table

if TYPE_CHECKING:
    from glasscat.checks.report import GradientReport


def gradient_card(report: GradientReport) -> str:
    """Show the report: what `_repr_html_` returns."""
    nothing = NOTHING if any(each.is_nothing for each in report.comparisons) else None
    return card(
        report.sentence if report.passed else element("span", report.sentence, style=f"color:{WARNING}"),
        paragraph(sentences(subject(report), report.scope), quiet=True),
        paragraph(MEASURE),
        table(_marked(error_rows(report))),
        nothing and paragraph(nothing, quiet=True),
        paragraph(APART),
        table(worst_rows(report), left=(0, 1)),
        report.warning
        and notice(sentences(_("Kinks: {warning}", warning=report.warning), kinks(report)), warning=True),
        *(paragraph(note, quiet=True) for note in report.notes),
    )


def _marked(grid: Grid) -> Grid:
    """The table with vermillion where something does not agree."""
    look = f"color:{WARNING};font-weight:600"
    return Grid(
        grid.headings,
        [
            [element("span", cell, style=look) if str(cell).endswith(WRONG) else cell for cell in row]
            for row in grid.rows
        ],
    )
