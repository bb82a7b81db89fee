"""The recorder: what training tells of itself, and the watch over its cost."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from glasscat.training.chance import chance_cost
from glasscat.training.divergence import Watch
from glasscat.training.growth import Growth
from glasscat.training.in_use import cost_in_use, loss_in_use
from glasscat.training.marks import Marks, Timetable, layer_numbers
from glasscat.training.norms import layer_norms
from glasscat.training.record import Record
from glasscat.training.snapshot import below, under
from glasscat.training.told import records_of, told_arrays

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from numpy.typing import NDArray

    from glasscat.data.batches import Batches
    from glasscat.training.feed import Rows
    from glasscat.training.norms import LayerNorms
    from glasscat.training.problem import Problem
    from glasscat.training.snapshot import Arrays
    from glasscat.typing import Array, Integers
    from glasscat.work import Work

PROBE = 2048
"""Samples that tell whether training has ended above where it began."""

RISE = 0.01
"""A cost that rises by a smaller share than this ripples, as it does under momentum and by rounding."""


class Recorder:
    """Makes the records of one training.

    Parameters
    ----------
    problem : Problem
    batches : Batches
    steps : int
        That training will take, unless it stops before.
    record_every : int
    began : float
        When training began, by `time.perf_counter`.
    keeps : bool
        Whether what is told is remembered, for snapshots of the training.
    """

    def __init__(
        self, problem: Problem, batches: Batches, steps: int, record_every: int, began: float, *, keeps: bool = False
    ) -> None:
        self.problem = problem
        self.steps = steps = int(steps)  # NumPy's whole numbers count no bits
        self._per_epoch = batches.per_epoch
        self._full_batch = batches.size is None
        self._probe = None if self._full_batch else problem.train.spread(PROBE)
        n_test = 0 if problem.test is None else problem.test.Y.shape[-1]
        self._timetable = Timetable(steps, int(record_every), n_test / (steps * (batches.size or batches.m)))
        self._marks = Marks.of(problem.network, problem.theta, steps)
        self._growth = Growth()
        self._began = began
        self._keeps = keeps
        self.told: list[Record] = []
        self._watch = Watch([problem.theta, problem.buffers])
        self._before: Array | None = None
        self._latest: Array | float = np.inf
        self._rises: Integers | int = 0
        self._peak: Array | float = -np.inf
        self._chance = chance_cost(problem.network.output, problem.train.Y, problem.train.s)

    @property
    def latest(self) -> Array:
        """Cost that was looked at last, () or (R,); NaN for a run that has diverged."""
        return np.asarray(self._latest)

    def next_due(self, iteration: int) -> int:
        """Iteration of the record or mark after this one, or the end."""
        return self._timetable.after(iteration)

    def is_due(self, iteration: int) -> bool:
        """Whether there is to be a record or a mark before this step."""
        return self._timetable.is_due(iteration)

    def is_record(self, iteration: int) -> bool:
        """Whether a record is due then, and not only a mark."""
        return self._timetable.is_record(iteration)

    def look(self, costs: Array, first: int) -> Array:
        """Look at the costs (k,) or (k, R) of k steps in a row, from iteration ``first`` on, counting those that rose.

        Returns
        -------
        J : () or (R,)
            The last of them, NaN where the run has diverged; see `Watch.look`.
        """
        costs = self._watch.look(costs, first, self._growth)
        before = np.concatenate([np.broadcast_to(self._latest, costs.shape[1:])[None], costs[:-1]])
        self._rises = self._rises + (before * (1 + RISE) < costs).sum(axis=0)
        self._peak = np.fmax(self._peak, np.fmax.reduce(costs, axis=0))
        self._latest = costs[-1]
        return self.latest

    def before_record(self, iteration: int) -> None:
        """Keep what the step before the record of this iteration changes, if there is to be one."""
        is_told = self.is_record(iteration) and (iteration < self.steps or self._keeps)  # a kept run may be prolonged
        self._before = self.problem.theta.copy() if is_told else None

    def mark(self, iteration: int, J: Array, work: Work) -> None:
        """Keep a short look, between records; ``work`` holds the passes that gave the cost."""
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows shows in the cost
            layers = layer_numbers(self.problem.network, work)
        test_cost = self._judged_by(self.problem.test) if self._timetable.is_test(iteration) else None
        self._marks.keep(iteration, J, test_cost, layers)
        self._growth.note(layers[2::3])

    def record(self, iteration: int, J: Array, work: Work | None = None, *, end: Array | None = None) -> Record:
        """Record a cost that `look` has passed; ``work`` holds the passes that gave it, ``end`` the last parameters."""
        self._watch.remember(J, iteration)
        problem = self.problem
        layers = () if work is None else self._norms(work)
        self._growth.note([one.weight for one in layers])
        is_last = end is not None
        probe = self._probe if is_last or iteration == 0 else None
        record = self._record(
            {
                "iteration": iteration,
                "epoch": iteration // self._per_epoch,
                "cost": _plain(J),
                "test_cost": self._judged_by(problem.test),
                "held_out_cost": self.held_out_cost(),
                "seconds": self._seconds,
                "layers": layers,
                "rises": _whole(self._rises),
                "peak": _plain(self._peak),
                "is_last": is_last,
                "probe_cost": None if probe is None else _plain(cost_in_use(problem, probe)),
                **({"read_theta": lambda: end} if is_last else {}),
            }
        )
        if self._keeps:
            self.told.append(record)
        return record

    def _record(self, told: Mapping[str, Any]) -> Record:
        """Record of this, and of what is the same in all of them."""
        problem = self.problem
        same = {
            "steps": self.steps,
            "read_theta": lambda: problem.lift(problem.theta),
            "buffers": problem.buffers,
            "chance": self._chance,
            "marks": self._marks,
            "went": _whole(self._watch.went),
            "is_last": False,
            "method": problem.method,
            "full_batch": self._full_batch,
        }
        return Record(**{**same, **told})

    @property
    def _seconds(self) -> float:
        return perf_counter() - self._began

    def arrays(self) -> Arrays:
        """All that the recorder remembers of a single run, for a snapshot."""
        before = self.problem.theta[:0] if self._before is None else self._before
        return {
            "before": before,
            "latest": self.latest,
            "rises": np.asarray(self._rises),
            "peak": np.asarray(self._peak),
            "seconds": np.asarray(self._seconds),
            **under("watch", self._watch.arrays()),
            **under("marks", self._marks.arrays()),
            **under("growth", self._growth.arrays()),
            **under("told", told_arrays(self.told)),
        }

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Remember what `arrays` gave; theta and the buffers have been restored before."""
        self._before = arrays["before"] if arrays["before"].size else None
        self._latest, self._rises, self._peak = (arrays[name][()] for name in ("latest", "rises", "peak"))
        self._began = perf_counter() - float(arrays["seconds"])
        self._watch.restore(below("watch", arrays))
        self._marks = self._marks.after(below("marks", arrays))
        self._growth.restore(below("growth", arrays))
        self.told = records_of(below("told", arrays), self._record)

    def last(self, iteration: int, *, is_met: bool = False) -> Record:
        """Record the end: the cost on the whole training set, as the network is used; ``is_met`` goes into it."""
        J = cost_in_use(self.problem, self.problem.train)
        end = self._lifted()
        J = np.where(np.isfinite(end).all(axis=-1), J, np.nan)  # weights may be beyond all numbers unseen
        J = self._watch.look(J[None], iteration)[0]
        if np.isnan(J).any():
            end = self._lifted()  # what has diverged is back at its last finite state only now
        # it did not come of a step, and is that of use, so that it is compared with no cost before
        return replace(self.record(iteration, J, end=end), is_met=is_met)

    def held_out_cost(self) -> float | Array | None:
        """Cost of the held-out samples, as the network is used now."""
        return self._judged_by(self.problem.held_out)

    def _lifted(self) -> Array:
        """Parameters that were asked for, of the state as it is now."""
        with np.errstate(over="ignore", invalid="ignore"):  # of a run that has diverged
            return self.problem.lift(self.problem.theta)

    def _judged_by(self, rows: Rows | None) -> float | Array | None:
        """Cost of samples to judge by, where there are any."""
        return None if rows is None else _plain(loss_in_use(self.problem, rows))

    def _norms(self, work: Work) -> tuple[LayerNorms, ...]:
        with np.errstate(over="ignore", invalid="ignore"):  # a run that has diverged may lie beside this one
            moved = None if self._before is None else self.problem.theta - self._before
            return layer_norms(self.problem.network, work, moved)


def _whole(count: Integers | int) -> int | Integers:
    """A Python number for one run, an array for several."""
    return int(count) if np.ndim(count) == 0 else np.asarray(count)


def _plain(J: Array | float) -> float | Array:
    """A Python number for one run, an array for several."""
    return float(J) if np.ndim(J) == 0 else J
