"""One unit's answer as a sum over the pictures that it was trained on.

Every gradient of the first layer is a sum of samples, so the trained weights are the initial ones and a mixture of the
training pictures (see `glasscat.training.span`):

    w = w_0 + X c        so that        z = w.T x + b = sum of c_j (x_j . x) + w_0 . x + b

c_j says how much of picture j the unit has taken up, x_j . x how much that picture and this one have in common. A run
does not keep c, but its weights give it back: the c with the smallest ``|w - w_0 - X c|``. Where the pictures are
linearly independent there is only one such c, and it is the one of the training. What no c can give, the rest

    r = w - w_0 - X c        with its part of z,  r . x,

is zero up to rounding for gradient descent, and is not for update rules that leave the span, such as Adam. A penalty or
a decay pulls at the initial weights as well: then ``w = k w_0 + X c``, with a k below 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from glasscat.typing import Array, Integers

LARGEST = 4096
"""Samples, or numbers a sample, whichever is less: beyond it the eigenvalues take minutes."""


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
        What the initial weights add, ``k w_0 . x``.
    kept : float
        k: how much of the initial weights is left, 1 unless a penalty or a decay has pulled at them.
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
    kept: float
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Mixtures:
    """Mixtures of samples: what of a vector they can give.

    By the eigenvalues of the Gram matrix ``G = X.T X = V L V.T``; or of ``X X.T = U L U.T``, where that is smaller.

    Parameters
    ----------
    X : (n_x, m)
    vectors : (k, k)
        V or U.
    inverse : (k,)
        1 / L; 0 where an eigenvalue is zero but for rounding.
    """

    X: Array
    vectors: Array
    inverse: Array

    @classmethod
    def of(cls, X: Array) -> Self:
        """Find the eigenvalues."""
        n_x, m = X.shape
        values, vectors = np.linalg.eigh(X.T @ X if m <= n_x else X @ X.T)
        kept = values > max(n_x, m) * np.finfo(values.dtype).eps * values[-1]
        return cls(X, vectors, np.divide(1.0, values, out=np.zeros_like(values), where=kept))

    @property
    def rank(self) -> int:
        """How many of the samples are linearly independent."""
        return int(np.count_nonzero(self.inverse))

    def nearest(self, d: Array) -> tuple[Array, Array]:
        """Smallest c (m,) with the smallest ``|d - X c|``, and the rest ``d - X c``, (n_x,), for d (n_x,)."""
        c = self._mixed(d)
        c += self._mixed(d - self.X @ c)  # once more for what rounding has left
        return c, d - self.X @ c

    def _mixed(self, d: Array) -> Array:
        """``V L^-1 V.T X.T d``, which is the same as ``X.T U L^-1 U.T d``."""
        n_x, m = self.X.shape
        if m <= n_x:
            return self.vectors @ (self.inverse * (self.vectors.T @ (self.X.T @ d)))
        return self.X.T @ (self.vectors @ (self.inverse * (self.vectors.T @ d)))


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
    mixtures = Mixtures.of(X)
    c, r = mixtures.nearest(w - w_0)
    kept, share = 1.0, _share(r, w - w_0)
    if share > rounding:
        _c_0, r_0 = mixtures.nearest(w_0)
        # w - w_0 = (k - 1) w_0 + X c, and what no mixture gives of it is r = (k - 1) r_0
        k = 1 + float(r_0 @ r) / max(float(r_0 @ r_0), np.finfo(np.float64).tiny)
        c_k, r_k = mixtures.nearest(w - k * w_0)
        if _share(r_k, w - w_0) <= rounding:
            c, r, kept, share = c_k, r_k, k, _share(r_k, w - w_0)
    return TrainingSum(
        coefficients=c,
        products=X.T @ x,
        initial=kept * float(w_0 @ x),
        kept=kept,
        outside=float(r @ x),
        outside_share=share,
        rounding=rounding,
        rank=mixtures.rank,
        bias=b,
    )


def _share(r: Array, learnt: Array) -> float:
    length = float(np.linalg.norm(learnt))
    return float(np.linalg.norm(r)) / length if length else 0.0
