"""Marks: short looks at a training between its records, so that a diagnosis does not depend on how often those come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from glasscat.layers import ReLU, Weighted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from glasscat.network import Network
    from glasscat.training.snapshot import Arrays
    from glasscat.typing import Array
    from glasscat.work import Work

EVENLY = 20
"""Marks spread evenly over a training, where there are fewer records; those after 1, 2, 4, 8, … steps are taken, too:
what explodes does so in the first steps."""

TESTS = 0.25
"""Test samples that may be looked at on the way, as a share of the samples that are trained on."""


@dataclass(frozen=True, slots=True)
class LayerMark:
    """One dense layer, with what follows it up to the next one: those numbers of `LayerNorms` that a diagnosis needs.

    Parameters
    ----------
    layer : int
    silent, delta, weight : float
        See `glasscat.training.norms.LayerNorms`.
    """

    layer: int
    silent: float
    delta: float
    weight: float


@dataclass(frozen=True, slots=True)
class Mark:
    """What a look found before a step, in a single run.

    Parameters
    ----------
    iteration : int
    cost : float
        J on the batch of this step.
    test_cost : float or None
        J on the test set, where it was looked at.
    layers : tuple of LayerMark
    """

    iteration: int
    cost: float
    test_cost: float | None
    layers: tuple[LayerMark, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """All marks of a training, in a table that is made once.

    Parameters
    ----------
    iterations : list of int
        Of the marks so far.
    numbers : (most, 2 + 3 layers) or (most, 2 + 3 layers, R)
        A row a mark: cost, test cost or NaN, then silent, delta and weight of each layer.
    """

    iterations: list[int]
    numbers: Array

    @classmethod
    def of(cls, network: Network, theta: Array, steps: int) -> Self:
        """No marks yet, and room for those of a training of so many steps."""
        most = 2 * EVENLY + steps.bit_length()
        layers = sum(isinstance(layer, Weighted) for layer in network.layers)
        return cls([], np.full((most, 2 + 3 * layers, *theta.shape[:-1]), np.nan))

    def keep(
        self, iteration: int, cost: Array, test_cost: Array | float | None, layers: Sequence[Array | float]
    ) -> None:
        """Add a mark; ``layers`` is what `layer_numbers` gives."""
        row = self.numbers[len(self.iterations)]
        row[0], row[2:] = cost, layers
        if test_cost is not None:
            row[1] = test_cost
        self.iterations.append(iteration)

    def arrays(self) -> Arrays:
        """Those of a single run so far, for a snapshot."""
        return {"iterations": np.array(self.iterations, np.int64), "numbers": self.numbers[: len(self.iterations)]}

    def after(self, arrays: Mapping[str, NDArray[Any]]) -> Marks:
        """Marks that `arrays` gave, and the room of these behind them: a run that is prolonged gets more."""
        return Marks(arrays["iterations"].tolist(), np.concatenate([arrays["numbers"], self.numbers]))

    def of_run(self, r: int) -> Marks:
        """Those of run r alone."""
        return Marks(self.iterations, self.numbers[..., r])

    def read(self) -> tuple[Mark, ...]:
        """Marks of a single run, without those after it has diverged."""
        rows = zip(self.iterations, self.numbers.tolist(), strict=False)
        return tuple(_mark(iteration, row) for iteration, row in rows if np.isfinite(row[0]))


def _mark(iteration: int, row: list[float]) -> Mark:
    cost, test_cost, *layers = row
    numbers = enumerate(zip(layers[::3], layers[1::3], layers[2::3], strict=True), 1)
    return Mark(
        iteration,
        cost,
        None if np.isnan(test_cost) else test_cost,
        tuple(LayerMark(number, *three) for number, three in numbers),
    )


class Timetable:
    """When records and marks are due.

    Parameters
    ----------
    steps : int
        That training will take, unless it stops before.
    record_every : int
    test_share : float
        Samples of the test set, as a share of all that are trained on.
    """

    def __init__(self, steps: int, record_every: int, test_share: float) -> None:
        self._steps, self._record_every = steps, record_every
        self._every = max(1, steps // EVENLY)
        self._test_every = self._every * max(1, int(np.ceil(EVENLY * test_share / TESTS)))

    def is_record(self, iteration: int) -> bool:
        """Whether a record is due then, and not only a mark."""
        return iteration % self._record_every == 0

    def is_due(self, iteration: int) -> bool:
        """Whether a record or a mark is due then; steps begin with a record."""
        return iteration == 0 or self.after(iteration - 1) == iteration

    def is_test(self, iteration: int) -> bool:
        """Whether a mark is to look at the test set, too."""
        return iteration % self._test_every == 0

    def after(self, iteration: int) -> int:
        """Iteration of the record or mark after this one, or the end."""
        record = _next_multiple(iteration, self._record_every)
        evenly = record if self._record_every <= self._every else _next_multiple(iteration, self._every)
        return min(record, evenly, 1 << iteration.bit_length(), self._steps)


def _next_multiple(iteration: int, every: int) -> int:
    return (iteration // every + 1) * every


def layer_numbers(network: Network, work: Work) -> list[Array | float]:
    """Numbers of every dense layer, from what the last forward and backward pass has left in ``work``.

    No array is made that is as large as what a layer puts out: this is done in the middle of training.
    """
    dense = [(k, layer) for k, layer in enumerate(network.layers) if isinstance(layer, Weighted)]
    ends = [*(k - 1 for k, _layer in dense[1:]), len(network.layers) - 1]
    found: list[Array | float] = []
    for (k, layer), end in zip(dense, ends, strict=True):
        dZ = work.deltas[k]
        weight = np.sqrt(layer.squared_length(work.parameters[k]))
        found += [silent_share(network, work, k, end), _root_mean_square(dZ) * dZ.shape[-1], weight]
    return found


def silent_share(network: Network, work: Work, k: int, end: int) -> Array | float:
    """Share of the units of dense layer k that are 0 for every sample after layer ``end``; 0 without a ReLU."""
    if not any(isinstance(part, ReLU) for part in network.layers[k : end + 1]):
        return np.zeros(work.A.shape[:-2])
    share: Array = 1 - np.mean(np.any(work.outputs[end], axis=-1), axis=-1)
    return share


def _root_mean_square(A: Array) -> Array:
    flat = A.reshape(*A.shape[:-2], -1, copy=False)
    length: Array = np.sqrt(np.vecdot(flat, flat) / flat.shape[-1])
    return length
