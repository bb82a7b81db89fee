"""Freezing: some parameters stay what they are, to the last bit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from glasscat.optimizers.masks import fitting
from glasscat.optimizers.optimizer import check_optimizer

if TYPE_CHECKING:
    from collections.abc import Generator

    from glasscat.optimizers.lbfgs import LBFGS, Ending, LossAndGrad
    from glasscat.optimizers.learning_rate import LearningRate
    from glasscat.optimizers.masks import Mask, Selection
    from glasscat.optimizers.optimizer import Optimizer, State
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class FrozenState:
    """State of the optimiser inside, and the parameters at the start (..., P)."""

    inside: State
    start: Array = field(repr=False)

    @property
    def t(self) -> int:
        """Steps taken so far."""
        return self.inside.t


@dataclass(frozen=True, slots=True, eq=False)
class Frozen:
    """Keep some parameters as they are, and let an optimiser step with the others.

    What is kept are parameters. The running statistics of batch normalisation are none: training keeps them up to date
    whether or not gain and shift are frozen, for the layers before may still be learning; PyTorch's do the same where
    ``requires_grad`` is False. So in use a frozen layer of that kind may answer otherwise than before.

    Around L-BFGS, which asks for costs instead of taking steps, it is minimised over the others alone: see `minimize`.

    Kept means to the last bit, by either method.

    Parameters
    ----------
    optimizer : Optimizer or LBFGS
        What steps with the others. To it a frozen parameter is one without gradient, and counts for no norm.
    mask : (P,) bool, or names, kinds and numbers of layers
        True where frozen; ``[1]`` freezes the first layer, as ``["W1", "b1"]`` does.

    Raises
    ------
    UsageError
        GC-U74 for what is no optimiser; GC-U53, before the first step, if the mask does not fit.
    """

    optimizer: Optimizer[Any] | LBFGS
    mask: Selection

    def __post_init__(self) -> None:
        check_optimizer(self.optimizer)

    @property
    def stays_in_span(self) -> bool:
        """As the optimiser inside, unless single weights are chosen: in the span of the samples rows of them move."""
        return self.optimizer.stays_in_span and not isinstance(self.mask, np.ndarray)

    @property
    def learning_rate(self) -> LearningRate:
        """Learning rate of the optimiser inside."""
        return self._rule.learning_rate

    @property
    def _rule(self) -> Optimizer[Any]:
        return cast("Optimizer[Any]", self.optimizer)  # L-BFGS is never asked to step

    def init(self, theta: Array) -> FrozenState:
        """State before the first step."""
        fitting(self.mask, theta)
        return FrozenState(self._rule.init(theta), theta.copy())

    def update(self, grad: Array, state: FrozenState, theta: Array) -> tuple[Array, FrozenState]:
        """Take one step, in place; see `Optimizer.update`."""
        mask = fitting(self.mask, theta)
        np.copyto(grad, 0, where=mask)
        theta, inside = self._rule.update(grad, state.inside, theta)
        # without a gradient most rules leave a parameter alone, but not all: decay does not
        np.copyto(theta, state.start, where=mask)
        return theta, FrozenState(inside, state.start)

    def minimize(
        self, loss_and_grad: LossAndGrad, theta: Array, iterations: int, *, frozen: Mask | None = None
    ) -> Generator[tuple[Array, Array], None, tuple[Ending, ...]]:
        """Minimise over the others alone, where L-BFGS is inside; see `LBFGS.minimize`."""
        mask = fitting(self.mask, theta)
        inside = cast("LBFGS", self.optimizer)
        return inside.minimize(loss_and_grad, theta, iterations, frozen=mask if frozen is None else mask | frozen)
