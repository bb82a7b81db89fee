"""Where names and kinds of parameters become masks over theta: when a network is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.optimizers.adamw import AdamW
from glasscat.optimizers.frozen import Frozen
from glasscat.optimizers.masks import mask_of
from glasscat.optimizers.weight_decay import WeightDecay

if TYPE_CHECKING:
    from glasscat.optimizers.lbfgs import LBFGS
    from glasscat.optimizers.optimizer import Optimizer
    from glasscat.parameters import Layout

R = TypeVar("R", bound="Optimizer[Any] | LBFGS")
"""An optimiser of any kind, which keeps it."""


def for_layout(optimizer: R, layout: Layout) -> R:
    """Optimiser for the parameters of a network: all that it selects by name or kind is a mask.

    Parameters
    ----------
    optimizer : Optimizer or LBFGS
    layout : Layout
        Of the network, ``network.layout``.

    Returns
    -------
    Optimizer or LBFGS
        Decay that was not told what to decay gets the weights; the other rules are given back as they are.

    Raises
    ------
    UsageError
        GC-U54, if the network has neither an entry nor a kind of a name that is selected; GC-U86, if all is frozen.
    """
    if isinstance(optimizer, AdamW | WeightDecay | Frozen):
        optimizer = replace(optimizer, mask=mask_of(layout, "weight" if optimizer.mask is None else optimizer.mask))
    if isinstance(optimizer, Frozen) and np.all(optimizer.mask):
        problem = _("all parameters of the network are frozen; nothing would be trained.")
        raise UsageError("GC-U86", _("freezing"), problem, _("leave at least one parameter to train."))
    inside = getattr(optimizer, "optimizer", None)
    if inside is not None:
        optimizer = replace(cast("Any", optimizer), optimizer=for_layout(inside, layout))
    return optimizer
