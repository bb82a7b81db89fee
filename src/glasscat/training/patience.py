"""Patience: stop when the cost on held-out samples has not fallen for a while, and go back to where it was lowest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from glasscat.training.snapshot import Arrays
    from glasscat.typing import Array


class Patience:
    """Remembers the best state of a single run.

    Parameters
    ----------
    records : int
        How many records in a row, at least 1, may pass without a lower cost on the held-out samples.
    """

    def __init__(self, records: int) -> None:
        self._records = records
        self._waited = 0
        self._best_cost = np.inf
        self._best_iteration = 0
        self._best: tuple[Array, ...] = ()

    def is_over(self, iteration: int, held_out_cost: float | Array | None, state: Sequence[Array]) -> bool:
        """Whether it has run out, now that held-out samples cost this; ``state`` is what would be restored."""
        cost = np.inf if held_out_cost is None else float(held_out_cost)
        if cost < self._best_cost or not self._best:
            self._best_cost, self._best_iteration, self._waited = cost, iteration, 0
            self._best = tuple(array.copy() for array in state)
        else:
            self._waited += 1
        return self._waited >= self._records

    def restore(self, state: Sequence[Array]) -> int:
        """Write the best state back, and say at which iteration it was."""
        for array, best in zip(state, self._best, strict=True):
            np.copyto(array, best)
        return self._best_iteration

    def arrays(self, state: Sequence[Array]) -> Arrays:
        """What it remembers, for a snapshot; empty vectors before it has seen a state like ``state``."""
        theta, buffers = self._best or [array[:0] for array in state]
        return {
            "waited": np.asarray(self._waited),
            "best.cost": np.asarray(self._best_cost),
            "best.iteration": np.asarray(self._best_iteration),
            "best.theta": theta,
            "best.buffers": buffers,
        }

    def restore_memory(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Remember what `arrays` gave."""
        self._waited, self._best_iteration = int(arrays["waited"]), int(arrays["best.iteration"])
        self._best_cost = float(arrays["best.cost"])
        best = arrays["best.theta"], arrays["best.buffers"]
        self._best = best if best[0].size else ()
