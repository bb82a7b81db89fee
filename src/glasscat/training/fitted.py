"""What training gives: the stream of records read to its end, and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import DivergedError
from glasscat.training.divergence import ended_above
from glasscat.training.record import History

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.network import Network
    from glasscat.training.record import Record
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A network with the parameters that training has found, and how it got there.

    Parameters
    ----------
    network : Network
    data : Dataset
    theta : (P,)
    history : History
    method : "direct"
        How the iterates were computed.
    """

    network: Network
    data: Dataset
    theta: Array
    history: History
    method: str = "direct"

    @property
    def parameters(self) -> dict[str, Array]:
        """Parameters by name, views into theta."""
        return self.network.layout.views(self.theta)

    @property
    def class_names(self) -> tuple[str, ...]:
        """What the classes are called."""
        return self.data.class_names

    def probabilities(self, samples: Samples) -> Array:
        """Probability of each class for each sample, (m, n_classes), samples first."""
        return self.network.probabilities(self.theta, samples.columns(self.theta.dtype)).T


def collect(
    network: Network, data: Dataset, stream: Iterator[Record], watch: Callable[[Record], None] | None = None
) -> Fitted:
    """Read the records of a single run to their end.

    Parameters
    ----------
    network : Network
    data : Dataset
    stream : iterator of Record
        From `train` with the same network and data.
    watch : callable, optional
        Called with every record: a progress bar, a log.

    Raises
    ------
    DivergedError
        GC-T01 if the cost left the finite numbers, GC-T02 if it ended above where it began. The error's ``fitted``
        holds what there was: the last finite state, or the end of the run; None if not even the first cost was finite.
    """
    rows: list[tuple[int, float, float | None, float]] = []
    theta: Array = np.empty(0)

    def fitted() -> Fitted:
        return Fitted(network, data, theta, History(tuple(rows)))

    try:
        for record in stream:
            theta = record.theta
            rows.append((record.iteration, float(record.cost), _number(record.test_cost), record.seconds))
            if watch is not None:
                watch(record)
    except DivergedError as error:
        error.fitted = fitted() if rows else None
        raise
    first, final = rows[0][1], rows[-1][1]
    if final > first:
        above = ended_above(first, final, min(((row[0], row[1]) for row in rows), key=lambda row: row[1]))
        above.fitted = fitted()
        raise above
    return fitted()


def _number(cost: float | Array | None) -> float | None:
    return None if cost is None else float(cost)
