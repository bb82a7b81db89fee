"""``glasscat resume``: go on with a run that was stopped, or make a finished one longer."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glasscat.cli.clock import Clock
from glasscat.cli.kept import read, telling
from glasscat.cli.options import DataPlace, Debug, Json, Lang, RunFolder, TestPlace
from glasscat.cli.request import Request
from glasscat.cli.terminal import notes
from glasscat.cli.train_options import Figures
from glasscat.cli.training import Outcome, Trained, with_note
from glasscat.cli.training_shown import tell, telling_unkept
from glasscat.errors import ResumeError, StorageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.models.resumed import Resumed

Iterations = Annotated[
    int | None,
    typer.Option(metavar="N", help=str(_("Steps in all, from now on; also to make a finished run longer."))),
]


def resume(
    run: RunFolder,
    *,
    iterations: Iterations = None,
    data: DataPlace = None,
    test: TestPlace = None,
    figures: Figures = True,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Train on to the end, evaluate, save the run folder."""
    with telling_unkept(json=json):
        outcome = _go_on(run, iterations, data, test, figures=figures)
    tell(outcome, json=json)


def _go_on(run: Path, iterations: int | None, data: str | None, test: str | None, *, figures: bool) -> Outcome:
    """Load, go on from the newest checkpoint, judge, keep, draw; as `glasscat.cli.training.carry_out`."""
    from glasscat.data.inspection import inspect
    from glasscat.models.document import provenance
    from glasscat.models.resumed import resumed

    clock = Clock()
    done = None
    try:
        with telling(run), resumed(run, iterations, data=data, test=test) as opened:
            clock.load_ends()
            folder = opened.partial.place_like(run)
            request = _request_of(run, opened)
            begun = _("going on from iteration {iteration} of {steps}.", iteration=opened.iteration, steps=opened.steps)
            notes([*opened.notes, begun])
            held_out = opened.arguments["held_out"]
            trained_on = opened.data if held_out is None else with_note(opened.data, len(held_out))
            fitted, failure = read(opened.network, trained_on, opened.records())
            more = {"recipe": opened.recipe.as_json(), "checkpoint_every": opened.document["checkpoint_every"]}
            kept = provenance(fitted.data, asdict(request)) | more
            done = Trained.judged(request, fitted, failure, inspect(trained_on), clock, has_figures=figures)
            done.keep(opened.partial.folder, folder, kept)
        return done.conclude(folder)
    except StorageError as error:
        error.unkept = None if done is None else done.outcome
        raise


def _request_of(run: Path, opened: Resumed) -> Request:
    """Request that the run was begun with; GC-R52 for a run that was begun in Python."""
    try:
        return Request(**opened.document["plan"])
    except TypeError as error:
        problem = _("it was begun in Python, whose plan has other words.")
        raise ResumeError("GC-R52", str(run), problem, _("go on with it there: gc.resume(path).")) from error
