"""Training by L-BFGS, which asks for costs of its own choosing instead of taking one step a gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.layers import Dropout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from glasscat.data.batches import Batches
    from glasscat.network import Network
    from glasscat.optimizers.minimizer import Minimizer
    from glasscat.training.record import Record
    from glasscat.training.recorder import Recorder
    from glasscat.typing import Array
    from glasscat.work import Work

T = TypeVar("T")


def minimised(recorder: Recorder, optimizer: Minimizer, stop_cost: float | None = None) -> Iterator[Record]:
    """Yield the records of `train`: iteration k is the k-th that L-BFGS has accepted.

    What flows through the layers is that of the parameters accepted, not of the tries of a line search: for each record
    and mark the gradient is computed once more there.
    """
    problem = recorder.problem
    network, theta = problem.network, problem.theta
    X, Y, s = problem.train.columns, problem.train.Y, problem.train.s
    single = network.work(theta.reshape(-1, theta.shape[-1])[0].copy(), Y.shape[-1])

    def loss_and_grad(theta: Array) -> tuple[Array, Array]:
        with np.errstate(over="ignore", invalid="ignore"):  # a try may lie far out: it shows in J, and is given up
            J, grad = network.loss_and_grad(theta, X, Y, single, s)
            problem.penalty.add_gradient(grad, theta)
            return J + problem.penalty.cost(theta), grad

    accepted = network.work(theta, Y.shape[-1])

    def look() -> Work:
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows shows in J, which the recorder watches
            problem.penalty.add_gradient(network.gradient(theta, X, Y, accepted, s), theta)
        return accepted

    def is_met() -> bool:
        return stop_cost is not None and not np.any(stop_cost <= recorder.latest)  # NaN, a diverged run, holds up none

    work = look()
    with np.errstate(over="ignore", invalid="ignore"):
        J = network.output.cost(work.outputs[-1], work.A, Y, s) + problem.penalty.cost(theta)
    yield recorder.record(0, recorder.look(J[None], 0), work)
    steps = optimizer.minimize(loss_and_grad, theta, recorder.steps)
    iteration, due = 0, recorder.next_due(0)
    recorder.before_record(due)  # the first one is due after one step
    for iteration, (_theta, costs) in enumerate(_until(is_met, steps), 1):
        J = recorder.look(np.where(np.isnan(costs), J, costs)[None], iteration)
        if iteration == due < recorder.steps:
            if recorder.is_record(iteration):
                yield recorder.record(iteration, J, look())
            else:
                recorder.mark(iteration, J, look())
            due = recorder.next_due(iteration)
        if iteration + 1 == due:
            recorder.before_record(due)
    yield recorder.last(iteration, is_met=is_met())


def _until(is_met: Callable[[], bool], steps: Iterator[T]) -> Iterator[T]:
    """Take steps until the cost to stop at is met, or there are no more."""
    while not is_met():
        try:
            yield next(steps)
        except StopIteration:
            return


def check_minimised(network: Network, batches: Batches, patience: int | None, l2: float | Array) -> None:
    """Refuse what L-BFGS cannot do (GC-U66): it compares costs, so they must be of one and the same function."""
    for text, found in (
        (_("batches: it needs the whole training set at every step"), batches.size is not None),
        (_("dropout: its cost would be another one each time"), _has(network, Dropout)),
        (_("batch normalisation: its running statistics would be those of a try"), bool(network.buffer_layout.entries)),
        (_("patience: it stops by its own tolerances"), patience is not None),
        (_("an l2 for each run: all its runs minimise the same cost"), np.ndim(l2) > 0),
    ):
        if found:
            raise UsageError(
                "GC-U66",
                "L-BFGS",
                _("it cannot be used with {what}.", what=text),
                _("leave it out, or choose another optimizer."),
            )


def _has(network: Network, kind: type) -> bool:
    return any(isinstance(layer, kind) for layer in network.layers)
