"""The loop: gradient, record, step. A stream that the caller reads, and leaves to stop."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.batches import Batches, batch
from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _
from glasscat.optimizers import LBFGS, check_length, for_layout
from glasscat.training.arguments import check_kinds, dataset_of
from glasscat.training.masks import Masks
from glasscat.training.minimised import check_minimised, minimised
from glasscat.training.patience import Patience
from glasscat.training.problem import direct
from glasscat.training.recorder import Recorder
from glasscat.training.sample_weights import sample_weights
from glasscat.training.span import is_finite, objection, pays, refuse, span
from glasscat.training.start import start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.network import Network
    from glasscat.optimizers import Optimizer
    from glasscat.training.problem import Problem
    from glasscat.training.record import Record

METHODS = ("auto", "direct", "span")


def train(
    network: Network,
    data: Dataset | tuple[ArrayLike, ArrayLike],
    *,
    optimizer: Optimizer[Any] | LBFGS,
    iterations: int | None = None,
    epochs: int | None = None,
    batch_size: int | None = None,
    stop_cost: float | None = None,
    seed: int | np.random.SeedSequence = 0,
    n_runs: int | None = None,
    initial: Mapping[str, ArrayLike] | None = None,
    dtype: type[np.floating] = np.float64,
    l2: float = 0.0,
    class_weight: str | Mapping[str, float] | None = None,
    sample_weight: ArrayLike | None = None,
    held_out: Samples | None = None,
    patience: int | None = None,
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
    l2 : float
        ``(l2 / 2) sum(W^2)`` is added to the cost.
    class_weight : "balanced" or mapping of class name to weight, optional
    sample_weight : (m,), optional
        Each sample's loss is multiplied by its weight; see `glasscat.training.sample_weights`.
    held_out : Samples, optional
        Samples that are neither trained on nor tested on, for ``patience``.
    patience : int, optional
        Stop when the cost on ``held_out`` has not fallen for so many records in a row, and end in its best state.
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
        GC-U09 to GC-U16, GC-U23, GC-U30, GC-U31, GC-U61 to GC-U65, GC-U71, GC-U74 and GC-U94 to GC-U96, at once, if an
        argument is invalid.
    DivergedError
        GC-T01, if the cost of the only run, or of all runs, leaves the finite numbers.
    """
    data = dataset_of(data)
    check_kinds(
        optimizer,
        seed,
        iterations=iterations,
        epochs=epochs,
        batch_size=batch_size,
        record_every=record_every,
        stop_cost=stop_cost,
    )
    _check_width(network, data.train)
    _check_classes(network, data)
    if record_every < 1:
        raise UsageError(
            "GC-U11",
            "record_every",
            _("it must be at least 1; found {found}.", found=record_every),
            _("give for example 100."),
        )
    if patience is not None or held_out is not None:
        _check_patience(network, patience, held_out, n_runs)
    seeds = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)
    batches = Batches(len(data.train), batch_size, seeds)
    _check_batch_norm(network, batches)
    steps = _steps(iterations, epochs, batches.per_epoch)
    if isinstance(optimizer, LBFGS):
        check_minimised(network, batches, stop_cost, patience)
    else:
        optimizer = for_layout(optimizer, network.layout)
        check_length(optimizer, steps)
    began = perf_counter()
    theta = start(network, seeds, n_runs, initial, dtype)
    s = sample_weights(data, class_weight, sample_weight)
    problem = direct(network, data, theta, s=s, held_out=held_out, l2=l2)
    problem = _problem(problem, optimizer, method, steps, batch_size or len(data.train))
    recorder = Recorder(problem, batches, steps, record_every, began)
    masks = Masks(seeds, n_runs)
    if isinstance(optimizer, LBFGS):
        return minimised(recorder, optimizer)
    return _stream(recorder, optimizer, batches, masks, stop_cost, None if patience is None else Patience(patience))


