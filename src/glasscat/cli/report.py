"""``glasscat report``: the HTML report of one run, or of several side by side."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from glasscat.cli.options import OUTPUT_PANEL, DataPlace, Debug, Json, Lang, TestPlace
from glasscat.cli.terminal import notes, paragraph, print_json, progress, results
from glasscat.cli.train_defaults import given_options
from glasscat.errors import DataError, ModelError, UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glasscat.reports.html import Subject

Runs = Annotated[
    list[Path],
    typer.Argument(metavar="RUN...", help=str(_("A run folder, or several to lay side by side.")), show_default=False),
]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help=str(_("The file; else report.html in the run folder, or, for several runs, in this folder.")),
        rich_help_panel=OUTPUT_PANEL,
        show_default=False,
    ),
]


def report(
    runs: Runs,
    *,
    data: DataPlace = None,
    test: TestPlace = None,
    out: Out = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Open each run with its data, and write the page."""
    from glasscat.reports.html import write_report

    if len(runs) > 1 and (data is not None or test is not None):
        problem = _("it says where the data of one run is; {n} runs were given.", n=len(runs))
        raise UsageError("GC-R03", "--test" if data is None else "--data", problem, _("leave it out."))
    if len({run.resolve() for run in runs}) < len(runs):
        raise UsageError("GC-R04", "RUN", _("a run was given twice."), _("name each run once."))
    path = out or (runs[0] if len(runs) == 1 else Path()) / "report.html"
    subjects = list(_subjects(runs, data, test))
    notes([text for subject in subjects for text in (subject.missing, subject.closed) if text is not None])
    size = write_report(path, subjects)
    if json:
        print_json({"report": str(path), "bytes": size, "runs": [str(run) for run in runs]})
    else:
        paragraph(results(), _("{path}: {size:.1f} MB, to open in any browser.", path=str(path), size=size / 1e6))
    for subject in subjects:
        if subject.wrong_note is not None:
            notes([subject.wrong_note])
            raise subject.wrong[0]


def _subjects(runs: Sequence[Path], data: str | None, test: str | None) -> Iterator[Subject]:
    """Open each run, and its numbers as long as all trainings together do not last too long."""
    from glasscat.cli import report_numbers
    from glasscat.models.run_names import run_names

    left = report_numbers.LONGEST
    for run, name in zip(runs, run_names(runs), strict=True):
        subject = _subject(run, name, data, test, alone=len(runs) == 1, longest=left)
        if subject.book is not None:
            left -= subject.stored.history.seconds
        yield subject


def _subject(run: Path, name: str, data: str | None, test: str | None, *, alone: bool, longest: float) -> Subject:
    """Open a run; one whose data has gone is reported on without pictures, unless it was said where the data is."""
    from glasscat.cli.report_numbers import closed, numbers_of
    from glasscat.models.needed import check_needed
    from glasscat.models.reopened import reopen
    from glasscat.models.run_folder import load_run
    from glasscat.reports.html import Subject

    stored = load_run(run)
    check_needed(run, stored.document)
    notes(stored.model.notes)
    command = command_of(stored.document["plan"])
    try:
        reopened = reopen(run, data, test=test)
    except (DataError, ModelError) as error:
        if data is not None or test is not None:
            raise
        missing = _("{run}: there are no pictures in this report: {problem}", run=name, problem=error.problem)
        return Subject(stored, None, missing, command, (), closed(error.problem), called=name)
    with progress(_("opening numbers")):
        numbers = numbers_of(reopened, alone=alone, longest=longest)
    more = (numbers.opened, numbers.closed, numbers.printed, numbers.book)
    return Subject(stored, reopened.data, None, command, *more, called=name)


def command_of(plan: dict[str, Any]) -> str | None:
    """What was typed to train a run, from its plan; None for a run that was made in Python."""
    if "data" not in plan or "architecture" in plan:
        return None
    words = ["glasscat", "train", str(plan["data"])]
    for option, value in given_options({name: value for name, value in plan.items() if name != "data"}).items():
        words += [option] if value is True else [option, str(value)]
    return shlex.join(words)
