"""The power law of learning: how the share of mistakes falls with the number of training samples.

    error(n) = a + b n^(-c)        a, b >= 0, c > 0

a is what no number of samples removes. The law holds remarkably well from picture recognition to speech; what it says
beyond the samples there are is a guess, and its interval says how rough a one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.typing import Array

EXPONENTS = np.geomspace(0.05, 2.0, 80)
"""Values of c that are tried; measured ones lie between 0.07 and 0.5 for deep networks."""


@dataclass(frozen=True, slots=True, eq=False)
class PowerLaw:
    """Laws fitted to one curve, or to many.

    Parameters
    ----------
    a, b, c : (...)
        One of each a curve.

    References
    ----------
    J. Hestness et al., "Deep learning scaling is predictable, empirically", arXiv:1712.00409 (2017); C. Cortes et al.,
    "Learning curves: asymptotic values and rate of convergence", NIPS 6 (1993).
    """

    a: Array
    b: Array
    c: Array

    def error(self, n: float) -> Array:
        """Share of mistakes (...) with n training samples, 0 to 1."""
        return np.minimum(1.0, self.a + self.b * n**-self.c)

    def needed(self, error: Array | float) -> Array:
        """Training samples (...) that bring the share of mistakes down to ``error``; infinity where none do.

        ``n = (b / (error - a))^(1/c)``.
        """
        room = np.asarray(error - self.a)
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            n = (self.b / room) ** (1 / self.c)
        return np.where(room > 0, n, np.inf)


def fit_power_law(n: Array, errors: Array) -> PowerLaw:
    """Fit a law to each curve by least squares: for every c of `EXPONENTS` a and b in closed form, then the best c.

    Parameters
    ----------
    n : (K,)
        Numbers of training samples, at least 2 of them.
    errors : (..., K)
        Shares of mistakes, 0 to 1.
    """
    x = n ** -EXPONENTS[:, None]  # (C, K)
    x_mean, y = x.mean(axis=-1), errors[..., None, :]
    y_mean = y.mean(axis=-1)
    slope = ((x - x_mean[:, None]) * y).sum(axis=-1) / ((x - x_mean[:, None]) ** 2).sum(axis=-1)  # (..., C)
    intercept = y_mean - slope * x_mean
    # where a would be negative it is 0, and where b would be, the curve does not fall at all
    through_zero = (x * y).sum(axis=-1) / (x**2).sum(axis=-1)
    slope, intercept = np.where(intercept < 0, through_zero, slope), np.maximum(intercept, 0)
    flat = slope < 0
    slope, intercept = np.where(flat, 0, slope), np.where(flat, y_mean, intercept)
    misfit = ((intercept[..., None] + slope[..., None] * x - y) ** 2).sum(axis=-1)
    best = misfit.argmin(axis=-1)[..., None]
    return PowerLaw(
        np.take_along_axis(intercept, best, -1)[..., 0],
        np.take_along_axis(slope, best, -1)[..., 0],
        EXPONENTS[best[..., 0]],
    )
