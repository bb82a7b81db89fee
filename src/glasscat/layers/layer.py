"""What a layer must be able to do: the contract between the network and its layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from glasscat.parameters import Entry
    from glasscat.typing import Array


class Layer(Protocol):
    """A frozen spec with a way forward and a way back.

    ``parameters`` and ``gradients`` are views into theta and into its gradient, in the order of `entries`.
    """

    def n_out(self, n_prev: int) -> int:
        """Units of this layer, when the layer before has ``n_prev``."""
        ...

    def entries(self, n_prev: int, number: int) -> tuple[Entry, ...]:
        """Parameters of this layer, named after its number, W1, b1, …; none for an activation."""
        ...

    def initial(self, rng: np.random.Generator, n_prev: int) -> tuple[Array, ...]:
        """Initial value of each of its `entries`."""
        ...

    def forward(self, parameters: Sequence[Array], A_prev: Array, out: Array | None = None) -> Array:
        """Output (..., n, m) from the output of the layer before, (..., n_prev, m)."""
        ...

    def backward(self, parameters: Sequence[Array], dA: Array, A: Array, out: Array | None = None) -> Array:
        """Gradient by its input, (..., n_prev, m), from the gradient dA by its output A, both (..., n, m)."""
        ...

    def write_gradients(self, gradients: Sequence[Array], dA: Array, A_prev: Array) -> None:
        """Write the gradients by its parameters into ``gradients``."""
        ...
