"""Work buffers: what a forward and a backward pass write into, made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glasscat.kernels.losses import Scratch
    from glasscat.layers.layer import Trace
    from glasscat.typing import Array


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
    scratch: Scratch
    grad: Array
    gradients: tuple[tuple[Array, ...], ...]
    theta: Array
    parameters: tuple[tuple[Array, ...], ...]
