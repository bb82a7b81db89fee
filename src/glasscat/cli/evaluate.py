"""``glasscat evaluate``: the verdict of a saved model on data, or whether it still says what it said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glasscat.cli.model import model_of
from glasscat.cli.options import DATA_PANEL, Debug, Json, Lang, Model, SkipBroken
from glasscat.cli.terminal import heading, notes, paragraph, print_json, progress, results
from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.models.model import Model as Classifier

Judged = Annotated[
    str | None,
    typer.Argument(
        metavar="DATA",
        help=str(_("Data that the model has not seen; of data with parts, the test part.")),
        show_default=False,
    ),
]
Train = Annotated[
    str | None,
    typer.Option(
        metavar="DATA",
        help=str(_("The data it was trained on, for more baselines and to find pictures that it has seen.")),
        rich_help_panel=DATA_PANEL,
        show_default=False,
    ),
]

SelfTest = Annotated[
    bool,
    typer.Option(
        "--self-test",
        help=str(_("Ask the model again about the samples that travel with it, and compare; DATA is not needed.")),
    ),
]


def evaluate(
    model: Model,
    data: Judged = None,
    *,
    self_test: SelfTest = False,
    train: Train = None,
    skip_broken: SkipBroken = False,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Load the model; have it take its self-test, if that was asked for, and judge it, if there is data."""
    if data is None and not self_test:
        fix = _("give data that the model has not seen, or --self-test.")
        raise UsageError("GC-U90", "glasscat evaluate", _("{name} is missing.", name="DATA"), fix)
    judged = model_of(model)
    if self_test:
        _ask_again(judged, alone=data is None, json=json)
    if data is not None:
        _judge(judged, model, data, train=train, skip_broken=skip_broken, json=json)


def _ask_again(model: Classifier, *, alone: bool, json: bool) -> None:
    """Compare what the model says of its self-test with what it said; beside a verdict that is only a note."""
    outcome = model.run_self_test()
    if not alone:
        notes([outcome.sentence])
    elif json:
        print_json(outcome.as_json())
    else:
        paragraph(results(), outcome.sentence)


def _judge(judged: Classifier, model: Path, data: str, *, train: str | None, skip_broken: bool, json: bool) -> None:
    """Load the data as the model wants it, and judge."""
    from glasscat.data.dataset import Dataset
    from glasscat.data.inspection import inspect
    from glasscat.data.load import load, load_samples
    from glasscat.evaluation.verdict import judge

    fit = judged.preprocessing.fit
    size = judged.preprocessing.size if Path(data).is_dir() else None
    with progress(_("reading pictures")) as bar:
        samples, names, made = load_samples(
            data, class_names=judged.class_names, size=size, fit=fit, skip_broken=skip_broken, progress=bar
        )
        known = None
        if train is not None:
            known = load(train, size=size, fit=fit, skip_broken=skip_broken, holdout=0, progress=bar).train
    probabilities = judged.probabilities(samples)
    found = () if known is None else inspect(Dataset(known, samples, names, data))
    with progress(_("judging")) as bar:
        verdict = judge(
            probabilities,
            samples,
            names,
            train=known,
            memory=judged.memory,
            threshold=judged.threshold,
            findings=found,
            progress=bar,
        )
    notes(made)
    if json:
        print_json(verdict.as_json())
        return
    console = results()
    heading(console, _("The verdict of {model} on {data}", model=str(model), data=data))
    console.print(str(verdict))
