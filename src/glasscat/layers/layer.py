"""What a layer must be able to do: the contract between the network and its layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from glasscat.parameters import Entry
    from glasscat.typing import Array
    from glasscat.work import Trace


class Layer(Protocol):
    """A frozen spec with a way forward and a way back.

    ``parameters`` and ``gradients`` are views into theta and into its gradient, in the order of `entries`; in
    ``parameters`` those into the network's buffers follow, in the order of `buffers`.
    """

    def n_out(self, n_prev: int) -> int:
        """Units of this layer, when the layer before has ``n_prev``."""
        ...

    def entries(self, n_prev: int, number: int) -> tuple[Entry, ...]:
        """Parameters of this layer, named after its number, W1, b1, …; none for an activation."""
        ...

    def buffers(self, n_prev: int, number: int) -> tuple[Entry, ...]:
        """Running statistics of this layer, which are kept but not trained; none for most."""
        ...

    def initial(self, rng: np.random.Generator, n_prev: int) -> tuple[Array, ...]:
        """Initial value of each of its `entries`."""
        ...

    def memory(self, shape: tuple[int, ...], dtype: np.dtype[np.floating]) -> tuple[Array, ...]:
        """Arrays that training needs besides inputs and outputs, for outputs of this shape; none for most."""
        ...

    def forward(self, parameters: Sequence[Array], A_prev: Array, out: Array | None = None) -> Array:
        """In use: output (..., n, m) from the output of the layer before, (..., n_prev, m)."""
        ...

    def forward_training(
        self, parameters: Sequence[Array], A_prev: Array, memory: tuple[Array, ...], out: Array | None = None
    ) -> Array:
        """In training: the same for most layers."""
        ...

    def backward(self, parameters: Sequence[Array], dA: Array, trace: Trace, out: Array | None = None) -> Array:
        """Backward pass of training: from dA (..., n, m), of its output, to that of its input, (..., n_prev, m)."""
        ...

    def write_gradients(self, gradients: Sequence[Array], dA: Array, trace: Trace) -> None:
        """Write the gradients of its parameters into ``gradients``."""
        ...


class Weighted:
    """What layers with weights share: the weights have a length."""

    __slots__ = ()

    def squared_length(self, parameters: Sequence[Array]) -> Array:
        """Sum of the squared weights, or of a change of them or a gradient, given like parameters; () or (R,)."""
        raise NotImplementedError


class SameInTraining:
    """What most layers share: training asks of them just what use does."""

    __slots__ = ()

    def buffers(self, n_prev: int, number: int) -> tuple[Entry, ...]:
        """Nothing is kept."""
        return ()

    def memory(self, shape: tuple[int, ...], dtype: np.dtype[np.floating]) -> tuple[Array, ...]:
        """Nothing is remembered."""
        return ()

    def forward_training(
        self: Layer, parameters: Sequence[Array], A_prev: Array, memory: tuple[Array, ...], out: Array | None = None
    ) -> Array:
        """As in use."""
        return self.forward(parameters, A_prev, out)
