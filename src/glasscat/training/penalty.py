"""L2: a share of the squared weights in the cost, which pulls every weight towards zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.parameters import Layout
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True)
class L2:
    """``J := J + (l2 / 2) sum(W^2)`` over all weights, never biases, gains and shifts; ``dW := dW + l2 W``.

    The course divides by m as well: its lambda is l2 times m. PyTorch's SGD calls this weight_decay. Under adaptive
    optimisers it is not the same as decoupled weight decay.

    Parameters
    ----------
    strength : float
        l2, 0 or more.
    weights : tuple of slice
        Where the weights lie in theta.
    """

    strength: float
    weights: tuple[slice, ...]

    @classmethod
    def of(cls, strength: float, layout: Layout) -> Self:
        """L2 of the weights of a network; GC-U61 for a strength below 0."""
        if not 0 <= strength < np.inf:
            raise UsageError(
                "GC-U61", "l2", _("it must be a finite number, 0 or more; found {found:g}.", found=strength)
            )
        weights = tuple(layout.slices[entry.name] for entry in layout.entries if entry.kind == "weight")
        return cls(strength, weights)

    def cost(self, theta: Array) -> Array | float:
        """What it adds to J, () or (R,)."""
        if self.strength == 0:
            return 0.0
        return self.strength / 2 * sum(np.sum(np.square(theta[..., place]), axis=-1) for place in self.weights)

    def add_gradient(self, grad: Array, theta: Array) -> None:
        """Add its gradient to ``grad``."""
        if self.strength == 0:
            return
        for place in self.weights:
            grad[..., place] += self.strength * theta[..., place]
