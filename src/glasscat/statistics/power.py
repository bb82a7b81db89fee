"""How many test samples it takes to tell two classifiers apart."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.typing import Array

POWER = 0.8
"""How often the difference is to be found where it is there: the field's convention."""
LEVEL = 0.05
"""How often a difference is to be found where there is none."""


def mcnemar_samples(only_first: Array | float, only_second: Array | float, level: float = LEVEL) -> Array:
    """Samples (...) for which McNemar's exact test finds the difference with a power of 80 %, at a level.

    Two classifiers answer the same samples. With p and q the shares that only the first, and only the second, gets
    right, s = p + q and d = p - q,

        n = ((z_{1 - level/2} sqrt(s) + z_{0.8} sqrt(s - d^2)) / d)^2 + 1 / |d|

    of which the last term makes up for the exact test being more cautious than the normal one.

    Parameters
    ----------
    only_first, only_second : (...)
        Shares of the samples, 0 to 1.
    level : float
        How often a difference may be found where there is none; one of k tests at once has a k-th of 5 %.

    Returns
    -------
    (...)
        Infinity where the two are right equally often.

    References
    ----------
    R. J. Connor, "Sample size for testing differences in proportions for the paired-sample design", Biometrics 43
    (1987).
    """
    s = np.asarray(only_first) + np.asarray(only_second)
    d = np.abs(np.asarray(only_first) - np.asarray(only_second))
    z_level, z_power = -NormalDist().inv_cdf(level / 2), NormalDist().inv_cdf(POWER)
    with np.errstate(divide="ignore", invalid="ignore"):
        n = ((z_level * np.sqrt(s) + z_power * np.sqrt(s - d**2)) / d) ** 2 + 1 / d
    return np.where(d > 0, np.ceil(n), np.inf)
