"""The Gram matrix of samples: each sample's product with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.typing import Array, Stored

EXACT = 2**24 // 255**2
"""Products of bytes that any order of adding them up leaves whole in float32, which has 24 bits: 258."""


def gram(rows: Stored, others: Stored) -> Array:
    """Products of samples with samples, ``rows others.T``, one sample a row.

    Of bytes, as pixels are, every product is computed exactly: float32 adds up 258 of them without rounding, and takes
    half the time of float64, which adds up the sums.

    Parameters
    ----------
    rows : (M, n_x)
        Bytes or floats.
    others : (m, n_x)
        Of the same type.

    Returns
    -------
    K : (M, m)
        float64 for bytes, else of the type of the rows.
    """
    if not (_are_bytes(rows) and _are_bytes(others)):
        return np.matmul(rows, others.T)
    K = np.zeros((len(rows), len(others)))
    for k in range(0, rows.shape[1], EXACT):
        A = rows[:, k : k + EXACT].astype(np.float32)
        B = A if rows is others else others[:, k : k + EXACT].astype(np.float32)
        K += A @ B.T  # A A.T is symmetric, for which NumPy computes half of it
    return K


def _are_bytes(rows: Stored) -> TypeGuard[NDArray[np.uint8]]:
    return rows.dtype == np.uint8
