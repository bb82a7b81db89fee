"""One record of the training stream, and the history that a run keeps of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.training.marks import Mark, Marks
    from glasscat.training.norms import LayerNorms
    from glasscat.training.problem import Method
    from glasscat.typing import Array, Integers


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Record:
    """What is known before step number ``iteration`` is taken.

    Parameters
    ----------
    iteration : int
        Steps taken so far.
    steps : int
        Steps that training will take, unless it stops before.
    epoch : int
        Passes over the training set finished so far.
    cost : float, or (R,) array
        J on the batch of this step, before it; NaN for a run that has diverged. In the last record, which no step
        follows, J on the whole training set.
    test_cost : float, (R,) array or None
        J on the test set, where there is one.
    seconds : float
        Since training began.
    held_out_cost : float or None
        J on the held-out samples that patience looks at, where there are any.
    read_theta : callable
        Gives `theta`.
    buffers : (Q,) or (R, Q)
        The running statistics, live like `theta`.
    layers : tuple of LayerNorms
        Sizes of what flows through each dense layer; empty where no gradient was computed, as in the last record.
    rises : int, or (R,) array
        After how many steps so far the cost was more than 1 % higher than before.
    peak : float, or (R,) array
        The highest cost so far, of every step, recorded or not.
    chance : float
        J where every training sample is answered with the shares of the classes; see `chance_cost`.
    went : int, or (R,) array
        Iteration at which the cost left the finite numbers; -1 where it has not.
    is_last : bool
    method : "direct" or "span"
        How the iterates are computed.
    full_batch : bool
        Whether each step sees the whole training set, so that costs can be compared.
    probe_cost : float, (R,) array or None
        J on samples spread over the training set, where a step sees but a few that may be easy or hard by chance: the
        same ones in the first and in the last record, so that the two can be compared.
    marks : Marks or None
        Short looks between the records, live like `theta`.
    is_met : bool
        Whether it is the last one because the cost was below that to stop at.
    """

    iteration: int
    steps: int
    epoch: int
    cost: float | Array
    test_cost: float | Array | None
    seconds: float
    held_out_cost: float | Array | None
    read_theta: Callable[[], Array]
    buffers: Array
    layers: tuple[LayerNorms, ...]
    rises: int | Integers
    peak: float | Array
    chance: float
    went: int | Integers
    is_last: bool
    method: Method
    full_batch: bool
    probe_cost: float | Array | None = None
    marks: Marks | None = None
    is_met: bool = False

    @property
    def theta(self) -> Array:
        """The parameters, (P,) or (R, P), as they are now: the next step changes them, so copy them to keep them."""
        return self.read_theta()

    def of_run(self, r: int, thetas: Array) -> Record:
        """What is known of run r alone; the record itself, if there is but one run.

        ``thetas`` are the parameters of all runs, (R, P), which need not be read again for each of them.
        """
        if np.ndim(self.cost) == 0:
            return self
        return replace(
            self,
            cost=float(np.asarray(self.cost)[r]),
            test_cost=_row(self.test_cost, r),
            held_out_cost=_row(self.held_out_cost, r),
            read_theta=lambda: thetas[r],
            buffers=self.buffers[r],
            layers=tuple(one.of_run(r) for one in self.layers),
            rises=int(_row(self.rises, r) or 0),
            peak=float(_row(self.peak, r) or 0),
            went=int(np.asarray(self.went)[r]),
            probe_cost=_row(self.probe_cost, r),
            marks=None if self.marks is None else self.marks.of_run(r),
        )

    def __repr__(self) -> str:
        costs = f"cost={_shown(self.cost)}"
        if self.test_cost is not None:
            costs += f", test_cost={_shown(self.test_cost)}"
        return f"Record(iteration={self.iteration}, {costs}, seconds={self.seconds:.3g})"


@dataclass(frozen=True, slots=True, repr=False)
class History:
    """Costs of a run, as they were recorded.

    Parameters
    ----------
    records : tuple of (iteration, cost, test_cost or None, seconds)
        The last one comes after the last step; or before it, where an earlier state was restored.
    layers : tuple of tuples of LayerNorms
        Sizes of what flows through each layer, record by record; empty in a run that was read from its folder, whose
        run.json has them.
    rises : tuple of int
        After how many steps so far the cost was more than 1 % higher than before, record by record; likewise.
    peak : float or None
        The highest cost of any step, recorded or not; likewise.
    chance : float or None
        J where every training sample is answered with the shares of the classes; likewise.
    marks : tuple of Mark
        Short looks between the records, for the diagnosis; likewise.
    """

    records: tuple[tuple[int, float, float | None, float], ...]
    layers: tuple[tuple[LayerNorms, ...], ...] = field(default=(), compare=False, repr=False)
    rises: tuple[int, ...] = field(default=(), compare=False, repr=False)
    peak: float | None = field(default=None, compare=False, repr=False)
    chance: float | None = field(default=None, compare=False, repr=False)
    marks: tuple[Mark, ...] = field(default=(), compare=False, repr=False)

    @property
    def costs(self) -> list[tuple[int, float]]:
        """(iteration, cost before its step), for every recorded step."""
        return [(iteration, cost) for iteration, cost, _test, _seconds in self.records[:-1]]

    @property
    def test_costs(self) -> list[tuple[int, float]]:
        """(iteration, cost on the test set before its step), and after the last step; empty without a test set."""
        return [(iteration, test) for iteration, _cost, test, _seconds in self._onwards if test is not None]

    @property
    def all_test_costs(self) -> list[tuple[int, float]]:
        """`test_costs` and those of the marks between them, in the order of time: what a diagnosis looks at."""
        marked = [(mark.iteration, mark.test_cost) for mark in self.marks if mark.test_cost is not None]
        return sorted({**dict(marked), **dict(self.test_costs)}.items())

    @property
    def all_costs(self) -> list[tuple[int, float]]:
        """`costs` and, after the last step, `final_cost`."""
        return [(iteration, cost) for iteration, cost, _test, _seconds in self._onwards]

    @property
    def _onwards(self) -> tuple[tuple[int, float, float | None, float], ...]:
        """Records in the order of time: the last one is left out where it goes back to an earlier state."""
        restored = len(self.records) > 1 and self.records[-1][0] < self.records[-2][0]
        return self.records[:-1] if restored else self.records

    @property
    def goes_back(self) -> bool:
        """Whether the state before the first step was restored after others."""
        reached = [self.records[-2:][0][0], *(mark.iteration for mark in self.marks)]
        return self.iterations == 0 < max(reached)

    @property
    def first_cost(self) -> float:
        """J before the first step."""
        return self.records[0][1]

    @property
    def final_cost(self) -> float:
        """J on the whole training set after the last step."""
        return self.records[-1][1]

    @property
    def iterations(self) -> int:
        """Steps taken."""
        return self.records[-1][0]

    @property
    def seconds(self) -> float:
        """Seconds that training took."""
        return self.records[-1][3]

    def __repr__(self) -> str:
        return (
            f"History(iterations={self.iterations}, {len(self.records)} records, "
            f"first_cost={self.first_cost:.6g}, final_cost={self.final_cost:.6g})"
        )

    def _repr_html_(self) -> str:
        from glasscat.training.card import history_card  # noqa: PLC0415  (only notebooks ask for it)

        return history_card(self)


def _row(numbers: float | Array | Integers | None, r: int) -> float | None:
    """That of run r, where each run has its own."""
    return None if numbers is None else float(np.broadcast_to(numbers, np.shape(numbers) or (r + 1,))[r])


def _shown(cost: float | Array) -> str:
    """A cost in six digits; of several runs their number and the range, as an array of thousands tells nobody more."""
    costs = np.ravel(cost)
    if len(costs) == 1:
        return f"{costs[0]:.6g}"
    finite = costs[np.isfinite(costs)]
    if not len(finite):
        return f"none finite of {len(costs)} runs"
    return f"{finite.min():.6g} to {finite.max():.6g} in {len(costs)} runs"
