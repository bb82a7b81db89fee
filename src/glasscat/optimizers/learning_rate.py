"""The learning rate: one number, or one a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.typing import Array


def check_learning_rate(learning_rate: float | Array) -> None:
    """Refuse what is not a finite number above 0 (GC-U04): at 0 nothing is learnt, below it the cost is climbed."""
    rates = np.atleast_1d(learning_rate)
    bad = rates[~(np.isfinite(rates) & (rates > 0))]
    if bad.size:
        raise UsageError(
            "GC-U04",
            _("learning rate"),
            _("it must be a finite number above 0; found {found}.", found=f"{bad[0]:g}"),
            _("the course uses 0.005; try that, then ten times more or less."),
        )


def per_run(learning_rate: float | Array, theta: Array) -> float | Array:
    """Learning rate as something to multiply theta (..., P) with: one a run becomes a column (R, 1).

    A plain number is left a Python float, so that float32 parameters stay float32.

    Raises
    ------
    UsageError
        GC-U32, if there are several rates, but not one for each run.
    """
    if np.ndim(learning_rate) == 0:
        return float(learning_rate)
    rates = np.asarray(learning_rate, dtype=theta.dtype)
    runs = theta.shape[:-1]
    if rates.shape != runs:
        raise UsageError(
            "GC-U32",
            _("learning rate"),
            _(
                "one number, or one for each run, is needed; found shape {found} for runs {runs}.",
                found=rates.shape,
                runs=runs,
            ),
            _("give n_runs as many runs as there are learning rates."),
        )
    return rates[..., None]
