"""Many runs at once are the same runs, one by one."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.errors import DivergedError
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.loop import train


@pytest.mark.parametrize("method", ["direct", "span"])
@pytest.mark.parametrize("batch_size", [None, 10])
@pytest.mark.parametrize("rates", [0.3, [0.3, 0.1, 0.01]])
def test_row_r_is_the_lone_run_r(network, data, batch_size, rates, method):
    more = {"iterations": 12, "batch_size": batch_size, "method": method}
    together = list(train(network, data, optimizer=GradientDescent(np.array(rates)), n_runs=3, seed=5, **more))
    # parameters are read last: those of a record are the live ones
    for r, seed in enumerate(np.random.SeedSequence(5).spawn(3)):
        optimizer = GradientDescent(float(np.broadcast_to(rates, 3)[r]))
        alone = list(train(network, data, optimizer=optimizer, seed=seed, **more))
        for row, lone in zip(together, alone, strict=True):
            assert (row.iteration, row.epoch, row.is_last) == (lone.iteration, lone.epoch, lone.is_last)
            assert row.cost[r] == pytest.approx(lone.cost, rel=1e-12)
            assert row.test_cost[r] == pytest.approx(lone.test_cost, rel=1e-12)
        assert_allclose(together[-1].theta[r], alone[-1].theta, rtol=1e-11, atol=1e-14)


def test_runs_differ(network, data):
    last = list(train(network, data, optimizer=GradientDescent(0.1), iterations=2, n_runs=4))[-1]
    assert last.theta.shape == (4, network.layout.size)
    assert len(np.unique(last.cost)) == 4


def test_one_run_is_a_row_too(network, data):
    last = list(train(network, data, optimizer=GradientDescent(0.1), iterations=2, n_runs=1))[-1]
    assert last.theta.shape == (1, network.layout.size)
    assert last.cost.shape == (1,)


def test_softmax_runs(data):
    network = Network.dense(5, [3], 3)
    y = np.arange(23) % 3
    together = list(train(network, (data.train.X, y), optimizer=GradientDescent(0.2), iterations=5, n_runs=2))
    for r, seed in enumerate(np.random.SeedSequence(0).spawn(2)):
        alone = list(train(network, (data.train.X, y), optimizer=GradientDescent(0.2), iterations=5, seed=seed))
        assert_allclose([record.cost[r] for record in together], [record.cost for record in alone], rtol=1e-12)


class TestOneDivergingRow:
    RATES = np.array([1e-301, 1e170, 1e-302])

    def test_is_frozen_and_harms_no_other(self, steep):
        network = Network.dense(2, [], 2)
        thetas, costs = [], []
        for record in train(network, steep, optimizer=GradientDescent(self.RATES), iterations=12, n_runs=3):
            thetas.append(record.theta.copy())
            costs.append(record.cost)
        gone = int(np.argmax(np.isnan(costs).any(axis=1)))
        assert 0 < gone < 12
        for r in (0, 2):
            alone = list(train(network, steep, optimizer=GradientDescent(self.RATES[r]), iterations=12))
            assert_allclose([cost[r] for cost in costs], [record.cost for record in alone], rtol=1e-12)
            assert_allclose(thetas[-1][r], alone[-1].theta, rtol=1e-12)
        for theta, cost in zip(thetas[gone:], costs[gone:], strict=True):
            assert np.isnan(cost[1])
            assert_array_equal(theta[1], thetas[gone - 1][1])
        assert np.isfinite(thetas).all()

    def test_when_no_run_is_left_the_lowest_last_cost_is_told(self, steep):
        network = Network.dense(2, [], 2)
        rates = np.array([1e170, 1e170])
        with pytest.raises(DivergedError) as caught:
            list(train(network, steep, optimizer=GradientDescent(rates), iterations=12, n_runs=2))
        iteration, cost = caught.value.last_good
        assert iteration == 0
        assert cost == pytest.approx(np.log(2), rel=1e-12)

    def test_the_run_that_went_last_is_the_one_told_of(self, data):
        """The first run overflows some steps before the second one."""
        network = Network.dense(5, [4, 4], 2, activation="leaky-relu")
        rates = [1e30, 1e5]
        with pytest.raises(DivergedError) as both:
            list(train(network, data, optimizer=GradientDescent(np.array(rates)), iterations=50, n_runs=2))
        last_good = []
        for rate, seed in zip(rates, np.random.SeedSequence(0).spawn(2), strict=True):
            with pytest.raises(DivergedError) as lone:
                list(train(network, data, optimizer=GradientDescent(rate), iterations=50, seed=seed))
            last_good.append(lone.value.last_good)
        assert 0 < last_good[0][0] < last_good[1][0]
        assert both.value.last_good == pytest.approx(last_good[1], rel=1e-9)
