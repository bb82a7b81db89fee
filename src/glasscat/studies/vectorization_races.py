"""Loops against vectors: the same numbers, and how long each way to them takes.

The gradient of one logistic neuron (samples in columns, X (n_x, m), Y (1, m), w (n_x, 1)) is written three times: with
a loop over samples and features, with a loop over samples, and with no loop.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from glasscat.logistic import propagate

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.typing import Array

Gradient: TypeAlias = "tuple[Array, float]"
"""dw (n_x, 1) and db."""

REPEATS = 5
AT_LEAST = 0.02
"""Seconds that a way is timed for, at the least."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a result, and how long it takes.

    Parameters
    ----------
    name : str
        ``"loop"`` or ``"vector"`` of the dot product; ``"two loops"``, ``"one loop"`` or ``"no loop"`` of the gradient.
    times : tuple of float
        Seconds of each repeat.
    """

    name: str
    times: tuple[float, ...]

    @property
    def seconds(self) -> float:
        """Median of all times."""
        return median(self.times)


@dataclass(frozen=True, slots=True)
class Race:
    """Several ways to the same numbers, the slowest first.

    Parameters
    ----------
    ways : tuple of Way
    difference : float
        Largest difference between a number of one way and that of the last one, relative to the largest number.
    """

    ways: tuple[Way, ...]
    difference: float

    @property
    def ratios(self) -> tuple[float, ...]:
        """How many times as long as the last way each takes."""
        return tuple(way.seconds / self.ways[-1].seconds for way in self.ways)


def dot_by_loop(a: Array, b: Array) -> float:
    """``sum_i a_i b_i`` for a and b (n,), one product after the other."""
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


def gradient_by_two_loops(w: Array, b: float, X: Array, Y: Array) -> Gradient:
    """Gradient of the neuron with a loop over the samples and, inside it, loops over the features."""
    n_x, m = X.shape
    dw, db = np.zeros((n_x, 1)), 0.0
    for i in range(m):
        z = b
        for j in range(n_x):
            z += w[j, 0] * X[j, i]
        dz = _sigmoid(z) - Y[0, i]
        for j in range(n_x):
            dw[j, 0] += X[j, i] * dz
        db += dz
    return dw / m, float(db / m)


def gradient_by_one_loop(w: Array, b: float, X: Array, Y: Array) -> Gradient:
    """The same with a loop over the samples alone: the features of each are a vector."""
    n_x, m = X.shape
    dw, db = np.zeros(n_x), 0.0
    for i in range(m):
        x = X[:, i]
        dz = _sigmoid(np.dot(w[:, 0], x) + b) - Y[0, i]
        dw += x * dz
        db += dz
    return dw[:, None] / m, float(db / m)


def gradient_without_loop(w: Array, b: float, X: Array, Y: Array) -> Gradient:
    """The same with no loop: the samples are a matrix. This is how `glasscat.logistic` has it."""
    grads, _cost = propagate(w, b, X, Y)
    return grads["dw"], grads["db"]


def race_of_dot_products(n: int = 100_000, *, repeats: int = REPEATS, seed: int = 0) -> Race:
    """Time the dot product of two vectors of n random numbers by a loop, and by ``numpy.dot``."""
    a, b = np.random.default_rng(seed).random((2, n))
    return _race({"loop": lambda: dot_by_loop(a, b), "vector": lambda: float(np.dot(a, b))}, repeats)


def race_of_gradients(n_x: int = 12288, m: int = 209, *, repeats: int = REPEATS, seed: int = 0) -> Race:
    """Time the three ways to the gradient, on m random samples of n_x numbers: those of the course's pictures."""
    rng = np.random.default_rng(seed)
    # rows of samples, seen as columns, as glasscat stores them
    X, Y = rng.random((m, n_x)).T, rng.integers(0, 2, (1, m)).astype(float)
    w, b = rng.normal(0, 0.01, (n_x, 1)), 0.0

    def flat(gradient: Callable[[Array, float, Array, Array], Gradient]) -> Array:
        dw, db = gradient(w, b, X, Y)
        return np.append(dw, db)

    return _race(
        {
            "two loops": lambda: flat(gradient_by_two_loops),
            "one loop": lambda: flat(gradient_by_one_loop),
            "no loop": lambda: flat(gradient_without_loop),
        },
        repeats,
    )


def _race(ways: dict[str, Callable[[], Array | float]], repeats: int) -> Race:
    """Time every way ``repeats`` times, in turn, so that whatever else the machine does hinders all of them alike."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    results = {name: np.asarray(way()) for name, way in ways.items()}  # the first time is not counted
    for _repeat in range(repeats):
        for name, way in ways.items():
            times[name].append(_seconds(way))
    last = list(results.values())[-1]
    difference = max(np.max(np.abs(result - last)) for result in results.values()) / np.max(np.abs(last))
    return Race(tuple(Way(name, tuple(taken)) for name, taken in times.items()), float(difference))


def _seconds(way: Callable[[], object]) -> float:
    """Seconds that a way takes; a quick one is taken again and again for a while, as a clock is too coarse for it."""
    began, n = perf_counter(), 0
    while n == 0 or perf_counter() - began < AT_LEAST:
        way()
        n += 1
    return (perf_counter() - began) / n


def _sigmoid(z: float) -> float:
    return float(1 / (1 + np.exp(-z)))
