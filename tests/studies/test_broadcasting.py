"""Broadcasting: the course's table of calories, what NumPy makes of shapes, and the trap of (n,)."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from glasscat.studies.broadcasting import CALORIES, PAIRS, meeting, rank_one_trap, shares_of_calories

SHARES = [
    [94.91525424, 0, 2.83140283, 88.42652796],
    [2.03389831, 43.51464435, 33.46203346, 10.40312094],
    [3.05084746, 56.48535565, 63.70656371, 1.17035111],
]


def test_shares_of_calories_are_those_of_the_course():
    assert_allclose(shares_of_calories(), SHARES, atol=5e-9)
    assert_allclose(shares_of_calories().sum(axis=0), 100)
    assert_allclose(CALORIES, [[56, 0, 4.4, 68], [1.2, 104, 52, 8], [1.8, 135, 99, 0.9]])


@pytest.mark.parametrize("pair", PAIRS)
def test_meetings_are_those_of_numpy(pair):
    found = meeting(*pair)
    try:
        expected = (np.zeros(pair[0]) + np.zeros(pair[1])).shape
    except ValueError:
        expected = None
    assert found.result == expected


def test_one_pair_does_not_fit():
    assert [meeting(*pair).result for pair in PAIRS].count(None) == 1
    assert meeting((3, 4), (3,)).result is None


def test_trap_of_arrays_of_rank_one():
    trap = rank_one_trap(5)
    assert trap.transposed == ((5,), (1, 5))
    assert trap.product == ((), (5, 5)), "the outer product of a (5,) array is a number"
    assert trap.difference == ((5, 5), (5, 1))
