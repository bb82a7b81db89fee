"""Train a network to the end, or many of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.errors import DataError, DivergedError, UsageError
from glasscat.i18n import _, listing
from glasscat.models.document import provenance, spelt_out
from glasscat.models.partial_run import new_partial_run
from glasscat.models.recipe import Recipe, fingerprint
from glasscat.run.finished import Run
from glasscat.training.arguments import dataset_of
from glasscat.training.divergence import beyond_numbers
from glasscat.training.fitted import collect
from glasscat.training.loop import check, pausing, stream
from glasscat.training.many import MEMORY, groups, train_together
from glasscat.training.plan import Plan
from glasscat.typing import is_whole, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.network import Network
    from glasscat.optimizers import LBFGS, Optimizer
    from glasscat.training.fitted import Fitted
    from glasscat.training.snapshot import Snapshot


def fit(
    network: Network,
    data: Dataset | tuple[ArrayLike, ArrayLike],
    *,
    optimizer: Optimizer[Any] | LBFGS,
    iterations: int | None = None,
    epochs: int | None = None,
    batch_size: int | None = None,
    stop_cost: float | None = None,
    seed: int = 0,
    initial: Mapping[str, ArrayLike] | None = None,
    dtype: type[np.floating] = np.float64,
    l2: float = 0.0,
    class_weight: str | Mapping[str, float] | None = None,
    sample_weight: ArrayLike | None = None,
    held_out: Samples | None = None,
    patience: int | None = None,
    record_every: int = 100,
    method: str = "auto",
    folder: str | Path | None = None,
    checkpoint_every: int | None = None,
) -> Run:
    """Train a network to the end.

    Parameters
    ----------
    network, data, optimizer, iterations, epochs, batch_size, stop_cost, seed, initial, dtype
    l2, class_weight, sample_weight, held_out, patience, record_every, method
        As in `train`, which does the same step by step.
    folder : str or Path, optional
        Keep the run there, as `Run.save` does; needed for checkpoints.
    checkpoint_every : int, optional
        Keep a checkpoint every so many steps, from which `glasscat.resume` goes on if training is stopped.

    Returns
    -------
    Run

    Raises
    ------
    UsageError
        GC-U09 to GC-U16 and others of `train`, if an argument cannot be meant.
    DataError
        GC-D11 to GC-D26, if arrays were given that cannot be trained on.
    DivergedError
        GC-T01 if the cost left the finite numbers, GC-T02, GC-T03 if it did not end below where it began;
        GC-T04 for features beyond float32.
    """
    data = dataset_of(data)
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
    if checkpoint_every is None:
        run = run_of(plan, collect(network, data, stream(plan)))
        if folder is not None:
            run.save(folder)
        return run
    if folder is None:
        problem = _("they are kept in the folder of the run, which was not given.")
        raise UsageError("GC-R54", _("checkpoints"), problem, _("give folder=, too."))
    return fit_keeping(plan, folder, checkpoint_every)


def fit_keeping(plan: Plan, folder: str | Path, checkpoint_every: int) -> Run:
    """Train a network to the end with checkpoints on the way, and keep the run.

    Parameters
    ----------
    plan : Plan
    folder : str or Path
        Where the run is kept. Until it is finished it stands beside that, in ``NAME.partial``.
    checkpoint_every : int
        Steps from one checkpoint to the next; the last two are kept.

    Raises
    ------
    UsageError
        As `fit`; GC-R40 for L-BFGS, GC-R41 for fewer than one step.
    DivergedError
        GC-T01, GC-T02; nothing is kept then.
    StorageError
        GC-S01 to GC-S04, GC-S30, GC-S31.
    LockedError
        GC-L01, if another process trains it.
    """
    data = dataset_of(plan.data)
    settings = plan.settings
    descent = pausing(plan, checkpoint_every)

    def describe(snapshot: Snapshot) -> dict[str, Any]:
        dtype = np.dtype(plan.dtype).name
        recipe = Recipe.spelt(plan.network, data, settings, dtype=dtype, method=snapshot.method)
        more = {"recipe": recipe.as_json(), "checkpoint_every": checkpoint_every, "overwrite": False}
        return provenance(data, {"architecture": spelt_out(plan.network)}) | more

    with new_partial_run(folder, overwrite=False) as partial:
        run = run_of(plan, collect(plan.network, data, partial.keeping(descent.stops(), describe)))
        run.write(partial.folder, {"checkpoint_every": checkpoint_every})
    run.draw(Path(folder))
    return run


def fit_many(plans: Iterable[Plan], *, memory: int = MEMORY) -> list[Run]:
    """Train many networks to the end, those that differ in numbers alone as one.

    Plans that share their data and differ in nothing but learning rates, L2, weight decay, initial weights and seeds
    (seeds: where every step sees all samples) are rows of one vector, and one matrix product a layer serves them all;
    see `glasscat.training.many.groups`. Row by row the results are those of `fit`, up to rounding.

    Parameters
    ----------
    plans : iterable of Plan
    memory : int
        Bytes that the parameters, gradients and activations of runs that are trained as one may take; more runs are
        trained block by block.

    Returns
    -------
    list of Run
        In the order of the plans. A run that diverged, or did not end below where it began, harms no other: it has a
        ``failure``, and the parameters of its last finite record.

    Raises
    ------
    UsageError
        As `fit`, before anything is trained; GC-U34 for what is no plan, GC-U35 for memory that is no number of bytes.
    DivergedError
        GC-T01, once all else is trained, if not even the first cost of a run was finite: of that there is nothing to
        keep. Its ``runs`` are those of the other plans.
    """
    _check_memory(memory)
    plans = _checked(plans)
    runs: dict[int, Run] = {}
    hopeless: list[int] = []
    for numbers in groups(plans):
        together = [plans[number] for number in numbers]
        for number, (fitted, failure) in zip(numbers, train_together(together, memory=memory), strict=True):
            if fitted is None:
                hopeless.append(number)
            else:
                runs[number] = replace(run_of(plans[number], fitted), failure=failure)
    if hopeless:
        raise _hopeless(hopeless, [runs.get(number) for number in range(len(plans))])
    return [runs[number] for number in range(len(plans))]


def _hopeless(numbers: Sequence[int], runs: Sequence[Run | None]) -> DivergedError:
    """Error of plans that began beyond the finite numbers; one that is alone is told as `fit` does."""
    error = beyond_numbers()
    if len(runs) > 1:
        error = DivergedError(error.code, listing([f"plans[{number}]" for number in numbers]), error.problem, error.fix)
    error.runs = runs
    return error


def _checked(plans: object) -> list[Plan]:
    """Plans that can be carried out. A pair of arrays that several share is made into one data set, once."""
    fix = _("give a list of plans, each a gc.Plan.")
    if isinstance(plans, Plan) or not isinstance(plans, Iterable):
        problem = _("a list of plans was expected; found {kind}.", kind=type(plans).__name__)
        raise UsageError("GC-U34", "plans", problem, fix)
    datasets: dict[int, Dataset] = {}
    checked: list[Plan] = []
    given: list[object] = list(plans)
    for number, plan in enumerate(given):
        if not isinstance(plan, Plan):
            problem = _("a plan was expected; found {kind}.", kind=type(plan).__name__)
            raise UsageError("GC-U34", f"plans[{number}]", problem, fix)
        try:
            if id(plan.data) not in datasets:
                datasets[id(plan.data)] = dataset_of(plan.data)
            known = replace(plan, data=datasets[id(plan.data)])
            check(known)
        except (UsageError, DataError) as error:
            if len(given) == 1:
                raise
            where = _("plans[{number}], {where}", number=number, where=error.where)
            raise type(error)(error.code, where, error.problem, error.fix) from error
        checked.append(known)
    return checked


def _check_memory(memory: int) -> None:
    """Refuse what is no number of bytes (GC-U35)."""
    if not is_whole(memory) or memory < 1:
        problem = _("a whole number of bytes, at least 1, was expected; found {found}.", found=shown(memory))
        raise UsageError("GC-U35", "memory", problem, _("give for example 2**28, which is 256 MB."))


def run_of(plan: Plan, fitted: Fitted) -> Run:
    """Put what training has found together with what it was told."""
    shown = {
        **plan.settings,
        "optimizer": repr(plan.optimizer),
        "initial": {name: fingerprint(array) for name, array in (plan.initial or {}).items()},
        "dtype": np.dtype(plan.dtype).name,
        "class_weight": plan.class_weight if isinstance(plan.class_weight, str | None) else dict(plan.class_weight),
        "sample_weight": None if plan.sample_weight is None else fingerprint(plan.sample_weight),
        "held_out": None if plan.held_out is None else fingerprint(plan.held_out.X),
    }
    return Run(fitted, shown, plan.settings)
