"""Layers of a fully connected network, from the sizes and names that people give."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _
from glasscat.layers.activation import LeakyReLU, ReLU, Sigmoid, Tanh
from glasscat.layers.batch_norm import BatchNorm
from glasscat.layers.dense import Dense
from glasscat.layers.dropout import Dropout
from glasscat.layers.layer import Weighted
from glasscat.layers.output import SigmoidOutput, SoftmaxOutput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from glasscat.layers.dense import Init
    from glasscat.layers.layer import Layer
    from glasscat.layers.output import Loss, Output

Activation = Literal["relu", "leaky-relu", "tanh", "sigmoid"]
ACTIVATIONS: Mapping[Activation, Layer] = {
    "relu": ReLU(),
    "leaky-relu": LeakyReLU(),
    "tanh": Tanh(),
    "sigmoid": Sigmoid(),
}


def dense_stack(
    hidden: Sequence[int],
    n_units: int,
    activation: Activation = "relu",
    init: Init | None = None,
    init_scale: float = 0.01,
    *,
    batch_norm: bool = False,
    dropout: float = 0.0,
) -> tuple[Layer, ...]:
    """Hidden layers, each with what goes with it, and the last dense layer.

    Parameters
    ----------
    hidden : sequence of int
        Units of each hidden layer.
    n_units : int
        Units of the last layer.
    activation, init, init_scale, batch_norm, dropout
        As for `glasscat.Network.dense`.

    Raises
    ------
    UsageError
        GC-U01, GC-U02, GC-U05, GC-U60: a layer without units, an unknown name, or a dropout of 1.
    """
    if activation not in ACTIVATIONS:
        raise unknown_name("GC-U05", _("activation"), activation, ACTIVATIONS)
    if init is None:
        init = "zeros" if not hidden else "he" if "relu" in activation else "xavier"
    switch_off = Dropout(dropout)
    layers: list[Layer] = []
    for n in hidden:
        layers.append(Dense(n, init, init_scale))
        if batch_norm:
            layers.append(BatchNorm())
        layers.append(ACTIVATIONS[activation])
        if dropout:
            layers.append(switch_off)
    return (*layers, Dense(n_units, init, init_scale))


def output_of(n_classes: int, loss: Loss) -> SigmoidOutput | SoftmaxOutput:
    """One sigmoid unit for two classes, softmax above.

    Raises
    ------
    UsageError
        GC-U03, GC-U06: an unknown loss, or fewer than two classes.
    """
    if n_classes < 2:
        problem = _("a classifier needs at least two classes; found {n}.", n=n_classes)
        raise UsageError("GC-U06", _("classes"), problem, _("give 2 or more."))
    return SigmoidOutput(loss) if n_classes == 2 else SoftmaxOutput(n_classes, loss)


def check_output(n_features: int, layers: Sequence[Layer], output: Output) -> None:
    """Refuse layers that do not end as their output needs it.

    Raises
    ------
    UsageError
        GC-U69, if the last layer is not a dense one with as many units as the output takes.
    """
    units = list(accumulate(layers, lambda n_prev, layer: layer.n_out(n_prev), initial=n_features))
    if not layers or not isinstance(layers[-1], Weighted) or units[-1] != output.n_units:
        raise UsageError(
            "GC-U69",
            _("network"),
            _(
                "it must end in a dense layer with as many units as its output takes, {expected}; found {found}.",
                expected=output.n_units,
                found=" → ".join(map(str, units)),
            ),
            _("end it in Dense({n}).", n=output.n_units),
        )
