"""Layers that are one thing in training and another in use, within a network and within training."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.data.arrays import from_arrays
from glasscat.layers import BatchNorm, Dense, Dropout, ReLU
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.loop import train

RATE = GradientDescent(0.2)


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(24, 5))
    y = (X[:, 0] > 0).astype(int)
    return from_arrays(X[:18], y[:18], test=(X[18:], y[18:]))


def network(*, batch_norm=False, dropout=0.0, n_classes=2):
    return Network.dense(5, [4, 3], n_classes, activation="tanh", batch_norm=batch_norm, dropout=dropout)


def test_where_they_stand():
    layers = Network.dense(5, [4], 2, batch_norm=True, dropout=0.3).layers
    assert layers == (Dense(4), BatchNorm(), ReLU(), Dropout(0.3), Dense(1))
    assert Network.dense(5, [4], 2).layers == (Dense(4), ReLU(), Dense(1))


def test_names():
    made = network(batch_norm=True)
    entries = [(entry.name, entry.kind) for entry in made.layout.entries]
    assert entries[:4] == [("W1", "weight"), ("b1", "bias"), ("gamma1", "gain"), ("beta1", "shift")]
    assert [entry.name for entry in made.buffer_layout.entries] == [
        "running_mean1",
        "running_variance1",
        "running_mean2",
        "running_variance2",
    ]
    assert network().buffer_layout.size == 0


@pytest.mark.parametrize("runs", [None, 3])
def test_running_statistics_begin_at_mean_0_and_variance_1(runs):
    made = network(batch_norm=True)
    buffers = made.buffer_layout.views(made.initial_buffers(made.initial(0, n_runs=runs)))
    for name, view in buffers.items():
        assert_array_equal(view, 1 if "variance" in name else 0)


@pytest.mark.parametrize(
    "made", [network(batch_norm=True), network(dropout=0.4), network(batch_norm=True, dropout=0.4)]
)
def test_gradient_is_the_slope_of_the_cost_in_training(made, data):
    X, Y, theta = data.train.columns(), made.targets(data.train.y), made.initial(1)
    work = made.work(theta, 18)
    made.draw_masks(work, [np.random.default_rng(5)])
    J, grad = made.loss_and_grad(theta, X, Y, work)
    grad = grad.copy()
    assert made.training_loss(theta, X, Y, work) == J
    for i in range(theta.size):
        above, below = theta.copy(), theta.copy()
        above[i] += 1e-5
        below[i] -= 1e-5
        slope = (made.training_loss(above, X, Y, work) - made.training_loss(below, X, Y, work)) / 2e-5
        assert grad[i] == pytest.approx(slope, rel=1e-6, abs=1e-9)


def test_use_takes_the_running_statistics(data):
    made = network(batch_norm=True)
    *_before, last = train(made, data, optimizer=RATE, iterations=400)
    X, Y = data.train.columns(), made.targets(data.train.y)
    assert last.cost == pytest.approx(float(made.loss(last.theta, X, Y, last.buffers)), rel=1e-12)
    assert last.cost != pytest.approx(float(made.loss(last.theta, X, Y)), rel=1e-3)
    # a sample is judged alike alone and among others, because use looks at no batch
    together = made.predict(last.theta, X, last.buffers)
    assert_allclose(made.predict(last.theta, X[:, [4]], last.buffers), together[:, [4]], rtol=1e-12)


def test_running_statistics_of_an_unchanging_batch_are_its_own(data):
    made = network(batch_norm=True)
    *_before, last = train(made, data, optimizer=GradientDescent(1e-12), iterations=300)
    Z = made.layout.views(last.theta)["W1"] @ data.train.columns()
    views = made.buffer_layout.views(last.buffers)
    # 0.9^300 of the beginning is left, 2e-14
    assert_allclose(views["running_mean1"], Z.mean(axis=1, keepdims=True), rtol=1e-9, atol=1e-9)
    assert_allclose(views["running_variance1"], Z.var(axis=1, ddof=1, keepdims=True), rtol=1e-9)


@pytest.mark.parametrize("batch_size", [None, 7])
@pytest.mark.parametrize("more", [{"batch_norm": True}, {"dropout": 0.4}, {"batch_norm": True, "dropout": 0.4}])
@pytest.mark.parametrize("n_classes", [2, 3])
def test_row_r_is_the_lone_run_r(data, batch_size, more, n_classes):
    made = network(n_classes=n_classes, **more)
    y = data.train.y if n_classes == 2 else np.arange(18) % 3
    settings = {"optimizer": RATE, "iterations": 8, "batch_size": batch_size}
    together = list(train(made, (data.train.X, y), n_runs=2, seed=3, **settings))
    for r, seed in enumerate(np.random.SeedSequence(3).spawn(2)):
        alone = list(train(made, (data.train.X, y), seed=seed, **settings))
        assert_allclose([record.cost[r] for record in together], [record.cost for record in alone], rtol=1e-11)
        assert_allclose(together[-1].theta[r], alone[-1].theta, rtol=1e-9, atol=1e-12)
        assert_allclose(together[-1].buffers[r], alone[-1].buffers, rtol=1e-9, atol=1e-12)


def test_same_seed_same_masks_same_bits(data):
    made = network(dropout=0.5)
    runs = [list(train(made, data, optimizer=RATE, iterations=10, seed=2))[-1].theta for _ in range(2)]
    assert_array_equal(*runs)
    other = list(train(made, data, optimizer=RATE, iterations=10, seed=4))[-1].theta
    assert not np.array_equal(runs[0], other)


def test_dropout_of_0_is_no_dropout():
    assert network(dropout=0).layers == network().layers


@pytest.mark.parametrize("size", [1, 17])
def test_batch_of_one_cannot_be_normalised(data, size):
    """17 of 18 leave a last batch of one."""
    with pytest.raises(ValueError) as caught:
        train(network(batch_norm=True), data, optimizer=RATE, iterations=1, batch_size=size)
    assert caught.value.code == "GC-U65"
