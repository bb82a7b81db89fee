"""Many runs as one: plans that differ only in numbers are rows of one theta, and one matrix product serves them all."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from glasscat.errors import DivergedError
from glasscat.layers import Dense
from glasscat.optimizers import OPTIMIZERS, Clipped, Frozen, WeightDecay, is_minimizer
from glasscat.optimizers.schedules import Constant
from glasscat.training.arguments import dataset_of
from glasscat.training.bytes_a_run import bytes_a_run
from glasscat.training.divergence import beyond_numbers, diverged
from glasscat.training.feasible import check_plan
from glasscat.training.fitted import Fitted, ended_badly, fitted_of
from glasscat.training.growth import Growth
from glasscat.training.loop import records
from glasscat.training.start import start

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from glasscat.data.dataset import Dataset
    from glasscat.optimizers.learning_rate import LearningRate
    from glasscat.optimizers.schedules import Schedule
    from glasscat.training.plan import Plan
    from glasscat.training.record import Record
    from glasscat.typing import Array

MEMORY = 2**28
"""Bytes that the runs of a block may take together; beyond the processor's caches a larger block gains nothing."""

Ending = tuple["Fitted | None", "DivergedError | None"]
"""What a run has found, and the error that says why it is no success; the first is None if not even a cost was."""


@dataclass(frozen=True, slots=True)
class EachItsOwn:
    """A schedule for each run: ``rate(t) = [schedule(t) for each run]``, (R,)."""

    schedules: tuple[Schedule, ...]

    @property
    def length(self) -> int | None:
        """That of each of them."""
        return self.schedules[0].length

    def __call__(self, t: int) -> Array:
        """Learning rates of step t, (R,)."""
        return np.array([schedule(t) for schedule in self.schedules])


def groups(plans: Sequence[Plan]) -> list[list[int]]:
    """Numbers of the plans that can be trained as one, group by group.

    Plans go together when they differ in nothing but initial weights, learning rates, L2, weight decay and, where all
    samples are seen at every step, seeds. A plan that may stop before its end, or is trained by L-BFGS, goes alone.
    """
    found: dict[Hashable, list[int]] = {}
    for number, plan in enumerate(plans):
        found.setdefault(_kind(plan, number), []).append(number)
    return list(found.values())


