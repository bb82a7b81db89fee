"""The span method: the same iterates as the direct way, in the coordinates of the samples.

Every gradient of the first layer is a sum over samples, ``dW1 = dZ1 X.T``, so gradient descent never leaves the span of
the samples: after any number of steps

    W1 = W1_0 + C X.T        C of shape (n, m), zero at the start.

A step of W1 along dW1 is a step of C along dZ1, and all that the rest of the network sees of the first layer is

    Z1 = W1 X + b1 = W1_0 X + C G + b1        G = X.T X, the Gram matrix, (m, m).

An iteration costs m^2 multiplications a unit instead of m n_x, and gives the same numbers up to rounding. So the
network keeps all its layers but the first, which learns C instead of W1 and takes, instead of a sample, its number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.layers import Dense
from glasscat.layers.layer import SameInTraining
from glasscat.parameters import Entry
from glasscat.training.penalty import L2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.i18n import Text
    from glasscat.layers.layer import Trace
    from glasscat.optimizers import LBFGS, Optimizer
    from glasscat.training.problem import Problem
    from glasscat.typing import Array, Integers


@dataclass(frozen=True, slots=True, eq=False)
class SpanDense(SameInTraining):
    """First dense layer in the coordinates of the samples: ``Z = Z_0 + C K + b``.

    Its input is a row of sample numbers: the m training samples come first, then those of the test set.

    Parameters
    ----------
    n : int
        Units.
    K_rows : (m + m_test, m)
        ``x_i . x_j`` for every sample i and training sample j; transposed, because whole rows are gathered faster.
    Z_0 : (..., n, m + m_test)
        What the initial weights make of every sample, W1_0 x_i.
    W_0_length : () or (R,)
        Norm of W1_0.
    """

    n: int
    K_rows: Array
    Z_0: Array
    W_0_length: Array

    def n_out(self, n_prev: int) -> int:  # noqa: ARG002  (the contract of layers)
        """Units of this layer."""
        return self.n

    def entries(self, n_prev: int, number: int) -> tuple[Entry, ...]:  # noqa: ARG002
        """C (n, m) and b (n, 1)."""
        m = self.K_rows.shape[1]
        return Entry(f"C{number}", (self.n, m), "weight"), Entry(f"b{number}", (self.n, 1), "bias")

    def initial(self, rng: np.random.Generator, n_prev: int) -> tuple[Array, ...]:  # noqa: ARG002
        """C and b of zeros: training starts at W1_0."""
        return np.zeros((self.n, self.K_rows.shape[1])), np.zeros((self.n, 1))

    def forward(self, parameters: Sequence[Array], A_prev: Array, out: Array | None = None) -> Array:
        """Z (..., n, m) of the samples whose numbers are given."""
        C, b = parameters
        numbers = _numbers(A_prev)
        Z = np.matmul(C, self.K_rows[numbers].T, out=out)
        Z += self.Z_0[..., numbers]
        Z += b
        return Z

    def backward(self, parameters: Sequence[Array], dA: Array, trace: Trace, out: Array | None = None) -> Array:
        """Refuse: numbers of samples have no gradient, and nothing lies before this layer."""
        raise NotImplementedError

    def length(self, dC: Array) -> Array:
        """Norm of the change of W1 that dC stands for: ``|dC X.T|^2 = sum(dC * dC G)``, () or (R,)."""
        G = self.K_rows[: self.K_rows.shape[1]]
        return np.sqrt(np.maximum(np.sum(dC * (dC @ G), axis=(-2, -1)), 0))

    def weight_length(self, C: Array) -> Array:
        """Norm of W1: ``|W1_0 + C X.T|^2 = |W1_0|^2 + sum(C * (2 Z_0 + C G))``, () or (R,)."""
        m = self.K_rows.shape[1]
        squares = np.square(self.W_0_length) + np.sum(C * (2 * self.Z_0[..., :m] + C @ self.K_rows[:m]), axis=(-2, -1))
        return np.sqrt(np.maximum(squares, 0))

    def write_gradients(self, gradients: Sequence[Array], dA: Array, trace: Trace) -> None:
        """``dC = dZ`` at the samples of the batch and 0 elsewhere, ``db = sum of dZ over samples``."""
        dC, db = gradients
        dC[...] = 0
        dC[..., _numbers(trace.A_prev)] = dA
        np.sum(dA, axis=-1, keepdims=True, out=db)


def span(problem: Problem) -> Problem:
    """Put a direct problem into the coordinates of its samples.

    Parameters
    ----------
    problem : Problem
        Whose first layer is dense, and whose optimiser `objection` has nothing against.

    Returns
    -------
    Problem
        With a theta of C, b1 and everything after the first layer as it was; its ``lift`` computes W1.
    """
    network, theta_0 = problem.network, problem.theta
    X, Y = problem.train
    views = network.layout.views(theta_0)
    W1_0 = views["W1"]
    n, m = W1_0.shape[-2], X.shape[1]
    others = [pair for pair in (problem.test, problem.held_out) if pair is not None]
    known = np.concatenate([X.T, *(X_other.T for X_other, _Y in others)]).T if others else X

    with np.errstate(over="ignore", invalid="ignore"):  # what overflows shows in the Gram matrix: see `is_finite`
        products = known.T @ X, W1_0 @ known
    first = SpanDense(n, *products, np.sqrt(np.sum(np.square(W1_0), axis=(-2, -1))))
    inside = replace(network, n_features=1, layers=(first, *network.layers[1:]))
    rest = theta_0[..., network.layout.slices["W1"].stop :]
    theta = np.concatenate([np.zeros((*theta_0.shape[:-1], n * m), theta_0.dtype), rest], axis=-1)

    def lift(theta: Array) -> Array:
        C = theta[..., : n * m].reshape(*theta.shape[:-1], n, m)
        W1 = W1_0 + C @ X.T
        return np.concatenate([W1.reshape(*theta.shape[:-1], -1), theta[..., n * m :]], axis=-1)

    numbers = np.arange(known.shape[1], dtype=theta.dtype)[None]
    n_test = 0 if problem.test is None else problem.test[1].shape[1]
    return replace(
        problem,
        network=inside,
        theta=theta,
        train=(numbers[:, :m], Y),
        test=None if problem.test is None else (numbers[:, m : m + n_test], problem.test[1]),
        held_out=None if problem.held_out is None else (numbers[:, m + n_test :], problem.held_out[1]),
        penalty=L2.of(0.0, inside.layout),
        method="span",
        lift=lift,
    )


def objection(problem: Problem, optimizer: Optimizer[Any] | LBFGS) -> Text | None:
    """Say why the span method would give other iterates than the direct way, or None where it gives the same."""
    if not isinstance(problem.network.layers[0], Dense):
        return _("the first layer is not a dense layer")
    if problem.penalty.strength > 0:
        return _("l2 pulls at the initial weights too, which do not lie in the span of the samples")
    if not optimizer.stays_in_span:
        return _("a step of this optimiser is not a sum of gradients, so it leaves the span of the samples")
    return None


def is_finite(problem: Problem) -> bool:
    """Whether the products of the samples are numbers: features of 1e160 are, but their squares are not."""
    first = problem.network.layers[0]
    return not isinstance(first, SpanDense) or bool(np.isfinite(first.K_rows).all())


def refuse(reason: Text) -> UsageError:
    """Error GC-U31: the span method was asked for where it does not hold."""
    return UsageError(
        "GC-U31",
        _("method span"),
        _("it would not give the same iterates: {reason}.", reason=reason),
        _("use --method direct, or leave the choice to auto."),
    )


def pays(problem: Problem, steps: int, batch_size: int) -> bool:
    """Whether the span method needs fewer multiplications: the Gram matrix once, then m a unit and sample for n_x."""
    X = problem.train[0]
    n_x, m = X.shape
    everybody = m + sum(pair[0].shape[1] for pair in (problem.test, problem.held_out) if pair is not None)
    units = problem.network.layout.views(problem.theta)["W1"].size // n_x  # of all runs
    gram = everybody * m * n_x
    return bool(everybody <= n_x and gram + steps * batch_size * units * m < steps * batch_size * units * 2 * n_x)


def _numbers(A_prev: Array) -> slice | Integers:
    """Numbers of the samples, as a slice where they stand in their order: a slice is a view, a list would be copied."""
    numbers: Integers = A_prev[0].astype(np.intp)
    first, m = int(numbers[0]), len(numbers)
    if numbers[-1] == first + m - 1 and np.array_equal(numbers, np.arange(first, first + m)):
        return slice(first, first + m)
    return numbers
