"""Tables of whole networks and of everything that can train them, for the contracts that ask for a training."""

from __future__ import annotations

from itertools import cycle, product

import numpy as np

from glasscat.data.dataset import Dataset, Samples
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
from glasscat.layers.dense import INITS
from glasscat.layers.stack import ACTIVATIONS
from glasscat.network import Network
from glasscat.optimizers import (
    LBFGS,
    AdaGrad,
    Adam,
    AdamW,
    Clipped,
    Frozen,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    WeightDecay,
)

LOSSES = ("cross-entropy", "squared-error")
EXTRAS = {"": {}, "batch norm": {"batch_norm": True}, "dropout": {"dropout": 0.25}}
BOTH = {"batch_norm": True, "dropout": 0.5}


def _dense(n_features=3):
    """One network of each activation, loss, number of classes and extra, their initial weights in turn."""
    inits = cycle(INITS)
    for activation, loss, n_classes, extra in product(ACTIVATIONS, LOSSES, (2, 3), EXTRAS):
        init = next(inits)
        network = Network.dense(
            n_features, [4, 2], n_classes, activation=activation, loss=loss, init=init, **EXTRAS[extra]
        )
        yield " ".join(filter(None, (activation, loss, f"{n_classes} classes", init, extra))), network


NETWORKS = dict(_dense()) | {
    "one neuron": Network.dense(3, [], 2),
    "softmax alone": Network.dense(3, [], 3, loss="squared-error"),
    "one feature, one unit": Network.dense(1, [1], 2, activation="tanh"),
    "batch norm and dropout": Network.dense(3, [3, 3], 4, **BOTH),
    "no usual setting": Network(
        3,
        (
            Dense(4, "normal", 0.5),
            BatchNorm(momentum=0.5, epsilon=0.1),
            LeakyReLU(0.3),
            Dropout(0.7),
            Dense(3, "xavier"),
            Sigmoid(),
            Tanh(),
            ReLU(),
            Dense(2, "zeros"),
        ),
        SoftmaxOutput(2, "squared-error"),
    ),
    "activation first": Network(2, (Tanh(), Dropout(0.0), Dense(1, "he")), SigmoidOutput()),
}

RULES = {rule.__name__: rule for rule in (GradientDescent, Momentum, Nesterov, AdaGrad, RMSProp, Adam, AdamW)}
"""From a learning rate."""

OPTIMIZERS = RULES | {
    "Clipped by norm": lambda rate: Clipped(Adam(rate), norm=0.05),
    "Clipped by value": lambda rate: Clipped(Momentum(rate), value=0.01),
    "WeightDecay": lambda rate: WeightDecay(Nesterov(rate), 0.05),
    "Frozen": lambda rate: Frozen(RMSProp(rate), "bias"),
    "all of them": lambda rate: Frozen(Clipped(WeightDecay(AdaGrad(rate), 0.1, ("bias", "W1")), norm=0.2), "bias"),
    "LBFGS": lambda _rate: LBFGS(gradient_tolerance=0, cost_tolerance=0),
    "LBFGS, partly frozen": lambda _rate: Frozen(LBFGS(gradient_tolerance=0, cost_tolerance=0), "bias"),
}


def dataset(network, m=11, *, seed=0):
    """m samples for a network, of every class if there are enough."""
    rng = np.random.default_rng(seed)
    n_classes = network.output.n_classes
    y = np.arange(m) % n_classes
    X = rng.normal(size=(m, network.n_features)) + 0.3 * y[:, None]
    names = tuple(f"sample {k}" for k in range(m))
    return Dataset(Samples(X, y, names), None, tuple(map(str, range(n_classes))), "random numbers")
