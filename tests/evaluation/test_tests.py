"""The tests of hypotheses, against scipy.stats, and by enumeration."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from glasscat.evaluation.association import association, expected_correct
from glasscat.evaluation.confusion import confusion_matrix
from glasscat.evaluation.exact_tests import fisher, mcnemar

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


def test_association_of_two_classes_is_fishers():
    table = np.array([[12, 5], [10, 23]])
    assert association(table) == fisher(table)


def test_moments_of_right_answers_by_enumerating_permutations():
    y, answers = np.array([0, 0, 0, 1, 1, 2, 2]), np.array([0, 1, 0, 2, 1, 1, 2])
    confusion = confusion_matrix(y, answers, 3)
    right = [(y == np.array(dealt)).sum() for dealt in permutations(answers)]
    assert expected_correct(confusion) == pytest.approx(np.mean(right))


@pytest.mark.parametrize("follow", [0.0, 0.1, 0.2])
def test_association_of_more_classes_is_the_permutation_test(follow):
    rng = np.random.default_rng(3)
    y = rng.choice(4, 80, p=[0.1, 0.5, 0.2, 0.2])
    answers = np.where(rng.random(80) < follow, y, rng.choice(4, 80, p=[0.4, 0.3, 0.2, 0.1]))
    confusion = confusion_matrix(y, answers, 4)
    dealt = np.array([(rng.permutation(answers) == y).sum() for _ in range(20_000)])
    mean = expected_correct(confusion)
    seen = confusion.trace()
    by_permutation = min(1, 2 * np.mean(dealt >= seen if seen > mean else dealt <= seen))
    # 20 000 permutations spread twice a tail by up to 0.007; the normal distribution is a little off besides.
    assert association(confusion) == pytest.approx(by_permutation, abs=0.02)


def test_association_sees_a_signal_against_the_truth_too():
    against = np.array([[0, 20, 0], [0, 0, 20], [20, 0, 0]])
    assert association(against) < 1e-6
    assert association(np.diag([20, 20, 20])) < 1e-6


@pytest.mark.parametrize(
    "confusion",
    [
        [[0, 5], [0, 9]],  # one answer for everything
        [[5, 9], [0, 0]],  # one class in the test
        [[0, 0, 5], [0, 0, 9], [0, 0, 9]],
        [[2, 1, 0], [0, 2, 1], [1, 0, 2]],  # three right answers expected: too few
        [[0, 20, 0, 0], [0, 0, 0, 0], [0, 0, 0, 20], [0, 0, 0, 0]],  # truth is 0 or 2, answers are 1 or 3
    ],
)
def test_nothing_to_compare_is_none(confusion):
    assert association(np.array(confusion)) is None
