"""The span method: the same iterates as the direct way, in the coordinates of the samples.

Every gradient of the first layer is a sum over samples, ``dW1 = dZ1 X.T``, so gradient descent never leaves the span of
the samples and of the initial weights: after any number of steps

    W1 = C X.T + a * W1_0        C of shape (n, m), zero at the start; a of shape (n, 1), one at the start.

A step of W1 along dW1 is a step of C along dZ1; L2 and weight decay shrink C and a alike, and without them a stays one.
All that the rest of the network sees of the first layer is

    Z1 = W1 X + b1 = C G + a * Z_0 + b1        G = X.T X, the Gram matrix, (m, m);  Z_0 = W1_0 X.

An iteration costs m^2 multiplications a unit instead of m n_x, and gives the same numbers up to rounding. So the
network keeps all its layers but the first, which learns [C a] instead of W1 and takes, instead of a sample, its number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.kernels.affine import affine
from glasscat.kernels.gram import gram
from glasscat.layers import Weighted
from glasscat.parameters import Entry
from glasscat.training.feed import Rows
from glasscat.training.penalty import L2
from glasscat.training.problem import at_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.training.problem import Problem
    from glasscat.typing import Array, Integers
    from glasscat.work import Trace


SAMPLES, FEATURES = 64, 512
"""Of so many are floats made at a time."""

PRODUCTS = 2**24
"""Of samples with samples are computed at a time, so that not all of them are there twice."""


@dataclass(frozen=True, slots=True, eq=False)
class SpanDense(Weighted):
    """First dense layer in the coordinates of the samples: ``Z = C K + a * Z_0 + b``.

    Its input is a row of sample numbers: the m training samples come first, then the others, M in all.

    Parameters
    ----------
    n : int
        Units.
    numbers : (M,)
        0, 1, 2, …: where the input is a view of it, the samples stand in their order.
    K_rows : (M, m)
        ``x_i . x_j`` for every sample i and training sample j; transposed, because whole rows are gathered faster.
    Z_0 : (..., n, M) or None
        What the initial weights make of every sample, W1_0 x_i; None where they are all 0, and a is not needed.
    W_0_squares : (..., n)
        Squared length of each unit's initial weights.
    room : pair of (..., n, m)
        Arrays to compute a squared length in.
    """

    n: int
    numbers: Array
    K_rows: Array
    Z_0: Array | None
    W_0_squares: Array
    room: tuple[Array, Array]

    @property
    def m(self) -> int:
        """Training samples."""
        return self.K_rows.shape[1]

    def n_out(self, n_prev: int) -> int:  # noqa: ARG002  (the contract of layers)
        """Units of this layer."""
        return self.n

    def entries(self, n_prev: int, number: int) -> tuple[Entry, ...]:  # noqa: ARG002
        """[C a] (n, m + 1), or C alone, by the name of the weights that it stands for, and b (n, 1)."""
        columns = self.m + (self.Z_0 is not None)
        return Entry(f"W{number}", (self.n, columns), "weight"), Entry(f"b{number}", (self.n, 1), "bias")

    def buffers(self, n_prev: int, number: int) -> tuple[Entry, ...]:  # noqa: ARG002
        """Nothing is kept."""
        return ()

    def initial(self, rng: np.random.Generator, n_prev: int) -> tuple[Array, ...]:  # noqa: ARG002
        """C of zeros and a of ones: training starts at W1_0."""
        ones = np.ones((self.n, int(self.Z_0 is not None)))
        return np.concatenate([np.zeros((self.n, self.m)), ones], axis=-1), np.zeros((self.n, 1))

    def memory(self, shape: tuple[int, ...], dtype: np.dtype[np.floating]) -> tuple[Array, ...]:
        """Rows of K and Z_0 of a batch, where they are gathered, their product with a, and the samples' numbers."""
        chosen: Any = np.empty(shape[-1], np.intp)
        return np.empty((shape[-1], self.m), dtype), np.empty(shape, dtype), np.empty(shape, dtype), chosen

    def forward(self, parameters: Sequence[Array], A_prev: Array, out: Array | None = None) -> Array:
        """Z (..., n, m) of the samples whose numbers are given."""
        shape = (*parameters[0].shape[:-1], A_prev.shape[-1])
        return self.forward_training(parameters, A_prev, self.memory(shape, self.K_rows.dtype), out)

    def forward_training(
        self, parameters: Sequence[Array], A_prev: Array, memory: tuple[Array, ...], out: Array | None = None
    ) -> Array:
        """The same; in batches without order, K and Z_0 are gathered into ``memory``."""
        C_a, b = parameters
        K, Z_0, product, numbers = memory
        chosen = self._chosen(A_prev, numbers)
        if isinstance(chosen, slice):
            K = self.K_rows[chosen]
        else:
            np.take(self.K_rows, chosen, axis=0, out=K, mode="clip")
        if self.Z_0 is None:
            return affine(K.T, C_a, b, out)
        if isinstance(chosen, slice):
            Z_0 = self.Z_0[..., chosen]
        else:
            np.take(self.Z_0, chosen, axis=-1, out=Z_0, mode="clip")
        Z = affine(K.T, C_a[..., : self.m], b, out)
        Z += np.multiply(C_a[..., self.m :], Z_0, out=product)
        return Z

    def backward(self, parameters: Sequence[Array], dA: Array, trace: Trace, out: Array | None = None) -> Array:
        """Refuse: numbers of samples have no gradient, and nothing lies before this layer."""
        raise NotImplementedError

    def squared_length(self, parameters: Sequence[Array]) -> Array:
        """``|C X.T + a W1_0|^2 = sum(C * (C G + 2 a Z_0)) + sum(a^2 |W1_0|^2)``, () or (R,)."""
        m = self.m
        C, a = parameters[0][..., :m], parameters[0][..., m:]
        pull, product = self.room
        affine(self.K_rows[:m], C, np.zeros((1, 1), C.dtype), pull)
        if self.Z_0 is None:
            squares = np.einsum("...ij,...ij->...", C, pull)
        else:
            np.multiply(2 * a, self.Z_0[..., :m], out=product)
            pull += product
            squares = np.einsum("...ij,...ij->...", C, pull) + np.sum(a[..., 0] ** 2 * self.W_0_squares, axis=-1)
        return np.maximum(squares, 0)

    def write_gradients(self, gradients: Sequence[Array], dA: Array, trace: Trace) -> None:
        """``dC = dZ`` at the samples of the batch and 0 elsewhere, ``da = 0``, ``db = sum of dZ over samples``."""
        dC_a, db = gradients
        np.add.reduce(dA, axis=-1, keepdims=True, out=db)
        if dA.shape == dC_a.shape and trace.A_prev.base is self.numbers:
            dC_a[...] = dA
            return
        dC_a[...] = 0
        dC_a[..., self._chosen(trace.A_prev, trace.memory[-1])] = dA

    def _chosen(self, A_prev: Array, out: Any) -> slice | Integers:  # noqa: ANN401  (whole numbers among floats)
        """Numbers of the samples, as a slice where they stand in their order, so that they need not be gathered."""
        if A_prev.base is self.numbers:
            first = int(A_prev[0, 0])
            return slice(first, first + A_prev.shape[-1])
        np.copyto(out, A_prev[0], casting="unsafe")
        chosen: Integers = out
        return chosen


