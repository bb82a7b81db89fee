"""``glasscat train``: train, evaluate, save a run folder."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import typer

from glasscat.cli.options import Data, Debug, Fit, Holdout, Json, Lang, Overwrite, Seed, Size, SkipBroken, Test
from glasscat.cli.request import Request
from glasscat.cli.train_options import (
    L2,
    Activation,
    BatchNorm,
    BatchSize,
    Beta2,
    CheckpointEvery,
    ClassWeight,
    ClipNorm,
    ClipValue,
    Dropout,
    Dtype,
    Epochs,
    Epsilon,
    Figures,
    Freeze,
    Init,
    InitScale,
    Iterations,
    Layers,
    LearningRate,
    Loss,
    Method,
    Momentum,
    Name,
    Optimizer,
    Out,
    Patience,
    PrintEvery,
    Schedule,
    StopCost,
    WarmUp,
    WeightDecay,
)
from glasscat.cli.training import carry_out
from glasscat.cli.training_shown import tell, telling_unkept
from glasscat.errors import UsageError
from glasscat.i18n import _


def train(
    context: typer.Context,
    data: Data = "drawn-cats",
    *,
    test: Test = None,
    holdout: Holdout = 0.2,
    size: Size = None,
    fit: Fit = "crop",
    skip_broken: SkipBroken = False,
    layers: Layers = "",
    activation: Activation = "relu",
    init: Init = None,
    init_scale: InitScale = 0.01,
    loss: Loss = "cross-entropy",
    batch_norm: BatchNorm = False,
    dropout: Dropout = 0.0,
    optimizer: Optimizer = "gd",
    learning_rate: LearningRate = None,
    momentum: Momentum = None,
    beta2: Beta2 = None,
    epsilon: Epsilon = None,
    clip_value: ClipValue = None,
    clip_norm: ClipNorm = None,
    freeze: Freeze = None,
    schedule: Schedule = "constant",
    warmup: WarmUp = 0,
    iterations: Iterations = None,
    epochs: Epochs = None,
    batch_size: BatchSize = "all",
    stop_cost: StopCost = None,
    patience: Patience = None,
    l2: L2 = 0.0,
    weight_decay: WeightDecay = None,
    class_weight: ClassWeight = None,
    seed: Seed = 0,
    dtype: Dtype = "float64",
    method: Method = "auto",
    print_every: PrintEvery = 100,
    checkpoint_every: CheckpointEvery = None,
    name: Name = None,
    out: Out = None,
    overwrite: Overwrite = False,
    figures: Figures = True,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Carry out what was asked for, and say what came of it. Its settings are taken by name from the context."""
    request = Request.of(context.params)
    if name is not None and Path(name).name != name:
        raise UsageError(
            "GC-U79", "--name", _("it must be a plain name; found {name!r}.", name=name), _("give a path with --out.")
        )
    folder = out or Path("runs") / (name or _free_name(data))
    with telling_unkept(json=json):
        outcome = carry_out(request, folder, overwrite=overwrite, figures=figures)
    tell(outcome, json=json)


def _free_name(data: str) -> str:
    """Name of the data with the first number that no run has yet."""
    stem = Path(data).resolve().stem if Path(data).exists() else data
    names = (f"{stem}-{k}" for k in count(1))
    return next(name for name in names if not any((Path("runs") / f"{name}{end}").exists() for end in ("", ".partial")))
