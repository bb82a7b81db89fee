"""What the tests of figures share: samples drawn from a seed, and what a figure says and shows."""

from __future__ import annotations

import numpy as np
import pytest

from glasscat.data.dataset import Samples


@pytest.fixture
def make_samples():
    """Make pictures of noise with the given labels."""

    def make(y, size=(8, 8), prefix="train"):
        rng = np.random.default_rng(7)
        X = rng.integers(0, 256, (len(y), *size, 3), dtype=np.uint8)
        return Samples(X, np.asarray(y, dtype=np.int64), tuple(f"{prefix} {i}" for i in range(len(y))), 255.0)

    return make


@pytest.fixture
def said():
    """Return all texts of a figure's pages, in the order in which they were written."""

    def texts(figure):
        return [text.get_text() for axes in figure.axes for text in axes.texts]

    return texts


@pytest.fixture
def shown():
    """Return the arrays of all pictures in a figure, in the order in which they were drawn."""

    def arrays(figure):
        return [np.asarray(image.get_array()) for image in figure.axes[0].images]

    return arrays
