"""The path of a training: its iterates, few enough to keep and many enough to draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.batches import Batches
from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.training.arguments import dataset_of
from glasscat.training.feasible import steps_of
from glasscat.training.loop import stream
from glasscat.training.replay import last_moment, moments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.training.plan import Plan
    from glasscat.training.record import History
    from glasscat.typing import Array, Integers

MOST = 100
"""Iterates that are kept, and a few more: two hundred megabytes for a network of 250,000 parameters."""


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Iterates of a training.

    Parameters
    ----------
    iterations : (T,)
    thetas : (T, P)
        Parameters before the step of each iteration, float64; the last ones are the end.

    Raises
    ------
    UsageError
        GC-Y30, if all iterates are the same: that is no path.
    """

    iterations: Integers
    thetas: Array

    def __post_init__(self) -> None:
        if not np.any(self.thetas != self.thetas[-1]):
            problem = _("the training ends where it began, so there is no path to look at.")
            raise UsageError("GC-Y30", _("path"), problem, _("train for more iterations, or at a larger rate."))


def path_of(plan: Plan) -> Path:
    """Train, and keep the path.

    Raises
    ------
    UsageError
        GC-Y30, and those of `glasscat.training.loop.train`.
    DivergedError
        GC-T01, if the cost leaves the finite numbers.
    """
    batches = Batches(len(dataset_of(plan.data).train), plan.batch_size, plan.seeds)
    steps = steps_of(plan.iterations, plan.epochs, batches.per_epoch)
    if plan.patience is None:  # which counts records
        plan = replace(plan, record_every=max(1, steps // MOST))
    stride = plan.record_every * max(1, steps // (plan.record_every * MOST))
    some = [
        (record.iteration, record.theta.astype(np.float64))
        for record in stream(plan)
        if record.iteration % stride == 0 or record.is_last
    ]
    return _path(some)


def path_again(plan: Plan, history: History) -> Path:
    """Carry out the plan of a run once more, and keep the path; the costs of its history have to be met on the way.

    Raises
    ------
    UsageError
        GC-Y30.
    ModelError
        GC-M24, if a cost on the way is not the recorded one.
    """
    end = last_moment(history)
    stride = max(1, end // MOST)
    some = [
        (moment.iteration, moment.theta.astype(np.float64))
        for moment in moments(plan.network, dataset_of(plan.data), plan.settings, history)
        if moment.iteration % stride == 0 or moment.iteration == end
    ]
    return _path(some)


def _path(some: Sequence[tuple[int, Array]]) -> Path:
    return Path(np.array([iteration for iteration, _theta in some]), np.stack([theta for _iteration, theta in some]))
