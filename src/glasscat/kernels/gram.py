"""The Gram matrix of samples: each sample's product with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.typing import Array, Stored

MIDDLE = 128
"""Taken from every byte, so that products are a quarter as large, and four times as many can be added up."""

EXACT = 2**24 // MIDDLE**2
"""Products of such bytes that any order of adding them up leaves whole in float32, which has 24 bits: 1024."""


def gram(rows: Stored, others: Stored) -> Array:
    """Products of samples with samples, ``rows others.T``, one sample a row.

    Of bytes, as pixels are, every product is computed exactly: float32 adds up 1024 of them without rounding, and takes
    half the time of float64, which adds up the sums. With x = a + 128, and n_x numbers in a sample,

        x_i . x_j = a_i . a_j + 128 (sum a_i + sum a_j) + 128^2 n_x

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
    sums = np.zeros(len(rows))
    other_sums = sums if rows is others else np.zeros(len(others))
    ones = np.ones(EXACT, np.float32)
    for k in range(0, rows.shape[1], EXACT):
        A = np.subtract(rows[:, k : k + EXACT], MIDDLE, dtype=np.float32)
        B = A if rows is others else np.subtract(others[:, k : k + EXACT], MIDDLE, dtype=np.float32)
        K += A @ B.T  # A A.T is symmetric, for which NumPy computes half of it
        sums += A @ ones[: A.shape[1]]
        if B is not A:
            other_sums += B @ ones[: B.shape[1]]
    K += MIDDLE * sums[:, None]
    K += MIDDLE * other_sums
    K += MIDDLE**2 * rows.shape[1]
    return K


def _are_bytes(rows: Stored) -> TypeGuard[NDArray[np.uint8]]:
    return rows.dtype == np.uint8
