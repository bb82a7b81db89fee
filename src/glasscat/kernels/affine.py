"""The linear part of a layer: Z = W A_prev + b."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.typing import Array


def affine(A_prev: Array, W: Array, b: Array, out: Array | None = None) -> Array:
    """Linear part of a layer, ``Z = W A_prev + b``.

    Parameters
    ----------
    A_prev : (..., n_prev, m)
        Activations of the layer before, one sample a column.
    W : (..., n, n_prev)
    b : (..., n, 1)
    out : (..., n, m), optional
        Where to write Z.

    Returns
    -------
    Z : (..., n, m)
        Leading axes, if any, are runs.
    """
    if _is_one_matrix(W, A_prev):
        rows = np.matmul(W[..., 0, :], A_prev, out=None if out is None else out[..., 0, :])
        Z = rows[..., None, :] if out is None else out
    else:
        Z = np.matmul(W, A_prev, out=out)
    Z += b
    return Z


def affine_backward(
    dZ: Array, A_prev: Array, out: tuple[Array, Array] | tuple[None, None] = (None, None)
) -> tuple[Array, Array]:
    """Gradients of ``Z = W A_prev + b`` for its parameters: dW = dZ A_prev.T, db = sum of dZ over samples.

    The third gradient, ``dA_prev = W.T dZ``, is a matrix product that the first layer can spare; see `affine_input`.

    Parameters
    ----------
    dZ : (..., n, m)
        dJ/dZ. J is a mean, so dZ has the course's 1/m in it already.
    A_prev : (..., n_prev, m)
    out : pair of arrays, optional
        Where to write dW (..., n, n_prev) and db (..., n, 1).

    Returns
    -------
    dW : (..., n, n_prev)
    db : (..., n, 1)
    """
    if _is_one_matrix(dZ, A_prev):
        rows = np.matmul(dZ[..., 0, :], A_prev.mT, out=None if out[0] is None else out[0][..., 0, :])
        dW = rows[..., None, :] if out[0] is None else out[0]
    else:
        dW = np.matmul(dZ, A_prev.mT, out=out[0])
    db = np.add.reduce(dZ, axis=-1, keepdims=True, out=out[1])
    return dW, db


def affine_input(dZ: Array, W: Array, out: Array | None = None) -> Array:
    """Gradient of ``Z = W A_prev + b`` for its input, ``dA_prev = W.T dZ``, of shape (..., n_prev, m)."""
    return np.matmul(W.mT, dZ, out=out)


def _is_one_matrix(rows: Array, A_prev: Array) -> bool:
    """Whether runs of one unit each meet the same input: then their rows are one matrix, and a single product does."""
    return rows.ndim == 3 and rows.shape[-2] == 1 and A_prev.ndim == 2
