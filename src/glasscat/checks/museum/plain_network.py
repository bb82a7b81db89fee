"""A small network as a learner writes it from the course's formulas.

Z[l] = W[l] A[l-1] + b[l]      A[l] = g(Z[l])
dZ[l] = (W[l+1].T dZ[l+1]) * g'(Z[l])      dW[l] = (1/m) dZ[l] A[l-1].T      db[l] = (1/m) sum dZ[l]
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from glasscat.kernels import sigmoid
from glasscat.parameters import Entry, Layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.typing import Array


def forward(W: list[Array], b: list[Array], X: Array, g: Callable[[Array], Array] = sigmoid) -> list[Array]:
    """A[0] = X and the activations of every layer; the last one is sigmoid. Leading axes of W and b are runs."""
    A = [X]
    for k, (W_k, b_k) in enumerate(zip(W, b, strict=True), 1):
        Z = W_k @ A[-1] + b_k
        A.append(sigmoid(Z) if k == len(W) else g(Z))
    return A


def cross_entropy(A: Array, Y: Array) -> Array:
    """``J = -(1/m) sum(Y log A + (1 - Y) log(1 - A))``."""
    return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A), axis=(-2, -1))


def backward(W: list[Array], A: list[Array], Y: Array) -> tuple[list[Array], list[Array]]:
    """Gradients dW and db of a network of sigmoids with cross-entropy."""
    m = Y.shape[1]
    dW: list[Array] = []
    db: list[Array] = []
    dZ = A[-1] - Y
    for k in reversed(range(len(W))):
        dW.insert(0, dZ @ A[k].T / m)
        db.insert(0, np.sum(dZ, axis=1, keepdims=True) / m)
        dZ = W[k].T @ dZ * A[k] * (1 - A[k])
    return dW, db


def dense_layout(*sizes: int) -> Layout:
    """W1, b1, … of a network with these sizes."""
    entries = []
    for k, (n_prev, n) in enumerate(pairwise(sizes), 1):
        entries += [Entry(f"W{k}", (n, n_prev), "weight"), Entry(f"b{k}", (n, 1), "bias")]
    return Layout(tuple(entries))


def split(layout: Layout, theta: Array) -> tuple[list[Array], list[Array]]:
    """Give the weights and the biases as lists of views into theta, (P,) or (R, P)."""
    views = list(layout.views(theta).values())
    return views[0::2], views[1::2]


def joined(dW: list[Array], db: list[Array]) -> Array:
    """Lay gradients out like theta."""
    return np.concatenate([part.ravel() for pair in zip(dW, db, strict=True) for part in pair])
