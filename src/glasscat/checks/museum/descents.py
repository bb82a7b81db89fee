"""Mistakes that the cost curve shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat import kernels
from glasscat.checks.museum.backward_passes import backward_of_tanh
from glasscat.checks.museum.curves import judge_curve
from glasscat.checks.museum.exhibit import Exhibit
from glasscat.checks.museum.plain_network import cross_entropy, forward
from glasscat.data.drawings import draw
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.checks.museum.exhibit import Evidence
    from glasscat.typing import Array, Stored


def sigmoid(Z: Array) -> Array:
    """Logistic function."""
    return 1 / (1 + np.exp(-Z))


def sigmoid_with_z(Z: Array) -> Array:
    """A slip of the pen."""
    return 1 / (Z + np.exp(-Z))


def cost_from_inputs(Z: Array, Y: Array) -> Array:
    """Cross-entropy that stays finite: -log A = log(1 + exp(-Z))."""
    losses = np.logaddexp(0, np.where(Y, -Z, Z))
    return np.mean(losses, axis=(-2, -1))


def cost_from_outputs(Z: Array, Y: Array) -> Array:
    """Cross-entropy as the formula has it."""
    A = sigmoid(Z)
    losses = -(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return np.mean(losses, axis=(-2, -1))


def step(w: Array, dw: Array, learning_rate: float) -> Array:
    """One step of gradient descent."""
    return w - learning_rate * dw


def step_uphill(w: Array, dw: Array, learning_rate: float) -> Array:
    """One step of gradient ascent."""
    return w + learning_rate * dw


def initial(rng: np.random.Generator, n: int, n_prev: int) -> Array:
    """Weights of a hidden layer of tanh."""
    return rng.standard_normal((n, n_prev)) * np.sqrt(1 / n_prev)


def initial_zeros(rng: np.random.Generator, n: int, n_prev: int) -> Array:  # noqa: ARG001  (the same signature)
    """Weights of a hidden layer, all alike."""
    return np.zeros((n, n_prev))


def inputs(pictures: Stored) -> Array:
    """Pixels 0-255 as numbers 0-1, one picture a column."""
    X = pictures.reshape(len(pictures), -1).T / 255
    return X  # noqa: RET504  (the lines of a learner)


def inputs_divided_twice(pictures: Stored) -> Array:
    """The same, once more."""
    X = pictures.reshape(len(pictures), -1).T / 255
    X = X / 255
    return X  # noqa: RET504


def _neuron(
    X: Array,
    Y: Array,
    learning_rate: float,
    *,
    sigmoid: Callable[[Array], Array] = kernels.sigmoid,
    cost: Callable[[Array, Array], Array] = cost_from_inputs,
    step: Callable[[Array, Array, float], Array] = step,
) -> Evidence:
    """Train one neuron from zeros for 200 steps, and look at its costs."""
    w: Array = np.zeros((len(X), 1))
    b: Array = np.zeros((1, 1))
    costs = []
    m = Y.shape[1]
    with np.errstate(all="ignore"):  # what goes wrong is what the curve is looked at for
        for _k in range(200):
            Z = w.T @ X + b
            costs.append(float(cost(Z, Y)))
            dZ = sigmoid(Z) - Y
            w = step(w, X @ dZ.T / m, learning_rate)
            b = step(b, np.sum(dZ, axis=1, keepdims=True) / m, learning_rate)
    return judge_curve(costs, from_zeros=True)


def _clouds(size: float) -> tuple[Array, Array]:
    """Forty points in two clouds, one on either side of zero."""
    rng = np.random.default_rng(6)
    Y = (np.arange(40) % 2).reshape(1, -1).astype(float)
    return size * (rng.standard_normal((2, 40)) / 2 + 2 * Y - 1), Y


def _examine_sigmoid(sigmoid: Callable[[Array], Array]) -> Evidence:
    return _neuron(*_clouds(1), 0.1, sigmoid=sigmoid, cost=lambda Z, Y: cross_entropy(sigmoid(Z), Y))


def _examine_cost(cost: Callable[[Array, Array], Array]) -> Evidence:
    """Inputs of about 30: Z is large after one step, as it is with pixels that were not divided by 255."""
    return _neuron(*_clouds(30), 0.1, cost=cost)


def _examine_step(step: Callable[[Array, Array, float], Array]) -> Evidence:
    return _neuron(*_clouds(1), 0.1, step=step)


def _examine_inputs(inputs: Callable[[Stored], Array]) -> Evidence:
    """Every fourth pixel of forty drawings, at the course's rate."""
    pictures, y, _kinds = draw(40, seed=1)
    return _neuron(inputs(pictures[:, ::4, ::4]), y.reshape(1, -1).astype(float), 0.005)