def _stream(  # noqa: PLR0917  (the checked arguments of train)
    recorder: Recorder,
    optimizer: Optimizer[Any],
    batches: Batches,
    masks: Masks,
    stop_cost: float | None,
    patience: Patience | None,
) -> Iterator[Record]:
    """Yield the records of `train`; its arguments are checked by now."""
    problem = recorder.problem
    network, theta, buffers = problem.network, problem.theta, problem.buffers
    state = optimizer.init(theta)
    work = {m: network.work(theta, m) for m in batches.sizes}
    iteration = 0
    for iteration in range(recorder.steps):
        X, Y, s = batch(*problem.train, problem.s, batches, iteration)
        at_hand = work[Y.shape[-1]]
        masks.draw(network, at_hand, iteration)
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows shows in J, which the recorder watches
            J, grad = network.loss_and_grad(theta, X, Y, at_hand, s)
            J = recorder.check(J + problem.penalty.cost(theta), iteration)
            problem.penalty.add_gradient(grad, theta)
        if recorder.is_due(iteration):
            record = recorder.record(iteration, J, at_hand)
            yield record
            if patience is not None and patience.is_over(iteration, record.held_out_cost, [theta, buffers]):
                break
        if stop_cost is not None and not np.any(stop_cost <= J):  # NaN, a diverged run, holds up no other
            break
        with recorder.step(iteration), np.errstate(over="ignore", invalid="ignore"):
            theta, state = optimizer.update(grad, state, theta)
            network.update_buffers(buffers, at_hand)
    else:
        iteration = recorder.steps
    if patience is not None:
        patience.is_over(iteration, recorder.held_out_cost(), [theta, buffers])  # the end may be better than any record
        iteration = patience.restore([theta, buffers])
    yield recorder.last(iteration)


def _problem(problem: Problem, optimizer: Optimizer[Any] | LBFGS, method: str, steps: int, batch_size: int) -> Problem:
    """Choose how the iterates of a direct problem are computed."""
    if method not in METHODS:
        raise unknown_name("GC-U30", _("method"), method, METHODS)
    if method == "direct":
        return problem
    reason = objection(problem, optimizer)
    if method == "span" and reason is not None:
        raise refuse(reason)
    if method == "auto" and (reason is not None or not pays(problem, steps, batch_size)):
        return problem
    inside = span(problem)
    if is_finite(inside):
        return inside
    if method == "span":
        raise refuse(_("the products of the samples overflow"))
    return problem


def _check_width(network: Network, samples: Samples) -> None:
    """Refuse samples that are not what the network takes."""
    if samples.n_features != network.n_features:
        raise UsageError(
            "GC-U16",
            _("data"),
            _(
                "the network takes {expected} numbers a sample; the data has {found}.",
                expected=network.n_features,
                found=samples.n_features,
            ),
            _("make the network with data.n_features."),
        )


def _check_classes(network: Network, data: Dataset) -> None:
    """Refuse classes that the network has no output for."""
    if data.n_classes != network.output.n_classes:
        raise UsageError(
            "GC-U77",
            _("data"),
            _(
                "the network tells {expected} classes apart; the data has {found}.",
                expected=network.output.n_classes,
                found=data.n_classes,
            ),
            _("make the network with data.n_classes."),
        )


def _check_patience(network: Network, patience: int | None, held_out: Samples | None, n_runs: int | None) -> None:
    """Refuse patience that has nothing to look at, or several runs to look at, of which each has its own best state."""
    if patience is None or held_out is None or len(held_out) == 0:
        raise UsageError(
            "GC-U62",
            _("patience"),
            _("patience and held-out samples are given together, or not at all."),
            _("give both, or neither."),
        )
    if n_runs is not None:
        raise UsageError(
            "GC-U96", _("patience"), _("it follows a single run; found {n} runs.", n=n_runs), _("leave n_runs out.")
        )
    _check_width(network, held_out)


def _check_batch_norm(network: Network, batches: Batches) -> None:
    """Refuse batches of one sample where they are normalised: a single number has no variance."""
    if network.buffer_layout.entries and 1 in batches.sizes:
        raise UsageError(
            "GC-U65",
            _("batch size"),
            _("batch normalisation needs at least 2 samples in every batch, also the last; found a batch of 1."),
            _("choose another batch size."),
        )


def _steps(iterations: int | None, epochs: int | None, per_epoch: int) -> int:
    """Steps to take, from whichever of the two was given."""
    if (iterations is None) == (epochs is None):
        raise UsageError(
            "GC-U09",
            _("length of training"),
            _("give either iterations or epochs, and not both."),
            _("give for example iterations=2000."),
        )
    asked = iterations if iterations is not None else epochs
    if asked is None or asked < 1:
        raise UsageError(
            "GC-U94",
            _("length of training"),
            _("at least 1 is needed; found {n}.", n=asked),
            _("give for example 100."),
        )
    return asked if epochs is None else asked * per_epoch
