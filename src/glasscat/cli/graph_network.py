"""What ``glasscat graph`` shows instead of an expression: a network, trained or drawn at random, with its cost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from glasscat.cli.model import model_of
from glasscat.cli.options import DATA_PANEL
from glasscat.cli.request import hidden_layers
from glasscat.cli.terminal import notes, progress
from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glasscat.graph import Graph
    from glasscat.i18n import Text
    from glasscat.layers.output import Loss as LossName
    from glasscat.layers.stack import Activation as ActivationName


def _network(text: Text, metavar: str | None = None) -> Any:  # noqa: ANN401  (typer's own type)
    return typer.Option(
        help=str(text), metavar=metavar, rich_help_panel=str(_("A network instead")), show_default=False
    )


Network = Annotated[Path | None, _network(_("Show this trained network: a run folder or model.safetensors."), "MODEL")]
Layers = Annotated[
    str | None, _network(_('Show a network with random numbers and these hidden layers; "" for one neuron.'), "3")
]
Features = Annotated[int | None, _network(_("Numbers in each sample, 2 if not given."), "N")]
Classes = Annotated[int | None, _network(_("Two, one sigmoid unit at the end; or more, softmax."), "K")]
Activation = Annotated[
    str | None, _network(_("Of the hidden layers; relu if not given."), "relu|leaky-relu|tanh|sigmoid")
]
Loss = Annotated[str | None, _network(_("cross-entropy if not given."), "cross-entropy|squared-error")]
BatchNorm = Annotated[
    bool,
    typer.Option(
        "--batch-norm",
        help=str(_("Normalise every hidden layer over the samples.")),
        rich_help_panel=str(_("A network instead")),
    ),
]
Dropout = Annotated[float | None, _network(_("Share of each hidden layer that is switched off."), "P")]
Samples = Annotated[int | None, _network(_("How many samples to show it with, 2 if not given."), "M")]
Seed = Annotated[int | None, _network(_("Of everything random, 0 if not given."))]
Data = Annotated[
    str | None,
    typer.Option(
        metavar="DATA",
        help=str(_("Where the samples for --network come from; of data with parts, the test part.")),
        rich_help_panel=DATA_PANEL,
        show_default=False,
    ),
]

SAMPLES, FEATURES, CLASSES = 2, 2, 2


def check_source(expression: str | None, options: Mapping[str, object]) -> None:
    """Exactly one of an expression, --network and --layers says what to show, and only its own options are given.

    Parameters
    ----------
    expression : str or None
    options : mapping
        From names such as ``--layers`` to what was given, None or False where nothing was.

    Raises
    ------
    UsageError
        GC-U97
    """
    given = [name for name, value in options.items() if value is not None and value is not False]
    sources = [name for name in ("--network", "--layers") if name in given]
    where = "glasscat graph"
    if len(sources) + (expression is not None) != 1:
        problem = _("one thing to show was expected: an expression, --network or --layers.")
        raise UsageError("GC-U97", where, problem, _('give one of them, such as "3*(a + b*c)" a=5 b=3 c=2.'))
    drawn_only = set(options) - {"--network", "--data", "--samples", "--seed"}
    unused = {"--layers": {"--data", "--network"}, "--network": drawn_only}.get("".join(sources), set(options))
    if odd := [name for name in given if name in unused]:
        problem = _("{option} means nothing here.", option=odd[0])
        fix = _("leave it out; --data goes with --network, and what a network is made of with --layers.")
        raise UsageError("GC-U97", where, problem, fix)
    if sources == ["--network"] and "--data" not in given:
        raise UsageError("GC-U97", "--network", _("no samples are given."), _("add --data DATA, such as drawn-cats."))


def random_network(options: Mapping[str, Any]) -> Graph:
    """Graph of a network with random parameters and samples, rounded to two digits so that they are easy to read.

    Raises
    ------
    UsageError
        GC-U97, GC-U17, GC-U23: what is no number of samples, layers, or seed; and those of `Network.dense`.
    """
    import numpy as np

    from glasscat.checks.network_graph import network_graph
    from glasscat.data.splits import check_seed
    from glasscat.network import Network as Dense

    features = _count("--features", options["--features"], FEATURES)
    samples = _count("--samples", options["--samples"], SAMPLES)
    classes = CLASSES if options["--classes"] is None else options["--classes"]
    seed = options["--seed"] or 0
    check_seed(seed)
    network = Dense.dense(
        features,
        hidden_layers(options["--layers"]),
        classes,
        activation=cast("ActivationName", options["--activation"] or "relu"),
        loss=cast("LossName", options["--loss"] or "cross-entropy"),
        batch_norm=options["--batch-norm"],
        dropout=options["--dropout"] or 0.0,
    )
    rng = np.random.default_rng(seed)
    X = np.round(rng.standard_normal((features, samples)), 2)
    y = rng.permutation(np.arange(samples) % classes)
    theta = network.initial(seed)
    theta = np.round(theta + 0.1 * rng.standard_normal(theta.shape), 2)
    return network_graph(network, X, network.targets(y), theta, seed=seed)


def trained_network(options: Mapping[str, Any]) -> Graph:
    """Graph of a trained network on the first samples of some data.

    Raises
    ------
    UsageError
        GC-U97: no number of samples.
    ModelError
        GC-M01 to GC-M11, of the model.
    DataError
        GC-D01 to GC-D60, of the data.
    """
    import numpy as np

    from glasscat.checks.network_graph import network_graph
    from glasscat.data.load import load_samples

    n = _count("--samples", options["--samples"], SAMPLES)
    model, data = model_of(options["--network"]), options["--data"]
    size = model.preprocessing.size if Path(data).is_dir() else None
    with progress(_("reading pictures")) as bar:
        samples, _names, made = load_samples(
            data, class_names=model.class_names, size=size, fit=model.preprocessing.fit, progress=bar
        )
    if n > len(samples):
        problem = _("the data has {m} samples; found {n}.", m=len(samples), n=n)
        raise UsageError("GC-U97", "--samples", problem, _("ask for fewer."))
    notes(made)
    return network_graph(model, samples.take(np.arange(n)), seed=options["--seed"] or 0)


def _count(name: str, given: int | None, default: int) -> int:
    if given is not None and given < 1:
        problem = _("it must be at least 1; found {found}.", found=given)
        raise UsageError("GC-U97", name, problem, _("give for example {example}.", example=default))
    return default if given is None else given