def train_together(
    plans: Sequence[Plan], *, memory: int = MEMORY, watch: Callable[[int, Record], None] | None = None
) -> list[Ending]:
    """Train plans of one group as one, in blocks that fit into the memory.

    Parameters
    ----------
    plans : sequence of Plan
        Of one of the `groups`.
    memory : int
        About the bytes that the runs of a block take together, above the samples and what all the runs have found.
    watch : callable, optional
        Called with the number of the block's first plan and each of its records.

    Returns
    -------
    list of (Fitted or None, DivergedError or None)
        In the order of the plans.

    Raises
    ------
    UsageError
        As `glasscat.training.loop.train`.
    """
    data = dataset_of(plans[0].data)
    size = max(1, memory // bytes_a_run(plans[0], data))
    endings: list[Ending] = []
    for first in range(0, len(plans), size):
        block = plans[first : first + size]
        for plan in block:
            check_plan(plan, data, None)
        seen: list[Record] = []
        try:
            for record in _records(block, data):
                seen.append(record)
                if watch is not None:
                    watch(first, record)
            went = np.ravel(seen[-1].went)
        except DivergedError as error:  # no run of the block is left: each one's own ending says so
            went = np.array(error.went)
        thetas = seen[-1].theta if seen else None
        endings += [_ending(plan, data, seen, r, thetas, int(went[r])) for r, plan in enumerate(block)]
    return endings


def _records(block: Sequence[Plan], data: Dataset) -> Iterator[Record]:
    """Records of all runs of a block, one row a run; plain ones of a plan that goes alone."""
    seeds = [plan.seeds for plan in block]
    rows = [start(plan.network, plan.seeds, None, plan.initial, plan.dtype) for plan in block]
    if len(block) == 1:
        return records(block[0], data, rows[0], seeds)
    merged = replace(
        block[0], optimizer=_merged([plan.optimizer for plan in block]), l2=_one_or_each([plan.l2 for plan in block])
    )
    return records(merged, data, np.stack(rows), seeds)


def _ending(  # noqa: PLR0917  (a run, and what is known of all of them)
    plan: Plan, data: Dataset, seen: Sequence[Record], r: int, thetas: Array | None, went: int
) -> Ending:
    """What became of run r, whose cost left the finite numbers at iteration ``went``, if that is not -1."""
    own = [] if thetas is None else [record.of_run(r, thetas) for record in seen]
    finite = [record for record in own if np.isfinite(record.cost)]
    if not finite:
        return None, beyond_numbers()
    fitted = fitted_of(plan.network, data, finite)
    last = finite[-1]
    growth = Growth.of(fitted.history)
    failure = ended_badly(fitted, finite) if went < 0 else diverged(went, last.iteration, float(last.cost), growth)
    if failure is not None:
        failure.fitted = fitted
    return fitted, failure


def _merged(optimizers: Sequence[Any]) -> Any:  # noqa: ANN401  (optimisers of one type)
    """One optimiser whose learning rate and decay are each run's own."""
    own: dict[str, Any] = {}
    for name, merge in _MERGED.items():
        values = [getattr(optimizer, name) for optimizer in optimizers if name in _field_names(optimizer)]
        if values:
            own[name] = merge(values)
    return replace(optimizers[0], **own)


def _field_names(optimizer: Any) -> set[str]:  # noqa: ANN401  (an optimiser)
    return {field.name for field in fields(optimizer)}


def _rates(rates: Sequence[LearningRate]) -> LearningRate:
    if not any(callable(rate) for rate in rates):
        return _one_or_each(rates)
    return cast("Schedule", EachItsOwn(tuple(rate if callable(rate) else Constant(float(rate)) for rate in rates)))


def _one_or_each(numbers: Sequence[Any]) -> Any:  # noqa: ANN401  (a number, or an array of them)
    """The number that all share, else (R,)."""
    return numbers[0] if len(set(map(float, numbers))) == 1 else np.array(numbers, dtype=float)


_BY_ROWS = frozenset({*(rule.make for rule in OPTIMIZERS.values()), Clipped, Frozen, WeightDecay})

_MERGED: dict[str, Callable[[Sequence[Any]], Any]] = {
    "optimizer": _merged,
    "learning_rate": _rates,
    "weight_decay": _one_or_each,
}


def _kind(plan: Plan, number: int) -> Hashable:
    """What plans that are trained together have in common."""
    goes_alone = plan.patience is not None or plan.stop_cost is not None or is_minimizer(plan.optimizer)
    rule = _rule(plan.optimizer)
    if goes_alone or rule is None:
        return number
    network = plan.network
    layers = tuple(
        replace(layer, init="zeros", init_scale=1.0) if type(layer) is Dense else layer for layer in network.layers
    )
    seed = None if plan.batch_size is None else plan.seeds.entropy
    weights = plan.class_weight if isinstance(plan.class_weight, str | None) else tuple(plan.class_weight.items())
    length = (plan.iterations, plan.epochs, plan.batch_size, plan.record_every)
    how = (np.dtype(plan.dtype), plan.method, id(plan.sample_weight), weights, str(seed))
    return network.n_features, layers, network.output, id(plan.data), length, how, rule


def _rule(optimizer: Any) -> Hashable:  # noqa: ANN401  (an optimiser)
    """Type and numbers of an optimiser but for its decay, and its rate, of which only a schedule's length matters.

    None of one that is not known to take numbers of each run's own.
    """
    if type(optimizer) not in _BY_ROWS:
        return None
    known: list[Hashable] = [type(optimizer).__name__]
    for field in fields(optimizer):
        if not field.init:
            continue  # made of the others
        value = getattr(optimizer, field.name)
        if field.name == "optimizer":
            value = _rule(value)
            if value is None:
                return None
        elif field.name in {"learning_rate", "weight_decay"}:
            if np.ndim(value) > 0:
                return None
            value = value.length if callable(value) else None
        known.append(id(value) if isinstance(value, np.ndarray) else str(value))
    return tuple(known)
