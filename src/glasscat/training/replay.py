"""Training once more, up to any step: the same states, and the recorded costs as the proof of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.errors import ModelError
from glasscat.i18n import _
from glasscat.optimizers import is_minimizer
from glasscat.training.loop import train

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from glasscat.data.dataset import Dataset
    from glasscat.network import Network
    from glasscat.optimizers import Optimizer
    from glasscat.training.record import History, Record
    from glasscat.typing import Array

FURTHEST = 1e-3
"""Largest share by which a cost may differ from one recorded elsewhere and still be called rounding: on another machine
the last bits differ, and thousands of steps make more of them, but a thousandth off is another training."""
HERE = {np.dtype(np.float64): 1e-9, np.dtype(np.float32): 1e-5}
"""The same for a cost that was recorded under the arithmetic of this machine, which gives the same bits: only where an
array lies in memory may change a last one. What differs by more was not computed by this training."""
_FOR_EVER = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """Where a training stands before a step.

    Parameters
    ----------
    record : Record
        Its cost is J on the batch of this step, before it.
    state : State or None
        What the optimiser remembers; None for L-BFGS. Under the span method it is in the coordinates of the samples.
    rounding : float
        Largest share by which a cost so far differs from the recorded one; 0 where all agree to the last bit.
    """

    record: Record
    state: Any = field(repr=False)
    rounding: float

    @property
    def iteration(self) -> int:
        """Steps taken so far."""
        return self.record.iteration

    @property
    def theta(self) -> Array:
        """The parameters, (P,), as they are now: the next step changes them, so copy them to keep them."""
        return self.record.theta

    @property
    def buffers(self) -> Array:
        """The running statistics, (Q,), live like `theta`."""
        return self.record.buffers


def moments(
    network: Network, data: Dataset, arguments: Mapping[str, Any], history: History, *, here: bool = False
) -> Iterator[Moment]:
    """Train again, and yield every moment up to the last one that was recorded.

    Parameters
    ----------
    network : Network
    data : Dataset
    arguments : mapping
        Keyword arguments of `train` that gave the history, with the method that was used.
    history : History
        What was recorded; each of its costs is compared with the new one on the way.
    here : bool
        Whether it was recorded under the arithmetic of this machine, so that the costs have to be met to `HERE` rather
        than to `FURTHEST`.

    Yields
    ------
    Moment

    Raises
    ------
    ModelError
        GC-M24, where a cost is not the recorded one, nor near it.
    """
    recorded, end = dict(history.costs), last_moment(history)
    optimizer: Any = arguments["optimizer"]
    if not is_minimizer(optimizer):
        optimizer = _Witness(optimizer)
    # one step more than was taken, so that the end is a moment like the others, and no earlier state is restored there
    more = {"optimizer": optimizer, "iterations": end + 1, "epochs": None, "record_every": 1, "stop_cost": None}
    if arguments.get("patience") is not None:
        more["patience"] = _FOR_EVER
    rounding = 0.0
    for record in train(network, data, **{**arguments, **more}):
        if record.iteration in recorded:
            furthest = HERE[np.dtype(record.theta.dtype)] if here else FURTHEST
            rounding = max(rounding, _distance(record, recorded[record.iteration], furthest))
        state = optimizer.states[0] if isinstance(optimizer, _Witness) else None
        yield Moment(record, state, rounding)
        if record.iteration >= end:
            return


def last_moment(history: History) -> int:
    """Last iteration that can be come back to: the last one recorded, also where an earlier state was restored."""
    return max(iteration for iteration, _cost in history.all_costs)


def _distance(record: Record, recorded: float, furthest: float) -> float:
    """Share by which a cost differs from the recorded one; GC-M24 where that is no rounding."""
    cost = float(record.cost)
    distance = abs(cost - recorded) / max(abs(recorded), 1e-300)
    if distance <= furthest:
        return distance
    problem = _("trained again, the run costs {cost!r} there; {recorded!r} was recorded.", cost=cost, recorded=recorded)
    fix = _("repeat it with the versions, and on the machine, that its run.json names.")
    if furthest < FURTHEST:
        fix = _("this machine computes as the one that recorded it: the recorded costs were changed, or glasscat was.")
    raise ModelError("GC-M24", _("iteration {iteration}", iteration=record.iteration), problem, fix)


@dataclass(frozen=True, slots=True, eq=False)
class _Witness:
    """An optimiser that lets its state be seen."""

    optimizer: Optimizer[Any]
    states: list[Any] = field(default_factory=list)

    @property
    def stays_in_span(self) -> bool:
        """As the optimiser inside."""
        return self.optimizer.stays_in_span

    @property
    def learning_rate(self) -> float:
        """Not the schedule's: a cycle has no rate for the step more that is never taken."""
        return 1.0

    def init(self, theta: Array) -> Any:  # noqa: ANN401  (the state of whichever optimiser is inside)
        self.states[:] = [self.optimizer.init(theta)]
        return self.states[0]

    def update(self, grad: Array, state: Any, theta: Array) -> tuple[Array, Any]:  # noqa: ANN401
        theta, self.states[0] = self.optimizer.update(grad, state, theta)
        return theta, self.states[0]
