"""Slopes by differences, entry by entry: the independent way to every gradient."""

from __future__ import annotations

import numpy as np


def two_sided(J, x, step):
    """(J(x + step) - J(x - step)) / (2 step), wrong by about step^2; x is varied in place and put back."""
    slope = np.empty_like(x)
    for i in np.ndindex(x.shape):
        kept = x[i]
        x[i] = kept + step
        above = J(x)
        x[i] = kept - step
        below = J(x)
        x[i] = kept
        slope[i] = (above - below) / (2 * step)
    return slope


def richardson(J, x, step):
    """Two steps of two-sided differences, combined so that their errors cancel: wrong by about step^4."""
    return (4 * two_sided(J, x, step / 2) - two_sided(J, x, step)) / 3
