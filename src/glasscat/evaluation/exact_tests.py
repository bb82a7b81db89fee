"""Exact tests: how often chance alone would do what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import bdtr, gammaln

if TYPE_CHECKING:
    from glasscat.typing import Array, Integers


def mcnemar(only_first: int, only_second: int) -> float:
    """Exact two-sided McNemar test, of whether two classifiers are right equally often on the same samples.

    Samples that both get right, or both wrong, say nothing about it. Of the n = b + c others, each goes to either
    classifier with probability 1/2 where they are equal: ``p = min(1, 2 P(Binomial(n, 1/2) <= min(b, c)))``.

    Parameters
    ----------
    only_first, only_second : int
        How many samples only the first (b), only the second (c) classifier gets right.

    Returns
    -------
    float
        The p-value; 1 where they never differ.

    References
    ----------
    Q. McNemar, "Note on the sampling error of the difference between correlated proportions", Psychometrika 12 (1947).
    """
    return min(1.0, 2 * float(bdtr(min(only_first, only_second), only_first + only_second, 0.5)))


def fisher(table: Integers) -> float:
    """Fisher's exact two-sided test of a 2 x 2 table, of whether its rows and columns have to do with each other.

    With all margins held, n_11 is hypergeometric. The p-value is the total probability of the tables that are no more
    likely than the one seen.

    Parameters
    ----------
    table : (2, 2) counts

    Returns
    -------
    float
        The p-value.

    References
    ----------
    R. A. Fisher, "The logic of inductive inference", Journal of the Royal Statistical Society 98 (1935).
    """
    row = int(table[1].sum())
    column = int(table[:, 1].sum())
    total = int(table.sum())
    k = np.arange(max(0, row + column - total), min(row, column) + 1)
    log_probability = (
        _log_choose(column, k) + _log_choose(total - column, row - k) - _log_choose(total, np.asarray(row))
    )
    observed = log_probability[int(table[1, 1]) - k[0]]
    # Tables that are equally likely on paper differ by rounding: 1e-7 counts them in, as R and SciPy do.
    as_extreme = log_probability <= observed + np.log1p(1e-7)
    return min(1.0, float(np.exp(log_probability[as_extreme]).sum()))


def _log_choose(n: int, k: Integers) -> Array:
    """Logarithm of n over k: factorials overflow above 170."""
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))
