"""Whether answers have to do with the truth, by enumeration and by permutation."""

from itertools import permutations

import numpy as np
import pytest

from glasscat.evaluation.association import association, expected_correct
from glasscat.evaluation.confusion import confusion_matrix
from glasscat.statistics.exact_tests import fisher


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
