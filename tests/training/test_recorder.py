"""What the recorder counts at every step, recorded or not: rises of the cost, and its peak."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from glasscat.data.batches import Batches
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.loop import train
from glasscat.training.problem import direct
from glasscat.training.recorder import Recorder


@pytest.fixture
def recorder(network, data):
    """Return a function that makes a recorder of so many runs."""

    def make(n_runs=None):
        theta = network.initial(0, n_runs=n_runs)
        problem = direct(network, data, theta, s=None, held_out=None, l2=0.0)
        return Recorder(problem, Batches(23, None, np.random.SeedSequence(0)), 9, 1, 0.0)

    return make


def test_rises_by_hand(recorder):
    one = recorder()
    rises, peaks = [], []
    for k, J in enumerate([1.0, 2.0, 1.5, 1.5, 1.514, 1.53, 0.1, 0.2]):
        record = one.record(k, one.look(np.array([J]), k))
        rises.append(record.rises)
        peaks.append(record.peak)
    # 1.514 is less than 1 % above 1.5, 1.53 more than 1 % above 1.514
    assert rises == [0, 1, 1, 1, 1, 2, 2, 3]
    assert peaks == [1.0, *[2.0] * 7]
    assert type(record.rises) is int
    assert type(record.peak) is float


def test_each_run_has_its_own_rises(recorder):
    both = recorder(n_runs=2)
    for k, J in enumerate([[1.0, 5.0], [2.0, 4.0], [3.0, np.nan], [1.0, np.nan]]):
        record = both.record(k, both.look(np.array([J]), k))
    assert_array_equal(record.rises, [2, 0])
    assert_array_equal(record.peak, [3, 5])


@pytest.mark.parametrize("n_runs", [None, 2])
@pytest.mark.parametrize("every", [1, 4])
def test_steps_without_a_record_count_too(network, data, every, n_runs):
    more = {"optimizer": GradientDescent(8.0), "iterations": 30, "n_runs": n_runs}
    costs = np.array([r.cost for r in train(network, data, **more)][:-1])
    rose = costs[1:] > 1.01 * costs[:-1]
    assert rose.any()
    for record in train(network, data, record_every=every, **more):
        assert_array_equal(record.rises, rose[: record.iteration].sum(axis=0))
        assert_array_equal(record.peak, costs[: record.iteration + 1].max(axis=0))


def test_the_cost_in_use_at_the_end_is_not_compared(data):
    """Of batch normalisation it is another one: that of the running statistics, which lag far behind here."""
    network = Network.dense(5, [4], 2, batch_norm=True)
    *_before, last = train(network, data, optimizer=GradientDescent(1e-9), iterations=1)
    assert last.cost > 1.01 * _before[0].cost
    assert last.rises == 0
    assert last.peak == _before[0].cost