def _examine_initial(initial: Callable[[np.random.Generator, int, int], Array]) -> Evidence:
    """Two inputs, eight hidden units, and classes that no single line tells apart."""
    rng = np.random.default_rng(7)
    X = rng.standard_normal((2, 60))
    Y = (X[:1] * X[1:] > 0).astype(float)
    W = [initial(rng, 8, 2), initial(rng, 1, 8)]
    b: list[Array] = [np.zeros((8, 1)), np.zeros((1, 1))]
    costs = []
    for _k in range(300):
        A = forward(W, b, X, np.tanh)
        costs.append(float(cross_entropy(A[-1], Y)))
        dW, db = backward_of_tanh(W, A, Y)
        W = [w - 0.5 * dw for w, dw in zip(W, dW, strict=True)]
        b = [b_k - 0.5 * db_k for b_k, db_k in zip(b, db, strict=True)]
    return judge_curve(costs, from_zeros=False)


SIGMOID_WITH_Z = Exhibit(
    name="sigmoid-with-z",
    title=_("sigmoid written 1 / (z + e^-z)"),
    story=_(
        "A z stands where the 1 of the sigmoid belongs. "
        "No value leaves 0 to 1, but sigmoid(0) is 1 instead of one half, and J is not a number before the first step."
    ),
    check="cost-curve",
    right=sigmoid,
    wrong=sigmoid_with_z,
    examine=_examine_sigmoid,
)
LOG_OF_ZERO = Exhibit(
    name="log-of-zero",
    title=_("the log of an A that has rounded to 0 or 1"),
    story=_(
        "The cost is computed from A, and above Z = 37 A rounds to 1, so that log(1 - A) is the log of 0. "
        "J becomes infinite or nan although the gradient is still right, often just when the network is at its best."
    ),
    check="cost-curve",
    right=cost_from_inputs,
    wrong=cost_from_outputs,
    examine=_examine_cost,
)
UPHILL = Exhibit(
    name="uphill",
    title=_("a step in the wrong direction"),
    story=_(
        "The step adds the gradient instead of subtracting it. "
        "The gradient is right, so that the gradient check is content; but the cost rises from the first step on."
    ),
    check="cost-curve",
    right=step,
    wrong=step_uphill,
    examine=_examine_step,
)
ZEROS = Exhibit(
    name="zeros",
    title=_("weights that begin at zero in a hidden layer"),
    story=_(
        "All weights begin at zero, which is right for one neuron only. "
        "With hidden tanh or ReLU units every gradient but that of the last bias is zero, and J stays where it is."
    ),
    check="cost-curve",
    right=initial,
    wrong=initial_zeros,
    examine=_examine_initial,
)
DIVIDED_TWICE = Exhibit(
    name="divided-twice",
    title=_("pixels divided by 255 twice"),
    story=_(
        "The pixels were divided by 255 when they were loaded, and are divided again before training. "
        "Nothing is wrong but the scale: all inputs are below 0.004, and the same learning rate gets nowhere."
    ),
    check="cost-curve",
    right=inputs,
    wrong=inputs_divided_twice,
    examine=_examine_inputs,
)
EXHIBITS = (SIGMOID_WITH_Z, LOG_OF_ZERO, UPHILL, ZEROS, DIVIDED_TWICE)
