"""Studies in a notebook: the outcome in a sentence, its numbers, and what limits it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.card import finding_notice
from glasscat.i18n import _, _n
from glasscat.models.study_kind import study_kind
from glasscat.notebook.fragment import card, join, paragraph
from glasscat.notebook.grid import Grid
from glasscat.notebook.table import table

if TYPE_CHECKING:
    from pathlib import Path

    from glasscat.notebook.fragment import Fragment
    from glasscat.studies.study import Outcome, Table

MOST_ROWS = 12
"""Rows that are shown; table.csv has them all."""


def study_card(outcome: Outcome, path: Path) -> str:
    """Show a finished study: what `_repr_html_` returns.

    Parameters
    ----------
    outcome : Outcome
    path : Path
        Its folder.
    """
    return card(
        _("The study: {kind}", kind=study_kind(outcome.kind)),
        paragraph(outcome.sentence),
        _numbers(outcome.table),
        *(finding_notice(one.code, one.text, one.severity) for one in outcome.findings),
        paragraph(_("Kept in {folder}", folder=str(path)), quiet=True),
    )


def _numbers(numbers: Table) -> Fragment:
    """The first rows of the table, and how many more there are."""
    rows = [
        [column.shown(value) for column, value in zip(numbers.columns, row, strict=True)]
        for row in numbers.rows[:MOST_ROWS]
    ]
    left = len(numbers.rows) - len(rows)
    more = _n("and {n} row more in table.csv", "and {n} rows more in table.csv", left) if left else ""
    return join(table(Grid([column.title for column in numbers.columns], rows)), more and paragraph(more, quiet=True))
