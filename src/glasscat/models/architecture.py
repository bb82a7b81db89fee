"""A network in a file: a closed vocabulary of layers, checked word for word when it is read."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from glasscat.layers import Dense, LeakyReLU, ReLU, Sigmoid, SigmoidOutput, SoftmaxOutput, Tanh
from glasscat.layers.dense import Init
from glasscat.layers.layer import Layer
from glasscat.layers.output import Loss
from glasscat.network import Network

Size = Annotated[int, msgspec.Meta(ge=1, le=2**31)]
"""Units, features or classes; the upper end only keeps a forged file from asking for absurd arrays."""


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


class SigmoidWord(_Word, tag="sigmoid-output", frozen=True):
    """`glasscat.layers.SigmoidOutput`."""

    loss: Loss


class SoftmaxWord(_Word, tag="softmax-output", frozen=True):
    """`glasscat.layers.SoftmaxOutput`."""

    n_classes: Size
    loss: Loss


class Architecture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole network.

    Parameters
    ----------
    n_features : int
    layers : tuple of words
    output : word
    """

    n_features: Size
    layers: tuple[DenseWord | ActivationWord | LeakyReLUWord, ...]
    output: SigmoidWord | SoftmaxWord

    @classmethod
    def of(cls, network: Network) -> Architecture:
        """Spell a network out."""
        output = network.output
        match output:
            case SoftmaxOutput():
                end: SigmoidWord | SoftmaxWord = SoftmaxWord(output.n_classes, output.loss)
            case SigmoidOutput():
                end = SigmoidWord(output.loss)
            case _:
                raise TypeError(f"no word for {output!r}")
        return cls(network.n_features, tuple(_word(layer) for layer in network.layers), end)

    def network(self) -> Network:
        """Build the network that is spelt out here."""
        match self.output:
            case SoftmaxWord(n_classes=n_classes, loss=loss):
                output: SigmoidOutput | SoftmaxOutput = SoftmaxOutput(n_classes, loss)
            case SigmoidWord(loss=loss):
                output = SigmoidOutput(loss)
        return Network(self.n_features, tuple(_layer(word) for word in self.layers), output)


_ACTIVATIONS = {"relu": ReLU(), "tanh": Tanh(), "sigmoid": Sigmoid()}


def _word(layer: Layer) -> DenseWord | ActivationWord | LeakyReLUWord:
    match layer:
        case Dense():
            return DenseWord(layer.n, layer.init, layer.init_scale)
        case LeakyReLU():
            return LeakyReLUWord(layer.slope)
        case ReLU():
            return ActivationWord("relu")
        case Tanh():
            return ActivationWord("tanh")
        case Sigmoid():
            return ActivationWord("sigmoid")
        case _:
            raise TypeError(f"no word for {layer!r}")


def _layer(word: DenseWord | ActivationWord | LeakyReLUWord) -> Layer:
    match word:
        case DenseWord():
            return Dense(word.n, word.init, word.init_scale)
        case LeakyReLUWord():
            return LeakyReLU(word.slope)
        case ActivationWord():
            return _ACTIVATIONS[word.name]
