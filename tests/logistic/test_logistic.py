"""One neuron as the course writes it: its edges and its errors; its numbers are in tests/worked."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.errors import UsageError
from glasscat.logistic import LogisticRegression, initialize, optimize, predict, propagate
from glasscat.network import Network

X = np.array([[0.5, -1.0, 2.0, 0.0], [1.0, 0.3, -0.7, 2.0]])
Y = np.array([[1, 0, 1, 0]])


def test_starts_at_zeros():
    w, b = initialize(3)
    assert_array_equal(w, np.zeros((3, 1)))
    assert b == 0


def test_propagate_is_the_textbook_loop():
    w, b, m = np.array([[0.3], [-0.8]]), 0.1, 4
    J, dw, db = 0.0, [0.0, 0.0], 0.0
    for i in range(m):
        z = w[0, 0] * X[0, i] + w[1, 0] * X[1, i] + b
        a = 1 / (1 + math.exp(-z))
        J -= (math.log(a) if Y[0, i] else math.log(1 - a)) / m
        dw = [dw[j] + X[j, i] * (a - Y[0, i]) / m for j in range(2)]
        db += (a - Y[0, i]) / m
    grads, cost = propagate(w, b, X, Y)
    assert cost == pytest.approx(J, rel=1e-14)
    assert_allclose(grads["dw"][:, 0], dw, rtol=1e-13)
    assert grads["db"] == pytest.approx(db, rel=1e-13)


def test_agrees_with_the_network_without_hidden_layers():
    network = Network.dense(2, [], 2)
    theta = np.array([0.3, -0.8, 0.1])
    J, grad = network.loss_and_grad(theta, X, Y.astype(float))
    grads, cost = propagate(theta[:2, None], 0.1, X, Y)
    assert cost == pytest.approx(float(J), rel=1e-14)
    assert_allclose([*grads["dw"][:, 0], grads["db"]], grad, rtol=1e-13)


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int64, np.float64])
@pytest.mark.parametrize("scale", [1, 1e4])
def test_cost_is_finite_and_classes_may_be_any_kind_of_number(dtype, scale):
    w = np.array([[1.0], [-2]]) * scale
    _grads, cost = propagate(w, 0.0, X, Y.astype(dtype))
    Z = (w.T @ X)[0]
    exact = sum(max(z, 0) - z * y + math.log1p(math.exp(-abs(z))) for z, y in zip(Z, Y[0], strict=True)) / 4
    assert cost == pytest.approx(exact, rel=1e-13)


def test_optimize_steps_against_the_gradient_and_keeps_its_start():
    w, b = np.array([[1.0], [2.0]]), 0.5
    grads, cost = propagate(w, b, X, Y)
    params, last, costs = optimize(w, b, X, Y, 1, 0.1)
    assert_allclose(params["w"], w - 0.1 * grads["dw"], rtol=1e-15)
    assert params["b"] == pytest.approx(b - 0.1 * grads["db"], rel=1e-15)
    assert_array_equal(last["dw"], grads["dw"])
    assert costs == [cost]
    assert_array_equal(w, [[1], [2]])


@pytest.mark.parametrize(("n", "records"), [(1, 1), (100, 1), (101, 2), (300, 3)])
def test_costs_are_recorded_before_steps_0_100_200(n, records):
    params, _grads, costs = optimize(*initialize(2), X, Y, n, 0.1)
    assert len(costs) == records
    assert costs[0] == pytest.approx(math.log(2), rel=1e-15)
    if n == 101:
        after_100, _grads, _costs = optimize(*initialize(2), X, Y, 100, 0.1)
        assert costs[1] == propagate(after_100["w"], after_100["b"], X, Y)[1]
    assert propagate(params["w"], params["b"], X, Y)[1] < costs[-1]


def test_predicts_1_just_where_the_probability_is_above_a_half():
    assert_array_equal(predict(np.array([[1.0]]), 0.0, np.array([[-1.0, 0.0, 1e-9]])), [[0, 0, 1]])


def test_class_does_the_same():
    neuron = LogisticRegression(n_iterations=250, learning_rate=0.1).fit(X, Y)
    params, _grads, costs = optimize(*initialize(2), X, Y, 250, 0.1)
    assert_array_equal(neuron.w, params["w"])
    assert neuron.b == params["b"]
    assert neuron.costs == costs
    assert_array_equal(neuron.predict(X), predict(params["w"], params["b"], X))
    assert neuron.accuracy(X, Y) == 100 * np.mean(neuron.predict(X) == Y)
    assert neuron.accuracy(X, 1 - Y) == 100 - neuron.accuracy(X, Y)


def test_defaults_are_the_courses_headline_run():
    assert (LogisticRegression().n_iterations, LogisticRegression().learning_rate) == (2000, 0.005)


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("GC-U07", lambda: initialize(0)),
        ("GC-U08", lambda: propagate(np.zeros(2), 0.0, X, Y)),  # w lies flat
        ("GC-U08", lambda: propagate(np.zeros((1, 2)), 0.0, X, Y)),  # w lies down
        ("GC-U08", lambda: propagate(np.zeros((2, 1)), 0.0, X.T, Y)),  # samples in rows
        ("GC-U08", lambda: propagate(np.zeros((2, 1)), 0.0, X, Y[0])),  # neither a row nor a column
        ("GC-U08", lambda: propagate(np.zeros((2, 1)), 0.0, X, Y.T)),
        ("GC-U08", lambda: propagate(np.zeros((2, 1)), 0.0, X, Y[:, :3])),
        ("GC-U08", lambda: propagate(np.zeros((2, 1)), 0.0, X[0], Y)),
        ("GC-U08", lambda: predict(np.zeros((3, 1)), 0.0, X)),
        ("GC-U04", lambda: optimize(*initialize(2), X, Y, 10, 0)),
        ("GC-U04", lambda: optimize(*initialize(2), X, Y, 10, math.nan)),
        ("GC-U94", lambda: optimize(*initialize(2), X, Y, 0, 0.1)),
    ],
)
def test_what_cannot_be_meant_is_refused(code, call):
    with pytest.raises(ValueError) as caught:
        call()
    assert caught.value.code == code
    assert len(str(caught.value).splitlines()) <= 3


def test_a_neuron_that_was_not_trained_says_so():
    with pytest.raises(UsageError, match="GC-U75") as caught:
        LogisticRegression().predict(np.zeros((2, 3)))
    assert "fit(X, Y)" in str(caught.value)
    with pytest.raises(UsageError, match="GC-U75"):
        LogisticRegression().accuracy(np.zeros((2, 3)), np.zeros((1, 3)))
