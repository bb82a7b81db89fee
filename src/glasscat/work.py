"""Work buffers: what a forward and a backward pass write into, made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.typing import Array


class Trace(NamedTuple):
    """What the way forward through a layer leaves for the way back.

    Parameters
    ----------
    A_prev : (..., n_prev, m)
        What went in.
    A : (..., n, m)
        What came out.
    memory : tuple of arrays
        What the layer wanted to remember besides; see `Layer.memory`.
    """

    A_prev: Array
    A: Array
    memory: tuple[Array, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """Buffers that a forward and a backward pass write into, made once and used at every iteration.

    Parameters
    ----------
    outputs : tuple of (..., n, m)
        Output of each layer.
    deltas : tuple of (..., n, m)
        dJ by the output of each layer.
    memories : tuple of tuples of arrays
        What each layer remembers besides, such as the mask of a dropout.
    traces : tuple of Trace
        What each layer but the first leaves for the way back: the arrays above, which it writes into.
    A : (..., n_units, m)
        Output of the network.
    scratch : tuple of arrays
        What the output computes in.
    grad : (..., P)
        dJ/dtheta.
    gradients : tuple of tuples
        Views into grad, layer by layer.
    theta : (..., P)
        The parameters that the buffers were made for.
    parameters : tuple of tuples
        Views into theta, layer by layer, so that they need not be made at each iteration.
    """

    outputs: tuple[Array, ...]
    deltas: tuple[Array, ...]
    memories: tuple[tuple[Array, ...], ...]
    traces: tuple[Trace, ...]
    A: Array
    scratch: Sequence[Array]
    grad: Array
    gradients: tuple[tuple[Array, ...], ...]
    theta: Array
    parameters: tuple[tuple[Array, ...], ...]
