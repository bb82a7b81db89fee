"""How much chance alone explains: the exact tests and the interval that the findings lean on."""

from __future__ import annotations

import math

import numpy as np

Z_95 = 1.959963984540054
"""Two-sided 95 % point of the standard normal distribution."""


def fisher_exact(a: int, b: int, c: int, d: int) -> float:
    """Two-sided p-value of Fisher's exact test on the table [[a, b], [c, d]].

    With all margins fixed, a is hypergeometric; the p-value adds the probabilities of every table that is no likelier
    than the one at hand (Fisher, 1935; the two-sided rule of R and SciPy).
    """
    from scipy.special import gammaln  # noqa: PLC0415  (40 ms that only inspection needs)

    row, column, total = a + b, a + c, a + b + c + d
    x = np.arange(max(0, row + column - total), min(row, column) + 1)
    # log P(x) = log C(column, x) + log C(total - column, row - x) + constant
    log_p = -(gammaln(x + 1) + gammaln(column - x + 1) + gammaln(row - x + 1) + gammaln(total - column - row + x + 1))
    p = np.exp(log_p - log_p.max())
    # 1e-7: tables of equal probability differ in their last digits
    return float(p[p <= p[a - x[0]] * (1 + 1e-7)].sum() / p.sum())


def sign_test(k: int, n: int) -> float:
    """Two-sided p-value of k or fewer heads in n tosses of a fair coin, k ≤ n / 2."""
    from scipy.special import bdtr  # noqa: PLC0415  (as above)

    return min(1.0, 2.0 * float(bdtr(k, n, 0.5)))


def half_width(n: int) -> float:
    """Half the width of Wilson's 95 % interval around a score of 50 %, in points.

    (z / 2) / sqrt(n + z²), the widest that the interval gets for n samples (Wilson, 1927).
    """
    return 100 * Z_95 / 2 / math.sqrt(n + Z_95**2)
