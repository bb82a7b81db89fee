"""The matrix products of a training alone, into arrays made before: the floor that no way of writing it gets below."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from glasscat.kernels.gram import gram

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def products_of_a_step(
    sizes: Sequence[int], m: int, dtype: type[np.floating] = np.float64, *, span: bool = False
) -> Callable[[], None]:
    """Make the arrays, and return the products of one step of a network of these sizes on m samples.

        Z[l] = W[l] A[l-1]      dW[l] = dZ[l] A[l-1].T      dA[l-1] = W[l].T dZ[l]

    In the span of the samples the first layer needs no dW: it is dZ itself. The samples themselves need no dA.
    """
    rng = np.random.default_rng(0)
    A = [rng.standard_normal((m, sizes[0])).astype(dtype).T]
    A += [rng.standard_normal((n, m)).astype(dtype) for n in sizes[1:]]
    W = [rng.standard_normal((n, n_prev)).astype(dtype) for n_prev, n in pairwise(sizes)]
    Z, dA, dW = [np.empty_like(a) for a in A[1:]], [np.empty_like(a) for a in A], [np.empty_like(w) for w in W]

    def step() -> None:
        for number, w in enumerate(W):
            np.matmul(w, A[number], out=Z[number])
        for number in range(len(W) - 1, -1, -1):
            dZ = A[number + 1]
            if number or not span:
                np.matmul(dZ, A[number].T, out=dW[number])
            if number:
                np.matmul(W[number].T, dZ, out=dA[number])

    return step


def span_floor(X: np.ndarray, sizes: Sequence[int], steps: int) -> Callable[[], None]:
    """Return the Gram matrix of X (m, n_x), and then the products of so many steps with it.

    That of bytes is computed as glasscat does, exactly in float32: half the time of floats in float64.
    """
    m = len(X)
    step = products_of_a_step((m, *sizes), m, span=True)

    def floor() -> None:
        gram(X, X)
        for _number in range(steps):
            step()

    return floor
