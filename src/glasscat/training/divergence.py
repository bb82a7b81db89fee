"""Divergence: a cost that is no longer a finite number, and what becomes of the run that has it."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.errors import DivergedError
from glasscat.i18n import _, sentences
from glasscat.training.growth import Growth

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from glasscat.i18n import Text
    from glasscat.training.record import History
    from glasscat.training.snapshot import Arrays
    from glasscat.typing import Array, Integers


class Watch:
    """Keeps the last finite state of every run; a run that diverges is frozen there.

    Parameters
    ----------
    state : sequence of (..., P) and (..., Q)
        Parameters and buffers, which training writes into.
    """

    def __init__(self, state: Sequence[Array]) -> None:
        self._state = state
        self._good = [array.copy() for array in state]
        self._iteration = 0
        self._cost: Array | float = np.nan
        self._diverged = np.zeros(state[0].shape[:-1], dtype=bool)
        self._went = np.full(state[0].shape[:-1], -1)

    @property
    def went(self) -> Integers:
        """Iteration at which each run has diverged, () or (R,); -1 where it has not."""
        return self._went

    def look(self, costs: Array, first: int, growth: Growth | None = None) -> Array:
        """Costs (k,) or (k, R) of the iterations from ``first`` on, NaN from where a run has diverged.

        The state of a run that has diverged goes back to the last finite one. ``growth`` is that of a single run.

        Raises
        ------
        DivergedError
            GC-T01, if no run is left; the state then is the last finite one, and the error's ``last_good`` says when
            that was, (iteration, cost), or is None if there never was one.
        """
        is_finite = np.isfinite(costs)
        if is_finite.all() and not self._diverged.any():
            return costs
        gone = np.logical_or.accumulate(~is_finite, axis=0) | self._diverged
        self._went = np.where(gone[-1] & ~self._diverged, first + gone.argmax(axis=0), self._went)
        self._diverged = gone[-1]
        for array, good in zip(self._state, self._good, strict=True):
            array[self._diverged] = good[self._diverged]
        if self._diverged.all():
            lowest = float(np.fmin.reduce(self._cost, axis=None))  # of the runs that were left; NaN if there was none
            last = int(self._went.max())
            error = beyond_numbers() if np.isnan(lowest) else diverged(last, self._iteration, lowest, growth)
            error.went = tuple(np.ravel(self._went).tolist())
            raise error
        return np.where(gone, np.nan, costs)

    def remember(self, J: Array, iteration: int) -> None:
        """Take the state that `look` has passed as the last finite one."""
        for array, good in zip(self._state, self._good, strict=True):
            np.copyto(good, array)
        self._iteration, self._cost = iteration, J

    def arrays(self) -> Arrays:
        """The last finite state of a single run, for a snapshot."""
        theta, buffers = self._good
        return {
            "theta": theta,
            "buffers": buffers,
            "iteration": np.asarray(self._iteration),
            "cost": np.asarray(self._cost),
        }

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take what `arrays` gave as the last finite state."""
        for good, name in zip(self._good, ("theta", "buffers"), strict=True):
            np.copyto(good, arrays[name])
        self._iteration, self._cost = int(arrays["iteration"]), arrays["cost"][()]


def diverged(iteration: int, last_iteration: int, last_cost: float, growth: Growth | None = None) -> DivergedError:
    """Error GC-T01: the cost left the finite numbers; with the layer that has grown most by then."""
    problem = _(
        "the cost is no longer a finite number; last finite record: cost {cost:.6g} at iteration {last}.",
        cost=last_cost,
        last=last_iteration,
    )
    error = DivergedError(
        "GC-T01",
        _("iteration {iteration}", iteration=iteration),
        _with_layer(problem, growth),
        _("choose a smaller learning rate, ten times smaller to begin with."),
    )
    error.last_good = (last_iteration, last_cost)
    return error


def beyond_numbers() -> DivergedError:
    """Error GC-T01, before the first step: there is no finite state to go back to."""
    return DivergedError(
        "GC-T01",
        _("iteration {iteration}", iteration=0),
        _("the cost is not a finite number even before the first step."),
        _("begin with smaller initial weights, and scale features to about 1."),
    )


def ended_above(history: History, first_cost: float) -> DivergedError:
    """Error GC-T02: training ended with a higher cost than it began with."""
    iteration, cost, _test_cost, _seconds = min(history.records, key=itemgetter(1))
    problem = _(
        "the cost ended at {final:.6g}, above the {first:.6g} it began with; "
        "its lowest record was {lowest:.6g} at iteration {at}.",
        final=history.final_cost,
        first=first_cost,
        lowest=cost,
        at=iteration,
    )
    error = DivergedError(
        "GC-T02",
        _("training"),
        _with_layer(problem, Growth.of(history)),
        _("choose a smaller learning rate, ten times smaller to begin with."),
    )
    error.last_good = (iteration, cost)
    return error


def nothing_learnt(history: History, first_cost: float) -> DivergedError:
    """Error GC-T03: training ended with the cost that it began with."""
    gradient = float(np.hypot.reduce([float(one.gradient) for one in history.layers[0]])) if history.layers else np.nan
    fix = _("scale features to about 1, and choose another learning rate.")
    if history.goes_back:
        problem = _("nothing was learnt: the held-out samples never cost less than before the first step.")
        fix = _("choose a smaller learning rate, ten times smaller to begin with.")
    elif gradient == 0:
        problem = _(
            "nothing was learnt: the cost is {cost:.6g} as before the first step, where the gradient of every weight "
            "is as good as 0.",
            cost=first_cost,
        )
        fix = _("begin with other weights, he or xavier, and scale features to about 1.")
    elif np.isfinite(gradient):
        problem = _(
            "nothing was learnt: the cost is {cost:.6g} as before the first step, where the gradient had the length "
            "{gradient:.3g}.",
            cost=first_cost,
            gradient=gradient,
        )
    else:
        problem = _("nothing was learnt: the cost is {cost:.6g} as before the first step.", cost=first_cost)
    error = DivergedError("GC-T03", _("training"), problem, fix)
    error.last_good = (0, first_cost)
    return error


def beyond_dtype(largest: float, dtype: np.dtype[np.floating], n_runs: int) -> DivergedError:
    """Error GC-T04, before the first step: features that are no finite numbers where they are trained on."""
    problem = _(
        "the largest feature is {largest:.3g}; {dtype} ends at {limit:.3g}.",
        largest=largest,
        dtype=dtype.name,
        limit=float(np.finfo(dtype).max),
    )
    fix = _("scale features to about 1, or train in float64.")
    error = DivergedError("GC-T04", _("features"), problem, fix)
    error.went = (0,) * n_runs
    return error


def _with_layer(problem: Text, growth: Growth | None) -> Text:
    """Say, too, which layer has grown most, where one has."""
    most = None if growth is None else growth.most
    return problem if most is None else sentences(problem, most.text)
