"""Training: a stream of records that the caller reads, and leaves to stop."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from glasscat.data.batches import Batches
from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.optimizers import check_length, for_layout, is_minimizer
from glasscat.training.arguments import dataset_of
from glasscat.training.descent import Descent
from glasscat.training.feasible import check_batch_norm, check_own, check_plan, steps_of
from glasscat.training.masks import Masks
from glasscat.training.method import by_method, check_method
from glasscat.training.minimised import check_minimised, minimised
from glasscat.training.patience import Patience
from glasscat.training.penalty import check_l2
from glasscat.training.plan import Plan
from glasscat.training.problem import direct
from glasscat.training.recorder import Recorder
from glasscat.training.sample_weights import sample_weights
from glasscat.training.start import seeds_of, start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.network import Network
    from glasscat.optimizers import LBFGS, Optimizer
    from glasscat.training.record import Record
    from glasscat.typing import Array


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
    l2: float | Array = 0.0,
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
    network, data, optimizer, iterations, epochs, batch_size, stop_cost, seed, initial, dtype
    l2, class_weight, sample_weight, held_out, patience, method
        See `glasscat.Plan`.
    n_runs : int, optional
        Train this many runs at once: theta is (n_runs, P), and run r begins as ``SeedSequence(seed).spawn(n_runs)[r]``
        does alone. A run that diverges is frozen at its last finite record and harms no other.
    record_every : int
        Steps from one record to the next. Every step gives one by default; those of a plan that is trained to its end
        come every 100 steps.

    Yields
    ------
    Record

    Raises
    ------
    UsageError
        GC-U09 to GC-U16, GC-U23, GC-U30 to GC-U33, GC-U47, GC-U48, GC-U53, GC-U54, GC-U61 to GC-U66, GC-U71, GC-U74,
        GC-U77, GC-U80, GC-U86, GC-U94 to GC-U96 and GC-U99, at once, if an argument is invalid.
    DataError
        GC-D11 to GC-D26, at once, if arrays were given that cannot be trained on; GC-D61, if all samples take more
        memory than there is.
    DivergedError
        GC-T01, if the cost of the only run, or of all runs, leaves the finite numbers; GC-T04, at once, for features
        beyond those of ``dtype``.
    """
    plan = Plan(
        network,
        data,
        optimizer=optimizer,
        iterations=iterations,
        epochs=epochs,
        batch_size=batch_size,
        stop_cost=stop_cost,
        seed=seed,
        initial=initial,
        dtype=dtype,
        l2=l2,
        class_weight=class_weight,
        sample_weight=sample_weight,
        held_out=held_out,
        patience=patience,
        record_every=record_every,
        method=method,
    )
    return stream(plan, n_runs)


def stream(plan: Plan, n_runs: int | None = None) -> Iterator[Record]:
    """Carry out a plan, step by step; see `train`."""
    data = dataset_of(plan.data)
    check_plan(plan, data, n_runs)
    theta = start(plan.network, plan.seeds, n_runs, plan.initial, plan.dtype)
    return records(plan, data, theta, seeds_of(plan.seeds, n_runs))


def check(plan: Plan) -> None:
    """Refuse a plan that cannot be carried out, as far as can be known without touching the samples; as `train`."""
    data = dataset_of(plan.data)
    check_plan(plan, data, None)
    start(plan.network, plan.seeds, None, plan.initial, plan.dtype)
    feasible(plan, data, ())


def feasible(plan: Plan, data: Dataset, runs: tuple[int, ...]) -> tuple[Batches, int, Array | None]:
    """Batches, number of steps and sample weights of a plan that `check_plan` has nothing against.

    Parameters
    ----------
    plan : Plan
    data : Dataset
    runs : () or (R,)
        Shape of the runs that are trained at once.

    Raises
    ------
    UsageError
        Whatever else may be wrong with the plan: all that can be known without touching the samples.
    """
    network, optimizer = plan.network, plan.optimizer
    batches = Batches(len(data.train), plan.batch_size, plan.seeds)
    check_batch_norm(network, batches)
    steps = steps_of(plan.iterations, plan.epochs, batches.per_epoch)
    check_l2(plan.l2)
    masked: Any = for_layout(optimizer, network.layout)
    if is_minimizer(optimizer):
        check_minimised(network, batches, plan.patience, plan.l2)
    else:
        check_length(masked, steps)
    check_own(optimizer, plan.l2, runs)
    check_method(plan.method, network, optimizer)
    return batches, steps, sample_weights(data, plan.class_weight, plan.sample_weight)


def records(plan: Plan, data: Dataset, theta: Array, seeds: Sequence[np.random.SeedSequence]) -> Iterator[Record]:
    """Yield the records of a plan that `check_plan` has nothing against.

    Parameters
    ----------
    plan : Plan
    data : Dataset
        That of the plan.
    theta : (P,) or (R, P)
        Where training starts, which it writes into.
    seeds : sequence of numpy.random.SeedSequence
        One a run, for what a run draws by itself.
    """
    made = _trainer(plan, data, theta, seeds)
    return made.records() if isinstance(made, Descent) else made


def pausing(plan: Plan, pause_every: int) -> Descent:
    """Prepare a training that gives snapshots, from one of which it may go on: see `Descent.stops`, `Descent.restore`.

    Raises
    ------
    UsageError
        As `train`; GC-R40 for L-BFGS, GC-R41 for fewer than one step from one snapshot to the next.
    """
    check_pauses(plan.optimizer, pause_every)
    data = dataset_of(plan.data)
    check_plan(plan, data, None)
    theta = start(plan.network, plan.seeds, None, plan.initial, plan.dtype)
    made: Any = _trainer(plan, data, theta, seeds_of(plan.seeds, None), pause_every)
    return cast("Descent", made)


def check_pauses(optimizer: Optimizer[Any] | LBFGS, pause_every: int) -> None:
    """Refuse checkpoints that cannot be: GC-R40, GC-R41."""
    if pause_every < 1:
        problem = _("at least 1 step must lie between two of them; found {found}.", found=pause_every)
        raise UsageError("GC-R41", _("checkpoints"), problem, _("give for example 1000."))
    if is_minimizer(optimizer):
        problem = _("L-BFGS has none: what it remembers between two steps stays inside SciPy.")
        fix = _("leave checkpoints out, or choose another optimizer.")
        raise UsageError("GC-R40", _("checkpoints"), problem, fix)


def _trainer(
    plan: Plan,
    data: Dataset,
    theta: Array,
    seeds: Sequence[np.random.SeedSequence],
    pause_every: int | None = None,
) -> Descent | Iterator[Record]:
    """Prepare the loop of an optimiser, or the records of L-BFGS, which is a loop of SciPy's."""
    began = perf_counter()
    network, optimizer = plan.network, plan.optimizer
    batches, steps, s = feasible(plan, data, theta.shape[:-1])
    problem = direct(network, data, theta, s=s, held_out=plan.held_out, l2=plan.l2)
    problem = by_method(problem, optimizer, plan.method, steps, batches)
    recorder = Recorder(problem, batches, steps, plan.record_every, began, keeps=pause_every is not None)
    masked: Any = for_layout(optimizer, problem.network.layout)
    if is_minimizer(masked):
        return minimised(recorder, masked, plan.stop_cost)
    patience = None if plan.patience is None else Patience(plan.patience)
    masks = Masks(problem.network, seeds)
    return Descent(recorder, masked, batches, masks, plan.stop_cost, patience, pause_every)
