"""Decoupled weight decay: weights shrink by themselves, past the gradient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.optimizers.coefficients import check_weight_decay
from glasscat.optimizers.learning_rate import per_run, rate_at
from glasscat.optimizers.masks import fitting
from glasscat.optimizers.optimizer import check_optimizer

if TYPE_CHECKING:
    from glasscat.optimizers.learning_rate import LearningRate
    from glasscat.optimizers.masks import Selection
    from glasscat.optimizers.optimizer import Optimizer
    from glasscat.typing import Array

_DECAY = _("weight decay")


@dataclass(frozen=True, slots=True, eq=False)
class WeightDecay:
    """Shrink weights by a small share, then let an optimiser step (Loshchilov and Hutter, 2019).

    ::

        theta := (1 - learning_rate weight_decay) theta         where the mask is true
        theta := what the optimiser makes of it

    With plain gradient descent this is the same as an L2 penalty in the loss. With rules that divide by the size of the
    gradient it is not: a penalty would be divided too, and spare just the weights that have large gradients. The share
    has the learning rate in it, as in PyTorch's ``AdamW``, and follows its schedule; in the paper it follows the
    schedule, but does not have the learning rate itself in it.

    A share of 1 or more is refused, which PyTorch lets pass: it would set the weights to 0 at each step, or turn their
    signs, and no training that is meant does that.

    Parameters
    ----------
    optimizer : Optimizer
    weight_decay : float, or (R,) array
        At least 0; an array gives each run its own.
    mask : (P,) bool, or names and kinds, optional
        What decays. In the training of a network by default its weights, never biases, gains or shifts: to have it
        otherwise, say so, as in ``("weight", "bias")``. Of a vector that is not a network's, by default all.

    Raises
    ------
    UsageError
        GC-U42, if the decay is invalid; GC-U81, if the highest learning rate times the decay is 1 or more; GC-U53,
        before the first step, if the mask does not fit; GC-U74 for what is no optimiser.
    """

    optimizer: Optimizer[Any]
    weight_decay: float | Array
    mask: Selection | None = None

    def __post_init__(self) -> None:
        check_optimizer(self.optimizer)
        check_weight_decay(self.weight_decay)
        if np.any(self.weight_decay):
            _check_share(self.optimizer, self.weight_decay)

    @property
    def stays_in_span(self) -> bool:
        """As the optimiser inside, unless single weights are chosen: in the span of the samples rows of them move."""
        return self.optimizer.stays_in_span and not isinstance(self.mask, np.ndarray)

    @property
    def learning_rate(self) -> LearningRate:
        """Learning rate of the optimiser inside."""
        return self.optimizer.learning_rate

    def init(self, theta: Array) -> Any:  # noqa: ANN401  (the state of whichever optimiser is inside)
        """State of the optimiser inside; decay remembers nothing."""
        if self.mask is not None:
            fitting(self.mask, theta)
        return self.optimizer.init(theta)

    def update(self, grad: Array, state: Any, theta: Array) -> tuple[Array, Any]:  # noqa: ANN401
        """Take one step, in place; see `Optimizer.update`."""
        decay = per_run(self.weight_decay, theta, _DECAY)
        share = 1 - rate_at(self.learning_rate, state.t, theta) * decay
        decays = True if self.mask is None else fitting(self.mask, theta)
        np.multiply(theta, share, out=theta, where=decays)
        return self.optimizer.update(grad, state, theta)


def _check_share(optimizer: Optimizer[Any], weight_decay: float | Array) -> None:
    """Refuse a decay that takes all of a weight in one step, or more (GC-U81)."""
    rate = getattr(optimizer, "learning_rate", None)
    # past its length a schedule does not climb any more
    rates = np.asarray([rate(t) for t in range(rate.length or 1)] if callable(rate) else rate)
    if rates.dtype.kind not in "iuf":
        return  # L-BFGS, or a rule that was named and not made: refused where it is to train
    highest = np.ravel(rates.max(axis=0) if callable(rate) else rates)
    highest, decays = np.broadcast_arrays(highest, np.ravel(weight_decay))
    worst = int(np.argmax(highest * decays))
    if highest[worst] * decays[worst] >= 1:
        raise UsageError(
            "GC-U81",
            _("weight decay"),
            _(
                "times the learning rate it must stay below 1, or weights would vanish or turn their signs; "
                "found {decay} times {rate}.",
                decay=f"{decays[worst]:g}",
                rate=f"{highest[worst]:g}",
            ),
            _("0.01 is usual; for a stronger pull give a smaller learning rate."),
        )
