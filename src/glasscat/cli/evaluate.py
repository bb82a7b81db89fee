"""``glasscat evaluate``: the verdict of a saved model on data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glasscat.cli.model import model_of
from glasscat.cli.options import DATA_PANEL, Debug, Json, Lang, Model, SkipBroken
from glasscat.cli.terminal import heading, notes, print_json, progress, results
from glasscat.i18n import _

Judged = Annotated[
    str,
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


def evaluate(
    model: Model,
    data: Judged,
    *,
    train: Train = None,
    skip_broken: SkipBroken = False,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Load the model, then the data as the model wants it, and judge."""
    from glasscat.data.dataset import Dataset
    from glasscat.data.inspection import inspect
    from glasscat.data.load import load, load_samples
    from glasscat.evaluation.verdict import judge

    judged = model_of(model)
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
    verdict = judge(
        probabilities,
        samples,
        names,
        train=known,
        memory=judged.memory,
        threshold=judged.threshold,
        findings=found,
    )
    notes(made)
    if json:
        print_json(verdict.as_json())
        return
    console = results()
    heading(console, _("The verdict of {model} on {data}", model=str(model), data=data))
    console.print(str(verdict))
