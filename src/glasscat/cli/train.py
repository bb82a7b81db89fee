"""``glasscat train``: train, evaluate, save a run folder."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, cast

from glasscat.cli.options import Data, Debug, Fit, Holdout, Json, Lang, Overwrite, Seed, Size, SkipBroken, Test
from glasscat.cli.plan import Plan
from glasscat.cli.terminal import notes, print_json
from glasscat.cli.train_options import (
    L2,
    Activation,
    BatchNorm,
    BatchSize,
    Beta2,
    ClassWeight,
    Dropout,
    Dtype,
    Epochs,
    Epsilon,
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
from glasscat.cli.training import carry_out, show

if TYPE_CHECKING:
    from glasscat.data.reading import Fit as Crop


def train(
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
    name: Name = None,
    out: Out = None,
    overwrite: Overwrite = False,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Collect the settings into a plan, carry it out, and say what came of it."""
    plan = Plan(
        data=data,
        test=test,
        holdout=holdout,
        size=size,
        fit=cast("Crop", fit),
        skip_broken=skip_broken,
        layers=layers,
        activation=activation,
        init=init,
        init_scale=init_scale,
        loss=loss,
        batch_norm=batch_norm,
        dropout=dropout,
        optimizer=optimizer,
        learning_rate=learning_rate,
        momentum=momentum,
        beta2=beta2,
        epsilon=epsilon,
        schedule=schedule,
        warmup=warmup,
        iterations=iterations,
        epochs=epochs,
        batch_size=batch_size,
        stop_cost=stop_cost,
        patience=patience,
        l2=l2,
        weight_decay=weight_decay,
        class_weight=class_weight,
        seed=seed,
        dtype=dtype,
        method=method,
        print_every=print_every,
    )
    outcome = carry_out(plan, out or Path("runs") / (name or _free_name(data)), overwrite=overwrite)
    if json:
        notes(outcome.fitted.data.notes)
        print_json(outcome.document)
    else:
        show(outcome)


def _free_name(data: str) -> str:
    """Name of the data with the first number that no run has yet."""
    stem = Path(data).resolve().stem if Path(data).exists() else data
    return next(name for k in count(1) if not (Path("runs") / (name := f"{stem}-{k}")).exists())
