"""Activation functions A = g(Z), each with its way back, dZ = dA * g'(Z), written in A, which is at hand by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.typing import Array


def sigmoid(Z: Array, out: Array | None = None) -> Array:
    """Logistic function, ``A = 1 / (1 + exp(-Z))``, between 0 and 1; any shape."""
    Z = np.asarray(Z)
    Z = Z if Z.dtype.kind in "fc" else Z.astype(np.float64)
    with np.errstate(over="ignore"):  # exp(-Z) is inf below Z = -709 (float32: -88), and 1 / (1 + inf) = 0 is right
        return sigmoid_at_work(Z, out)


def sigmoid_at_work(Z: Array, out: Array | None = None) -> Array:
    """The same of floats where overflow is ignored already, as in the loop of training.

    On few numbers the time goes into the calls: to ignore overflow takes as long as exp, and so does a whole number
    among floats, which NumPy converts first.
    """
    A = np.negative(Z, out=out)
    if A.dtype.kind == "c":
        A = np.minimum(A, 700, out=out)  # exp of more is inf + inf j, of which the reciprocal is no number
    A = np.exp(A, out=out)
    A += 1.0
    return np.reciprocal(A, out=out)


def sigmoid_backward(dA: Array, A: Array, out: Array | None = None) -> Array:
    """``dZ = dA * A (1 - A)``."""
    dZ = np.subtract(1, A, out=out)
    dZ *= A
    dZ *= dA
    return dZ


def tanh(Z: Array, out: Array | None = None) -> Array:
    """Hyperbolic tangent, ``A = (exp(Z) - exp(-Z)) / (exp(Z) + exp(-Z))``, between -1 and 1; any shape."""
    return np.tanh(Z, out=out)


def tanh_backward(dA: Array, A: Array, out: Array | None = None) -> Array:
    """``dZ = dA * (1 - A^2)``."""
    dZ = np.multiply(A, A, out=out)
    dZ = np.subtract(1, dZ, out=out)
    dZ *= dA
    return dZ


def relu(Z: Array, out: Array | None = None) -> Array:
    """Rectified linear unit, ``A = max(0, Z)``; any shape."""
    return np.maximum(Z, 0, out=out)


def relu_backward(dA: Array, A: Array, out: Array | None = None) -> Array:
    """``dZ = dA * [Z > 0]``; the derivative at the kink Z = 0 is taken as 0, and A > 0 just where Z > 0."""
    dZ = _is_positive(dA, A, out)
    dZ *= dA
    return dZ


def leaky_relu(Z: Array, slope: float = 0.01, out: Array | None = None) -> Array:
    """Leaky rectified linear unit, ``A = Z where Z > 0, slope Z elsewhere``; any shape (Maas, Hannun and Ng, 2013).

    Parameters
    ----------
    slope : float
        Slope below zero, in (0, 1), so that A is the larger one of Z and slope Z.
    """
    return np.maximum(Z, np.multiply(Z, slope, out=out), out=out)


def leaky_relu_backward(dA: Array, A: Array, slope: float = 0.01, out: Array | None = None) -> Array:
    """``dZ = dA where Z > 0, slope dA elsewhere``; A has the sign of Z."""
    dZ = _is_positive(dA, A, out)
    np.maximum(dZ, slope, out=dZ)
    dZ *= dA
    return dZ


def softmax(Z: Array, out: Array | None = None, row: Array | None = None) -> Array:
    """Probabilities of the classes, ``A = exp(Z) / sum over classes of exp(Z)``.

    Parameters
    ----------
    Z : (..., n_classes, m)
    out : (..., n_classes, m), optional
    row : (..., 1, m), optional
        Where to put the greatest Z, and then the sum, of each column.

    Returns
    -------
    A : (..., n_classes, m)
        Each column adds up to one.
    """
    # exp(Z - max) has the same ratios as exp(Z) and cannot overflow
    A = np.exp(np.subtract(Z, np.max(Z, axis=-2, keepdims=True, out=row), out=out), out=out)
    A /= np.sum(A, axis=-2, keepdims=True, out=row)
    return A


def _is_positive(dA: Array, A: Array, out: Array | None) -> Array:
    """``[A > 0]`` as numbers 1 and 0, in ``out`` or an array like dA; no array of booleans is made on the way."""
    dZ = np.empty_like(dA) if out is None else out
    return np.greater(A, 0, out=dZ, casting="unsafe")
