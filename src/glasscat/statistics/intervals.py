"""Confidence intervals for shares and their differences: how far the truth may lie from what was counted."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Z_95 = 1.959963984540054
"""Standard normal quantile that leaves 2.5 % on either side."""


def wilson(correct: float, total: int, z: float = Z_95) -> tuple[float, float]:
    """Wilson's score interval for a share, ``(p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)``.

    It stays inside 0 to 1 and keeps its coverage for few samples and for shares near 0 or 1, where the textbook's
    ``p ± z sqrt(p(1-p)/n)`` collapses to a point.

    Parameters
    ----------
    correct, total : int
        ``0 <= correct <= total`` and ``total >= 1``; ``correct`` may be a mean of counts.
    z : float
        Normal quantile; 1.96 for 95 %.

    Returns
    -------
    low, high : float
        Shares, 0 to 1.

    References
    ----------
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    p = correct / total
    shrink = 1 + z**2 / total
    centre = (p + z**2 / (2 * total)) / shrink
    half = z * sqrt(p * (1 - p) / total + z**2 / (4 * total**2)) / shrink
    # The ends are exactly 0 and 1 there; rounding would leave 1e-17 and print "-0.0".
    low = 0.0 if correct == 0 else centre - half
    high = 1.0 if correct == total else centre + half
    return low, high


def widest_half_width(total: int) -> float:
    """Half the width of Wilson's 95 % interval around a share of 1/2, ``(z / 2) / sqrt(n + z²)``: none is wider."""
    return Z_95 / 2 / sqrt(total + Z_95**2)


def wilson_of_mean(counts: Sequence[tuple[int, int]], z: float = Z_95) -> tuple[float, float]:
    """Interval for the mean of independent shares, from the Wilson interval of each.

    With shares p_i and intervals (l_i, u_i), i = 1 … k: ``mean - sqrt(sum (p_i - l_i)²) / k`` to
    ``mean + sqrt(sum (u_i - p_i)²) / k``. Balanced accuracy is such a mean: of the recalls of the classes.

    Parameters
    ----------
    counts : sequence of (correct, total)
        At least one; every total at least 1.
    z : float
        Normal quantile; 1.96 for 95 %.

    Returns
    -------
    low, high : float
        Shares, 0 to 1.

    References
    ----------
    R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
    (1998); G. Y. Zou and A. Donner, "Construction of confidence limits about effect measures", ibid. 27 (2008).
    """
    shares = [correct / total for correct, total in counts]
    intervals = [wilson(correct, total, z) for correct, total in counts]
    k = len(shares)
    mean = sum(shares) / k
    below = sqrt(sum((p - low) ** 2 for p, (low, _) in zip(shares, intervals, strict=True))) / k
    above = sqrt(sum((high - p) ** 2 for p, (_, high) in zip(shares, intervals, strict=True))) / k
    return mean - below, mean + above


def difference_interval(only_first: int, only_second: int, total: int, level: float = 0.05) -> tuple[float, float]:
    """Interval for the difference of two shares on the same samples, which misses it with a chance of ``level``.

    With p = (b + 1) / (n + 2) and q = (c + 1) / (n + 2): ``p - q ± z sqrt((p + q - (p - q)²) / (n + 2))``. The two
    samples that are added keep its coverage for few samples.

    References
    ----------
    D. G. Bonett and R. M. Price, "Adjusted Wald confidence interval for a difference of binomial proportions based on
    paired data", Journal of Educational and Behavioral Statistics 37 (2012).
    """
    from statistics import NormalDist  # noqa: PLC0415  (4 ms, and only comparisons ask for it)

    p, q = (only_first + 1) / (total + 2), (only_second + 1) / (total + 2)
    half = -NormalDist().inv_cdf(level / 2) * sqrt((p + q - (p - q) ** 2) / (total + 2))
    return max(-1.0, p - q - half), min(1.0, p - q + half)
