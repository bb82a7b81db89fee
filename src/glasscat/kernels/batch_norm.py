"""Batch normalisation: every unit is brought to mean 0 and variance 1, then to a gain and a shift that are learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

if TYPE_CHECKING:
    from glasscat.typing import Array


class NormScratch(NamedTuple):
    """Arrays to compute in.

    Parameters
    ----------
    Z_hat, product : (..., n, m)
    deviation, mean : (..., n, 1)
    """

    Z_hat: Array
    product: Array
    deviation: Array
    mean: Array

    @classmethod
    def of(cls, shape: tuple[int, ...], dtype: np.dtype[np.floating]) -> Self:
        """Make them for Z of this shape."""
        column = (*shape[:-1], 1)
        return cls(np.empty(shape, dtype), np.empty(shape, dtype), np.empty(column, dtype), np.empty(column, dtype))


def batch_norm(  # noqa: PLR0917  (the order of the formula)
    Z: Array,
    gamma: Array,
    beta: Array,
    mu: Array,
    variance: Array,
    epsilon: float,
    out: Array | None = None,
    scratch: NormScratch | None = None,
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
    scratch : NormScratch, optional

    Returns
    -------
    A : (..., n, m)
    """
    deviation = _deviation(variance, epsilon, scratch)
    scale = np.divide(gamma, deviation, out=None if scratch is None else deviation)
    A = np.subtract(Z, mu, out=out)
    A = np.multiply(A, scale, out=out)
    return np.add(A, beta, out=out)


def batch_statistics(
    Z: Array, out: tuple[Array, Array] | tuple[None, None] = (None, None), scratch: NormScratch | None = None
) -> tuple[Array, Array]:
    """Mean and variance of each unit over the batch, ``mu = mean(Z)``, ``variance = mean((Z - mu)^2)``; (..., n, 1)."""
    if scratch is not None:
        Z = np.broadcast_to(Z, scratch.product.shape)  # runs may share it
    mu = np.mean(Z, axis=-1, keepdims=True, out=out[0])
    square = np.subtract(Z, mu, out=None if scratch is None else scratch.product)
    square *= square
    return mu, np.mean(square, axis=-1, keepdims=True, out=out[1])


def batch_norm_backward(  # noqa: PLR0917  (the order of the formula)
    dA: Array,
    Z: Array,
    gamma: Array,
    mu: Array,
    variance: Array,
    epsilon: float,
    out: Array | None = None,
    scratch: NormScratch | None = None,
) -> Array:
    """Gradient with respect to Z, through the statistics too, for mu and variance are sums over the batch themselves.

    With dZ_hat = gamma dA:

        dZ = (dZ_hat - mean(dZ_hat) - Z_hat mean(dZ_hat Z_hat)) / sqrt(variance + epsilon)

    Returns
    -------
    dZ : (..., n, m)
    """
    Z_hat, product, deviation, mean = scratch or NormScratch.of(Z.shape, np.result_type(dA, Z))
    _normalised(Z, mu, variance, epsilon, NormScratch(Z_hat, product, deviation, mean))
    dZ = np.multiply(dA, gamma, out=out)
    np.multiply(dZ, Z_hat, out=product)
    Z_hat *= np.mean(product, axis=-1, keepdims=True, out=mean)
    Z_hat += np.mean(dZ, axis=-1, keepdims=True, out=mean)
    dZ -= Z_hat
    dZ /= deviation
    return dZ


def batch_norm_gradients(  # noqa: PLR0917  (the order of the formula)
    dA: Array,
    Z: Array,
    mu: Array,
    variance: Array,
    epsilon: float,
    out: tuple[Array, Array] | tuple[None, None] = (None, None),
    scratch: NormScratch | None = None,
) -> tuple[Array, Array]:
    """``dgamma = sum(dA Z_hat)`` and ``dbeta = sum(dA)`` over the batch; (..., n, 1)."""
    product = _normalised(Z, mu, variance, epsilon, scratch)
    product *= dA
    dgamma = np.sum(product, axis=-1, keepdims=True, out=out[0])
    return dgamma, np.sum(dA, axis=-1, keepdims=True, out=out[1])


def _normalised(Z: Array, mu: Array, variance: Array, epsilon: float, scratch: NormScratch | None) -> Array:
    """``Z_hat = (Z - mu) / sqrt(variance + epsilon)``."""
    Z_hat = np.subtract(Z, mu, out=None if scratch is None else scratch.Z_hat)
    Z_hat /= _deviation(variance, epsilon, scratch)
    return Z_hat


def _deviation(variance: Array, epsilon: float, scratch: NormScratch | None) -> Array:
    """``sqrt(variance + epsilon)``."""
    deviation = np.add(variance, epsilon, out=None if scratch is None else scratch.deviation)
    return np.sqrt(deviation, out=deviation)
