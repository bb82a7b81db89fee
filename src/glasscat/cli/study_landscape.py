"""``glasscat study landscape`` and ``glasscat study vectorization``: one training looked at, and loops timed."""

from __future__ import annotations

from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glasscat.cli.options import Debug, Json, Lang
from glasscat.cli.plan import Plan
from glasscat.cli.study_options import STUDY_PANEL, Out, planned
from glasscat.cli.study_shown import conduct
from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.models.reopened import Reopened

Directions = Annotated[
    str | None,
    typer.Option(
        metavar="path|random|W1[0,3],b1",
        help=str(_("Directions of the slice: of the path, random ones, or two parameters.")),
        rich_help_panel=STUDY_PANEL,
        show_default=False,
    ),
]
Repeats = Annotated[int, typer.Option(help=str(_("How often each way is timed.")), rich_help_panel=STUDY_PANEL)]


@planned
def landscape(
    plan: Plan,
    *,
    directions: Directions = None,
    out: Out = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Train once more, and look around."""
    from glasscat.cli.study import training_plan
    from glasscat.cli.training import loaded
    from glasscat.studies.landscape_study import Landscape
    from glasscat.training.plan import Plan as TrainingPlan

    if Path(plan.data, "run.json").exists():
        run = _stored(plan)
        again = TrainingPlan(run.network, run.data, **run.arguments)
        conduct(Landscape(again, directions, plan.seed, run.stored.history), out, run.data.notes, json=json)
        return
    plan.check()
    found = loaded(plan)
    conduct(Landscape(training_plan(plan, found), directions, plan.seed), out, found.notes, json=json)


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


def _stored(plan: Plan) -> Reopened:
    """Run in the folder that is given as data; GC-Y35 where options of training are given, as it has its own."""
    from dataclasses import fields

    from glasscat.cli.train import train
    from glasscat.models.reopened import reopen

    parameters = signature(train).parameters
    for field in fields(plan):
        if field.name not in {"data", "test", "seed"} and getattr(plan, field.name) != parameters[field.name].default:
            problem = _("{run} is a run, which is trained again as it was.", run=plan.data)
            option = f"--{field.name.replace('_', '-')}"
            raise UsageError("GC-Y35", option, problem, _("leave the options of training out, or give data."))
    return reopen(plan.data, test=plan.test)
