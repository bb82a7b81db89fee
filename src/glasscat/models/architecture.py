"""A network in a file: a closed vocabulary of layers, checked word for word when it is read."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

from glasscat.errors import ModelError
from glasscat.i18n import _
from glasscat.layers import (
    BatchNorm,
    Dense,
    Dropout,
    LeakyReLU,
    Output,
    ReLU,
    Sigmoid,
    SigmoidOutput,
    SoftmaxOutput,
    Tanh,
)
from glasscat.layers.dense import Init  # noqa: TC001  (msgspec reads the annotations)
from glasscat.layers.layer import Layer  # noqa: TC001
from glasscat.layers.output import Loss  # noqa: TC001
from glasscat.network import Network

Size = Annotated[int, msgspec.Meta(ge=1)]
"""Units, features or classes."""


class _Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="layer"):
    """A word of the vocabulary; ``layer`` says which."""


class DenseWord(_Word, tag="dense", frozen=True):
    """`glasscat.layers.Dense`."""

    n: Size
    init: Init
    init_scale: float


class ActivationWord(_Word, tag="activation", frozen=True):
    """An activation without settings."""

    name: Literal["relu", "tanh", "sigmoid"]


class LeakyReLUWord(_Word, tag="leaky-relu", frozen=True):
    """`glasscat.layers.LeakyReLU`."""

    slope: float


class BatchNormWord(_Word, tag="batch-norm", frozen=True):
    """`glasscat.layers.BatchNorm`."""

    momentum: Annotated[float, msgspec.Meta(ge=0, le=1)]
    epsilon: Annotated[float, msgspec.Meta(gt=0)]


class DropoutWord(_Word, tag="dropout", frozen=True):
    """`glasscat.layers.Dropout`."""

    p: Annotated[float, msgspec.Meta(ge=0, lt=1)]


class SigmoidWord(_Word, tag="sigmoid-output", frozen=True):
    """`glasscat.layers.SigmoidOutput`."""

    loss: Loss


class SoftmaxWord(_Word, tag="softmax-output", frozen=True):
    """`glasscat.layers.SoftmaxOutput`."""

    n_classes: Annotated[int, msgspec.Meta(ge=2)]
    loss: Loss


LayerWord: TypeAlias = DenseWord | ActivationWord | LeakyReLUWord | BatchNormWord | DropoutWord
OutputWord: TypeAlias = SigmoidWord | SoftmaxWord


class Architecture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole network.

    Parameters
    ----------
    n_features : int
    layers : tuple of words
    output : word
    """

    n_features: Size
    layers: tuple[LayerWord, ...]
    output: OutputWord

    @classmethod
    def of(cls, network: Network) -> Architecture:
        """Spell a network out.

        Raises
        ------
        ModelError
            GC-M09, for a layer that the vocabulary has no word for.
        """
        return cls(
            network.n_features, tuple(_layer_word(layer) for layer in network.layers), _output_word(network.output)
        )

    def network(self) -> Network:
        """Build the network that is spelt out here."""
        return Network(self.n_features, tuple(_layer(word) for word in self.layers), _output(self.output))


_ACTIVATIONS: dict[Literal["relu", "tanh", "sigmoid"], Layer] = {"relu": ReLU(), "tanh": Tanh(), "sigmoid": Sigmoid()}


def _layer_word(layer: Layer) -> LayerWord:
    for name, activation in _ACTIVATIONS.items():
        if layer == activation:
            return ActivationWord(name)
    # exactly these types: what is made from one of them computes something else
    if type(layer) is Dense:
        return DenseWord(int(layer.n), layer.init, float(layer.init_scale))
    if type(layer) is LeakyReLU:
        return LeakyReLUWord(float(layer.slope))
    if type(layer) is BatchNorm:
        return BatchNormWord(float(layer.momentum), float(layer.epsilon))
    if type(layer) is Dropout:
        return DropoutWord(float(layer.p))
    raise _no_word(layer)


def _output_word(output: Output) -> OutputWord:
    if type(output) is SoftmaxOutput:
        return SoftmaxWord(int(output.n_classes), output.loss)
    if type(output) is SigmoidOutput:
        return SigmoidWord(output.loss)
    raise _no_word(output)


def _layer(word: LayerWord) -> Layer:
    match word:
        case DenseWord():
            return Dense(word.n, word.init, word.init_scale)
        case LeakyReLUWord():
            return LeakyReLU(word.slope)
        case BatchNormWord():
            return BatchNorm(word.momentum, word.epsilon)
        case DropoutWord():
            return Dropout(word.p)
        case ActivationWord():
            return _ACTIVATIONS[word.name]


def _output(word: OutputWord) -> Output:
    match word:
        case SoftmaxWord():
            return SoftmaxOutput(word.n_classes, word.loss)
        case SigmoidWord():
            return SigmoidOutput(word.loss)


def _no_word(part: Layer | Output) -> ModelError:
    return ModelError(
        "GC-M09",
        _("model"),
        _("a model file holds glasscat's own layers only; found {name}.", name=type(part).__name__),
        _("keep the parameters yourself, for example with numpy.savez(file, **run.parameters)."),
    )
