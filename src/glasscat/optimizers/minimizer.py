"""Optimisers that ask for costs of their own choosing, instead of taking one step a gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeGuard

from glasscat.optimizers.frozen import Frozen
from glasscat.optimizers.lbfgs import LBFGS

if TYPE_CHECKING:
    from collections.abc import Generator

    from glasscat.optimizers.lbfgs import Ending, LossAndGrad
    from glasscat.optimizers.masks import Mask
    from glasscat.typing import Array


class Minimizer(Protocol):
    """`LBFGS`, or `Frozen` around it."""

    def minimize(
        self, loss_and_grad: LossAndGrad, theta: Array, iterations: int, *, frozen: Mask | None = None
    ) -> Generator[tuple[Array, Array], None, tuple[Ending, ...]]:
        """Step until every run has converged, or taken all its iterations; see `LBFGS.minimize`."""
        ...


def is_minimizer(optimizer: object) -> TypeGuard[Minimizer]:
    """Whether an optimiser is one of these, and no pair of init and update."""
    if isinstance(optimizer, Frozen):
        return is_minimizer(optimizer.optimizer)
    return isinstance(optimizer, LBFGS)
