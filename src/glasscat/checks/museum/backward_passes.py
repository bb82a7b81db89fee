"""Mistakes in the backward pass. Each function is whole, so that it can be read; one line of it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.checks.museum.exhibit import Exhibit
from glasscat.checks.museum.gradient_evidence import check_gradient
from glasscat.checks.museum.plain_network import backward, cross_entropy, dense_layout, forward, joined, split
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.checks.museum.exhibit import Evidence
    from glasscat.typing import Array

LAYOUT = dense_layout(3, 4, 3, 1)


def backward_with_output_slope(W: list[Array], A: list[Array], Y: Array) -> tuple[list[Array], list[Array]]:
    """Gradients with the slope of the output layer at every layer."""
    m = Y.shape[1]
    dW: list[Array] = []
    db: list[Array] = []
    dZ = A[-1] - Y
    for k in reversed(range(len(W))):
        dW.insert(0, dZ @ A[k].T / m)
        db.insert(0, np.sum(dZ, axis=1, keepdims=True) / m)
        dZ = W[k].T @ dZ * A[-1] * (1 - A[-1])
    return dW, db


def backward_without_mean(W: list[Array], A: list[Array], Y: Array) -> tuple[list[Array], list[Array]]:
    """Gradients of W that are sums instead of means."""
    m = Y.shape[1]
    dW: list[Array] = []
    db: list[Array] = []
    dZ = A[-1] - Y
    for k in reversed(range(len(W))):
        dW.insert(0, dZ @ A[k].T)
        db.insert(0, np.sum(dZ, axis=1, keepdims=True) / m)
        dZ = W[k].T @ dZ * A[k] * (1 - A[k])
    return dW, db


def backward_of_tanh(W: list[Array], A: list[Array], Y: Array) -> tuple[list[Array], list[Array]]:
    """Gradients of a network whose hidden layers are tanh."""
    m = Y.shape[1]
    dW: list[Array] = []
    db: list[Array] = []
    dZ = A[-1] - Y
    for k in reversed(range(len(W))):
        dW.insert(0, dZ @ A[k].T / m)
        db.insert(0, np.sum(dZ, axis=1, keepdims=True) / m)
        dZ = W[k].T @ dZ * (1 - A[k] ** 2)
    return dW, db


def backward_of_squared_error(W: list[Array], A: list[Array], Y: Array) -> tuple[list[Array], list[Array]]:
    """Gradients of a network whose cost is the squared error."""
    m = Y.shape[1]
    dW: list[Array] = []
    db: list[Array] = []
    dZ = (A[-1] - Y) * A[-1] * (1 - A[-1])
    for k in reversed(range(len(W))):
        dW.insert(0, dZ @ A[k].T / m)
        db.insert(0, np.sum(dZ, axis=1, keepdims=True) / m)
        dZ = W[k].T @ dZ * A[k] * (1 - A[k])
    return dW, db


def backward_into(dW: list[Array], db: list[Array], W: list[Array], A: list[Array], Y: Array) -> None:
    """Gradients, written into arrays that are used again at every step."""
    m = Y.shape[1]
    dZ = A[-1] - Y
    for k in reversed(range(len(W))):
        dW[k][:] = dZ @ A[k].T / m
        db[k][:] = np.sum(dZ, axis=1, keepdims=True) / m
        dZ = W[k].T @ dZ * A[k] * (1 - A[k])


def backward_onto(dW: list[Array], db: list[Array], W: list[Array], A: list[Array], Y: Array) -> None:
    """Gradients, added to what the step before left there."""
    m = Y.shape[1]
    dZ = A[-1] - Y
    for k in reversed(range(len(W))):
        dW[k][:] += dZ @ A[k].T / m
        db[k][:] += np.sum(dZ, axis=1, keepdims=True) / m
        dZ = W[k].T @ dZ * A[k] * (1 - A[k])


def _squared_error(A: Array, Y: Array) -> Array:
    return np.mean((A - Y) ** 2, axis=(-2, -1)) / 2


def _drawn() -> tuple[Array, Array, Array]:
    """Parameters and six samples to check with."""
    rng = np.random.default_rng(1)
    return rng.standard_normal(LAYOUT.size), rng.standard_normal((3, 6)), np.array([[1.0, 0, 1, 1, 0, 0]])


def _examine(
    g: Callable[[Array], Array] | None = None, loss: Callable[[Array, Array], Array] = cross_entropy
) -> Callable[[Callable[..., tuple[list[Array], list[Array]]]], Evidence]:
    """Gradient check of a network with hidden layers g and this loss."""
    theta, X, Y = _drawn()
    W, b = split(LAYOUT, theta)

    def activations(W: list[Array], b: list[Array]) -> list[Array]:
        return forward(W, b, X) if g is None else forward(W, b, X, g)

    def examine(back: Callable[..., tuple[list[Array], list[Array]]]) -> Evidence:
        grad = joined(*back(W, activations(W, b), Y))
        return check_gradient(LAYOUT, theta, lambda W, b: loss(activations(W, b)[-1], Y), grad)

    return examine


def _examine_second_step(back: Callable[..., None]) -> Evidence:
    """Gradient check at the second step: at the first the buffers are still zeros."""
    theta, X, Y = _drawn()
    W, b = split(LAYOUT, theta)
    dW, db = split(LAYOUT, np.zeros_like(theta))
    back(dW, db, W, forward(W, b, X), Y)
    second = theta - 0.1 * joined(dW, db)
    W, b = split(LAYOUT, second)
    back(dW, db, W, forward(W, b, X), Y)
    return check_gradient(LAYOUT, second, lambda W, b: cross_entropy(forward(W, b, X)[-1], Y), joined(dW, db))


OUTPUT_SLOPE = Exhibit(
    name="output-slope",
    title=_("the slope of the output layer at every layer"),
    story=_(
        "On its way back every layer multiplies by A[L](1 - A[L]) of the last layer instead of its own g'(Z[l]). "
        "All shapes fit and the cost may fall all the same; only the gradients before the last layer are wrong."
    ),
    check="gradient-check",
    right=backward,
    wrong=backward_with_output_slope,
    examine=_examine(),
)
MISSING_MEAN = Exhibit(
    name="missing-mean",
    title=_("dW without 1/m"),
    story=_(
        "J is a mean over samples, but dW is their sum. "
        "It is m times too large: a learning rate that works with ten samples may fly apart with two hundred."
    ),
    check="gradient-check",
    right=backward,
    wrong=backward_without_mean,
    examine=_examine(),
)
WRONG_SLOPE = Exhibit(
    name="wrong-slope",
    title=_("the derivative of another activation"),
    story=_(
        "The hidden layers are tanh, and their way back was left as it was for sigmoid, A(1 - A). "
        "For negative A the sign is wrong, so that some weights run uphill, and the others hide it."
    ),
    check="gradient-check",
    right=backward_of_tanh,
    wrong=backward,
    examine=_examine(g=np.tanh),
)
WRONG_LOSS = Exhibit(
    name="wrong-loss",
    title=_("the gradient of another loss"),
    story=_(
        "The cost is the squared error, but dZ = A - Y is the error of cross-entropy. "
        "The network learns, and well, but not what its cost says: the curve and the steps speak of different things."
    ),
    check="gradient-check",
    right=backward_of_squared_error,
    wrong=backward,
    examine=_examine(loss=_squared_error),
)
GRADIENT_TWICE = Exhibit(
    name="gradient-twice",
    title=_("gradients added up from step to step"),
    story=_(
        "The gradient is added to its buffer, and nobody sets the buffer back to zero. "
        "The first step is right; from the second one on every step has all the earlier ones in it."
    ),
    check="gradient-check",
    right=backward_into,
    wrong=backward_onto,
    examine=_examine_second_step,
)
EXHIBITS = (OUTPUT_SLOPE, MISSING_MEAN, WRONG_SLOPE, WRONG_LOSS, GRADIENT_TWICE)
