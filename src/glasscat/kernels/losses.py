"""Losses J, the mean over samples, and their gradients with respect to the last Z.

Cross-entropy is computed from Z, never from A: log(A) is -inf as soon as A rounds to 0, while log(1 + exp(-Z)) is
finite for every finite Z.

A sample may count more than others: its loss is multiplied by its weight s, whose mean over the training set is 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.typing import Array, Integers


def sigmoid_cross_entropy(Z: Array, Y: Array | Integers, s: Array | None = None) -> Array:
    """Cross-entropy of one sigmoid unit, ``J = -(1/m) sum(s (Y log A + (1 - Y) log(1 - A)))`` with ``A = sigmoid(Z)``.

    As -log A = log(1 + exp(-Z)) and -log(1 - A) = log(1 + exp(Z)), a sample costs log(1 + exp(-Z)) if its class is 1,
    and log(1 + exp(Z)) if it is 0.

    Parameters
    ----------
    Z : (..., 1, m)
    Y : (1, m)
        Classes, 0 or 1.
    s : (m,), optional
        Weights of the samples; 1 each by default.

    Returns
    -------
    J : (...)
        One number a run.
    """
    losses = _softplus(np.where(Y, -Z, Z))
    if s is not None:
        losses *= s
    return np.sum(losses, axis=(-2, -1)) / Y.shape[-1]


def softmax_cross_entropy(Z: Array, Y: Array, s: Array | None = None) -> Array:
    """Cross-entropy of a softmax layer, ``J = -(1/m) sum(s Y log A)`` with ``A = softmax(Z)``.

    As log A = Z - log(sum exp(Z)), a sample costs log(sum exp(Z)) less the Z of its own class.

    Parameters
    ----------
    Z : (..., n_classes, m)
    Y : (n_classes, m)
        One 1 a column, at the sample's class.
    s : (m,), optional

    Returns
    -------
    J : (...)
    """
    shifted = Z - np.max(Z, axis=-2, keepdims=True)
    log_A = shifted - np.log(np.sum(np.exp(shifted), axis=-2, keepdims=True))
    counted = Y if s is None else Y * s
    return -np.sum(counted * log_A, axis=(-2, -1)) / Y.shape[-1]


def cross_entropy_backward(A: Array, Y: Array, s: Array | None = None, out: Array | None = None) -> Array:
    """``dZ = s (A - Y) / m``, of a sigmoid and of a softmax alike: the loss undoes the curve of the activation."""
    dZ = np.subtract(A, Y, out=out)
    dZ /= Y.shape[-1]
    if s is not None:
        dZ *= s
    return dZ


def squared_error(A: Array, Y: Array, s: Array | None = None) -> Array:
    """Half the mean squared error, ``J = (1/m) sum(s (A - Y)^2) / 2``, summed over the units of the last layer.

    Parameters
    ----------
    A : (..., n, m)
    Y : (n, m)
    s : (m,), optional

    Returns
    -------
    J : (...)
    """
    losses = np.square(A - Y)
    if s is not None:
        losses *= s
    return np.sum(losses, axis=(-2, -1)) / (2 * Y.shape[-1])


def sigmoid_squared_error_backward(A: Array, Y: Array, s: Array | None = None, out: Array | None = None) -> Array:
    """``dZ = (1/m) s (A - Y) * A (1 - A)``: the factor A (1 - A) is what makes a confident mistake learn slowly."""
    dZ = cross_entropy_backward(A, Y, s, out)
    dZ *= A
    dZ *= 1 - A
    return dZ


def softmax_squared_error_backward(A: Array, Y: Array, s: Array | None = None, out: Array | None = None) -> Array:
    """``dZ = A * (dA - sum over classes of A dA)``, ``dA = s (A - Y) / m``, since dA_i/dZ_j = A_i ([i = j] - A_j)."""
    dZ = cross_entropy_backward(A, Y, s, out)
    dZ -= np.sum(A * dZ, axis=-2, keepdims=True)
    dZ *= A
    return dZ


def _softplus(S: Array) -> Array:
    """``log(1 + exp(S)) = max(0, S) + log(1 + exp(-|S|))``, which cannot overflow; -|S| = S - 2 max(0, S) here."""
    positive = np.maximum(S, 0)
    return positive + np.log1p(np.exp(S - 2 * positive))