def span(problem: Problem) -> Problem:
    """Put a direct problem into the coordinates of its samples.

    Parameters
    ----------
    problem : Problem
        Whose first layer is dense; see `glasscat.training.method.objection`.

    Returns
    -------
    Problem
        With a theta of [C a], b1 and everything after the first layer as it was; its ``lift`` computes W1.
    """
    network, theta_0, train = problem.network, problem.theta, problem.train
    W1_0 = network.layout.views(theta_0)["W1"]
    m = len(train.X)
    others = [rows for rows in (problem.test, problem.held_out) if rows is not None]
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows shows in the Gram matrix: see `is_finite`
        first = _first_layer(W1_0, train, others)
    numbers = first.numbers
    inside = replace(network, n_features=1, layers=(first, *network.layers[1:]))
    C_a = first.initial(np.random.default_rng(), 1)[0].astype(theta_0.dtype).ravel()
    rest = theta_0[..., network.layout.slices["W1"].stop :]
    theta = np.concatenate([np.broadcast_to(C_a, (*theta_0.shape[:-1], C_a.size)), rest], axis=-1)

    def lift(theta: Array) -> Array:
        W1 = _weights(inside.layout.views(theta)["W1"], train, W1_0)
        rest = theta[..., inside.layout.slices["W1"].stop :]
        return np.concatenate([W1.reshape(*theta.shape[:-1], -1), rest], axis=-1)

    n_test = 0 if problem.test is None else len(problem.test.X)
    return replace(
        problem,
        network=inside,
        theta=theta,
        train=Rows(numbers[:m, None], train.Y, train.s),
        test=None if problem.test is None else Rows(numbers[m : m + n_test, None], problem.test.Y),
        held_out=None if problem.held_out is None else Rows(numbers[m + n_test :, None], problem.held_out.Y),
        penalty=L2.of(problem.penalty.strength, inside),
        method="span",
        lift=lift,
    )


