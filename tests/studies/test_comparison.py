"""Is one better than the other?"""

from dataclasses import replace

import numpy as np
import pytest

from glasscat.errors import UsageError
from glasscat.studies.compared_models import Comparison
from glasscat.studies.comparison import compare


def marks(both, only_first, only_second, neither):
    first = np.repeat([True, True, False, False], [both, only_first, only_second, neither])
    second = np.repeat([True, False, True, False], [both, only_first, only_second, neither])
    return {"deep": first, "flat": second}


def test_counts_and_exact_test():
    """b = 10, c = 2: p = 2 (1 + 12 + 66) / 2^12."""
    (pair,) = compare(marks(20, 10, 2, 8)).pairs
    assert (pair.both, pair.only_first, pair.only_second, pair.neither, pair.total) == (20, 10, 2, 8, 40)
    assert pair.difference == pytest.approx(20)
    assert pair.p_value == pytest.approx(2 * 79 / 4096, rel=1e-12)
    assert pair.is_different


def test_sentence_says_which_is_better_whatever_the_order():
    outcome = compare(marks(20, 10, 2, 8))
    assert str(outcome.sentence).startswith("deep is better than flat: 30 against 22 of 40 right, 20.0 points more")
    turned = compare(dict(reversed(marks(20, 10, 2, 8).items())))
    assert str(turned.sentence) == str(outcome.sentence)
    assert turned.pairs[0].difference == -20


def test_sentence_where_it_cannot_be_told():
    said = str(compare(marks(20, 6, 4, 10)).sentence)
    assert said.startswith("Whether deep is better than flat cannot be told: 26 against 24 of 40 right")
    # ((1.959964 sqrt 0.25 + 0.841621 sqrt 0.2475) / 0.05)^2 + 20 = 803
    assert "about 800 test samples would show it in 4 of 5 cases" in said
    assert "right equally often, 24 of 40" in str(compare(marks(20, 4, 4, 12)).sentence)


def test_three_are_compared_two_by_two():
    random = np.random.default_rng(1)
    outcome = compare({name: random.uniform(size=50) < 0.6 for name in "abc"})
    assert [(pair.first, pair.second) for pair in outcome.pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert "Holm" in str(outcome.sentence)
    assert len(outcome.as_json()["pairs"]) == len(outcome.table.rows) == 3


def test_intervals_of_several_pairs_hold_all_together():
    """Three pairs: each interval is at 1 - 0.05/3, z = 2.393980, and as many samples are needed as at that level."""
    random = np.random.default_rng(1)
    outcome = compare({name: random.uniform(size=50) < 0.6 for name in "abc"})
    for pair in outcome.pairs:
        p, q = (pair.only_first + 1) / 52, (pair.only_second + 1) / 52
        half = 2.393980 * np.sqrt((p + q - (p - q) ** 2) / 52)
        assert pair.interval == pytest.approx((100 * (p - q - half), 100 * (p - q + half)), abs=1e-4)
    assert "so do the intervals" in str(outcome.sentence)
    (alone,) = compare(marks(20, 10, 2, 18)).pairs
    (of_three,) = (replace(alone, n_pairs=3),)
    # by hand, s = 0.24, d = 0.16: ((z sqrt 0.24 + 0.841621 sqrt 0.2144) / 0.16)^2 + 6.25
    assert alone.samples_needed == 78
    assert of_three.samples_needed == 102


def test_the_three_together_are_missed_in_no_more_than_5_of_100_cases():
    """Three models right with chances 0.7, 0.6, 0.5, each by itself: all three intervals hold the truth."""
    random = np.random.default_rng(3)
    truth = {("a", "b"): 10, ("a", "c"): 20, ("b", "c"): 10}
    held = 0
    for _k in range(400):
        right = {name: random.random(80) < share for name, share in zip("abc", (0.7, 0.6, 0.5), strict=True)}
        pairs = compare(right).pairs
        held += all(pair.interval[0] <= truth[pair.first, pair.second] <= pair.interval[1] for pair in pairs)
    assert held / 400 > 0.93  # 0.95, less two standard deviations of 400 draws


@pytest.mark.parametrize(("only_first", "only_second", "torn"), [(7, 1, True), (8, 1, False), (6, 1, False)])
def test_where_test_and_interval_differ_it_is_said(only_first, only_second, torn):
    """Of 50 samples 7 against 1 has p = 0.070, and an interval from +0.04; 8 to 1 and 6 to 1 agree with themselves."""
    outcome = compare(marks(20, only_first, only_second, 30 - only_first - only_second))
    assert outcome.pairs[0].is_torn == torn
    assert ("at the border of chance" in str(outcome.sentence)) == torn


def test_what_cannot_be_compared():
    with pytest.raises(UsageError) as caught:
        Comparison({"one": np.zeros(3, int)}, None)
    assert caught.value.code == "GC-Y10"
    for wrong in ({"a": np.ones(3, bool), "b": np.ones(4, bool)}, {"a": np.ones(0, bool), "b": np.ones(0, bool)}):
        with pytest.raises(UsageError) as caught:
            compare(wrong)
        assert caught.value.code == "GC-Y11"
