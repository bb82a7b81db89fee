"""Intervals, against scipy.stats and against their promise: coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from glasscat.statistics.intervals import difference_interval, widest_half_width, wilson, wilson_of_mean

counts = st.integers(1, 5000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(counts)
def test_wilson_is_that_of_scipy(count):
    oracle = stats.binomtest(*count).proportion_ci(method="wilson")
    assert wilson(*count) == pytest.approx((oracle.low, oracle.high), abs=1e-12)  # rounding of a few float64 steps


@given(counts)
def test_wilson_holds_the_share_and_mirrors(count):
    correct, total = count
    low, high = wilson(correct, total)
    assert 0 <= low <= correct / total <= high <= 1
    assert wilson(total - correct, total) == pytest.approx((1 - high, 1 - low), abs=1e-12)


def test_wilson_of_nothing_and_everything_ends_exactly():
    assert wilson(0, 12)[0] == 0.0
    assert wilson(12, 12)[1] == 1.0
    assert 0 < wilson(0, 12)[1] < 1


@given(counts)
def test_mean_of_one_share_is_that_share(count):
    assert wilson_of_mean([count]) == pytest.approx(wilson(*count), abs=1e-12)


@given(st.lists(counts, min_size=1, max_size=6))
def test_interval_of_mean_holds_the_mean_whatever_the_order(several):
    low, high = wilson_of_mean(several)
    mean = np.mean([correct / total for correct, total in several])
    assert -1e-12 <= low <= mean + 1e-12
    assert mean - 1e-12 <= high <= 1 + 1e-12
    assert wilson_of_mean(several[::-1]) == pytest.approx((low, high), abs=1e-12)


def test_interval_of_mean_covers_the_truth_about_95_times_in_100():
    draws = 4000
    first = stats.binom(17, 0.7).rvs(draws, random_state=1)
    second = stats.binom(33, 0.6).rvs(draws, random_state=2)
    intervals = [wilson_of_mean([(int(a), 17), (int(b), 33)]) for a, b in zip(first, second, strict=True)]
    covered = np.mean([low <= 0.65 <= high for low, high in intervals])
    # Discrete counts keep it off 0.95 exactly; the spread of 4000 draws is 0.0034.
    assert 0.93 < covered < 0.98


@pytest.mark.parametrize("n", [2, 50, 92, 1000])
def test_no_interval_is_wider_than_that_around_one_half(n):
    low, high = wilson(n // 2, n)
    assert widest_half_width(n) == pytest.approx((high - low) / 2)
    assert all(high - low <= 2 * widest_half_width(n) + 1e-12 for low, high in (wilson(k, n) for k in range(n + 1)))


def test_interval_of_a_difference_by_hand():
    """p = 11/42, q = 3/42: 0.190476 ± 1.959964 sqrt((0.333333 - 0.036281) / 42) = 0.190476 ± 0.164833."""
    low, high = difference_interval(10, 2, 40)
    assert low == pytest.approx(0.190476 - 0.164833, abs=2e-6)
    assert high == pytest.approx(0.190476 + 0.164833, abs=2e-6)
    assert difference_interval(3, 0, 3)[1] == 1
    assert difference_interval(0, 3, 3)[0] == -1


def test_interval_of_a_difference_covers_the_truth():
    """Of 4000 samples of 50 with p = 0.25, q = 0.1 about 95 % of the intervals hold 0.15; it errs on the safe side."""
    counts = np.random.default_rng(0).multinomial(50, [0.25, 0.1, 0.65], 4000)
    ends = np.array([difference_interval(b, c, 50) for b, c, _rest in counts])
    covered = ((ends[:, 0] <= 0.15) & (ends[:, 1] >= 0.15)).mean()
    assert 0.94 < covered < 0.985
