"""``glasscat study KIND``: many trainings, and what they say together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from glasscat.cli.options import DATA_PANEL, Debug, Json, Lang
from glasscat.cli.plan import Plan
from glasscat.cli.study_landscape import landscape, vectorization
from glasscat.cli.study_options import STUDY_PANEL, Out, planned
from glasscat.cli.study_shown import conduct
from glasscat.cli.training import hold_out, loaded
from glasscat.cli.vary import varied
from glasscat.cli.verbs import Verb, Verbs
from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.data.dataset import Dataset
    from glasscat.studies.parts import Make
    from glasscat.studies.study import Study
    from glasscat.training.plan import Plan as TrainingPlan

app = typer.Typer(cls=Verbs)

NONE: list[str] = []

Vary = Annotated[
    list[str],
    typer.Option(
        metavar="NAME=A,B,…|LOW..HIGH:N",
        help=str(_("Option of train and the values to try; may be given several times.")),
        rich_help_panel=STUDY_PANEL,
        show_default=False,
    ),
]
Random = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help=str(_("Draw N combinations at random instead of trying all.")),
        rich_help_panel=STUDY_PANEL,
        show_default=False,
    ),
]
Folds = Annotated[int, typer.Option(help=str(_("Parts, each held out once.")), rich_help_panel=STUDY_PANEL)]
Repeats = Annotated[
    int, typer.Option(help=str(_("How often the samples are divided anew.")), rich_help_panel=STUDY_PANEL)
]
Times = Annotated[int, typer.Option(help=str(_("Random splits to try.")), rich_help_panel=STUDY_PANEL)]
Draws = Annotated[int, typer.Option(help=str(_("Random draws of every training set.")), rich_help_panel=STUDY_PANEL)]
Sizes = Annotated[
    str | None,
    typer.Option(
        metavar="20,50,100",
        help=str(_("Numbers of training samples; else eight up to all there are.")),
        rich_help_panel=STUDY_PANEL,
        show_default=False,
    ),
]
SplitSeed = Annotated[
    int,
    typer.Option(
        help=str(_("Of how the samples are divided; --seed is that of training.")), rich_help_panel=STUDY_PANEL
    ),
]
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


@app.callback(invoke_without_command=True)
def study(context: typer.Context) -> None:
    """Show the help where no kind is given."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("sweep", cls=Verb, help=str(_("The same training with other settings, side by side.")))
@planned
def sweep(
    plan: Plan,
    *,
    vary: Vary = NONE,
    random: Random = None,
    out: Out = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Check every plan before anything is read, then train them all."""
    from glasscat.studies.grid import drawn, grid
    from glasscat.studies.sweeps import Sweep

    values = varied(vary)
    points = grid(values) if random is None else drawn(values, random, plan.seed)
    plans = [replace(plan, **point) for point in points]
    for one in plans:
        one.check()
    read = Reader()
    conduct(Sweep(points, [training_plan(one, read(one)) for one in plans]), out, read.notes(), json=json)


@app.command("cross-validate", cls=Verb, help=str(_("Judge each training sample by a model that has not seen it.")))
@planned
def cross_validate(
    plan: Plan,
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

    _on_parts(plan, lambda data, make: CrossValidation(data, make, folds, repeats, split_seed), out, json=json)


@app.command("resplit", cls=Verb, help=str(_("The test score of the given split among those of random ones.")))
@planned
def resplit(
    plan: Plan,
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

    _on_parts(plan, lambda data, make: Resplit(data, make, times, split_seed), out, json=json)


@app.command("learning-curve", cls=Verb, help=str(_("What more samples would bring, to train on and to test on.")))
@planned
def learning_curve(
    plan: Plan,
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
    _on_parts(plan, lambda data, make: LearningCurve(data, make, draws, numbers, split_seed), out, json=json)


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


class Reader:
    """Reads data once for all plans that read the same."""

    def __init__(self) -> None:
        self._by_options: dict[tuple[Any, ...], Dataset] = {}
        self._by_fingerprint: dict[str, Dataset] = {}

    def __call__(self, plan: Plan) -> Dataset:
        """Data of a plan; plans whose data turns out to be the same share it, so that they can be trained as one."""
        key = plan.data, plan.test, plan.holdout, plan.size, plan.fit, plan.skip_broken, plan.seed
        if key not in self._by_options:
            data = loaded(plan)
            self._by_options[key] = self._by_fingerprint.setdefault(data.fingerprint, data)
        return self._by_options[key]

    def notes(self) -> list[Any]:
        """Every note about what was read, each once."""
        return list({str(note): note for data in self._by_fingerprint.values() for note in data.notes}.values())


def training_plan(plan: Plan, data: Dataset) -> TrainingPlan:
    """What is typed as a plan of training on some data."""
    from glasscat.training.plan import Plan as TrainingPlan

    network = plan.network(data)
    if plan.patience is None:
        return TrainingPlan(network, data, **plan.training(len(data.train)))
    part, held_out = hold_out(data, plan)
    return TrainingPlan(network, part, held_out=held_out, **plan.training(len(part.train)))


def _on_parts(plan: Plan, study_of: Callable[[Dataset, Make], Study], out: Path | None, *, json: bool) -> None:
    """Check the plan, read the data, and carry out a study that trains by this plan on parts of them."""
    plan.check()
    data = loaded(plan)
    conduct(study_of(data, lambda part: training_plan(plan, part)), out, data.notes, json=json)


def _whole_numbers(words: str) -> list[int]:
    try:
        return [int(word) for word in words.split(",")]
    except ValueError:
        problem = _("they must be whole numbers with commas between them; found {found!r}.", found=words)
        raise UsageError("GC-Y13", "--sizes", problem, _("write it as in --sizes 20,50,100.")) from None
