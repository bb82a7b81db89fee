"""Which values are tried together."""

from time import perf_counter

import numpy as np
import pytest

from glasscat.errors import UsageError
from glasscat.studies.grid import MOST, Between, drawn, grid


def test_every_combination_the_last_name_fastest():
    assert grid({"a": [1, 2], "b": ["x", "y"]}) == [
        {"a": 1, "b": "x"},
        {"a": 1, "b": "y"},
        {"a": 2, "b": "x"},
        {"a": 2, "b": "y"},
    ]


def test_each_value_once():
    assert grid({"a": [1, 2, 1]}) == [{"a": 1}, {"a": 2}]


def test_rates_go_in_even_steps_of_a_logarithm():
    """From 1e-4 to 1e-2 in five: factors of sqrt(10)."""
    assert Between(1e-4, 1e-2, 5).values() == pytest.approx([1e-4, 10**-3.5, 1e-3, 10**-2.5, 1e-2], rel=1e-14)


def test_from_zero_and_whole_numbers_go_in_steps_of_one_size():
    assert Between(0.0, 1.0, 5).values() == [0, 0.25, 0.5, 0.75, 1]
    assert Between(1, 10, 4).values() == [1, 4, 7, 10]
    assert Between(1, 3, 9).values() == [1, 2, 3]
    assert all(type(value) is int for value in Between(1, 10, 4).values())


def test_draws_are_seeded_and_the_first_do_not_depend_on_how_many():
    vary = {"rate": Between(1e-4, 1e-2), "units": Between(2, 9), "share": Between(0.0, 0.5), "init": ["zeros", "he"]}
    points = drawn(vary, 200, 7)
    assert drawn(vary, 20, 7) == points[:20]
    assert drawn(vary, 20, 8) != points[:20]
    rates = np.log10([point["rate"] for point in points])
    # even on the logarithm: the mean of 200 is -3 with a standard deviation of 2 / sqrt(12 * 200) = 0.04
    assert abs(rates.mean() + 3) < 0.2
    assert rates.min() >= -4
    assert rates.max() <= -2
    assert {point["units"] for point in points} == set(range(2, 10))
    assert all(0 <= point["share"] <= 0.5 for point in points)
    assert {point["init"] for point in points} == {"zeros", "he"}


@pytest.mark.parametrize(
    ("code", "vary"),
    [
        ("GC-Y02", {}),
        ("GC-Y02", {"a": []}),
        ("GC-Y04", {"a": Between(1, 2)}),
        ("GC-Y04", {"a": Between(1, 2, 1)}),
        ("GC-Y03", {"a": range(101), "b": range(100)}),
    ],
)
def test_what_cannot_be_tried(code, vary):
    with pytest.raises(UsageError) as caught:
        grid(vary)
    assert caught.value.code == code


def test_too_many_says_how_many():
    with pytest.raises(UsageError, match="10,100"):
        grid({"a": range(101), "b": range(100)})
    for n in (0, MOST + 1):
        with pytest.raises(UsageError) as caught:
            drawn({"a": [1]}, n, 0)
        assert caught.value.code == "GC-Y03"


def test_a_range_of_too_many_is_refused_before_it_is_written_out():
    """10^12 numbers do not fit into any memory; whole ones are counted as often as they are tried, once each."""
    for vary in ({"a": Between(1e-3, 1e-1, 10**12)}, {"a": Between(1, 10**12, 10**12), "b": [1, 2]}):
        with pytest.raises(UsageError) as caught:
            grid(vary)
        assert caught.value.code == "GC-Y03"
    assert [point["a"] for point in grid({"a": Between(1, 9, 10**12)})] == list(range(1, 10))
    assert [point["a"] for point in grid({"a": Between(1, 2, 2), "b": [[20, 7], [5], [20, 7]]})] == [1, 1, 2, 2]


def test_as_many_values_as_there_may_be_runs_take_no_time():
    """Comparing each with all before it would be 50 million comparisons, some seconds."""
    started = perf_counter()
    assert len(grid({"a": [k / 7 for k in range(MOST)]})) == MOST
    assert perf_counter() - started < 0.5


def test_no_combination_is_drawn_twice():
    """Nine of nine are all of them; a tenth there is none."""
    vary = {"a": [1, 2, 3], "b": Between(5, 7)}
    points = drawn(vary, 9, 0)
    assert sorted((point["a"], point["b"]) for point in points) == [(a, b) for a in (1, 2, 3) for b in (5, 6, 7)]
    assert points[:4] == drawn(vary, 4, 0)
    with pytest.raises(UsageError, match="only 9 different combinations; found 10") as caught:
        drawn(vary, 10, 0)
    assert caught.value.code == "GC-Y41"
