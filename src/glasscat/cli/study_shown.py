"""A study from its beginning, or from where it stopped, to what is printed of it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from glasscat.cli.terminal import findings, heading, notes, paragraph, print_json, progress, results, row, table
from glasscat.i18n import Text, _, _n
from glasscat.models.study_kind import study_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from rich.console import Console

    from glasscat.models.study_folder import StudyFolder
    from glasscat.studies.study import Numbered, Outcome, Study, Table

MOST_ROWS = 20
"""Rows of the table on a terminal; table.csv has them all."""
GAP, NARROW = 3, 6
"""Letters from one column of a table to the next, and in the narrowest one that a Chinese title is folded into."""


def conduct(study: Study, out: Path | None, said: Iterable[Text], *, json: bool) -> Outcome:
    """Open the folder, compute what is missing, write, print and return what it comes to."""
    from glasscat.models.study_folder import open_study
    from glasscat.reports.studies import document, write_outcome
    from glasscat.studies.study import carry_out

    notes(said)
    folder = open_study(out, study.kind, study.asked, study.fingerprint)
    with folder.alone():
        notes(_on_going_on(folder, len(study)))
        with _telling_what_is_kept(folder, len(study)) as keep, progress(_("runs")) as bar:
            outcome = carry_out(study, folder.rows, keep, bar)
        figure = write_outcome(folder, outcome, lambda note: notes([note]))
    if json:
        print_json({**document(outcome), "folder": str(folder.path), "figure": str(figure)})
    else:
        _show(outcome, folder, figure)
    return outcome


@contextmanager
def _telling_what_is_kept(folder: StudyFolder, total: int) -> Iterator[Callable[[Numbered], object]]:
    """Give a function that keeps rows; say how many there are if somebody interrupts."""
    kept = dict(folder.rows)

    def keep(rows: Numbered) -> None:
        folder.keep(rows)
        kept.update(rows)

    try:
        yield keep
    except KeyboardInterrupt:
        if not kept:
            text = _(
                "no run is kept in {folder} yet: those that are trained together are kept when all of them have ended. "
                "The same command begins anew.",
                folder=str(folder.path),
            )
            notes([text])
            raise
        said = _n(
            "{n} of {total} runs is kept in {folder}; the same command goes on from there.",
            "{n} of {total} runs are kept in {folder}; the same command goes on from there.",
            len(kept),
            total=total,
            folder=str(folder.path),
        )
        notes([said])
        raise


def _on_going_on(folder: StudyFolder, total: int) -> list[Text]:
    """What is said of a folder that has rows already: how many, and whether new ones are computed the same way."""
    if not folder.rows:
        return []
    said = _n(
        "{n} of {total} runs is in {folder} already: the study goes on from there.",
        "{n} of {total} runs are in {folder} already: the study goes on from there.",
        len(folder.rows),
        total=total,
        folder=str(folder.path),
    )
    if len(folder.rows) >= total:
        said = _n(
            "The run is in {folder} already: nothing is trained again.",
            "All {n} runs are in {folder} already: nothing is trained again.",
            total,
            folder=str(folder.path),
        )
    if folder.is_of_this_machine or len(folder.rows) >= total:
        return [said]
    text = _("They were computed by other versions or on another machine: old and new ones may differ in rounding.")
    return [said, text]


def _show(outcome: Outcome, folder: StudyFolder, figure: Path) -> None:
    """Print the table, the findings, the sentence, and where everything is."""
    console = results()
    heading(console, _("The study: {kind}", kind=study_kind(outcome.kind)))
    _show_table(console, outcome.table)
    if outcome.findings:
        heading(console, _("What limits it"))
        findings(console, outcome.findings)
    heading(console, _("In plain words"))
    paragraph(console, outcome.sentence)
    heading(console, _("Kept in {folder}", folder=str(folder.path)))
    paragraph(console, _("study.json, runs.jsonl, table.csv, and the figure {figure}", figure=str(figure)))


def _show_table(console: Console, numbers: Table) -> None:
    from rich.cells import cell_len

    shown = table(*(column.title for column in numbers.columns))
    lines = numbers.rows[:MOST_ROWS]
    cells = [[column.shown(value) for column, value in zip(numbers.columns, line, strict=True)] for line in lines]
    for line in cells:
        row(shown, *line)
    widths = [max((cell_len(cell) for cell in some), default=0) for some in zip(*cells, strict=True)]
    natural = [max(width, cell_len(str(column.title))) for width, column in zip(widths, numbers.columns, strict=False)]
    if sum(natural) + GAP * (len(natural) - 1) > console.width:
        for one, column, width in zip(numbers.columns, shown.columns, widths, strict=False):
            column.max_width = max(width, _longest_word(str(one.title)))  # no number is folded
    console.print(shown)
    if len(lines) < len(numbers.rows):
        more = _n("and {n} row more in table.csv", "and {n} rows more in table.csv", len(numbers.rows) - len(lines))
        paragraph(console, more)


def _longest_word(title: str) -> int:
    """Letters of the longest word of a title; Chinese may be folded between any two characters."""
    from rich.cells import cell_len

    return max(len(word) if cell_len(word) == len(word) else NARROW for word in title.split())
