"""The flat vector and its views."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from glasscat.parameters import Entry, Layout

LAYOUT = Layout((Entry("W1", (2, 3), "weight"), Entry("b1", (2, 1), "bias"), Entry("W2", (1, 2), "weight")))

shapes = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=6)


def test_places_by_hand():
    assert LAYOUT.size == 10
    assert LAYOUT.slices == {"W1": slice(0, 6), "b1": slice(6, 8), "W2": slice(8, 10)}
    views = LAYOUT.views(np.arange(10.0))
    assert_array_equal(views["W1"], [[0, 1, 2], [3, 4, 5]])
    assert_array_equal(views["b1"], [[6], [7]])
    assert_array_equal(views["W2"], [[8, 9]])


@given(shapes, st.sampled_from([(), (1,), (3,), (2, 3)]), st.sampled_from([np.float32, np.float64]))
def test_views_cover_the_vector_once_and_write_through(sizes, runs, dtype):
    layout = Layout(tuple(Entry(f"W{i}", shape, "weight") for i, shape in enumerate(sizes)))
    theta = np.zeros((*runs, layout.size), dtype)
    views = layout.views(theta)
    assert list(views) == [entry.name for entry in layout.entries]
    for view, entry in zip(views.values(), layout.entries, strict=True):
        assert view.shape == (*runs, *entry.shape)
        assert view.dtype == dtype
        view[...] += 1
    assert_array_equal(theta, 1)


def test_runs_are_rows():
    theta = np.arange(20.0).reshape(2, 10)
    views = LAYOUT.views(theta)
    for r in range(2):
        for name, view in LAYOUT.views(theta[r]).items():
            assert_array_equal(views[name][r], view)


@pytest.mark.parametrize("lying", [np.zeros((10, 2)).T, np.zeros((2, 20))[:, ::2], np.zeros((4, 10))[::-2, ::-1]])
def test_views_write_through_however_theta_lies_in_memory(lying):
    for view in LAYOUT.views(lying).values():
        view[...] = 1
    assert_array_equal(lying, 1)


@pytest.mark.parametrize("shape", [(9,), (11,), (10, 1), (0,)])
def test_vector_of_another_length_is_refused(shape):
    with pytest.raises(ValueError, match=rf"10 numbers along its last axis; found {shape[-1]}"):
        LAYOUT.views(np.zeros(shape))


def test_empty_layout():
    assert Layout(()).size == 0
    assert Layout(()).views(np.zeros(0)) == {}


def test_size_of_an_entry():
    assert Entry("W1", (20, 12288), "weight").size == 245760


def test_two_entries_of_one_name_are_refused():
    """One would hide the other: it would have a place, but no view, and nobody would train it."""
    with pytest.raises(ValueError, match="2 called gamma1"):
        Layout((Entry("W1", (2, 3), "weight"), Entry("gamma1", (2, 1), "gain"), Entry("gamma1", (2, 1), "gain")))
