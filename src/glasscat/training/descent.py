"""The loop of descent: gradient, step, and a record now and then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.training.costs import CostWindow
from glasscat.training.feed import Feed
from glasscat.training.snapshot import Snapshot, below, check_same_kind, state_arrays, state_of, under

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from glasscat.data.batches import Batches
    from glasscat.optimizers import Optimizer
    from glasscat.training.masks import Masks
    from glasscat.training.patience import Patience
    from glasscat.training.record import Record
    from glasscat.training.recorder import Recorder
    from glasscat.training.snapshot import Arrays
    from glasscat.typing import Array


class Descent:
    """One training by an optimiser. Everything that a step writes into is made here, once.

    Parameters
    ----------
    recorder : Recorder
        With the problem.
    optimizer : Optimizer
    batches : Batches
    masks : Masks
    stop_cost : float, optional
    patience : Patience, optional
    pause_every : int, optional
        Steps from one snapshot to the next; by default there are none.
    """

    def __init__(  # noqa: PLR0917  (the parts of a training, in the order of a step)
        self,
        recorder: Recorder,
        optimizer: Optimizer[Any],
        batches: Batches,
        masks: Masks,
        stop_cost: float | None,
        patience: Patience | None,
        pause_every: int | None = None,
    ) -> None:
        self._recorder, self._problem = recorder, recorder.problem
        self._optimizer, self._masks = optimizer, masks
        self._stop_cost, self._patience = stop_cost, patience
        theta = self._problem.theta
        self._state = optimizer.init(theta)
        self._spare = np.empty_like(theta) if self._problem.penalty.is_on else None
        self._feed = Feed(self._problem.train, batches)
        self._work = {m: self._problem.network.work(theta, m) for m in batches.sizes}
        self._windows = {
            m: CostWindow(
                self._problem.network,
                self._problem.penalty,
                theta,
                m,
                same=batches.size is None,
                at_once=stop_cost is not None,
            )
            for m in batches.sizes
        }
        self._at_hand = next(iter(self._work.values()))
        self._window = next(iter(self._windows.values()))
        self._seen = -1
        self._first = 0
        self._pause_every = pause_every

    @property
    def steps(self) -> int:
        """Steps that training takes, unless it stops before."""
        return self._recorder.steps

    def records(self) -> Iterator[Record]:
        """Yield a record whenever one is due, and one after the last step; see `glasscat.training.loop.train`."""
        return (stop for stop in self.stops() if not isinstance(stop, Snapshot))

    def stops(self) -> Iterator[Record | Snapshot]:
        """Yield the same, and a snapshot before the first step, whenever one is due, and after the last step.

        A training that was restored yields the records that it had yielded before, and goes on.
        """
        recorder, problem, patience = self._recorder, self._problem, self._patience
        state = [problem.theta, problem.buffers]
        iteration, first, is_stopped = self._first, self._first, False
        yield from tuple(recorder.told)
        while iteration < recorder.steps:
            if self._pauses_at(iteration) and (iteration > first or iteration == 0):
                yield self._snapshot(iteration)
            with np.errstate(over="ignore", invalid="ignore"):
                grad = self._look(iteration)
            if recorder.is_due(iteration):
                J = self._cost()
                if recorder.is_record(iteration):
                    record = recorder.record(iteration, J, self._at_hand)
                    yield record
                    if patience is not None and patience.is_over(iteration, record.held_out_cost, state):
                        break
                else:
                    recorder.mark(iteration, J, self._at_hand)
            elif self._window.is_full:
                self._cost()
            iteration, is_stopped = self._walk(iteration, grad, self._next_stop(iteration))
            if is_stopped:
                break
        self._cost()
        if iteration == recorder.steps > first and self._pause_every is not None:
            yield self._snapshot(iteration)
        if patience is not None:
            patience.is_over(iteration, recorder.held_out_cost(), state)  # the end may be better than any record
            iteration = patience.restore(state)
        yield recorder.last(iteration, is_met=is_stopped)

    def _pauses_at(self, iteration: int) -> bool:
        """Whether a snapshot is due before this step."""
        return self._pause_every is not None and iteration % self._pause_every == 0

    def _next_stop(self, iteration: int) -> int:
        """Iteration of the next record or snapshot, or the end."""
        due, every = self._recorder.next_due(iteration), self._pause_every
        return due if every is None else min(due, iteration // every * every + every)

    def _snapshot(self, iteration: int) -> Snapshot:
        """Everything that the rest depends on. All costs have been looked at by then, so that none is forgotten."""
        self._cost()
        return Snapshot(iteration, self._recorder.steps, self._problem.method, self._arrays(iteration))

    def _arrays(self, iteration: int) -> Arrays:
        problem, patience = self._problem, self._patience
        state = problem.theta, problem.buffers
        return {
            "theta": problem.theta,
            "buffers": problem.buffers,
            "iteration": np.asarray(iteration),
            **under("optimizer", state_arrays(self._state)),
            **under("recorder", self._recorder.arrays()),
            **under("patience", {} if patience is None else patience.arrays(state)),
        }

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Go on from where a snapshot of the same training was taken.

        Raises
        ------
        ValueError
            If it is of another training.
        """
        check_same_kind(self._arrays(0), arrays)
        np.copyto(self._problem.theta, arrays["theta"])
        np.copyto(self._problem.buffers, arrays["buffers"])
        self._first = int(arrays["iteration"])
        self._state = state_of(self._state, below("optimizer", arrays))
        self._recorder.restore(below("recorder", arrays))
        if self._patience is not None:
            self._patience.restore_memory(below("patience", arrays))

    def _walk(self, iteration: int, grad: Array, end: int) -> tuple[int, bool]:
        """Take the steps from one stop to the next, at iteration ``end``; whether the cost to stop at came before."""
        recorder, problem, optimizer = self._recorder, self._problem, self._optimizer
        has_buffers = problem.buffers.size > 0
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows shows in J, which the recorder watches
            while True:
                if self._stop_cost is not None and not np.any(self._stop_cost <= recorder.latest):
                    return iteration, True  # NaN, a diverged run, holds up no other
                iteration += 1
                if iteration == end:
                    recorder.before_record(end)
                _theta, self._state = optimizer.update(grad, self._state, problem.theta)
                if has_buffers:
                    problem.network.update_buffers(problem.buffers, self._at_hand)
                if iteration == end:
                    return iteration, False
                grad = self._look(iteration)
                if self._window.is_full:
                    self._cost()

    def _look(self, iteration: int) -> Array:
        """Gradient at the parameters as they are now; what its cost needs is kept."""
        problem = self._problem
        network, theta = problem.network, problem.theta
        X, Y, s = batch = self._feed.batch(iteration)
        m = Y.shape[-1]
        if m != self._window.m:
            self._cost()
            self._at_hand, self._window = self._work[m], self._windows[m]
        work = self._at_hand
        self._masks.draw(work, iteration)
        grad = network.gradient(theta, X, Y, work, s)
        self._window.keep(batch, theta, work)
        problem.penalty.add_gradient(grad, theta, self._spare)
        self._seen = iteration
        return grad

    def _cost(self) -> Array:
        """Cost of the last step looked at; the recorder sees it, and those before it that nobody has seen yet."""
        n = self._window.n
        if n == 0:
            return self._recorder.latest
        with np.errstate(over="ignore", invalid="ignore"):
            costs = self._window.costs()
        return self._recorder.look(costs, self._seen - n + 1)
