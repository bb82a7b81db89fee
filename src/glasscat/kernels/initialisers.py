"""Initial weights W of shape (n, n_prev); biases start at zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.typing import Array


def zeros(rng: np.random.Generator, n: int, n_prev: int) -> Array:  # noqa: ARG001  (one signature for all)
    """All zeros: right for one neuron, fatal in a hidden layer, where every unit would stay equal to the others."""
    return np.zeros((n, n_prev))


def normal(rng: np.random.Generator, n: int, n_prev: int, scale: float = 0.01) -> Array:
    """Standard normal numbers times ``scale``."""
    return rng.standard_normal((n, n_prev)) * scale


def xavier(rng: np.random.Generator, n: int, n_prev: int) -> Array:
    """Standard normal numbers times sqrt(1 / n_prev), for tanh: Z keeps the variance of A_prev.

    The course's form of Glorot and Bengio (2010), who take 2 / (n_prev + n) to serve the way back as well.
    """
    return rng.standard_normal((n, n_prev)) * np.sqrt(1 / n_prev)


def he(rng: np.random.Generator, n: int, n_prev: int) -> Array:
    """Standard normal numbers times sqrt(2 / n_prev), for ReLU, which halves the second moment (He et al., 2015)."""
    return rng.standard_normal((n, n_prev)) * np.sqrt(2 / n_prev)
