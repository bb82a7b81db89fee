"""What the loop works on: a network with its parameters, and the samples in the form that the network takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from glasscat.training.penalty import L2

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.network import Network
    from glasscat.typing import Array

Method = Literal["direct", "span"]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A network, where its training starts, and what it is trained on.

    Parameters
    ----------
    network : Network
    theta : (P,) or (R, P)
        Parameters at the start; training writes into them.
    buffers : (Q,) or (R, Q)
        Running statistics at the start; training writes into them.
    train : pair (X, Y)
        One sample a column.
    s : (m,) or None
        Weights of the training samples.
    test : pair (X, Y) or None
    held_out : pair (X, Y) or None
        Samples that patience looks at.
    penalty : L2
    method : "direct" or "span"
        Whether theta is what was asked for, or its coordinates in the span of the samples.
    lift : callable
        From theta to the parameters that were asked for.
    """

    network: Network
    theta: Array
    buffers: Array
    train: tuple[Array, Array]
    s: Array | None
    test: tuple[Array, Array] | None
    held_out: tuple[Array, Array] | None
    penalty: L2
    method: Method
    lift: Callable[[Array], Array]


def direct(
    network: Network, data: Dataset, theta: Array, *, s: Array | None, held_out: Samples | None, l2: float
) -> Problem:
    """Train the network as it is, on the samples as they are."""

    def columns(samples: Samples) -> tuple[Array, Array]:
        return samples.columns(theta.dtype), network.targets(samples.y, theta.dtype)

    return Problem(
        network=network,
        theta=theta,
        buffers=network.initial_buffers(theta),
        train=columns(data.train),
        s=None if s is None else s.astype(theta.dtype),
        test=None if data.test is None else columns(data.test),
        held_out=None if held_out is None else columns(held_out),
        penalty=L2.of(l2, network.layout),
        method="direct",
        lift=lambda same: same,
    )
