"""Sizes of what flows through a network: each against its definition, and the same by either method."""

from dataclasses import fields

import numpy as np
import pytest
from numpy.testing import assert_allclose

from glasscat.data.arrays import from_arrays
from glasscat.network import Network
from glasscat.optimizers import Adam, GradientDescent, Momentum
from glasscat.training.loop import train
from glasscat.training.norms import LayerNorms, layer_norms

RATE = GradientDescent(0.3)
NAMES = [field.name for field in fields(LayerNorms)]


def numbers(records, name):
    """One number of all layers in all records that have it."""
    return [getattr(norms, name) for record in records for norms in record.layers if getattr(norms, name) is not None]


@pytest.fixture
def wide():
    """14 samples of 40 features, so that the span is smaller than the space, and 4 to test on."""
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(18, 40)), np.arange(18) % 3
    return from_arrays(X[:14], y[:14], test=(X[14:], y[14:]))


@pytest.mark.parametrize("optimizer", [RATE, Momentum(0.05)], ids=["gd", "momentum"])
@pytest.mark.parametrize("batch_size", [None, 5])
@pytest.mark.parametrize("n_runs", [None, 2])
@pytest.mark.parametrize("more", [{}, {"batch_norm": True}], ids=["plain", "batch-norm"])
def test_span_and_direct_give_the_same_numbers(wide, optimizer, batch_size, n_runs, more):
    if more and batch_size:
        batch_size = 7  # no batch of one
    network = Network.dense(40, [6, 5], 3, activation="relu", **more)
    records = {
        method: list(
            train(network, wide, optimizer=optimizer, epochs=8, batch_size=batch_size, n_runs=n_runs, method=method)
        )
        for method in ("direct", "span")
    }
    for name in NAMES:
        same = [np.array(numbers(each, name)) for each in records.values()]
        assert same[0].size > 0
        # the square of a change is a difference of products in the span, so small ones lose digits
        assert_allclose(same[1], same[0], rtol=1e-8, atol=1e-8 * np.abs(same[0]).max())


@pytest.mark.parametrize("method", ["direct", "span"])
@pytest.mark.parametrize("n_runs", [None, 3])
def test_each_number_is_what_its_definition_says(wide, method, n_runs):
    network = Network.dense(40, [6, 5], 3, activation="relu")
    X, Y, m = wide.train.columns(), network.targets(wide.train.y), 14
    stream = train(network, wide, optimizer=RATE, iterations=4, method=method, n_runs=n_runs)
    for record in stream:
        if record.is_last:
            break
        for r in range(n_runs or 1):
            W1, b1, W2, b2, W3, b3 = network.layout.views(np.atleast_2d(record.theta)[r]).values()
            A1 = np.maximum(W1 @ X + b1, 0)
            A2 = np.maximum(W2 @ A1 + b2, 0)
            Z3 = W3 @ A2 + b3
            A3 = np.exp(Z3) / np.exp(Z3).sum(axis=0)
            dZ3 = A3 - Y  # of one sample a column: without the 1/m of the mean
            dZ2 = W3.T @ dZ3 * (A2 > 0)
            dZ1 = W2.T @ dZ2 * (A1 > 0)
            for norms, (A, dZ, A_prev, W) in zip(
                record.layers, [(A1, dZ1, X, W1), (A2, dZ2, A1, W2), (Z3, dZ3, A2, W3)], strict=True
            ):
                expected = {
                    "activation": np.sqrt((A**2).mean()),
                    "silent": 0 if A is Z3 else np.mean([not unit.any() for unit in A]),
                    "spread": np.sqrt(((A - A.mean(axis=0)) ** 2).mean() / (A**2).mean()),
                    "delta": np.sqrt((dZ**2).mean()),
                    "gradient": np.linalg.norm(dZ @ A_prev.T / m),
                    "weight": np.linalg.norm(W),
                }
                for name, number in expected.items():
                    assert_allclose(np.atleast_1d(getattr(norms, name))[r], number, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("method", ["direct", "span"])
@pytest.mark.parametrize("every", [1, 3])
@pytest.mark.parametrize("batch_size", [None, 6])
def test_update_is_the_step_before_the_record(wide, method, every, batch_size):
    network = Network.dense(40, [6], 3)
    more = {"optimizer": Momentum(0.1), "iterations": 10, "batch_size": batch_size}
    thetas = [r.theta.copy() for r in train(network, wide, method="direct", **more)]
    for record in train(network, wide, method=method, record_every=every, **more):
        if record.iteration == 0:
            assert [norms.update for norms in record.layers] == [None, None]
        elif not record.is_last:
            moved = network.layout.views(thetas[record.iteration] - thetas[record.iteration - 1])
            for norms in record.layers:
                assert_allclose(norms.update, np.linalg.norm(moved[f"W{norms.layer}"]), rtol=1e-8)


def test_the_last_record_has_none(network, data):
    *before, last = train(network, data, optimizer=Adam(), iterations=3)
    assert last.layers == ()
    assert [[norms.layer for norms in record.layers] for record in before] == [[1, 2]] * 3


def test_one_neuron_and_one_sample():
    """Z = 2 · 3 - 1 = 5, A = sigmoid(5), and all norms are those numbers themselves."""
    network = Network.dense(1, [], 2)
    theta = np.array([2.0, -1.0])
    work = network.work(theta, 1)
    network.loss_and_grad(theta, np.array([[3.0]]), np.array([[1.0]]), work)
    (norms,) = layer_norms(network, work, np.array([-0.5, 7.0]))
    A = 1 / (1 + np.exp(-5))
    assert (norms.layer, norms.activation, norms.silent, norms.spread) == (1, 5, 0, 0)
    assert norms.delta == pytest.approx(1 - A, rel=1e-12)
    assert norms.gradient == pytest.approx(3 * (1 - A), rel=1e-12)
    assert (norms.weight, norms.update) == (2, 0.5)


@pytest.mark.parametrize(("activation", "silent"), [("relu", 0.75), ("leaky-relu", 0), ("sigmoid", 0)])
def test_only_relus_can_be_silent(activation, silent):
    network = Network.dense(2, [4], 2, activation=activation)
    theta = network.initial(0)
    network.layout.views(theta)["b1"][:3] = -1e3  # below zero for every sample
    network.layout.views(theta)["b1"][3] = 1e3
    work = network.work(theta, 6)
    X = np.random.default_rng(0).normal(size=(2, 6))
    network.loss_and_grad(theta, X, np.ones((1, 6)), work)
    assert layer_norms(network, work, None)[0].silent == silent


def test_equal_units_have_no_spread_and_units_of_zeros_neither():
    network = Network.dense(3, [4, 4], 2, activation="tanh")
    X, Y = np.random.default_rng(0).normal(size=(3, 6)), np.ones((1, 6))
    for W1 in (np.full((4, 3), 0.2), np.zeros((4, 3))):
        theta = network.initial(0)
        network.layout.views(theta)["W1"][:] = W1
        work = network.work(theta, 6)
        network.loss_and_grad(theta, X, Y, work)
        first, second, _last = layer_norms(network, work, None)
        assert first.spread < 1e-15
        assert (second.spread > 0.1) == W1.any()
