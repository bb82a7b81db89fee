"""``glasscat study landscape`` and ``glasscat study vectorization``: one training looked at, and loops timed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from glasscat.cli.options import Debug, Json, Lang
from glasscat.cli.request import Request
from glasscat.cli.study_options import Out, of_study, requested
from glasscat.cli.study_plans import training_plan
from glasscat.cli.study_shown import conduct
from glasscat.cli.train_defaults import given_options
from glasscat.cli.training import loaded
from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.models.reopened import Reopened

Directions = Annotated[
    str | None,
    of_study(_("Directions of the slice: of the path, random ones, or two parameters."), "path|random|W1[0,3],b1"),
]
Repeats = Annotated[int, of_study(_("How often each way is timed."))]


@requested
def landscape(
    request: Request,
    *,
    directions: Directions = None,
    out: Out = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Train once more, and look around."""
    from glasscat.studies.landscape_study import Landscape

    if Path(request.data, "run.json").exists():
        run = _stored(request)
        conduct(Landscape(run.plan, directions, request.seed, run.stored.history), out, run.data.notes, json=json)
        return
    request.check()
    found = loaded(request)
    conduct(Landscape(training_plan(request, found), directions, request.seed), out, found.notes, json=json)


def vectorization(
    *,
    repeats: Repeats = 5,
    out: Out = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Race loops against vectors."""
    from glasscat.studies.vectorization_study import Vectorization

    conduct(Vectorization(repeats=repeats), out, (), json=json)


def _stored(request: Request) -> Reopened:
    """Run in the folder that is given as data; GC-Y35 where options of training are given, as it has its own."""
    from glasscat.models.reopened import reopen

    settings = {name: value for name, value in asdict(request).items() if name not in {"data", "test", "seed"}}
    for option in given_options(settings):
        problem = _("{run} is a run, which is trained again as it was.", run=request.data)
        raise UsageError("GC-Y35", option, problem, _("leave the options of training out, or give data."))
    return reopen(request.data, test=request.test)
