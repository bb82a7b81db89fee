"""What is opened: a trained network with its data, how it was trained, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, Self

import numpy as np

from glasscat.explanation.film import Film
from glasscat.optimizers import for_layout
from glasscat.training.sample_weights import sample_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.evaluation.memory import TrainMemory
    from glasscat.network import Network
    from glasscat.optimizers import LBFGS, Optimizer
    from glasscat.training.record import History
    from glasscat.typing import Array


class Reopened(Protocol):
    """A stored run with its data, as `glasscat.models.reopened` gives it."""

    @property
    def stored(self) -> Any:  # noqa: ANN401  (a StoredRun)
        """What was kept."""
        ...

    @property
    def network(self) -> Network:
        """The network."""
        ...

    @property
    def data(self) -> Dataset:
        """What it was trained on."""
        ...

    @property
    def arguments(self) -> Mapping[str, Any]:
        """How it was trained."""
        ...

    @property
    def is_from_here(self) -> bool:
        """Whether it was trained under the arithmetic of this machine."""
        ...


@dataclass(frozen=True, eq=False)
class Subject:
    """A training and what came of it.

    Parameters
    ----------
    network : Network
    data : Dataset
        What it was trained on.
    arguments : mapping
        Keyword arguments of `glasscat.train` that gave it, with the method that was used.
    history : History
    theta : (P,)
        At the end.
    buffers : (Q,)
    memory : TrainMemory
        What a verdict needs to know of the training set.
    read_results : callable
        Gives what was said of it: ``{"train": score, "test": verdict or None}``, as JSON has them.
    threshold : float
    is_from_here : bool
        Whether it was trained under the arithmetic of this machine, which then gives the same bits again.
    """

    network: Network
    data: Dataset
    arguments: Mapping[str, Any]
    history: History
    theta: Array
    buffers: Array
    memory: TrainMemory
    read_results: Callable[[], Mapping[str, Any]]
    threshold: float = 0.5
    is_from_here: bool = True

    @classmethod
    def of(cls, reopened: Reopened) -> Self:
        """A run that was kept."""
        model, stored = reopened.stored.model, reopened.stored
        return cls(
            reopened.network,
            reopened.data,
            reopened.arguments,
            stored.history,
            model.theta,
            model.buffers,
            model.memory,
            lambda: stored.document,
            model.threshold,
            reopened.is_from_here,
        )

    @cached_property
    def film(self) -> Film:
        """The training, moment by moment."""
        return Film(self)

    @cached_property
    def parts(self) -> Mapping[str, Samples]:
        """Sets that the network is used on; held-out samples are those that patience looked at."""
        found = {"train": self.data.train, "test": self.data.test, "held_out": self.arguments.get("held_out")}
        return {part: samples for part, samples in found.items() if samples is not None}

    @cached_property
    def results(self) -> Mapping[str, Any]:
        """What was said of it."""
        return self.read_results()

    @cached_property
    def weights(self) -> Array | None:
        """Weights of the training samples, (m,); None where all are 1."""
        s = sample_weights(self.data, self.arguments.get("class_weight"), self.arguments.get("sample_weight"))
        return None if s is None else s.astype(self.theta.dtype)

    @cached_property
    def optimizer(self) -> Optimizer[Any] | LBFGS:
        """The rule, with masks for everything that it selects by name."""
        rule: Optimizer[Any] | LBFGS = for_layout(self.arguments["optimizer"], self.network.layout)
        return rule

    @property
    def seeds(self) -> np.random.SeedSequence:
        """The seed as NumPy's own."""
        seed = self.arguments.get("seed", 0)
        return seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)

    @property
    def l2(self) -> float:
        """Strength of the penalty on squared weights."""
        return float(self.arguments.get("l2", 0.0))

    @property
    def unit(self) -> float:
        """Unit roundoff of the run's arithmetic."""
        return float(np.finfo(self.theta.dtype).eps) / 2

    @property
    def slack(self) -> float:
        """Share by which numbers of training may differ from their formula, besides the rounding of the formula itself.

        It is 0 where training computed just this, and does so again. The span method did not; and a run that was
        trained on another machine, or beside others, comes out a little different when it is trained again here.
        """
        if self.arguments.get("method") != "span" and self.film.rounding == 0:
            return 0.0
        return max(SPAN[self.theta.dtype] * self.unit, GROWTH * self.film.rounding)

    def state(self, iteration: int | None) -> tuple[Array, Array]:
        """Parameters and buffers before a step; those that were kept, for None."""
        if iteration is None:
            return self.theta, self.buffers
        still = self.film.still(iteration)
        return still.theta, still.buffers


GROWTH = 16
"""Times the largest difference seen on the way; the next one may be a few times larger."""
SPAN = {np.dtype(np.float64): 2.0**16, np.dtype(np.float32): 2.0**8}
"""Units of rounding that are granted to the span method: it adds up the same products in another order, and what it
rounds in one step goes into the next. Weights agree to some 10 units after 2500 steps, so this is wide; in single
precision it is less so, since as much again would hide a whole step."""
