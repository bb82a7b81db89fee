"""The loop: gradient, record, step. A stream that the caller reads, and leaves to stop."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from glasscat.data.arrays import from_arrays
from glasscat.data.batches import Batches, batch
from glasscat.data.dataset import Dataset
from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.training.divergence import Watch
from glasscat.training.record import Record
from glasscat.training.start import start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Samples
    from glasscat.network import Network
    from glasscat.optimizers import Optimizer
    from glasscat.typing import Array


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
        Stop before the first step whose cost, that of every run, is below this.
    seed : int or numpy.random.SeedSequence
        Of the initial weights and the order of samples.
    n_runs : int, optional
        Train this many runs at once: theta is (n_runs, P), and run r begins as ``SeedSequence(seed).spawn(n_runs)[r]``
        does alone. A run that diverges is frozen at its last finite record and harms no other.
    initial : mapping of name to array, optional
        Initial parameters by name, ``{"W1": …}``; those not named begin as the network says.
    dtype : numpy.float64 or numpy.float32
    record_every : int

    Yields
    ------
    Record

    Raises
    ------
    UsageError
        GC-U09 to GC-U16, at once, if an argument cannot be meant.
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
    theta = start(network, seeds, n_runs, initial, dtype)
    columns = _Columns.of(network, data, dtype)
    return _stream(network, columns, optimizer, batches, theta, steps, stop_cost, record_every)


def _stream(  # noqa: PLR0917  (the checked arguments of train, in its order)
    network: Network,
    data: _Columns,
    optimizer: Optimizer[Any],
    batches: Batches,
    theta: Array,
    steps: int,
    stop_cost: float | None,
    record_every: int,
) -> Iterator[Record]:
    """Yield the records of `train`; its arguments are checked by now."""
    began = perf_counter()
    watch = Watch(theta)
    state = optimizer.init(theta)
    work = {m: network.work(theta, m) for m in batches.sizes}

    def record(iteration: int, J: Array, *, is_last: bool = False) -> Record:
        watch.remember(J, theta, iteration)
        test_cost = None if data.test is None else _plain(network.loss(theta, *data.test))
        epoch = iteration // batches.per_epoch
        return Record(iteration, steps, epoch, _plain(J), test_cost, perf_counter() - began, theta, is_last)

    iteration = 0
    for iteration in range(steps):
        X, Y = batch(*data.train, batches, iteration)
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows shows in J, which the watch reads
            J, grad = network.loss_and_grad(theta, X, Y, work[Y.shape[-1]])
            J = watch.check(J, theta, iteration)
        if iteration % record_every == 0:
            yield record(iteration, J)
        if stop_cost is not None and np.all(stop_cost > J):
            break
        with np.errstate(over="ignore", invalid="ignore"):
            theta, state = optimizer.update(grad, state, theta)
    else:
        iteration = steps
    with np.errstate(over="ignore", invalid="ignore"):
        J = watch.check(network.loss(theta, *data.train), theta, iteration)
    yield record(iteration, J, is_last=True)


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """Samples as the network takes them: (X, Y) of the training set and, if there is one, of the test set."""

    train: tuple[Array, Array]
    test: tuple[Array, Array] | None

    @classmethod
    def of(cls, network: Network, data: Dataset, dtype: type[np.floating]) -> Self:
        """Scale the samples and make targets of their classes."""

        def columns(samples: Samples) -> tuple[Array, Array]:
            return samples.columns(dtype), network.targets(samples.y, dtype)

        return cls(columns(data.train), None if data.test is None else columns(data.test))


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
