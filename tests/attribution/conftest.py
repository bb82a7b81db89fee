"""Made-up pictures, and networks trained on them."""

from __future__ import annotations

import numpy as np
import pytest

from glasscat.attribution.attribution import Trained
from glasscat.data.arrays import from_arrays
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.fitted import collect
from glasscat.training.loop import train

NAMES = ("dog", "cat", "owl")


def made_up(m, n_classes, seed, size=(6, 5)):
    rng = np.random.default_rng(seed)
    y = np.arange(m) % n_classes
    X = rng.integers(0, 200, (m, *size, 3), dtype=np.uint8)
    X[np.arange(m), :, :, y % 3] += 55
    return X, y


@pytest.fixture(scope="session")
def pictures():
    """Return a function that makes a data set of 20 training and 12 test pictures, 6 × 5, of some classes."""

    def make(n_classes=2, m=20):
        return from_arrays(*made_up(m, n_classes, 0), test=made_up(12, n_classes, 1), class_names=NAMES[:n_classes])

    return make


@pytest.fixture(scope="session")
def trained():
    """Return a function that trains a network and gives it as an explanation needs it."""

    def fit(data, hidden=(), optimizer=None, *, iterations=60, dtype=np.float64, know_start=True, **settings):
        network = Network.dense(data.n_features, hidden, data.n_classes, **settings)
        stream = train(
            network, data, optimizer=optimizer or GradientDescent(0.05), iterations=iterations, seed=3, dtype=dtype
        )
        fitted = collect(network, data, stream)
        theta_0 = network.initial(3, dtype=dtype) if know_start else None
        return Trained(network, fitted.theta, fitted.buffers, data.class_names, theta_0)

    return fit
