"""Inverted dropout: in training some activations are switched off, and the others scaled up in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.typing import Array


def dropout_mask(uniform: Array, p: float, out: Array | None = None) -> Array:
    """``D = [uniform >= p] / (1 - p)``: 0 with probability p, else 1 / (1 - p), so that its mean is 1.

    Because the scaling is done in training ("inverted", unlike Srivastava et al., 2014), nothing is left to do in use.

    Parameters
    ----------
    uniform : (..., n, m)
        Uniform random numbers in [0, 1).
    p : float
        Share that is switched off, in [0, 1).
    """
    D = np.empty_like(uniform) if out is None else out
    np.greater_equal(uniform, p, out=D, casting="unsafe")
    D /= 1 - p
    return D


def dropout(A_prev: Array, D: Array, out: Array | None = None) -> Array:
    """``A = A_prev * D``; the way back is the same: ``dA_prev = dA * D``."""
    return np.multiply(A_prev, D, out=out)
