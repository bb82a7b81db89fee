"""One record of the training stream, and the history that a run keeps of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.training.problem import Method
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
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
    is_last : bool
    method : "direct" or "span"
        How the iterates are computed.
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
    is_last: bool
    method: Method

    @property
    def theta(self) -> Array:
        """The parameters, (P,) or (R, P), as they are now: the next step changes them, so copy them to keep them."""
        return self.read_theta()


@dataclass(frozen=True, slots=True)
class History:
    """Costs of a run, as they were recorded.

    Parameters
    ----------
    records : tuple of (iteration, cost, test_cost or None, seconds)
        The last one comes after the last step.
    """

    records: tuple[tuple[int, float, float | None, float], ...]

    @property
    def costs(self) -> list[tuple[int, float]]:
        """(iteration, cost before its step), for every recorded step."""
        return [(iteration, cost) for iteration, cost, _test, _seconds in self.records[:-1]]

    @property
    def test_costs(self) -> list[tuple[int, float]]:
        """(iteration, cost on the test set before its step), and after the last step; empty without a test set."""
        return [(iteration, test) for iteration, _cost, test, _seconds in self.records if test is not None]

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
