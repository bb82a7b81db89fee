"""Intervals, against scipy.stats and against their promise: coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from glasscat.errors import DataError
from glasscat.evaluation.intervals import wilson, wilson_of_mean
from glasscat.evaluation.score import Score
from glasscat.i18n import use_language

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


def test_the_courses_score():
    score = Score(35, 50)
    assert score.accuracy == 70
    assert score.interval == pytest.approx((56.2, 80.9), abs=0.05)  # given to one decimal
    assert str(score) == "35 of 50 = 70.0 % (95 % interval 56.2 to 80.9 %)"
    assert score.as_json() == {"correct": 35, "total": 50, "accuracy": 70.0, "interval": list(score.interval)}


def test_a_score_speaks_chinese_late():
    text = Score(35, 50).text
    with use_language("zh"):
        assert "70.0" in str(text)


@pytest.mark.parametrize(("correct", "total"), [(0, 0), (-1, 5), (6, 5), (0, -2)])
def test_impossible_counts_are_refused(correct, total):
    with pytest.raises(DataError) as caught:
        Score(correct, total)
    assert caught.value.code == "GC-V01"
