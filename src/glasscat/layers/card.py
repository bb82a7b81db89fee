"""Layers in a notebook: boxes with their units, their parameters and what becomes of Z."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from glasscat.i18n import _, _n
from glasscat.layers.activation import LeakyReLU, ReLU, Sigmoid, Tanh
from glasscat.layers.batch_norm import BatchNorm
from glasscat.layers.dropout import Dropout
from glasscat.layers.layer import Weighted
from glasscat.layers.output import SigmoidOutput, SoftmaxOutput
from glasscat.notebook.boxes import Box, boxes
from glasscat.notebook.fragment import card, paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.i18n import Text
    from glasscat.layers.layer import Layer
    from glasscat.layers.output import Output
    from glasscat.notebook.fragment import Fragment


def network_card(n_features: int, layers: Sequence[Layer], output: Output) -> str:
    """Show the layers of a network and its output: what `_repr_html_` returns."""
    sizes, n_parameters = _counted(n_features, layers)
    return card(
        " → ".join(f"{size:,}" for size in sizes),
        network_boxes(n_features, layers, output),
        paragraph(_n("{n:,} parameter", "{n:,} parameters", n_parameters), *_loss(output), quiet=True),
    )


def network_boxes(n_features: int, layers: Sequence[Layer], output: Output) -> Fragment:
    """Draw a box for the input and for each dense layer, with what goes with the layer below it."""
    groups = _groups(n_features, layers)
    row = [Box(n_features, (_("input"),))]
    for k, (units, n_parameters, words) in enumerate(groups):
        does = [*words, _last(output)] if k == len(groups) - 1 else words or [_("linear")]
        row.append(Box(units, tuple(does), _n("{n:,} parameter", "{n:,} parameters", n_parameters)))
    sizes, _n_parameters = _counted(n_features, layers)
    return boxes(row, " → ".join(map(str, sizes)))


def _counted(n_features: int, layers: Sequence[Layer]) -> tuple[list[int], int]:
    groups = _groups(n_features, layers)
    return [n_features, *(units for units, _n_parameters, _words in groups)], sum(group[1] for group in groups)


def _groups(n_features: int, layers: Sequence[Layer]) -> list[tuple[int, int, list[Text | str]]]:
    """Each layer with weights and what follows it: units, parameters, and what is done to its Z."""
    groups: list[tuple[int, int, list[Text | str]]] = []
    n_prev = n_features
    for number, layer in enumerate(layers):
        n = layer.n_out(n_prev)
        own = sum(prod(entry.shape) for entry in layer.entries(n_prev, number))
        if isinstance(layer, Weighted) or not groups:
            groups.append((n, own, []))
        else:
            _units, before, words = groups[-1]
            groups[-1] = n, before + own, [*words, _called(layer)]
        n_prev = n
    return groups


def _called(layer: Layer) -> Text | str:
    """A layer without weights as people call it."""
    if isinstance(layer, Dropout):
        return _("dropout {p:g}", p=layer.p)
    names: dict[type, Text | str] = {
        ReLU: "ReLU",
        LeakyReLU: "leaky ReLU",
        Tanh: "tanh",
        Sigmoid: "sigmoid",
        BatchNorm: _("batch norm"),
    }
    return names.get(type(layer), type(layer).__name__)


def _last(output: Output) -> str:
    """The last activation."""
    return {SigmoidOutput: "sigmoid", SoftmaxOutput: "softmax"}.get(type(output), type(output).__name__)


def _loss(output: Output) -> list[object]:
    """The loss, where the output has one of glasscat's."""
    if not isinstance(output, SigmoidOutput | SoftmaxOutput):
        return []
    names = {"cross-entropy": _("cross-entropy"), "squared-error": _("squared error")}
    return [" · ", names[output.loss]]
