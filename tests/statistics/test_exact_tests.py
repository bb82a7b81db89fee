"""The exact tests, against scipy.stats, and against numbers worked out by hand."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from glasscat.statistics.exact_tests import fisher, holm, mcnemar, sign_test

cell = st.integers(0, 60)


@given(st.integers(0, 400), st.integers(0, 400))
def test_mcnemar_is_the_binomial_test(b, c):
    oracle = stats.binomtest(b, b + c).pvalue if b + c else 1.0
    assert mcnemar(b, c) == pytest.approx(oracle, rel=1e-9)
    assert mcnemar(b, c) == mcnemar(c, b)


def test_mcnemar_by_hand():
    # Of 5 differing samples all go one way: 2 / 2**5.
    assert mcnemar(0, 5) == pytest.approx(1 / 16)
    assert mcnemar(3, 3) == 1


@given(cell, cell, cell, cell)
def test_fisher_is_that_of_scipy(a, b, c, d):
    table = np.array([[a, b], [c, d]])
    assume(table.sum() > 0)
    assert fisher(table) == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-8)
    assert fisher(table.T) == pytest.approx(fisher(table), rel=1e-9)


def test_fisher_on_the_lady_tasting_tea():
    # Fisher's own: three of four cups right on either side, (16 + 1 + 16 + 1) / 70.
    assert fisher(np.array([[3, 1], [1, 3]])) == pytest.approx(34 / 70)


def test_tables_that_are_equally_likely_both_count_in_spite_of_rounding():
    # With two rows of n a table and its mirror image are equally likely: the p-value is twice a tail.
    n = 12
    for column in range(1, n):
        for k in range(column // 2 + 1, column + 1):
            tail = stats.hypergeom(2 * n, column, n).sf(k - 1)
            table = np.array([[n - column + k, column - k], [n - k, k]])
            assert fisher(table) == pytest.approx(2 * tail, rel=1e-8)


def test_fisher_holds_for_large_tables():
    table = np.array([[50_300, 49_700], [49_700, 50_300]])
    assert fisher(table) == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-6)


def test_the_courses_table():
    assert fisher(np.array([[12, 5], [10, 23]])) == pytest.approx(0.015, abs=5e-4)


@pytest.mark.parametrize(("k", "n"), [(0, 5), (3, 10), (10, 20), (40, 100)])
def test_sign_test_is_scipys(k, n):
    assert sign_test(k, n) == pytest.approx(stats.binomtest(k, n).pvalue)


def test_all_eight_cups_right():
    # One chance in C(8, 4) = 70, and the mirrored table another.
    assert fisher(np.array([[4, 0], [0, 4]])) == pytest.approx(2 / 70)


def test_large_counts_stay_finite():
    p = fisher(np.array([[30_000, 30_000], [6_000, 4_000]]))
    assert np.isfinite(p)
    assert p < 1e-50


@pytest.mark.parametrize(("k", "n"), [(0, 0), (0, 1), (3, 7), (40, 100), (450, 1000), (900, 2000)])
def test_sign_test_is_exact_but_for_rounding(k, n):
    exact = Fraction(2 * sum(comb(n, i) for i in range(k + 1)), 2**n)
    assert sign_test(k, n) == pytest.approx(min(1.0, float(exact)), rel=1e-13)


@pytest.mark.parametrize("table", [[[3, 1], [1, 3]], [[12, 5], [10, 23]], [[80, 2], [5, 90]], [[700, 650], [610, 690]]])
def test_fisher_is_exact_but_for_rounding(table):
    (a, b), (c, d) = table
    ways = {k: comb(b + d, k) * comb(a + c, c + d - k) for k in range(max(0, d - a), min(b, c) + d + 1)}
    exact = Fraction(sum(n for n in ways.values() if n <= ways[d]), sum(ways.values()))
    assert fisher(np.array(table)) == pytest.approx(float(exact), rel=1e-13)


def test_holm():
    """Of 0.01, 0.04, 0.03: 3 x 0.01, 2 x 0.03, then 0.04, which may not fall below 0.06."""
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.9, 0.8]) == [1, 1]
