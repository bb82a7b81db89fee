"""What training gives: the stream of records read to its end, and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import DivergedError
from glasscat.layers import Dropout
from glasscat.training.divergence import ended_above, nothing_learnt
from glasscat.training.record import History

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.network import Network
    from glasscat.training.record import Record
    from glasscat.typing import Array


ROUNDING = 8
"""Times the last bit of a cost that it may differ by from another one that is the same but for rounding."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Fitted:
    """A network with the parameters that training has found, and how it got there.

    Parameters
    ----------
    network : Network
    data : Dataset
    theta : (P,)
    buffers : (Q,)
        Running statistics; empty without batch normalisation.
    history : History
    method : "direct" or "span"
        How the iterates were computed.
    full_batch : bool
        Whether each step saw the whole training set.
    """

    network: Network
    data: Dataset
    theta: Array
    buffers: Array
    history: History
    method: str = "direct"
    full_batch: bool = True

    @property
    def parameters(self) -> dict[str, Array]:
        """Parameters by name, views into theta."""
        return self.network.layout.views(self.theta)

    @property
    def class_names(self) -> tuple[str, ...]:
        """What the classes are called."""
        return self.data.class_names

    def probabilities(self, samples: Samples) -> Array:
        """Probability of each class for each sample, (m, n_classes), samples first; those of the model, to the bit."""
        stacks = samples.lone_columns(self.theta.dtype)
        return np.concatenate([self.network.probabilities(self.theta, X, self.buffers)[..., 0] for X in stacks])

    def __repr__(self) -> str:
        return (
            f"Fitted({self.data.source!r}, sizes={self.network.sizes}, iterations={self.history.iterations}, "
            f"final_cost={self.history.final_cost:.6g})"
        )


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
        GC-T01 if the cost left the finite numbers, GC-T02 if it ended above where it began, GC-T03 if it ended where
        it began. The error's ``fitted`` holds what there was: the last finite state, or the end of the run; None if not
        even the first cost was finite.
    """
    records: list[Record] = []
    try:
        for record in stream:
            records.append(record)
            if watch is not None:
                watch(record)
    except DivergedError as error:
        error.fitted = fitted_of(network, data, records) if records else None
        raise
    fitted = fitted_of(network, data, records)
    failure = ended_badly(fitted, records)
    if failure is not None:
        failure.fitted = fitted
        raise failure
    return fitted


def ended_badly(fitted: Fitted, records: Sequence[Record]) -> DivergedError | None:
    """Error GC-T02, if the cost ended above where it began; GC-T03, if it ended where it began.

    A training that began below the cost to stop at is no failure, nor is one that had nothing to learn.

    In use a normalised or thinned network costs something else than in training: running statistics follow slowly, and
    nothing is switched off. What training saw last counts there as well, for training is what may have diverged; where
    it saw but the beginning, nobody can tell.
    """
    first, last = _comparable(records[0]), _comparable(records[-1])
    network = fitted.network
    if fitted.history.goes_back:
        return nothing_learnt(fitted.history, first)
    if network.buffer_layout.entries or any(isinstance(one, Dropout) for one in network.layers):
        seen = [*fitted.history.all_costs[1:], *((mark.iteration, mark.cost) for mark in fitted.history.marks)]
        seen = [pair for pair in seen if pair[0] < records[-1].iteration]
        last = min(last, max(seen)[1] if seen else -np.inf)
    if last < first or first == 0 or records[-1].is_met:
        return None
    rounding = ROUNDING * float(np.finfo(fitted.theta.dtype).eps) * first
    return ended_above(fitted.history, first) if last > first + rounding else nothing_learnt(fitted.history, first)


def _comparable(record: Record) -> float:
    """Cost to hold the end against the beginning by."""
    return float(record.cost if record.probe_cost is None else record.probe_cost)


def fitted_of(network: Network, data: Dataset, records: Sequence[Record]) -> Fitted:
    """Keep of the records of a run their costs, and the parameters at the end."""
    rows = tuple(
        (r.iteration, float(r.cost), None if r.test_cost is None else float(r.test_cost), r.seconds) for r in records
    )
    layers, rises = tuple(r.layers for r in records), tuple(int(r.rises) for r in records)
    last = records[-1]
    marks = () if last.marks is None else last.marks.read()
    history = History(rows, layers, rises, float(last.peak), last.chance, marks)
    return Fitted(network, data, last.theta, last.buffers, history, last.method, last.full_batch)
