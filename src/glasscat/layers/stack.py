"""Layers of a fully connected network, from the sizes and names that people give."""

from __future__ import annotations

from collections.abc import Iterable
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
from glasscat.typing import is_whole, shown

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
        GC-U01, GC-U02, GC-U05, GC-U60, GC-U89: a layer without units, an unknown name, a dropout of 1, or a
        ``batch_norm`` that is neither true nor false.
    """
    if not isinstance(activation, str) or activation not in ACTIVATIONS:
        raise unknown_name("GC-U05", _("activation"), activation, ACTIVATIONS)
    _check_flag(batch_norm)
    hidden = _units(hidden)
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


def _check_flag(batch_norm: object) -> None:
    """Refuse what is neither true nor false (GC-U89)."""
    if not isinstance(batch_norm, bool):
        problem = _("it must be True or False; found {found}.", found=shown(batch_norm))
        raise UsageError("GC-U89", _("batch normalisation"), problem, _("give batch_norm=True, or leave it out."))


def _units(hidden: object) -> list[int]:
    """Units of each hidden layer as a list; what they may be is checked by each layer."""
    if isinstance(hidden, str) or not isinstance(hidden, Iterable):
        problem = _("a list of whole numbers was expected; found {found}.", found=shown(hidden))
        raise UsageError("GC-U01", _("layers"), problem, _("give the units of each hidden layer: [20, 7, 5]."))
    return list(hidden)


def output_of(n_classes: int, loss: Loss) -> SigmoidOutput | SoftmaxOutput:
    """One sigmoid unit for two classes, softmax above.

    Raises
    ------
    UsageError
        GC-U03, GC-U06: an unknown loss, or fewer than two classes.
    """
    if not is_whole(n_classes) or n_classes < 2:
        problem = _("a classifier needs at least two classes; found {n}.", n=repr(n_classes))
        raise UsageError("GC-U06", _("classes"), problem, _("give 2 or more."))
    return SigmoidOutput(loss) if n_classes == 2 else SoftmaxOutput(n_classes, loss)


def check_output(n_features: int, layers: Sequence[Layer], output: Output) -> None:
    """Refuse features that are none, what is no layer, and layers that do not end as their output needs it.

    Raises
    ------
    UsageError
        GC-U98, if the number of features is not whole and above 0; GC-U69, if there is something else among the layers,
        or the last one is not a dense one with as many units as the output takes.
    """
    if not is_whole(n_features) or n_features < 1:
        problem = _("it must be a whole number of at least 1; found {found}.", found=repr(n_features))
        raise UsageError("GC-U98", "n_features", problem, _("give the numbers in one sample: data.n_features."))
    for layer in layers if isinstance(layers, tuple | list) else [layers]:
        if not hasattr(layer, "n_out"):
            problem = _("a tuple of layers was expected; found {found}.", found=shown(layer))
            raise UsageError("GC-U69", _("network"), problem, _("make them with Dense(20), ReLU(), Dense(1)."))
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
