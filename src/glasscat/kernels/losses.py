"""Losses J, the mean over samples, and their gradients with respect to the last Z.

Cross-entropy is computed from Z, never from A: log(A) is -inf as soon as A rounds to 0, while log(1 + exp(-Z)) is
finite for every finite Z.

A sample may count more than others: its loss is multiplied by its weight s, whose mean over the training set is 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.typing import Array, Integers


Scratch: TypeAlias = "Sequence[Array]"
"""Arrays to compute in: two of the shape of Z and, for a softmax, one (..., 1, m)."""


def sigmoid_cross_entropy(
    Z: Array, Y: Array | Integers, s: Array | None = None, scratch: Scratch | None = None
) -> Array:
    """Cross-entropy of one sigmoid unit, ``J = -(1/m) sum(s (Y log A + (1 - Y) log(1 - A)))`` with ``A = sigmoid(Z)``.

    As -log A = log(1 + exp(-Z)) and -log(1 - A) = log(1 + exp(Z)), a sample costs log(1 + exp(S)) with S = -Z if its
    class is 1, and S = Z if it is 0: ``S = (1 - 2 Y) Z``.

    Parameters
    ----------
    Z : (..., 1, m)
    Y : (1, m)
        Classes, 0 or 1.
    s : (m,), optional
        Weights of the samples; 1 each by default.
    scratch : two arrays (..., 1, m), optional

    Returns
    -------
    J : (...)
        One number a run.
    """
    S, positive = scratch or _scratch(Z, Y)[:2]
    np.subtract(0.5, Y, out=S)
    S *= Z
    S *= 2
    # log(1 + exp(S)) = max(0, S) + log(1 + exp(-|S|)), which cannot overflow; -|S| = S - 2 max(0, S)
    np.maximum(S, 0, out=positive)
    S -= positive
    S -= positive
    np.exp(S, out=S)
    np.log1p(S, out=S)
    S += positive
    return _mean(S, s)


def softmax_cross_entropy(Z: Array, Y: Array, s: Array | None = None, scratch: Scratch | None = None) -> Array:
    """Cross-entropy of a softmax layer, ``J = -(1/m) sum(s Y log A)`` with ``A = softmax(Z)``.

    As log A = Z - log(sum exp(Z)), a sample costs log(sum exp(Z)) less the Z of its own class.

    Parameters
    ----------
    Z : (..., n_classes, m)
    Y : (n_classes, m)
        One 1 a column, at the sample's class.
    s : (m,), optional
    scratch : two arrays (..., n_classes, m) and one (..., 1, m), optional

    Returns
    -------
    J : (...)
    """
    log_A, E, row = scratch or _scratch(Z, Y)
    np.subtract(Z, np.max(Z, axis=-2, keepdims=True, out=row), out=log_A)
    np.exp(log_A, out=E)
    log_A -= np.log(np.sum(E, axis=-2, keepdims=True, out=row), out=row)
    log_A *= Y
    return -_mean(log_A, s)


def cross_entropy_backward(A: Array, Y: Array, s: Array | None = None, out: Array | None = None) -> Array:
    """``dZ = s (A - Y) / m``, of a sigmoid and of a softmax alike: the loss undoes the curve of the activation."""
    dZ = np.subtract(A, Y, out=out)
    dZ /= float(Y.shape[-1])  # a whole number would be converted at each call, which takes as long as to divide
    if s is not None:
        dZ *= s
    return dZ


def squared_error(A: Array, Y: Array, s: Array | None = None, scratch: Scratch | None = None) -> Array:
    """Half the mean squared error, ``J = (1/m) sum(s (A - Y)^2) / 2``, summed over the units of the last layer.

    Parameters
    ----------
    A : (..., n, m)
    Y : (n, m)
    s : (m,), optional
    scratch : array (..., n, m) first, optional

    Returns
    -------
    J : (...)
    """
    E = np.subtract(A, Y, out=None if scratch is None else scratch[0])
    E *= E
    return _mean(E, s) / 2


def sigmoid_squared_error_backward(
    A: Array, Y: Array, s: Array | None = None, out: Array | None = None, scratch: Scratch | None = None
) -> Array:
    """``dZ = (1/m) s (A - Y) * A (1 - A)``: the factor A (1 - A) is what makes a confident mistake learn slowly."""
    dZ = cross_entropy_backward(A, Y, s, out)
    dZ *= A
    dZ *= np.subtract(1, A, out=None if scratch is None else scratch[0])
    return dZ


def softmax_squared_error_backward(
    A: Array, Y: Array, s: Array | None = None, out: Array | None = None, scratch: Scratch | None = None
) -> Array:
    """``dZ = A * (dA - sum over classes of A dA)``, ``dA = s (A - Y) / m``, since dA_i/dZ_j = A_i ([i = j] - A_j)."""
    product, _E, row = scratch or _scratch(A, Y)
    dZ = cross_entropy_backward(A, Y, s, out)
    np.multiply(A, dZ, out=product)
    dZ -= np.sum(product, axis=-2, keepdims=True, out=row)
    dZ *= A
    return dZ


def _scratch(Z: Array, Y: Array | Integers) -> tuple[Array, Array, Array]:
    """Arrays to compute in, where none are given."""
    shape, dtype = np.broadcast_shapes(Z.shape, Y.shape), np.result_type(Z, 0.5)
    return np.empty(shape, dtype), np.empty(shape, dtype), np.empty((*shape[:-2], 1, shape[-1]), dtype)


def _mean(losses: Array, s: Array | None) -> Array:
    """``(1/m) sum(s losses)`` over units and samples, of each run by itself."""
    if s is not None:
        losses *= s
    return losses.reshape(*losses.shape[:-2], -1).sum(axis=-1) / losses.shape[-1]
