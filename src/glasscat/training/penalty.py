"""L2: a share of the squared weights in the cost, which pulls every weight towards zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.layers import Weighted
from glasscat.typing import is_number, shown

if TYPE_CHECKING:
    from glasscat.network import Network
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class L2:
    """``J := J + (l2 / 2) sum(W^2)`` over all weights, never biases, gains and shifts; ``dW := dW + l2 W``.

    The course divides by m as well: its lambda is l2 times m. PyTorch's SGD calls this weight_decay. Under adaptive
    optimisers it is not the same as decoupled weight decay.

    Parameters
    ----------
    strength : float, or (R,) array
        l2, 0 or more; an array gives each run its own.
    network : Network
        Whose weights they are.
    weights : tuple of slice
        Where the weights lie in theta.
    is_on : bool
        Whether it adds anything.
    """

    strength: float | Array
    network: Network
    weights: tuple[slice, ...]
    is_on: bool

    @classmethod
    def of(cls, strength: float | Array, network: Network) -> Self:
        """L2 of the weights of a network; GC-U61 for a strength below 0."""
        check_l2(strength)
        layout = network.layout
        weights = tuple(layout.slices[entry.name] for entry in layout.entries if entry.kind == "weight")
        return cls(strength, network, weights, bool(np.any(strength)))

    def cost(self, theta: Array) -> Array | float:
        """What it adds to J, () or (R,)."""
        if not self.is_on:
            return 0.0
        layers = zip(self.network.layers, self.network.split(theta), strict=True)
        squares = sum(layer.squared_length(views) for layer, views in layers if isinstance(layer, Weighted))
        squares = np.where(self.strength, squares, 0)  # none of what is beyond all numbers is nothing, as alone
        return np.multiply(squares, self.strength, dtype=theta.dtype) / 2

    def add_gradient(self, grad: Array, theta: Array, spare: Array | None = None) -> None:
        """Add its gradient to ``grad``; ``spare``, of the same shape, is what the product is put in on the way."""
        if not self.is_on:
            return
        strength = np.asarray(self.strength, theta.dtype)[..., None]
        for place in self.weights:
            out = None if spare is None else spare[..., place]
            grad[..., place] += np.multiply(theta[..., place], strength, out=out)


def check_l2(strength: float | Array) -> None:
    """Refuse what is not a finite number of at least 0 (GC-U61)."""
    strengths = np.ravel(strength).tolist() if isinstance(strength, np.ndarray) else [strength]
    for one in strengths:
        if not (is_number(one) and 0 <= one < np.inf):
            problem = _("it must be a finite number, 0 or more; found {found}.", found=shown(one))
            raise UsageError("GC-U61", "l2", problem, _("0.001 to 0.1 is usual; 0 is none."))
