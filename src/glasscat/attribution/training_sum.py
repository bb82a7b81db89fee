"""One unit's answer as a sum over the pictures that it was trained on.

Every gradient of the first layer is a sum of samples, so the trained weights are the initial ones and a mixture of the
training pictures (see `glasscat.training.span`):

    w = w_0 + X c        so that        z = w.T x + b = sum of c_j (x_j . x) + w_0 . x + b

c_j says how much of picture j the unit has taken up, x_j . x how much that picture and this one have in common. A run
does not keep c, but its weights give it back: the c with the smallest ``|w - w_0 - X c|``. Where the pictures are
linearly independent there is only one such c, and it is the one of the training. What no c can give, the rest

    r = w - w_0 - X c        with its part of z,  r . x,

is zero up to rounding for gradient descent, and is not for update rules that leave the span, such as Adam.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.typing import Array, Integers

LARGEST = 8192
"""Samples, or numbers a sample, whichever is less: beyond it the eigenvalues take minutes and gigabytes."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TrainingSum:
    """What each training picture adds to z. All parts together add up to z, up to rounding.

    Parameters
    ----------
    coefficients : (m,)
        c_j; above zero where the training has added picture j to the weights.
    products : (m,)
        ``x_j . x``, what picture j and this one have in common.
    initial : float
        What is left in z of the initial weights, ``w_0 . x``.
    outside : float
        What no mixture of training pictures explains, ``r . x``.
    outside_share : float
        ``|r| / |w - w_0|``: how much of what was learnt no mixture explains, 0 to 1.
    rounding : float
        Largest share that is put down to rounding in the numbers of the run, the root of their precision.
    rank : int
        How many of the training pictures are linearly independent.
    bias : float
    """

    coefficients: Array
    products: Array
    initial: float
    outside: float
    outside_share: float
    rounding: float
    rank: int
    bias: float

    @property
    def contributions(self) -> Array:
        """``c_j (x_j . x)`` of each training picture, (m,)."""
        return self.coefficients * self.products

    @property
    def total(self) -> float:
        """The z that all parts add up to."""
        return float(self.contributions.sum()) + self.initial + self.outside + self.bias

    @property
    def is_exact(self) -> bool:
        """Whether the weights are a mixture of the training pictures, up to rounding."""
        return self.outside_share <= self.rounding

    @property
    def is_unique(self) -> bool:
        """Whether no other mixture gives the same weights; else this is the smallest one."""
        return self.rank == len(self.coefficients)

    def towards(self, n: int) -> Integers:
        """The ``n`` pictures that push most towards the class, the strongest first; fewer where fewer do."""
        order = np.argsort(-self.contributions, kind="stable")[:n]
        return order[self.contributions[order] > 0]

    def away(self, n: int) -> Integers:
        """The ``n`` pictures that push most away from the class, the strongest first; fewer where fewer do."""
        order = np.argsort(self.contributions, kind="stable")[:n]
        return order[self.contributions[order] < 0]

    def __repr__(self) -> str:
        kind = "exact" if self.is_exact else f"approximate, {100 * self.outside_share:.3g} % outside"
        return f"TrainingSum({len(self.coefficients)} pictures, {kind}, total={self.total:.6g})"


def is_feasible(X: Array) -> bool:
    """Whether the mixture of these samples, (n_x, m), can be found in seconds."""
    return min(X.shape) <= LARGEST


def mixture(d: Array, X: Array) -> tuple[Array, int]:
    """Smallest c with the smallest ``|d - X c|``, and the rank of X.

    By the eigenvalues of the Gram matrix ``G = X.T X = V L V.T``, so ``c = V L^-1 V.T X.T d``; of ``X X.T = U L U.T``,
    ``c = X.T U L^-1 U.T d``, where that is smaller. Eigenvalues below rounding count as zero.

    Parameters
    ----------
    d : (n_x,)
    X : (n_x, m)

    Returns
    -------
    c : (m,)
    rank : int
    """
    n_x, m = X.shape
    values, vectors = np.linalg.eigh(X.T @ X if m <= n_x else X @ X.T)
    kept = values > max(n_x, m) * np.finfo(values.dtype).eps * values[-1]
    inverse = np.divide(1.0, values, out=np.zeros_like(values), where=kept)
    c = _mixed(d, X, vectors, inverse)
    c += _mixed(d - X @ c, X, vectors, inverse)  # once more for what rounding has left
    return c, int(kept.sum())


def _mixed(d: Array, X: Array, vectors: Array, inverse: Array) -> Array:
    n_x, m = X.shape
    if m <= n_x:
        return vectors @ (inverse * (vectors.T @ (X.T @ d)))
    return X.T @ (vectors @ (inverse * (vectors.T @ d)))


def training_sum(w: Array, w_0: Array, b: float, x: Array, X: Array, *, rounding: float = 2**-26) -> TrainingSum:
    """Open ``z = w.T x + b`` training picture by training picture.

    Parameters
    ----------
    w, w_0 : (n_x,)
        Weights after and before training.
    b : float
    x : (n_x,)
        The picture, 0 to 1.
    X : (n_x, m)
        The training pictures, 0 to 1.
    rounding : float
        See `TrainingSum`; by default the root of float64's precision.
    """
    learnt = w - w_0
    c, rank = mixture(learnt, X)
    r = learnt - X @ c
    length = float(np.linalg.norm(learnt))
    return TrainingSum(
        coefficients=c,
        products=X.T @ x,
        initial=float(w_0 @ x),
        outside=float(r @ x),
        outside_share=float(np.linalg.norm(r)) / length if length else 0.0,
        rounding=rounding,
        rank=rank,
        bias=b,
    )
