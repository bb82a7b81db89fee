"""The stream of records: what comes when, and what it holds."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.data.arrays import from_arrays
from glasscat.data.dataset import Dataset
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.fitted import collect
from glasscat.training.loop import train

RATE = GradientDescent(0.3)


def by_hand(network, data, steps, rate=0.3, seed=0):
    """Parameters and cost before each step of full-batch gradient descent, and after the last."""
    X, Y = data.train.columns(), network.targets(data.train.y)
    theta = network.initial(seed)
    for _ in range(steps):
        J, grad = network.loss_and_grad(theta, X, Y)
        yield theta.copy(), float(J)
        theta -= rate * grad
    yield theta.copy(), float(network.loss(theta, X, Y))


@pytest.mark.parametrize("method", ["direct", "span", "auto"])
def test_records_hold_the_state_before_each_step_and_after_the_last(network, data, method):
    stream = train(network, data, optimizer=RATE, iterations=8, method=method)
    for i, (record, (theta, J)) in enumerate(zip(stream, by_hand(network, data, 8), strict=True)):
        assert (record.iteration, record.epoch, record.steps, record.is_last) == (i, i, 8, i == 8)
        assert record.cost == pytest.approx(J, rel=1e-12)
        assert type(record.cost) is float
        assert_allclose(record.theta, theta, rtol=1e-10, atol=1e-13)
        test_J = network.loss(theta, data.test.columns(), network.targets(data.test.y))
        assert record.test_cost == pytest.approx(float(test_J), rel=1e-11)


@pytest.mark.parametrize(
    ("every", "steps", "iterations"),
    [(1, 3, [0, 1, 2, 3]), (4, 9, [0, 4, 8, 9]), (4, 8, [0, 4, 8]), (100, 5, [0, 5]), (5, 1, [0, 1])],
)
def test_records_come_at_0_at_every_kth_and_at_the_end(network, data, every, steps, iterations):
    records = list(train(network, data, optimizer=RATE, iterations=steps, record_every=every))
    assert [record.iteration for record in records] == iterations
    assert [record.is_last for record in records] == [False] * (len(records) - 1) + [True]


def test_how_often_is_recorded_changes_no_number(network, data):
    all_records = {r.iteration: r.cost for r in train(network, data, optimizer=RATE, iterations=9)}
    for record in train(network, data, optimizer=RATE, iterations=9, record_every=4):
        assert record.cost == all_records[record.iteration]


def test_caller_stops_by_leaving_the_loop(network, data):
    seen = []
    for record in train(network, data, optimizer=RATE, iterations=1000):
        seen.append(record.cost)
        if record.iteration == 3:
            break
    assert len(seen) == 4
    assert_allclose(record.theta, list(by_hand(network, data, 3))[-1][0], rtol=1e-12, atol=1e-14)


def test_seconds_grow(network, data):
    seconds = [record.seconds for record in train(network, data, optimizer=RATE, iterations=5)]
    assert seconds[0] > 0
    assert seconds == sorted(seconds)


def test_data_may_be_a_pair_of_arrays(network, data):
    pair = list(train(network, (data.train.X, data.train.y), optimizer=RATE, iterations=2))
    whole = list(train(network, data, optimizer=RATE, iterations=2))
    assert [r.cost for r in pair] == pytest.approx([r.cost for r in whole], rel=1e-12)
    assert all(record.test_cost is None for record in pair)


def test_pixels_are_divided_by_their_scale():
    X = np.random.default_rng(0).integers(0, 256, (6, 4, 4, 3), np.uint8)
    y, network = np.arange(6) % 2, Network.dense(48, [], 2)
    pictures = list(train(network, (X, y), optimizer=RATE, iterations=5))
    features = list(train(network, (X.reshape(6, 48) / 255, y), optimizer=RATE, iterations=5))
    assert_allclose([r.cost for r in pictures], [r.cost for r in features], rtol=1e-12)


def test_the_data_is_not_changed(network, data):
    before = data.train.X.copy(), data.test.X.copy(), data.train.y.copy()
    list(train(network, data, optimizer=RATE, iterations=3, batch_size=4))
    assert_array_equal(data.train.X, before[0])
    assert_array_equal(data.test.X, before[1])
    assert_array_equal(data.train.y, before[2])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("method", ["direct", "span"])
def test_dtype_is_kept(network, data, dtype, method):
    runs = list(train(network, data, optimizer=RATE, iterations=5, dtype=dtype, method=method, n_runs=2))
    assert {record.theta.dtype for record in runs} == {np.dtype(dtype)}
    exact = list(train(network, data, optimizer=RATE, iterations=5, n_runs=2))
    assert_allclose(runs[-1].cost, exact[-1].cost, rtol=1e-5)  # five steps in float32


class TestStopCost:
    def test_stops_before_the_first_step_whose_cost_is_below(self, network, data):
        costs = [r.cost for r in train(network, data, optimizer=RATE, iterations=30)]
        stop = (costs[12] + costs[13]) / 2
        records = list(train(network, data, optimizer=RATE, iterations=30, stop_cost=stop))
        assert [r.iteration for r in records] == [*range(14), 13]
        assert records[-1].is_last
        assert records[-1].cost == pytest.approx(costs[13], rel=1e-12)
        assert collect(network, data, iter(records)).history.iterations == 13

    def test_just_at_the_threshold_is_not_below(self, network, data):
        costs = [r.cost for r in train(network, data, optimizer=RATE, iterations=4)]
        last = list(train(network, data, optimizer=RATE, iterations=4, stop_cost=costs[2]))[-1]
        assert last.iteration == 3

    def test_stops_between_records_too(self, network, data):
        costs = [r.cost for r in train(network, data, optimizer=RATE, iterations=30)]
        stop = (costs[12] + costs[13]) / 2
        records = list(train(network, data, optimizer=RATE, iterations=30, stop_cost=stop, record_every=10))
        assert [r.iteration for r in records] == [0, 10, 13]

    def test_never_reached(self, network, data):
        assert list(train(network, data, optimizer=RATE, iterations=4, stop_cost=1e-9))[-1].iteration == 4

    def test_waits_for_every_run(self, network, data):
        costs = np.array([r.cost for r in train(network, data, optimizer=RATE, iterations=40, n_runs=3)])
        stop = costs[20].max() * 1.001
        last = list(train(network, data, optimizer=RATE, iterations=40, n_runs=3, stop_cost=stop))[-1]
        assert last.iteration == np.argmax((costs < stop).all(axis=1))
        assert 0 < last.iteration < 40

    def test_does_not_wait_for_a_run_that_has_diverged(self, steep):
        optimizer, network = GradientDescent(np.array([1e170, 1e-301])), Network.dense(2, [], 2)
        runs = {"optimizer": optimizer, "n_runs": 2, "iterations": 30}
        costs = np.array([r.cost for r in train(network, steep, **runs)])
        assert np.isnan(costs[5, 0])
        stop = (costs[10, 1] + costs[11, 1]) / 2
        assert list(train(network, steep, **runs, stop_cost=stop))[-1].iteration == 11


class TestEpochsAndBatches:
    @pytest.mark.parametrize(("size", "per_epoch"), [(None, 1), (23, 1), (10, 3), (11, 3), (1, 23), (22, 2)])
    def test_an_epoch_sees_every_sample_once(self, network, data, size, per_epoch):
        records = list(train(network, data, optimizer=RATE, epochs=2, batch_size=size))
        assert records[-1].iteration == 2 * per_epoch
        assert [r.epoch for r in records] == [i // per_epoch for i in range(2 * per_epoch + 1)]

    def test_short_last_batch_is_a_mean_over_its_own_samples(self, network, data):
        """Step through by hand with the same order: the cost of each step is that of its own batch."""
        from glasscat.data.batches import Batches

        batches = Batches(23, 10, np.random.SeedSequence(4))
        X, Y, theta = data.train.columns(), network.targets(data.train.y), network.initial(4)
        for record in train(network, data, optimizer=RATE, epochs=2, batch_size=10, seed=4, method="direct"):
            assert_allclose(record.theta, theta, rtol=1e-12, atol=1e-14)
            chosen = np.arange(23) if record.is_last else batches.indices(record.iteration)
            J, grad = network.loss_and_grad(theta, X[:, chosen], Y[:, chosen])
            assert record.cost == pytest.approx(float(J), rel=1e-12)
            theta = theta - 0.3 * grad

    def test_iterations_cut_an_epoch_short(self, network, data):
        last = list(train(network, data, optimizer=RATE, iterations=4, batch_size=10))[-1]
        assert (last.iteration, last.epoch) == (4, 1)


class TestDeterminism:
    @pytest.mark.parametrize("method", ["direct", "span"])
    def test_same_seed_same_bits(self, network, data, method):
        runs = [
            list(train(network, data, optimizer=RATE, epochs=3, batch_size=5, seed=9, method=method)) for _ in range(2)
        ]
        assert [r.cost for r in runs[0]] == [r.cost for r in runs[1]]
        assert_array_equal(runs[0][-1].theta, runs[1][-1].theta)

    def test_seed_and_seed_sequence_are_the_same(self, network, data):
        runs = [
            list(train(network, data, optimizer=RATE, epochs=2, batch_size=5, seed=seed))[-1].theta
            for seed in (9, np.random.SeedSequence(9))
        ]
        assert_array_equal(*runs)

    def test_other_seed_other_run(self, network, data):
        costs = [list(train(network, data, optimizer=RATE, iterations=1, seed=s))[-1].cost for s in (1, 2)]
        assert costs[0] != costs[1]

    def test_global_generator_is_neither_used_nor_disturbed(self, network, data):
        runs = []
        for seed in (1, 2):
            np.random.seed(seed)  # noqa: NPY002  (the global generator is what this is about)
            before = np.random.get_state()[1].copy()  # noqa: NPY002
            runs.append(list(train(network, data, optimizer=RATE, epochs=2, batch_size=5))[-1].theta)
            assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002
        assert_array_equal(*runs)


class TestInitial:
    def test_given_arrays_are_the_start(self, network, data):
        W1, b2 = np.arange(20.0).reshape(4, 5) / 20, np.array([[0.5]])
        first = next(train(network, data, optimizer=RATE, iterations=1, initial={"W1": W1, "b2": b2.tolist()}))
        views = network.layout.views(first.theta)
        drawn = network.layout.views(network.initial(0))
        assert_array_equal(views["W1"], W1)
        assert_array_equal(views["b2"], b2)
        assert_array_equal(views["W2"], drawn["W2"])

    def test_one_array_for_all_runs_or_one_each(self, network, data):
        W1 = np.random.default_rng(0).normal(size=(2, 4, 5))
        for given in (W1, W1[0]):
            first = next(train(network, data, optimizer=RATE, iterations=1, n_runs=2, initial={"W1": given}))
            assert_array_equal(network.layout.views(first.theta)["W1"], np.broadcast_to(given, (2, 4, 5)))

    def test_given_arrays_are_not_changed(self, network, data):
        W1 = np.ones((4, 5))
        list(train(network, data, optimizer=RATE, iterations=3, initial={"W1": W1}))
        assert_array_equal(W1, 1)


class TestCollect:
    def test_keeps_the_history(self, network, data):
        seen = []
        stream = train(network, data, optimizer=RATE, iterations=10, record_every=4)
        fitted = collect(network, data, stream, seen.append)
        costs = {r.iteration: r.cost for r in train(network, data, optimizer=RATE, iterations=10)}
        assert fitted.history.costs == [(i, costs[i]) for i in (0, 4, 8)]
        assert fitted.history.final_cost == costs[10]
        assert fitted.history.first_cost == costs[0]
        assert fitted.history.iterations == 10
        assert [i for i, _cost in fitted.history.test_costs] == [0, 4, 8, 10]
        assert [record.iteration for record in seen] == [0, 4, 8, 10]
        assert fitted.history.seconds == seen[-1].seconds
        assert fitted.method in {"direct", "span"}

    def test_is_a_network_with_its_parameters(self, network, data):
        fitted = collect(network, data, train(network, data, optimizer=RATE, iterations=10))
        assert_array_equal(fitted.parameters["W1"].ravel(), fitted.theta[:20])
        assert fitted.class_names == data.class_names
        p = fitted.probabilities(data.test)
        assert p.shape == (7, 2)
        assert_allclose(p.T, network.probabilities(fitted.theta, data.test.columns()))

    def test_without_test_set_there_are_no_test_costs(self, network, data):
        alone = Dataset(data.train, None, data.class_names, "arrays")
        fitted = collect(network, alone, train(network, alone, optimizer=RATE, iterations=3))
        assert fitted.history.test_costs == []

    def test_many_classes(self):
        rng = np.random.default_rng(1)
        data = from_arrays(rng.normal(size=(30, 4)), np.arange(30) % 3)
        network = Network.dense(4, [5], 3)
        fitted = collect(network, data, train(network, data, optimizer=RATE, iterations=200))
        assert fitted.history.final_cost < 0.8 * np.log(3)
        assert_allclose(fitted.probabilities(data.train).sum(axis=1), 1, rtol=1e-14)


class TestHowItShowsItself:
    def test_one_run(self, network, data):
        fitted = collect(network, data, train(network, data, optimizer=RATE, iterations=3))
        first = next(train(network, data, optimizer=RATE, iterations=3))
        cost, end = f"{fitted.history.first_cost:.6g}", f"{fitted.history.final_cost:.6g}"
        assert repr(first).startswith(f"Record(iteration=0, cost={cost}, test_cost=")
        assert repr(fitted.history) == f"History(iterations=3, 4 records, first_cost={cost}, final_cost={end})"
        assert repr(fitted) == f"Fitted('arrays', sizes=(5, 4, 1), iterations=3, final_cost={end})"

    def test_many_runs(self, steep):
        alone = Dataset(steep.train, None, steep.class_names, "arrays")
        rates = np.array([1e170, 1e-301])
        records = list(train(Network.dense(2, [], 2), alone, optimizer=GradientDescent(rates), iterations=8, n_runs=2))
        assert "cost=0.693147 to 0.693147 in 2 runs" in repr(records[0])
        assert "test_cost" not in repr(records[0])
        assert f"cost={records[-1].cost[1]:.6g} to {records[-1].cost[1]:.6g} in 2 runs" in repr(records[-1])
