"""Batches: every sample once an epoch, in an order that the seed and the epoch decide, and nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from glasscat.data.batches import Batches

sizes = st.integers(1, 40).flatmap(lambda m: st.tuples(st.just(m), st.integers(1, m)))


def epoch(batches, number):
    return [batches.indices(number * batches.per_epoch + i) for i in range(batches.per_epoch)]


@given(sizes, st.integers(0, 3), st.integers(0, 99))
def test_every_sample_once_an_epoch(m_size, number, seed):
    m, size = m_size
    batches = Batches(m, size, np.random.SeedSequence(seed))
    cut = epoch(batches, number)
    assert sorted(np.concatenate(cut)) == list(range(m))
    assert {len(part) for part in cut} == batches.sizes
    assert all(len(part) == size for part in cut[:-1])


def test_order_is_a_function_of_seed_and_epoch():
    batches = Batches(50, 8, np.random.SeedSequence(3))
    third = np.concatenate(epoch(Batches(50, 8, np.random.SeedSequence(3)), 2))  # without the epochs before it
    assert_array_equal(np.concatenate([epoch(batches, number) for number in range(3)][2]), third)
    assert not np.array_equal(np.concatenate(epoch(batches, 0)), third)
    assert not np.array_equal(np.concatenate(epoch(Batches(50, 8, np.random.SeedSequence(4)), 2)), third)
    # how it is cut does not change the order
    assert_array_equal(np.concatenate(epoch(Batches(50, 7, np.random.SeedSequence(3)), 2)), third)


def test_runs_of_one_seed_see_the_same_order():
    seeds = np.random.SeedSequence(3)
    for child in seeds.spawn(2):
        assert_array_equal(Batches(50, 8, child).indices(4), Batches(50, 8, seeds).indices(4))


def test_full_batch_keeps_the_order():
    batches = Batches(5, None, np.random.SeedSequence(0))
    assert batches.per_epoch == 1
    assert batches.sizes == {5}
    assert_array_equal(batches.indices(7), range(5))


@pytest.mark.parametrize("size", [0, -1, 11])
def test_size_that_cannot_be_is_refused(size):
    with pytest.raises(ValueError, match=f"from 1 to the 10 training samples; found {size}") as caught:
        Batches(10, size, np.random.SeedSequence(0))
    assert caught.value.code == "GC-U10"
