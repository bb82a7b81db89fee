"""The coefficients of update rules, and which values of them can be meant."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.typing import is_number, shown

if TYPE_CHECKING:
    from glasscat.typing import Array


def check_beta(name: str, beta: float) -> None:
    """Refuse what does not lie in [0, 1) (GC-U40): at 1 the past would never fade."""
    if not (is_number(beta) and 0 <= beta < 1):
        raise UsageError(
            "GC-U40",
            name,
            _("it must be at least 0 and below 1; found {found}.", found=shown(beta)),
            _("0.9 is usual for gradients, 0.999 for their squares."),
        )


def check_epsilon(epsilon: float) -> None:
    """Refuse what is not a finite number above 0 (GC-U41): at 0 a weight without a gradient would give 0 / 0."""
    if not (is_number(epsilon) and 0 < epsilon < inf):
        raise UsageError(
            "GC-U41",
            "epsilon",
            _("it must be a finite number above 0; found {found}.", found=shown(epsilon)),
            _("1e-8 is usual."),
        )


def check_weight_decay(weight_decay: float | Array) -> None:
    """Refuse what is not a finite number of at least 0 (GC-U42), or several: below it weights would grow."""
    if isinstance(weight_decay, np.ndarray) and weight_decay.ndim == 1:
        for one in weight_decay.tolist():
            check_weight_decay(one)
    elif not (is_number(weight_decay) and 0 <= weight_decay < inf):
        raise UsageError(
            "GC-U42",
            _("weight decay"),
            _("it must be a finite number of at least 0; found {found}.", found=shown(weight_decay)),
            _("0.01 is usual; 0 is none."),
        )
