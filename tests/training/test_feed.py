"""The feed gives each step its samples, as columns of numbers, whatever they are stored as."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from glasscat.data.batches import Batches
from glasscat.training.feed import Feed, Rows

M, N_X = 11, 6


def rows(dtype=np.float64, *, stored=np.uint8, weighted=False):
    rng = np.random.default_rng(0)
    X = rng.integers(0, 256, (M, N_X)).astype(stored)
    Y = rng.integers(0, 2, (1, M)).astype(dtype)
    return Rows(X, Y, rng.random(M).astype(dtype) if weighted else None, 255.0 if stored == np.uint8 else 1.0)


def as_floats(one):
    return one.X.astype(one.Y.dtype) / one.Y.dtype.type(one.scale)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("stored", [np.uint8, np.float32, np.float64])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_an_epoch_is_all_samples_in_their_order(dtype, stored, weighted):
    one = rows(dtype, stored=stored, weighted=weighted)
    batches = Batches(M, 4, np.random.SeedSequence(3))
    feed, whole = Feed(one, batches), as_floats(one)
    for iteration in range(2 * batches.per_epoch):
        chosen = batches.indices(iteration)
        X, Y, s = feed.batch(iteration)
        assert X.dtype == dtype
        assert_array_equal(X, whole[chosen].T)
        assert_array_equal(Y, one.Y[:, chosen])
        assert (s is None) is not weighted
        if weighted:
            assert_array_equal(s, one.s[chosen])


def test_any_step_can_be_asked_for():
    """A training that goes on begins in the middle of an epoch."""
    one, batches = rows(), Batches(M, 4, np.random.SeedSequence(3))
    late = Feed(one, batches).batch(7)[0].copy()
    feed = Feed(one, batches)
    for iteration in range(7):
        feed.batch(iteration)
    assert_array_equal(feed.batch(7)[0], late)


def test_batches_lie_in_the_same_place():
    """So that nothing is allocated; the short last batch has a place of its own."""
    feed = Feed(rows(), Batches(M, 4, np.random.SeedSequence(3)))
    first, second, short = (feed.batch(iteration)[0] for iteration in range(3))
    assert first.base is second.base
    assert short.shape == (N_X, M % 4)
    assert short.base is not first.base


def test_the_whole_set_is_no_copy():
    one = rows(stored=np.float64)
    feed = Feed(one, Batches(M, None, np.random.SeedSequence(0)))
    for iteration in range(2):
        X, Y, _s = feed.batch(iteration)
        assert np.shares_memory(X, one.X)
        assert Y is one.Y


@pytest.mark.parametrize("stored", [np.uint8, np.float64])
@pytest.mark.parametrize("size", [1, 4, 100])
def test_pieces_are_all_samples(size, stored):
    one = rows(stored=stored, weighted=True)
    pieces = [(X.copy(), Y, s) for X, Y, s in one.pieces(size)]
    assert max(Y.shape[-1] for _X, Y, _s in pieces) <= size
    assert_array_equal(np.concatenate([X for X, _Y, _s in pieces], axis=1), as_floats(one).T)
    assert_array_equal(np.concatenate([Y for _X, Y, _s in pieces], axis=1), one.Y)
    assert_array_equal(np.concatenate([s for _X, _Y, s in pieces]), one.s)


def test_pieces_are_made_in_one_place():
    first, second, *_rest = (X for X, _Y, _s in rows(stored=np.uint8).pieces(4))
    assert np.shares_memory(first, second)


@pytest.mark.parametrize(("most", "chosen"), [(3, slice(None, None, 4)), (6, slice(None, None, 2)), (50, slice(None))])
def test_spread_evenly(most, chosen):
    one = rows(weighted=True)
    spread = one.spread(most)
    assert len(spread.X) <= most
    assert_array_equal(spread.X, one.X[chosen])
    assert_array_equal(spread.Y, one.Y[:, chosen])
    assert_array_equal(spread.s, one.s[chosen])


@pytest.mark.parametrize(
    ("dtype", "stored", "is_ready"),
    [(np.float64, np.float64, True), (np.float32, np.float64, False), (np.float64, np.uint8, False)],
)
def test_ready(dtype, stored, is_ready):
    one = rows(dtype, stored=stored)
    assert one.is_ready is is_ready
    assert (one.ready() is one) is is_ready
    assert one.ready().is_ready
    assert_array_equal(one.ready().X, as_floats(one))
