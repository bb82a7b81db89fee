"""The vocabulary of networks: everything of glasscat's has a word, and nothing else has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

import glasscat.layers
from glasscat.errors import ModelError
from glasscat.layers import (
    BatchNorm,
    Dense,
    Dropout,
    LeakyReLU,
    ReLU,
    Sigmoid,
    SigmoidOutput,
    SoftmaxOutput,
    Tanh,
)
from glasscat.models.architecture import Architecture
from glasscat.network import Network

LAYERS = [Dense(3), Dense(3, "normal", 0.5), LeakyReLU(), LeakyReLU(0.2), ReLU(), Sigmoid(), Tanh()]
LAYERS += [BatchNorm(), BatchNorm(0.3, 1e-3), Dropout(), Dropout(0), Dropout(0.25)]
OUTPUTS = [SigmoidOutput(), SigmoidOutput("squared-error"), SoftmaxOutput(4), SoftmaxOutput(4, "squared-error")]


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("layer", LAYERS)
def test_spelt_out_and_built_again(layer, output):
    network = Network(5, (layer, Dense(output.n_units)), output)
    assert Architecture.of(network).network() == network


def test_every_layer_has_a_word():
    """A layer added to the room without a word here could be trained, but not saved."""
    known = {type(part).__name__ for part in LAYERS + OUTPUTS}
    assert known | {"Layer", "Output", "Weighted"} == set(glasscat.layers.__all__)


@dataclass(frozen=True)
class Loud(ReLU):
    """A ReLU that does something else."""


@dataclass(frozen=True)
class Wide(Dense):
    """A dense layer that does something else."""


@dataclass(frozen=True)
class Crooked(BatchNorm):
    """A batch normalisation that does something else."""


@dataclass(frozen=True)
class Leaking(Dropout):
    """A dropout that does something else."""


@dataclass(frozen=True)
class Bent(SigmoidOutput):
    """A sigmoid that does something else."""


@pytest.mark.parametrize(
    "network",
    [
        Network(2, (Loud(), Dense(1)), SigmoidOutput()),
        Network(2, (Wide(1),), SigmoidOutput()),
        Network(2, (Crooked(), Dense(1)), SigmoidOutput()),
        Network(2, (Leaking(), Dense(1)), SigmoidOutput()),
        Network(2, (Dense(1),), Bent()),
    ],
)
def test_layers_of_others_are_refused_by_name(network):
    """Even those made from glasscat's: as their parent they would come back and answer something else."""
    with pytest.raises(ModelError) as caught:
        Architecture.of(network)
    assert caught.value.code == "GC-M09"
    assert any(name in str(caught.value) for name in ("Loud", "Wide", "Crooked", "Leaking", "Bent"))


def test_numbers_of_numpy_are_numbers():
    network = Network.dense(2, [np.int64(3)], 2, init_scale=np.float32(0.5))
    assert Architecture.of(network).network() == network
