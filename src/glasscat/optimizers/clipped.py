"""Clipping: gradients cut to a size before the step, so that one cliff does not throw training far away."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.optimizers.optimizer import check_optimizer
from glasscat.typing import is_number, shown

if TYPE_CHECKING:
    from glasscat.optimizers.learning_rate import LearningRate
    from glasscat.optimizers.optimizer import Optimizer
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class Clipped:
    """Clip the gradient, then let an optimiser step.

    ::

        by value    dtheta := min(max(dtheta, -value), value)               each number by itself; the direction changes
        by norm     dtheta := dtheta min(1, norm / (|dtheta| + 1e-6))       all together; the direction stays

    By norm is Pascanu, Mikolov and Bengio (2013), whose rule has no 1e-6; that is from PyTorch's ``clip_grad_norm_``.
    |dtheta| is the length of the whole vector, all layers together; each run of a runs axis has its own.

    Parameters
    ----------
    optimizer : Optimizer
        What steps with the clipped gradient.
    value : float, optional
        Largest size of a number.
    norm : float, optional
        Largest length of the gradient. One of the two must be given.

    Raises
    ------
    UsageError
        GC-U43, if a limit is not a finite number above 0; GC-U44, if both or neither is given; GC-U74 for what is no
        optimiser.
    """

    optimizer: Optimizer[Any]
    value: float | None = field(default=None, kw_only=True)
    norm: float | None = field(default=None, kw_only=True)
    stays_in_span: ClassVar[bool] = False  # clipped in the coordinates of samples it would be another gradient

    def __post_init__(self) -> None:
        check_optimizer(self.optimizer)
        if (self.value is None) == (self.norm is None):
            raise UsageError(
                "GC-U44", _("clipping"), _("give either value or norm, and not both."), _("1 is usual for the norm.")
            )
        limit = self.value if self.norm is None else self.norm
        if not is_number(limit) or not 0 < limit < inf:
            raise UsageError(
                "GC-U43",
                _("clipping"),
                _("the limit must be a finite number above 0; found {found}.", found=shown(limit)),
                _("1 is usual for the norm."),
            )

    @property
    def learning_rate(self) -> LearningRate:
        """Learning rate of the optimiser inside."""
        return self.optimizer.learning_rate

    def init(self, theta: Array) -> Any:  # noqa: ANN401  (the state of whichever optimiser is inside)
        """State of the optimiser inside; clipping remembers nothing."""
        return self.optimizer.init(theta)

    def update(self, grad: Array, state: Any, theta: Array) -> tuple[Array, Any]:  # noqa: ANN401
        """Take one step, in place; see `Optimizer.update`."""
        if self.value is not None:
            np.clip(grad, -self.value, self.value, out=grad)
        if self.norm is not None:
            length = np.sqrt(np.vecdot(grad, grad))[..., None]
            shrink = np.minimum(1, self.norm / (length + 1e-6))
            # a length beyond all numbers would shrink the gradient to 0, and training would stand still unseen
            grad *= np.where(np.isfinite(length), shrink, np.nan)
        return self.optimizer.update(grad, state, theta)
