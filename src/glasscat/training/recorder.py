"""The recorder: what training tells of itself, and the watch over its cost."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from glasscat.training.divergence import Watch
from glasscat.training.record import Record

if TYPE_CHECKING:
    from glasscat.data.batches import Batches
    from glasscat.training.problem import Problem
    from glasscat.typing import Array


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
    """

    def __init__(self, problem: Problem, batches: Batches, steps: int, record_every: int, began: float) -> None:
        self.problem = problem
        self.steps = steps
        self._per_epoch = batches.per_epoch
        self._every = record_every
        self._began = began
        self._watch = Watch([problem.theta, problem.buffers])

    def is_due(self, iteration: int) -> bool:
        """Whether a record is to be made before this step."""
        return iteration % self._every == 0

    def check(self, J: Array, iteration: int) -> Array:
        """Pass on finite costs; see `Watch.check` for the others."""
        return self._watch.check(J, iteration)

    def record(self, iteration: int, J: Array, *, is_last: bool = False) -> Record:
        """Record a cost that `check` has passed."""
        self._watch.remember(J, iteration)
        problem = self.problem
        return Record(
            iteration=iteration,
            steps=self.steps,
            epoch=iteration // self._per_epoch,
            cost=_plain(J),
            test_cost=None if problem.test is None else _plain(self._loss(problem.test)),
            held_out_cost=None if problem.held_out is None else _plain(self._loss(problem.held_out)),
            seconds=perf_counter() - self._began,
            read_theta=lambda: problem.lift(problem.theta),
            buffers=problem.buffers,
            is_last=is_last,
            method=problem.method,
        )

    def last(self, iteration: int) -> Record:
        """Record the end: the cost on the whole training set, as the network is used."""
        problem = self.problem
        J = self._loss(problem.train, problem.s) + problem.penalty.cost(problem.theta)
        return self.record(iteration, self.check(J, iteration), is_last=True)

    def _loss(self, samples: tuple[Array, Array], s: Array | None = None) -> Array:
        problem = self.problem
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows shows in the cost
            return problem.network.loss(problem.theta, *samples, problem.buffers, s)


def _plain(J: Array) -> float | Array:
    """A Python number for one run, an array for several."""
    return float(J) if np.ndim(J) == 0 else J
