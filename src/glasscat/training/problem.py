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


MOST_BYTES = 2**29
"""A training set whose floats take more than this is kept as it is stored, and made into floats batch by batch."""


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
    """Train the network as it is, on the samples as they are."""

    def columns(samples: Samples) -> tuple[Array, Array]:
        return samples.columns(theta.dtype), network.targets(samples.y, theta.dtype)

    m, n_x = len(data.train), data.n_features
    as_stored = in_batches and m * n_x * theta.dtype.itemsize > MOST_BYTES
    X, scale = data.train.X.reshape(m, n_x), data.train.scale
    if not as_stored:
        X, scale = data.train.columns(theta.dtype).T, 1.0
    return Problem(
        network=network,
        theta=theta,
        buffers=network.initial_buffers(theta),
        train=Rows(X, network.targets(data.train.y, theta.dtype), None if s is None else s.astype(theta.dtype), scale),
        test=None if data.test is None else columns(data.test),
        held_out=None if held_out is None else columns(held_out),
        penalty=L2.of(l2, network),
        method="direct",
        lift=lambda same: same,
    )
