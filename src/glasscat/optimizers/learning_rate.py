"""The learning rate: one number, one a run, or a schedule that gives one for every step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.typing import is_number, shown

if TYPE_CHECKING:
    from glasscat.i18n import Text
    from glasscat.optimizers.optimizer import Optimizer
    from glasscat.optimizers.schedules.schedule import Schedule
    from glasscat.typing import Array

LearningRate: TypeAlias = "float | Array | Schedule"
"""A number, an array (R,) with one for each run, or a schedule."""

_RATE = _("learning rate")


def check_learning_rate(learning_rate: LearningRate) -> None:
    """Refuse what is not a finite number above 0, or several, or a schedule.

    Raises
    ------
    UsageError
        GC-U04 for a number: at 0 nothing is learnt, below it the cost is climbed. GC-U87 for a function or a class that
        is no schedule.
    """
    if callable(learning_rate):
        check_schedule(learning_rate)
        return  # a schedule has checked its numbers itself
    bad = _bad_rate(learning_rate)
    if bad is not None:
        raise _no_rate(bad)


def check_rate(learning_rate: float) -> None:
    """Refuse what is not one finite number above 0 (GC-U04): a schedule gives every run the same rates."""
    bad = _bad_rate(learning_rate) if is_number(learning_rate) else shown(learning_rate)
    if bad is not None:
        raise _no_rate(bad)


def _no_rate(found: str) -> UsageError:
    return UsageError(
        "GC-U04",
        _("learning rate"),
        _("it must be a finite number above 0; found {found}.", found=found),
        _("the course uses 0.005; try that, then ten times more or less."),
    )


def _bad_rate(learning_rate: float | Array) -> str | None:
    """Return the first rate that cannot be meant, in words, or None where all can."""
    try:
        rates = np.atleast_1d(learning_rate)
    except ValueError:  # rows of unequal length
        return shown(learning_rate)
    if rates.dtype.kind not in "iuf":
        return shown(learning_rate)
    if rates.ndim != 1 or not rates.size:
        return shown(learning_rate)
    bad = rates[~(np.isfinite(rates) & (rates > 0))]
    return shown(float(bad[0])) if bad.size else None


def check_schedule(schedule: object) -> None:
    """Refuse what is no schedule (GC-U87): a number, a class, or a function that says nothing of its length."""
    if isinstance(schedule, type) or not callable(schedule) or not hasattr(schedule, "length"):
        raise UsageError(
            "GC-U87",
            _("learning rate"),
            _("a schedule was expected; found {found}.", found=shown(schedule)),
            _("make one, for example gc.schedules.Cosine(0.001, steps=2000), or gc.schedules.Constant(0.001)."),
        )


def check_length(optimizer: Optimizer[Any], steps: int) -> None:
    """Refuse a schedule that a run of so many steps would not see to its end.

    Raises
    ------
    UsageError
        GC-U47 if the schedule is longer than the run, GC-U48 if it is over before the run is.
    """
    schedule = optimizer.learning_rate
    if not callable(schedule):
        return
    if schedule.length is not None and schedule.length > steps:
        raise UsageError(
            "GC-U47",
            _("learning rate schedule"),
            _(
                "it needs {length} steps to come to its end; the run takes {steps}.",
                length=schedule.length,
                steps=steps,
            ),
            _("shorten the schedule or the warm-up, or train longer."),
        )
    schedule(steps - 1)  # a cycle that is over by then says so


def rate_at(learning_rate: LearningRate, t: int, theta: Array) -> float | Array:
    """Learning rate of step t, the first being 0, as something to multiply theta (..., P) with; see `per_run`."""
    if type(learning_rate) is float:  # the usual case, at every step
        return learning_rate
    return per_run(learning_rate(t) if callable(learning_rate) else learning_rate, theta)


def per_run(numbers: float | Array, theta: Array, what: Text = _RATE) -> float | Array:
    """Learning rate, or what else is one a run, to multiply theta (..., P) with: one a run becomes a column (R, 1).

    A plain number is left a Python float, so that float32 parameters stay float32.

    Raises
    ------
    UsageError
        GC-U32, as `check_runs`.
    """
    if np.ndim(numbers) == 0:
        return float(numbers)
    check_runs(numbers, theta.shape[:-1], what)
    return np.asarray(numbers, dtype=theta.dtype)[..., None]


def check_runs(numbers: object, runs: tuple[int, ...], what: str | Text) -> None:
    """Refuse several numbers that are not one for each run (GC-U32); ``runs`` is () or (R,)."""
    found = np.shape(cast("Any", numbers))
    if found and found != runs:
        raise UsageError(
            "GC-U32",
            what,
            _(
                "one number, or one for each run, is needed; found shape {found} for runs {runs}.",
                found=found,
                runs=runs,
            ),
            _("give one number, or as many as n_runs says."),
        )
