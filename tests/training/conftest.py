"""Two small tasks: one that anything learns, and one that a step too large blows up."""

import numpy as np
import pytest

from glasscat.data.arrays import from_arrays
from glasscat.network import Network


@pytest.fixture
def data():
    """23 samples of 5 features in two classes, and 7 to test on."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(30, 5))
    y = (X @ [1, -2, 0.5, 0, 1] + 0.5 * rng.normal(size=30) > 0).astype(int)
    return from_arrays(X[:23], y[:23], test=(X[23:], y[23:]))


@pytest.fixture
def network():
    return Network.dense(5, [4], 2, activation="tanh")


@pytest.fixture
def steep():
    """One neuron under squared error whose inputs are large: cost and weights overflow after a few large steps."""
    X = np.array([[1e150, 1.0], [-1e150, 1.0], [1e150, -1.0], [1e150, 0.5]])
    return from_arrays(X, [1, 0, 0, 1])
