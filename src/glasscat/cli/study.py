"""``glasscat study KIND``: many trainings, and what they say together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glasscat.cli.options import DATA_PANEL, Debug, Json, Lang
from glasscat.cli.request import Request
from glasscat.cli.study_landscape import landscape, vectorization
from glasscat.cli.study_options import Out, of_study, requested
from glasscat.cli.study_plans import Reader, training_plan
from glasscat.cli.study_shown import conduct
from glasscat.cli.terminal import notes
from glasscat.cli.training import loaded
from glasscat.cli.vary import on_layers, varied
from glasscat.cli.verbs import Verb, Verbs
from glasscat.errors import DivergedError, UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.data.dataset import Dataset
    from glasscat.studies.parts import Make
    from glasscat.studies.study import Study

app = typer.Typer(cls=Verbs)

NONE: list[str] = []

Vary = Annotated[
    list[str],
    of_study(
        _(
            "Option of train and the values to try; may be given several times. Values that hold commas are separated "
            "by semicolons, as in layers=5;20,7,5. LOW..HIGH:N are N numbers: in equal steps if they are whole or "
            "begin at 0, else in equal ratios."
        ),
        "NAME=A,B,…|LOW..HIGH:N",
    ),
]
Random = Annotated[int | None, of_study(_("Draw N combinations at random instead of trying all."), "N")]
Folds = Annotated[int, of_study(_("Parts, each held out once."))]
Repeats = Annotated[int, of_study(_("How often the samples are divided anew."))]
Times = Annotated[int, of_study(_("Random splits to try."))]
Draws = Annotated[int, of_study(_("Random draws of every training set."))]
Sizes = Annotated[str | None, of_study(_("Numbers of training samples; else eight up to all there are."), "20,50,100")]
SplitSeed = Annotated[int, of_study(_("Of how the samples are divided; --seed is that of training."))]
Runs = Annotated[
    list[Path], typer.Argument(metavar="RUN...", help=str(_("Run folders, two or more.")), show_default=False)
]
OtherTest = Annotated[
    str | None,
    typer.Option(
        metavar="DATA",
        help=str(_("Compare on this test set; else on that of the runs.")),
        rich_help_panel=DATA_PANEL,
        show_default=False,
    ),
]


@app.command("sweep", cls=Verb, help=str(_("The same training with other settings, side by side.")))
@requested
def sweep(
    request: Request,
    *,
    vary: Vary = NONE,
    random: Random = None,
    out: Out = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Check every request before anything is read, then train them all; exit as a training does if all of them fail."""
    from glasscat.studies.grid import drawn, grid
    from glasscat.studies.sweeps import Sweep, Swept

    values = varied(vary)
    notes(on_layers(vary))
    points = grid(values) if random is None else drawn(values, random, request.seed)
    requests = [replace(request, **point) for point in points]
    for one in requests:
        one.check()
    read = Reader()
    study = Sweep(points, [training_plan(one, read(one)) for one in requests])
    outcome = conduct(study, out, read.notes(), json=json)
    if isinstance(outcome, Swept) and not outcome.finished:
        raise typer.Exit(DivergedError.exit_code)


@app.command("cross-validate", cls=Verb, help=str(_("Judge each training sample by a model that has not seen it.")))
@requested
def cross_validate(
    request: Request,
    *,
    folds: Folds = 5,
    repeats: Repeats = 5,
    split_seed: SplitSeed = 0,
    out: Out = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Hold every fold out once."""
    from glasscat.studies.cross_validation import CrossValidation

    _on_parts(request, lambda data, make: CrossValidation(data, make, folds, repeats, split_seed), out, json=json)


@app.command("resplit", cls=Verb, help=str(_("The test score of the given split among those of random ones.")))
@requested
def resplit(
    request: Request,
    *,
    times: Times = 40,
    split_seed: SplitSeed = 0,
    out: Out = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Divide all samples anew, again and again."""
    from glasscat.studies.resplits import Resplit

    _on_parts(request, lambda data, make: Resplit(data, make, times, split_seed), out, json=json)


@app.command("learning-curve", cls=Verb, help=str(_("What more samples would bring, to train on and to test on.")))
@requested
def learning_curve(
    request: Request,
    *,
    draws: Draws = 20,
    sizes: Sizes = None,
    split_seed: SplitSeed = 0,
    out: Out = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Train on more and more samples."""
    from glasscat.studies.learning_curves import LearningCurve

    numbers = None if sizes is None else _whole_numbers(sizes)
    _on_parts(request, lambda data, make: LearningCurve(data, make, draws, numbers, split_seed), out, json=json)


@app.command("compare", cls=Verb, help=str(_("Whether one run is better than another, on the same test samples.")))
def compare(
    runs: Runs,
    *,
    test: OtherTest = None,
    out: Out = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Let each model answer the same samples."""
    from glasscat.cli.study_compare import comparison

    study, notes = comparison(runs, test)
    conduct(study, out, notes, json=json)


app.command(
    "landscape", cls=Verb, help=str(_("The cost surface around the path of a training: on DATA, or a run's folder."))
)(landscape)
app.command("vectorization", cls=Verb, help=str(_("Loops against vectors, timed; and how shapes meet.")))(vectorization)


def _on_parts(request: Request, study_of: Callable[[Dataset, Make], Study], out: Path | None, *, json: bool) -> None:
    """Check the request, read the data, and carry out a study that trains as it says on parts of them."""
    request.check()
    data = loaded(request)
    conduct(study_of(data, lambda part: training_plan(request, part)), out, data.notes, json=json)


def _whole_numbers(words: str) -> list[int]:
    try:
        return [int(word) for word in words.split(",")]
    except ValueError:
        problem = _("they must be whole numbers with commas between them; found {found!r}.", found=words)
        raise UsageError("GC-Y13", "--sizes", problem, _("write it as in --sizes 20,50,100.")) from None
