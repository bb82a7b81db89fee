"""The loop: gradient, record, step. A stream that the caller reads, and leaves to stop."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.arrays import from_arrays
from glasscat.data.batches import Batches, batch
from glasscat.data.dataset import Dataset
from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _
from glasscat.training.divergence import Watch
from glasscat.training.problem import direct
from glasscat.training.record import Record
from glasscat.training.span import objection, pays, refuse, span
from glasscat.training.start import start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import ArrayLike

    from glasscat.network import Network
    from glasscat.optimizers import Optimizer
    from glasscat.training.problem import Problem
    from glasscat.typing import Array

METHODS = ("auto", "direct", "span")


def train(
    network: Network,
    data: Dataset | tuple[ArrayLike, ArrayLike],
    *,
    optimizer: Optimizer[Any],
    iterations: int | None = None,
    epochs: int | None = None,
    batch_size: int | None = None,
    stop_cost: float | None = None,
    seed: int | np.random.SeedSequence = 0,
    n_runs: int | None = None,
    initial: Mapping[str, ArrayLike] | None = None,
    dtype: type[np.floating] = np.float64,
    record_every: int = 1,
    method: str = "auto",
) -> Iterator[Record]:
    """Train, and yield a record before every ``record_every``-th step and one after the last.

    Parameters
    ----------
    network : Network
    data : Dataset, or pair (X, y) of arrays, samples first
    optimizer : Optimizer
        Such as ``GradientDescent(0.005)``.
    iterations, epochs : int, optional
        Steps, or passes over the training set; one of the two must be given.
    batch_size : int, optional
        Samples a step; all of them by default.
    stop_cost : float, optional
        Stop before the first step whose cost, that of every run that is left, is below this.
    seed : int or numpy.random.SeedSequence
        Of the initial weights and the order of samples.
    n_runs : int, optional
        Train this many runs at once: theta is (n_runs, P), and run r begins as ``SeedSequence(seed).spawn(n_runs)[r]``
        does alone. A run that diverges is frozen at its last finite record and harms no other.
    initial : mapping of name to array, optional
        Initial parameters by name, ``{"W1": …}``; those not named begin as the network says.
    dtype : numpy.float64 or numpy.float32
    record_every : int
    method : "auto", "direct" or "span"
        How the iterates are computed; "span" gives the same ones up to rounding, where it holds, and "auto" takes it
        where it also pays. See `glasscat.training.span`.

    Yields
    ------
    Record

    Raises
    ------
    UsageError
        GC-U09 to GC-U16, GC-U30 and GC-U31, at once, if an argument cannot be meant.
    DivergedError
        GC-T01, if the cost of the only run, or of all runs, leaves the finite numbers.
    """
    if not isinstance(data, Dataset):
        data = from_arrays(*data)
    if data.n_features != network.n_features:
        raise UsageError(
            "GC-U16",
            _("data"),
            _(
                "the network takes {expected} numbers a sample; the data has {found}.",
                expected=network.n_features,
                found=data.n_features,
            ),
        )
    if record_every < 1:
        raise UsageError("GC-U11", "record_every", _("it must be at least 1; found {found}.", found=record_every))
    seeds = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)
    batches = Batches(len(data.train), batch_size, seeds)
    steps = _steps(iterations, epochs, batches.per_epoch)
    began = perf_counter()
    problem = direct(network, data, start(network, seeds, n_runs, initial, dtype))
    problem = _problem(problem, optimizer, method, steps, batch_size or len(data.train))
    return _stream(problem, optimizer, batches, steps, stop_cost=stop_cost, record_every=record_every, began=began)


def _stream(
    problem: Problem,
    optimizer: Optimizer[Any],
    batches: Batches,
    steps: int,
    *,
    stop_cost: float | None,
    record_every: int,
    began: float,
) -> Iterator[Record]:
    """Yield the records of `train`; its arguments are checked by now."""
    network, theta = problem.network, problem.theta
    watch = Watch(theta)
    state = optimizer.init(theta)
    work = {m: network.work(theta, m) for m in batches.sizes}

    def loss(samples: tuple[Array, Array]) -> Array:
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows shows in the cost
            return network.loss(theta, *samples)

    def record(iteration: int, J: Array, *, is_last: bool = False) -> Record:
        watch.remember(J, theta, iteration)
        test_cost = None if problem.test is None else _plain(loss(problem.test))
        return Record(
            iteration=iteration,
            steps=steps,
            epoch=iteration // batches.per_epoch,
            cost=_plain(J),
            test_cost=test_cost,
            seconds=perf_counter() - began,
            read_theta=lambda: problem.lift(theta),
            is_last=is_last,
            method=problem.method,
        )

    iteration = 0
    for iteration in range(steps):
        X, Y = batch(*problem.train, batches, iteration)
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows shows in J, which the watch reads
            J, grad = network.loss_and_grad(theta, X, Y, work[Y.shape[-1]])
            J = watch.check(J, theta, iteration)
        if iteration % record_every == 0:
            yield record(iteration, J)
        if stop_cost is not None and not np.any(stop_cost <= J):  # NaN, a diverged run, keeps no other waiting
            break
        with np.errstate(over="ignore", invalid="ignore"):
            theta, state = optimizer.update(grad, state, theta)
    else:
        iteration = steps
    J = watch.check(loss(problem.train), theta, iteration)
    yield record(iteration, J, is_last=True)


def _problem(problem: Problem, optimizer: Optimizer[Any], method: str, steps: int, batch_size: int) -> Problem:
    """Choose how the iterates of a direct problem are computed."""
    if method not in METHODS:
        raise unknown_name("GC-U30", _("method"), method, METHODS)
    if method == "direct":
        return problem
    reason = objection(problem.network, optimizer)
    if method == "span" and reason is not None:
        raise refuse(reason)
    worth_it = method == "span" or (reason is None and pays(problem, steps, batch_size))
    return span(problem) if worth_it else problem


def _steps(iterations: int | None, epochs: int | None, per_epoch: int) -> int:
    """Steps to take, from whichever of the two was given."""
    if (iterations is None) == (epochs is None):
        raise UsageError("GC-U09", _("length of training"), _("give either iterations or epochs, and not both."))
    asked = iterations if iterations is not None else epochs
    if asked is None or asked < 1:
        raise UsageError("GC-U09", _("length of training"), _("at least 1 is needed; found {n}.", n=asked))
    return asked if epochs is None else asked * per_epoch


def _plain(J: Array) -> float | Array:
    """A Python number for one run, an array for several."""
    return float(J) if np.ndim(J) == 0 else J
