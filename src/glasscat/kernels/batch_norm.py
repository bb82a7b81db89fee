"""Batch normalisation: every unit is brought to mean 0 and variance 1, then to a gain and a shift that are learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.typing import Array


def batch_norm(  # noqa: PLR0917  (the order of the formula)
    Z: Array, gamma: Array, beta: Array, mu: Array, variance: Array, epsilon: float, out: Array | None = None
) -> Array:
    """``A = gamma Z_hat + beta`` with ``Z_hat = (Z - mu) / sqrt(variance + epsilon)`` (Ioffe and Szegedy, 2015).

    In training mu and variance are those of the batch (`batch_statistics`); in use they are running averages of them,
    so that the prediction of a sample does not depend on which others it comes with.

    Parameters
    ----------
    Z : (..., n, m)
    gamma, beta : (..., n, 1)
        Gain and shift.
    mu, variance : (..., n, 1)
    epsilon : float
        Inside the root, as in the paper: keeps a unit that is constant over the batch finite.
    out : (..., n, m), optional

    Returns
    -------
    A : (..., n, m)
    """
    A = np.subtract(Z, mu, out=out)
    A = np.multiply(A, gamma / np.sqrt(variance + epsilon), out=out)
    return np.add(A, beta, out=out)


def batch_statistics(Z: Array) -> tuple[Array, Array]:
    """Mean and variance of each unit over the batch, ``mu = mean(Z)``, ``variance = mean((Z - mu)^2)``; (..., n, 1)."""
    mu = np.mean(Z, axis=-1, keepdims=True)
    return mu, np.mean(np.square(Z - mu), axis=-1, keepdims=True)


def batch_norm_backward(  # noqa: PLR0917  (the order of the formula)
    dA: Array, Z: Array, gamma: Array, mu: Array, variance: Array, epsilon: float, out: Array | None = None
) -> Array:
    """Gradient with respect to Z, through the statistics too, for mu and variance are sums over the batch themselves.

    With dZ_hat = gamma dA:

        dZ = (dZ_hat - mean(dZ_hat) - Z_hat mean(dZ_hat Z_hat)) / sqrt(variance + epsilon)

    Returns
    -------
    dZ : (..., n, m)
    """
    deviation = np.sqrt(variance + epsilon)
    Z_hat = (Z - mu) / deviation
    dZ = np.multiply(dA, gamma, out=out)
    shift = np.mean(dZ, axis=-1, keepdims=True)
    tilt = np.mean(dZ * Z_hat, axis=-1, keepdims=True)
    Z_hat *= tilt
    dZ -= shift
    dZ -= Z_hat
    dZ /= deviation
    return dZ


def batch_norm_gradients(dA: Array, Z: Array, mu: Array, variance: Array, epsilon: float) -> tuple[Array, Array]:
    """``dgamma = sum(dA Z_hat)`` and ``dbeta = sum(dA)`` over the batch; (..., n, 1)."""
    Z_hat = (Z - mu) / np.sqrt(variance + epsilon)
    return np.sum(dA * Z_hat, axis=-1, keepdims=True), np.sum(dA, axis=-1, keepdims=True)
