"""Fully connected layer: Z = W A_prev + b."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from glasscat import kernels
from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _
from glasscat.kernels.affine import affine, affine_backward, affine_input
from glasscat.layers.layer import SameInTraining, Weighted
from glasscat.parameters import Entry
from glasscat.typing import is_number, is_whole, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.typing import Array
    from glasscat.work import Trace

Init = Literal["zeros", "normal", "xavier", "he"]
MOST_UNITS = 2**40
"""Beyond this, no array of a layer's weights could be made."""
INITS: tuple[Init, ...] = ("zeros", "normal", "xavier", "he")


@dataclass(frozen=True, slots=True)
class Dense(SameInTraining, Weighted):
    """Every unit is connected to every unit of the layer before: ``Z = W A_prev + b``.

    Parameters
    ----------
    n : int
        Units of this layer.
    init : "zeros", "normal", "xavier" or "he"
        How W begins; b begins at zero. See `glasscat.kernels.initialisers`.
    init_scale : float
        Standard deviation of "normal"; the others do not use it.
    """

    n: int
    init: Init = "he"
    init_scale: float = 0.01

    def __post_init__(self) -> None:
        if not is_whole(self.n) or not 1 <= self.n < MOST_UNITS:
            raise UsageError(
                "GC-U01",
                _("layers"),
                _("a layer must have a whole number of units, at least one; found {n}.", n=repr(self.n)),
                _("give each hidden layer a whole number above 0, such as 20,7,5."),
            )
        if self.init not in INITS:
            raise unknown_name("GC-U02", _("initial weights"), self.init, INITS)
        if not (is_number(self.init_scale) and 0 <= self.init_scale < np.inf):
            problem = _("it must be a finite number of at least 0; found {found}.", found=shown(self.init_scale))
            raise UsageError("GC-U85", "init_scale", problem, _("give for example 0.01."))

    def n_out(self, n_prev: int) -> int:
        """Units of this layer."""
        return self.n

    def entries(self, n_prev: int, number: int) -> tuple[Entry, ...]:
        """W (n, n_prev) and b (n, 1)."""
        return Entry(f"W{number}", (self.n, n_prev), "weight"), Entry(f"b{number}", (self.n, 1), "bias")

    def initial(self, rng: np.random.Generator, n_prev: int) -> tuple[Array, ...]:
        """W as `init` says, b zeros."""
        b = np.zeros((self.n, 1))
        if self.init == "normal":
            return kernels.normal(rng, self.n, n_prev, self.init_scale), b
        draw = {"zeros": kernels.zeros, "xavier": kernels.xavier, "he": kernels.he}[self.init]
        return draw(rng, self.n, n_prev), b

    def forward(self, parameters: Sequence[Array], A_prev: Array, out: Array | None = None) -> Array:
        """Z (..., n, m)."""
        W, b = parameters
        return affine(A_prev, W, b, out)

    def backward(self, parameters: Sequence[Array], dA: Array, trace: Trace, out: Array | None = None) -> Array:
        """Gradient with respect to A_prev: ``W.T dZ``. What a dense layer puts out is Z, so that dA is dZ here."""
        W, _b = parameters
        return affine_input(dA, W, out)

    def squared_length(self, parameters: Sequence[Array]) -> Array:
        """``sum(W^2)``, () or (R,)."""
        W, _b = parameters
        return np.einsum("...ij,...ij->...", W, W)

    def write_gradients(self, gradients: Sequence[Array], dA: Array, trace: Trace) -> None:
        """``dW = dZ A_prev.T``, ``db = sum of dZ over samples``."""
        dW, db = gradients
        affine_backward(dA, trace.A_prev, out=(dW, db))
