"""What the loop works on: a network with its parameters, and the samples in the form that the network takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

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
    train : pair (X, Y)
        One sample a column.
    test : pair (X, Y) or None
    method : "direct" or "span"
        Whether theta is what was asked for, or its coordinates in the span of the samples.
    lift : callable
        From theta to the parameters that were asked for.
    """

    network: Network
    theta: Array
    train: tuple[Array, Array]
    test: tuple[Array, Array] | None
    method: Method
    lift: Callable[[Array], Array]


def direct(network: Network, data: Dataset, theta: Array) -> Problem:
    """Train the network as it is, on the samples as they are."""

    def columns(samples: Samples) -> tuple[Array, Array]:
        return samples.columns(theta.dtype), network.targets(samples.y, theta.dtype)

    test = None if data.test is None else columns(data.test)
    return Problem(network, theta, columns(data.train), test, "direct", lambda same: same)
