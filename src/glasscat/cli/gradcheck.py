"""``glasscat gradcheck``: the backward pass beside other ways to the gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from glasscat.cli.options import Debug, Json, Lang
from glasscat.cli.request import hidden_layers
from glasscat.cli.terminal import notes, print_json, results
from glasscat.cli.train_options import Activation, BatchNorm, Dropout, Layers, Loss
from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.layers.output import Loss as LossName
    from glasscat.layers.stack import Activation as ActivationName

BUG = 70
"""Exit code where glasscat's own backward pass is wrong."""

Samples = Annotated[int, typer.Option(metavar="M", help=str(_("Random samples to check with.")))]
Features = Annotated[int, typer.Option(metavar="N", help=str(_("Numbers in each sample.")))]
Classes = Annotated[int, typer.Option(metavar="K", help=str(_("Two: one sigmoid unit at the end; more: softmax.")))]
Epsilon = Annotated[float, typer.Option(help=str(_("Length of a nudge for the differences.")))]

Seed = Annotated[int, typer.Option(help=str(_("Of the parameters, the samples and the dropout masks.")))]


def gradcheck(
    *,
    layers: Layers = "4,3",
    activation: Activation = "relu",
    loss: Loss = "cross-entropy",
    batch_norm: BatchNorm = False,
    dropout: Dropout = 0.0,
    samples: Samples = 5,
    features: Features = 6,
    classes: Classes = 2,
    epsilon: Epsilon = 1e-4,
    seed: Seed = 0,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Build a network, draw samples, compare."""
    import numpy as np

    from glasscat.checks.gradients import check_gradients
    from glasscat.checks.report_table import layout
    from glasscat.data.splits import check_seed
    from glasscat.network import Network

    check_seed(seed)
    _check_sizes(samples, features, classes, batch_norm=batch_norm)
    network = Network.dense(
        features,
        hidden_layers(layers),
        classes,
        activation=cast("ActivationName", activation),
        loss=cast("LossName", loss),
        batch_norm=batch_norm,
        dropout=dropout,
    )
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((features, samples))
    report = check_gradients(network, X, network.targets(rng.integers(0, classes, samples)), epsilon=epsilon, seed=seed)
    if json:
        notes(report.notes)
        print_json(report.as_json())
    else:
        results().print(layout(report))
    if not report.passed:
        raise typer.Exit(BUG)


def _check_sizes(samples: int, features: int, classes: int, *, batch_norm: bool) -> None:
    """Refuse samples that no network can be checked with: GC-K10, GC-U06, GC-K07."""
    for name, n in (("--samples", samples), ("--features", features)):
        if n < 1:
            raise UsageError(
                "GC-K10", name, _("it must be at least 1; found {found}.", found=n), _("give for example 5.")
            )
    if classes < 2:
        problem = _("a classifier needs at least two classes; found {n}.", n=classes)
        raise UsageError("GC-U06", "--classes", problem, _("give 2 or more."))
    if batch_norm and samples < 2:
        problem = _("batch normalisation needs at least 2 samples; found 1.")
        raise UsageError("GC-K07", "--samples", problem, _("give more samples."))
