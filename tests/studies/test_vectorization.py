"""Loops against vectors: the same numbers, honest times; and the study of them."""

import json
from time import sleep

import numpy as np
import pytest
from numpy.testing import assert_allclose

from glasscat.errors import UsageError
from glasscat.studies import vectorization_races as races
from glasscat.studies.study import carry_out
from glasscat.studies.vectorization_races import Race, Way
from glasscat.studies.vectorization_study import Vectorization, rounded


@pytest.fixture(scope="module")
def outcome():
    return carry_out(Vectorization(length=500, n_x=30, m=7, repeats=2))


def test_three_ways_give_the_gradient_of_the_worked_case():
    w, b = np.array([[1.0], [2]]), 2.0
    X, Y = np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 0]])
    for gradient in (races.gradient_by_two_loops, races.gradient_by_one_loop, races.gradient_without_loop):
        dw, db = gradient(w, b, X, Y)
        assert_allclose(dw, [[0.99993216], [1.99980262]], atol=5e-9)
        assert db == pytest.approx(0.49993523062470574, rel=1e-14)
        assert dw.shape == (2, 1)


def test_dot_product_by_loop():
    a, b = np.random.default_rng(0).random((2, 50))
    assert races.dot_by_loop(a, b) == pytest.approx(float(np.dot(a, b)), rel=1e-14)


@pytest.mark.parametrize("n", [2, 3])
def test_times_are_those_of_the_ways(n):
    race = races._race({"slow": lambda: (sleep(0.03), 1.0)[1], "quick": lambda: 1.0}, n)
    slow, quick = race.ways
    assert len(slow.times) == len(quick.times) == n
    assert 0.03 <= slow.seconds < 1
    assert quick.seconds < 0.001, "a quick way is taken again and again, and its time divided"
    assert race.ratios[0] == slow.seconds / quick.seconds
    assert race.ratios[1] == 1
    assert race.difference == 0


def test_median_is_not_moved_by_one_hiccup():
    assert Way("loop", (1.0, 1.1, 30.0)).seconds == 1.1


def test_difference_is_relative_to_the_largest_number():
    race = races._race({"a": lambda: np.array([1.0, 200.002]), "b": lambda: np.array([1.001, 200])}, 1)
    assert race.difference == pytest.approx(0.002 / 200, rel=1e-6)


def test_races_are_between_equals():
    assert races.race_of_dot_products(300, repeats=1).difference < 1e-14
    race = races.race_of_gradients(20, 6, repeats=1)
    assert [way.name for way in race.ways] == ["two loops", "one loop", "no loop"]
    assert race.difference < 1e-13


def test_loops_are_slower():
    """By far more than any noise: every turn of the loop is dozens of times the product it makes."""
    assert races.race_of_dot_products(20_000, repeats=3).ratios[0] > 5


def test_table_and_sentence(outcome):
    ways = ["a loop", "numpy.dot", "two loops", "one loop", "no loop"]
    assert [row[1].render("en") for row in outcome.table.rows] == ways
    assert outcome.table.columns[-1].shown(1238.64) == "1,238.6"
    assert [len(race.ways[0].times) for _name, race in outcome.races] == [2, 2]
    words = str(outcome.sentence)
    (_dot, dot), (_gradient, gradient) = outcome.races
    assert f"500 numbers takes {rounded(dot.ratios[0])} times as long" in words
    assert f"{rounded(gradient.ratios[0])} times as long with two loops" in words
    assert "Medians of 2 times" in words
    once = Vectorization(length=5, n_x=2, m=2, repeats=1)
    assert "Timed once" in str(carry_out(once).sentence)


def test_outcome_is_concluded_from_rows_alone(outcome):
    study = Vectorization(length=500, n_x=30, m=7, repeats=2)
    again = study.conclude(json.loads(json.dumps(outcome.rows, allow_nan=False)))
    assert again.as_json() == json.loads(json.dumps(outcome.as_json()))
    assert again.meetings == outcome.meetings
    assert again.trap == outcome.trap
    assert study.fingerprint is None
    json.dumps(study.asked)


def test_json_has_the_calories(outcome):
    shapes = outcome.as_json()["broadcasting"]
    assert shapes["shares"][0][0] == pytest.approx(94.91525424, abs=5e-9)
    assert outcome.as_json()["dot_product"]["ratios"][-1] == 1


@pytest.mark.parametrize(
    ("ratio", "words"), [(1.234, "1.2"), (12.34, "12"), (99.4, "99"), (123.4, "120"), (1234.5, "1,200")]
)
def test_ratios_have_two_digits(ratio, words):
    assert rounded(ratio) == words


@pytest.mark.parametrize("sizes", [{"length": 0}, {"m": -1}, {"repeats": 1.5}, {"n_x": 10**6, "m": 11}])
def test_sizes_that_cannot_be(sizes):
    with pytest.raises(UsageError, match="GC-Y36"):
        Vectorization(**sizes)


def test_ratios_are_to_the_last_way():
    assert Race((Way("a", (4.0,)), Way("b", (2.0,))), 0.0).ratios == (2, 1)
