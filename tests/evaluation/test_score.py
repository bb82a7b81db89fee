"""A score with its count and its interval."""

import pytest

from glasscat.errors import DataError
from glasscat.evaluation.score import Score
from glasscat.i18n import use_language


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
