"""One row a kernel: its inputs and its reference. And one row a gradient: the function whose slope it claims to be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from . import kernel_references as reference

if TYPE_CHECKING:
    from collections.abc import Callable

SLOPE = 0.1
EPSILON = 0.1  # large, so that it shows where it stands
P = 0.25


@dataclass(frozen=True)
class Kernel:
    """A kernel, how to make inputs of given runs, units and samples, and the same thing as a textbook would do it.

    ``shared`` are the inputs that all runs may have in common; ``extremes`` says that the first input is a Z or the
    like, which may take any value; ``out`` that the kernel writes where it is told; ``weighted`` that it is given
    weights of the samples; ``data`` are the inputs that nothing is differentiated by.
    """

    name: str
    inputs: Callable
    reference: Callable
    more: tuple = ()
    shared: tuple[int, ...] = ()
    extremes: bool = False
    out: bool = True
    weighted: bool = False
    data: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"weighted {self.name}" if self.weighted else self.name


def weights(array):
    """Weights of the samples in the columns of an array."""
    return np.linspace(0.5, 2, array.shape[-1], dtype=array.dtype)


def numbers(rng, runs, n, m):
    """Away from zero, so that no kink lies within a difference quotient."""
    Z = rng.normal(size=(*runs, n, m))
    return Z + 0.1 * np.sign(Z)


def one(rng, runs, n, m):
    return (numbers(rng, runs, n, m),)


def two(rng, runs, n, m):
    return numbers(rng, runs, n, m), numbers(rng, runs, n, m)


def affine_inputs(rng, runs, n, m):
    return numbers(rng, runs, n + 1, m), numbers(rng, runs, n, n + 1), numbers(rng, runs, n, 1)


def affine_backward_inputs(rng, runs, n, m):
    return numbers(rng, runs, n, m), numbers(rng, runs, n + 1, m)


def affine_input_inputs(rng, runs, n, m):
    return numbers(rng, runs, n, m), numbers(rng, runs, n, n + 1)


def one_unit(rng, runs, n, m):  # noqa: ARG001  (a sigmoid output has one unit)
    return numbers(rng, runs, 1, m), rng.integers(0, 2, (*runs, 1, m)).astype(float)


def one_hot(rng, runs, n, m):
    return numbers(rng, runs, n, m), np.swapaxes(np.eye(n)[rng.integers(0, n, (*runs, m))], -1, -2)


def probability_and_target(rng, runs, n, m):
    Z, Y = one_unit(rng, runs, n, m)
    return reference_on_runs(reference.sigmoid, Z), Y


def probabilities_and_targets(rng, runs, n, m):
    Z, Y = one_hot(rng, runs, n, m)
    return reference_on_runs(reference.softmax, Z), Y


def batch_norm_inputs(rng, runs, n, m):
    """Z, gamma, beta, mu, variance: any statistics, not those of Z."""
    columns = [numbers(rng, runs, n, 1) for _ in range(4)]
    return numbers(rng, runs, n, m), *columns[:3], np.square(columns[3])


def batch_norm_backward_inputs(rng, runs, n, m):
    """dA, Z, gamma, and the statistics of Z."""
    dA, Z = two(rng, runs, n, m)
    mu = Z.mean(axis=-1, keepdims=True)
    return dA, Z, numbers(rng, runs, n, 1), mu, np.square(Z - mu).mean(axis=-1, keepdims=True)


def batch_norm_gradients_inputs(rng, runs, n, m):
    dA, Z, _gamma, mu, variance = batch_norm_backward_inputs(rng, runs, n, m)
    return dA, Z, mu, variance


def uniform(rng, runs, n, m):
    return (rng.random((*runs, n, m)),)


def reference_on_runs(f, Z):
    return f(Z) if Z.ndim == 2 else np.stack([f(z) for z in Z])


OF_LOSSES = {
    "sigmoid_cross_entropy": one_unit,
    "softmax_cross_entropy": one_hot,
    "squared_error": probabilities_and_targets,
    "cross_entropy_backward": probabilities_and_targets,
    "sigmoid_squared_error_backward": probability_and_target,
    "softmax_squared_error_backward": probabilities_and_targets,
}

LOSSES = [
    Kernel(
        name,
        inputs,
        getattr(reference, name),
        shared=(1,),
        extremes=name.endswith("cross_entropy"),
        out=name.endswith("backward"),
        weighted=weighted,
        data=(1,),
    )
    for name, inputs in OF_LOSSES.items()
    for weighted in (False, True)
]

KERNELS = [
    Kernel("sigmoid", one, reference.sigmoid, extremes=True),
    Kernel("sigmoid_backward", two, reference.sigmoid_backward),
    Kernel("tanh", one, reference.tanh, extremes=True),
    Kernel("tanh_backward", two, reference.tanh_backward),
    Kernel("relu", one, reference.relu, extremes=True),
    Kernel("relu_backward", two, reference.relu_backward),
    Kernel("leaky_relu", one, reference.leaky_relu(SLOPE), more=(SLOPE,), extremes=True),
    Kernel("leaky_relu_backward", two, reference.leaky_relu_backward(SLOPE), more=(SLOPE,)),
    Kernel("softmax", one, reference.softmax, extremes=True),
    Kernel("affine", affine_inputs, reference.affine, shared=(0,)),
    Kernel("affine_backward", affine_backward_inputs, reference.affine_backward, shared=(1,)),
    Kernel("affine_input", affine_input_inputs, reference.affine_input),
    Kernel(
        "batch_norm",
        batch_norm_inputs,
        partial(reference.batch_norm, epsilon=EPSILON),
        more=(EPSILON,),
        shared=(0, 3, 4),
        extremes=True,
    ),
    Kernel("batch_statistics", one, reference.batch_statistics, extremes=True, out=False),
    Kernel(
        "batch_norm_backward",
        batch_norm_backward_inputs,
        partial(reference.batch_norm_backward, epsilon=EPSILON),
        more=(EPSILON,),
    ),
    Kernel(
        "batch_norm_gradients",
        batch_norm_gradients_inputs,
        partial(reference.batch_norm_gradients, epsilon=EPSILON),
        more=(EPSILON,),
        shared=(1, 3),
        out=False,
    ),
    Kernel("dropout_mask", uniform, reference.dropout_mask(P), more=(P,), data=(0,)),
    Kernel("dropout", two, reference.dropout, shared=(0,)),
    *LOSSES,
]

INITIALISERS = {
    "zeros": lambda rng, n, n_prev: 0 * rng.standard_normal((n, n_prev)),
    "normal": lambda rng, n, n_prev: 0.01 * rng.standard_normal((n, n_prev)),
    "xavier": lambda rng, n, n_prev: rng.standard_normal((n, n_prev)) / n_prev**0.5,
    "he": lambda rng, n, n_prev: rng.standard_normal((n, n_prev)) * 2**0.5 / n_prev**0.5,
}


@dataclass(frozen=True)
class Gradient:
    """function(kernels, x, *rest), a number, and what should be its slope by x."""

    name: str
    inputs: Callable
    function: Callable
    slope: Callable

    def __str__(self) -> str:
        return self.name


def _activation(name, *more):
    """J = sum of dA * g(Z), whose slope by Z is what the way back gives for dA."""

    def function(kernels, Z, dA):
        return np.sum(dA * getattr(kernels, name)(Z, *more))

    def slope(kernels, Z, dA):
        return getattr(kernels, f"{name}_backward")(dA, getattr(kernels, name)(Z, *more), *more)

    return Gradient(name, two, function, slope)


def _loss(activation, cost, backward, inputs):
    from_Z = cost.endswith("cross_entropy")

    def function(kernels, Z, Y):
        s = weights(Z)
        return getattr(kernels, cost)(Z if from_Z else getattr(kernels, activation)(Z), Y, s)

    def slope(kernels, Z, Y):
        return getattr(kernels, backward)(getattr(kernels, activation)(Z), Y, weights(Z))

    return Gradient(backward + " of " + activation, inputs, function, slope)


def _normalised(kernels, Z, gamma, beta, dA):
    """J = sum of dA times the normalised batch."""
    return np.sum(dA * kernels.batch_norm(Z, gamma, beta, *kernels.batch_statistics(Z), EPSILON))


def _normalised_inputs(rng, runs, n, m):
    Z, gamma, beta = batch_norm_inputs(rng, runs, n, m)[:3]
    return Z, gamma, beta, numbers(rng, runs, n, m)


def _rotated(position, rng, runs, n, m):
    """Bring the input to be varied to the front."""
    inputs = [*_normalised_inputs(rng, runs, n, m)]
    return inputs.pop(position), *inputs


def _affine(position, rng, runs, n, m):
    """Bring the input to be varied to the front; dZ comes last."""
    inputs = [*affine_inputs(rng, runs, n, m)]
    x = inputs.pop(position)
    return x, *inputs, numbers(rng, runs, n, m)


GRADIENTS = [
    _activation("sigmoid"),
    _activation("tanh"),
    _activation("relu"),
    _activation("leaky_relu", SLOPE),
    _loss("sigmoid", "sigmoid_cross_entropy", "cross_entropy_backward", one_unit),
    _loss("softmax", "softmax_cross_entropy", "cross_entropy_backward", one_hot),
    _loss("sigmoid", "squared_error", "sigmoid_squared_error_backward", one_unit),
    _loss("softmax", "squared_error", "softmax_squared_error_backward", one_hot),
    Gradient(
        "affine by A_prev",
        partial(_affine, 0),
        lambda kernels, A_prev, W, b, dZ: np.sum(dZ * kernels.affine(A_prev, W, b)),
        lambda kernels, _A_prev, W, _b, dZ: kernels.affine_input(dZ, W),
    ),
    Gradient(
        "affine by W",
        partial(_affine, 1),
        lambda kernels, W, A_prev, b, dZ: np.sum(dZ * kernels.affine(A_prev, W, b)),
        lambda kernels, _W, A_prev, _b, dZ: kernels.affine_backward(dZ, A_prev)[0],
    ),
    Gradient(
        "affine by b",
        partial(_affine, 2),
        lambda kernels, b, A_prev, W, dZ: np.sum(dZ * kernels.affine(A_prev, W, b)),
        lambda kernels, _b, A_prev, _W, dZ: kernels.affine_backward(dZ, A_prev)[1],
    ),
    Gradient(
        "batch_norm by Z",
        _normalised_inputs,
        _normalised,
        lambda kernels, Z, gamma, _beta, dA: kernels.batch_norm_backward(
            dA, Z, gamma, *kernels.batch_statistics(Z), EPSILON
        ),
    ),
    Gradient(
        "batch_norm by gamma",
        partial(_rotated, 1),
        lambda kernels, gamma, Z, beta, dA: _normalised(kernels, Z, gamma, beta, dA),
        lambda kernels, _gamma, Z, _beta, dA: kernels.batch_norm_gradients(
            dA, Z, *kernels.batch_statistics(Z), EPSILON
        )[0],
    ),
    Gradient(
        "batch_norm by beta",
        partial(_rotated, 2),
        lambda kernels, beta, Z, gamma, dA: _normalised(kernels, Z, gamma, beta, dA),
        lambda kernels, _beta, Z, _gamma, dA: kernels.batch_norm_gradients(
            dA, Z, *kernels.batch_statistics(Z), EPSILON
        )[1],
    ),
]
