"""Small problems that a network learns at once."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.fixture
def moons():
    """Return two interleaved half circles, (120, 2), and labels that are names."""
    from sklearn.datasets import make_moons

    X, y = make_moons(120, noise=0.1, random_state=0)
    return X, np.array(["out", "in"])[y]


@pytest.fixture
def blobs():
    """Return three heaps of points, (90, 4), and the labels 1, 3, 7."""
    from sklearn.datasets import make_blobs

    X, y = make_blobs(90, 4, centers=3, random_state=1)
    return (X - X.mean(0)) / X.std(0), np.array([1, 3, 7])[y]


@pytest.fixture
def pictures():
    """Return noise, (40, 6, 5, 3) bytes; those of class 1 are brighter."""
    rng = np.random.default_rng(2)
    y = np.arange(40) % 2
    X = rng.integers(0, 160, (40, 6, 5, 3)) + 90 * y[:, None, None, None]
    return X.astype(np.uint8), y