def _first_layer(W1_0: Array, train: Rows, others: Sequence[Rows]) -> SpanDense:
    """First layer for the training samples, and others after them."""
    K_rows = _products((train, *others), train)
    Z_0 = None
    if W1_0.any():
        no_b = np.zeros((1, 1), W1_0.dtype)
        Z_0 = np.concatenate(
            [affine(X, W1_0, no_b) for rows in (train, *others) for X, _Y, _s in rows.pieces(SAMPLES)], axis=-1
        )
    numbers = np.arange(len(K_rows), dtype=W1_0.dtype)
    shape = (*W1_0.shape[:-1], len(train.X))
    room = np.empty(shape, W1_0.dtype), np.empty(shape, W1_0.dtype)
    return SpanDense(W1_0.shape[-2], numbers, K_rows, Z_0, np.einsum("...ij,...ij->...i", W1_0, W1_0), room)


def _products(everybody: Sequence[Rows], train: Rows) -> Array:
    """``x_i . x_j`` for every sample i and training sample j, (M, m); of pixels without rounding, see `gram`."""
    m = len(train.X)
    K_rows = np.empty((sum(len(rows.X) for rows in everybody), m), train.Y.dtype)
    step, place = max(1, PRODUCTS // m), 0
    are_bytes = all(rows.X.dtype == np.uint8 for rows in everybody)
    others = train if are_bytes else at_once(train)
    for rows in everybody:
        one = others if rows is train else rows if are_bytes else at_once(rows)
        for k in range(0, len(one.X), step):
            X = one.X if len(one.X) <= step else one.X[k : k + step]
            K = gram(X, others.X)
            K /= one.scale * others.scale
            K_rows[place : place + len(K)] = K
            place += len(K)
    return K_rows


def _weights(C_a: Array, train: Rows, W1_0: Array) -> Array:
    """``W1 = C X.T + a * W1_0``, (..., n, n_x), features by features, so that not all of X is made floats."""
    m, n_x = train.X.shape
    C, a = C_a[..., :m], C_a[..., m:]
    C_X = np.empty((C.size // m, n_x), C.dtype)  # the units of all runs are rows of one product
    for k in range(0, n_x, FEATURES):
        X_rows = train.X[:, k : k + FEATURES].astype(C.dtype, copy=False)
        np.matmul(C.reshape(-1, m), X_rows, out=C_X[:, k : k + FEATURES])
    C_X /= train.scale
    C_X = C_X.reshape(*C.shape[:-1], n_x)
    if a.size == 0:
        return C_X
    W1 = a * W1_0
    # where nothing has moved nothing is added, so that a frozen -0.0 stays one
    return np.add(W1, C_X, where=C.any(axis=-1, keepdims=True), out=W1)


def is_finite(problem: Problem) -> bool:
    """Whether the products of the samples are numbers: features of 1e160 are, but their squares are not."""
    first = problem.network.layers[0]
    return not isinstance(first, SpanDense) or bool(np.isfinite(first.K_rows).all())
