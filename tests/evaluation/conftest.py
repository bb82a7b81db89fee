"""The course's model on the course's pictures, trained in plain NumPy: independent of everything that is tested."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import h5py
import numpy as np
import pytest

from glasscat.data.dataset import Samples

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def course_samples(course):
    """Training set and test set of the course."""
    return _read(course, "train"), _read(course, "test")


@pytest.fixture
def course_probabilities(course):
    """Probabilities of non-cat and cat that the course's model gives the 50 test pictures."""
    return _train(course)


@cache
def _train(folder: Path) -> np.ndarray:
    """Two thousand steps of gradient descent at rate 0.005 from zeros, walked in the span of the samples: w = X c."""
    train, test = _read(folder, "train"), _read(folder, "test")
    X, Y = train.columns(), train.y[None, :]
    G, m = X.T @ X, len(train)
    c, b = np.zeros((m, 1)), 0.0
    for _ in range(2000):
        dZ = _sigmoid(c.T @ G + b) - Y
        c -= 0.005 / m * dZ.T
        b -= 0.005 / m * dZ.sum()
    p = _sigmoid((X @ c).T @ test.columns() + b)[0]
    return np.stack([1 - p, p], axis=1)


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


@cache
def _read(folder: Path, part: str) -> Samples:
    with h5py.File(folder / f"{part}_catvnoncat.h5") as file:
        X, y = file[f"{part}_set_x"][:], file[f"{part}_set_y"][:]
    return Samples(X, y, tuple(f"{part} {i}" for i in range(len(y))), 255.0)
