"""Networks of every kind, each from its number."""

from __future__ import annotations

import numpy as np

from glasscat.layers import BatchNorm, Dense, Dropout, LeakyReLU, ReLU, Sigmoid, SigmoidOutput, SoftmaxOutput, Tanh
from glasscat.network import Network

ACTIVATIONS = (ReLU(), LeakyReLU(), LeakyReLU(0.3), Tanh(), Sigmoid())
LOSSES = ("cross-entropy", "squared-error")
DEEPEST = 8


def random_case(number, *, widths=(3, 6), samples=(8, 16)):
    """Network, samples (X, Y) and sample weights; depth, loss and output follow the number, all else is random.

    With at least 3 units a layer and 8 samples hardly a unit is the same for every sample. Such a one has no variance,
    and a batch normalisation behind it multiplies rounding by 1 / sqrt(epsilon) = 316.
    """
    rng = np.random.default_rng(number)
    depth, loss = 1 + number % DEEPEST, LOSSES[number // DEEPEST % 2]
    n_classes = int(rng.integers(2, 5))
    output = SigmoidOutput(loss) if number // (2 * DEEPEST) % 2 else SoftmaxOutput(n_classes, loss)
    layers = []
    for n in rng.integers(*widths, depth - 1, endpoint=True):
        layers.append(Dense(int(n)))
        if rng.random() < 0.4:
            layers.append(BatchNorm())
        layers.append(ACTIVATIONS[rng.integers(len(ACTIVATIONS))])
        if rng.random() < 0.3:
            layers.append(Dropout(0.3))
    network = Network(int(rng.integers(1, 7)), (*layers, Dense(output.n_units)), output)
    m = int(rng.integers(*samples, endpoint=True))
    X = rng.standard_normal((network.n_features, m))
    Y = network.targets(rng.integers(0, max(output.n_units, 2), m))
    s = rng.random(m) * 2 if rng.random() < 0.3 else None
    return network, X, Y, s
