"""What the loop works on: a network with its parameters, and the samples in the form that the network takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from glasscat.training.feed import Rows
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
    train : Rows
        Training samples, one a row, with their answers and weights.
    test : pair (X, Y) or None
        One sample a column.
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
    train: Rows
    test: tuple[Array, Array] | None
    held_out: tuple[Array, Array] | None
    penalty: L2
    method: Method
    lift: Callable[[Array], Array]


def direct(
    network: Network,
    data: Dataset,
    theta: Array,
    *,
    s: Array | None,
    held_out: Samples | None,
    l2: float | Array,
    in_batches: bool = False,
) -> Problem:
    """Train the network as it is, on the samples as they are.

    In batches they stay as they are stored, and are made into floats batch by batch: that takes less time than to make
    them all at once, unless there are many epochs, and a fraction of the memory.
    """

    def columns(samples: Samples) -> tuple[Array, Array]:
        return samples.columns(theta.dtype), network.targets(samples.y, theta.dtype)

    Y = network.targets(data.train.y, theta.dtype)
    stored = data.train.X.reshape(len(data.train), -1)
    train = Rows(stored, Y, None if s is None else s.astype(theta.dtype), data.train.scale)
    return Problem(
        network=network,
        theta=theta,
        buffers=network.initial_buffers(theta),
        train=train if in_batches else train.ready(),
        test=None if data.test is None else columns(data.test),
        held_out=None if held_out is None else columns(held_out),
        penalty=L2.of(l2, network),
        method="direct",
        lift=lambda same: same,
    )
