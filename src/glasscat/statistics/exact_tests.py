"""Exact tests: how often chance alone would do what was seen, of one test or of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.typing import Array, Integers


def sign_test(k: int, n: int) -> float:
    """Exact two-sided sign test: ``p = min(1, 2 P(Binomial(n, 1/2) <= k))`` for k heads or fewer in n tosses.

    Parameters
    ----------
    k, n : int
        The rarer side, ``k <= n / 2``, and all tosses.

    Returns
    -------
    float
        The p-value.
    """
    heads = np.arange(1, n + 1)
    weights = _weights((n - heads + 1) / heads)
    return min(1.0, 2 * float(weights[: k + 1].sum() / weights.sum()))


def mcnemar(only_first: int, only_second: int) -> float:
    """Exact two-sided McNemar test, of whether two classifiers are right equally often on the same samples.

    Samples that both get right, or both wrong, say nothing about it. Of the n = b + c others, each goes to either
    classifier with probability 1/2 where they are equal: that is the sign test of min(b, c) out of n.

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
    return sign_test(min(only_first, only_second), only_first + only_second)


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
    fewest = max(0, row + column - total)
    k = np.arange(fewest + 1, min(row, column) + 1)
    weights = _weights((column - k + 1) * (row - k + 1) / (k * (total - column - row + k)))
    # Tables that are equally likely on paper differ by rounding: 1e-7 counts them in, as R and SciPy do.
    as_extreme = weights <= weights[int(table[1, 1]) - fewest] * (1 + 1e-7)
    return min(1.0, float(weights[as_extreme].sum() / weights.sum()))


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values adjusted for there being several: the smallest times k, the next times k - 1, and so on, never falling.

    References
    ----------
    S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).
    """
    k, order = len(p_values), np.argsort(p_values, kind="stable")
    stepped = np.array(p_values)[order] * (k - np.arange(k))
    adjusted = np.empty(k)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(stepped))
    return [float(p) for p in adjusted]


def _weights(ratios: Array) -> Array:
    """Probabilities of the outcomes 0 to n, the likeliest as 1, from the ratio of each to the one before.

    The ratios fall, and the outcomes up to the likeliest have ratios of 1 or more. Products of ratios from there
    outwards are exact but for a rounding a step, and need no factorials, which overflow above 170.

    Parameters
    ----------
    ratios : (n,)
        Greater than 0.

    Returns
    -------
    (n + 1,)
    """
    likeliest = int((ratios >= 1).sum())
    before = np.cumprod(1 / ratios[:likeliest][::-1])[::-1]
    return np.concatenate([before, [1.0], np.cumprod(ratios[likeliest:])])
