"""Logistic regression on the course's pictures: four learning rates, every cost of their tables, every accuracy."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import glasscat as gc
from glasscat import logistic

RATES = (0.01, 0.005, 0.001, 0.0001)

# costs before iterations 0, 100, ... 1900, to six decimals
COSTS = np.array([
    [0.693147, 0.693147, 0.693147, 0.693147],
    [0.823921, 0.584508, 0.591289, 0.643677],
    [0.418946, 0.466949, 0.555796, 0.635737],
    [0.617350, 0.376007, 0.528977, 0.628572],
    [0.522116, 0.331463, 0.506881, 0.622040],
    [0.387709, 0.303273, 0.487880, 0.616029],
    [0.236254, 0.279880, 0.471108, 0.610455],
    [0.154222, 0.260042, 0.456046, 0.605248],
    [0.135328, 0.242941, 0.442350, 0.600354],
    [0.124971, 0.228004, 0.429782, 0.595729],
    [0.116478, 0.214820, 0.418164, 0.591339],
    [0.109193, 0.203078, 0.407362, 0.587153],
    [0.102804, 0.192544, 0.397269, 0.583149],
    [0.097130, 0.183033, 0.387802, 0.579307],
    [0.092043, 0.174399, 0.378888, 0.575611],
    [0.087453, 0.166521, 0.370471, 0.572046],
    [0.083286, 0.159305, 0.362500, 0.568601],
    [0.079487, 0.152667, 0.354934, 0.565266],
    [0.076007, 0.146542, 0.347737, 0.562032],
    [0.072809, 0.140872, 0.340877, 0.558891],
])  # fmt: skip

# Half a unit in the sixth decimal, by which the table is rounded. At rate 0.01 the cost swings up and down until about
# iteration 600 and magnifies rounding ten thousand million times: at iteration 200 eighty-bit arithmetic gives
# 0.4189446, the table's float64 0.418946, and initial weights of random 1e-18 instead of 0 anything from 0.4189445 to
# 0.4189456. As far as the table lies above the eighty bits, a sum in another order may lie below them.
TOLERANCE = np.full(COSTS.shape, 5.1e-7)
TOLERANCE[2, 0] = 3e-6

# percent right of 209 and of 50
TRAIN = np.array([99.521531, 99.043062, 91.387560, 71.291866])
TEST = np.array([70, 70, 68, 40])


def percent_right(probability_of_cat, y):
    return 100 * np.mean((probability_of_cat > 0.5) == y, axis=-1)


def four_rates(data, **more):
    """Train the four rates at once, along the runs axis."""
    network = gc.Network.dense(data.n_features, [], data.n_classes)
    optimizer = gc.GradientDescent(np.array(RATES))
    *records, last = gc.train(network, data, optimizer=optimizer, n_runs=4, record_every=100, **more)
    return network, [(record.iteration, record.cost) for record in records], last.theta


def test_all_rates_at_once(course_data, course_arrays):
    network, records, theta = four_rates(course_data, iterations=2000)
    assert [iteration for iteration, _costs in records] == list(range(0, 2000, 100))
    assert (np.abs([costs for _iteration, costs in records] - COSTS) < TOLERANCE).all()
    X, Y, X_test, Y_test = course_arrays
    assert_allclose(percent_right(network.predict(theta, X)[:, 0], Y), TRAIN, rtol=0, atol=5.1e-7)
    assert_allclose(percent_right(network.predict(theta, X_test)[:, 0], Y_test), TEST, rtol=1e-15)


def test_all_rates_at_once_by_the_direct_way(course_data):
    _network, records, _theta = four_rates(course_data, iterations=201, method="direct")
    assert (np.abs([costs for _iteration, costs in records] - COSTS[:3]) < TOLERANCE[:3]).all()


def test_headline_run_by_the_textbook_functions(course_arrays):
    """One rate alone, written out as the course does."""
    X, Y, X_test, Y_test = course_arrays
    params, _grads, costs = logistic.optimize(*logistic.initialize(12288), X, Y, 2000, 0.005)
    assert_allclose(costs, COSTS[:, 1], rtol=0, atol=5.1e-7)
    for x, y, correct in ((X, Y, 207), (X_test, Y_test, 35)):
        assert np.sum(logistic.predict(params["w"], params["b"], x) == y) == correct


def test_headline_run_through_the_python_door(course_data):
    network = gc.Network.dense(course_data.n_features, [], course_data.n_classes)
    run = gc.fit(network, course_data, optimizer=gc.GradientDescent(0.005), iterations=2000)
    assert_allclose([cost for _iteration, cost in run.history.costs], COSTS[:, 1], rtol=0, atol=5.1e-7)
    assert (gc.evaluate(run, course_data.train).score.correct, len(course_data.train)) == (207, 209)
    score = gc.evaluate(run, course_data.test).score
    assert (score.correct, score.total, score.accuracy) == (35, 50, 70)


def test_the_two_methods_walk_the_same_way(course_data):
    """Weights after 300 steps, up to rounding."""
    network = gc.Network.dense(course_data.n_features, [], course_data.n_classes)
    thetas = [
        list(
            gc.train(
                network,
                course_data,
                optimizer=gc.GradientDescent(0.005),
                iterations=300,
                record_every=300,
                method=method,
            )
        )[-1].theta
        for method in ("direct", "span")
    ]
    assert np.linalg.norm(thetas[0] - thetas[1]) < 1e-12 * np.linalg.norm(thetas[0])


def test_the_class_of_the_course(course_arrays):
    X, Y, X_test, Y_test = course_arrays
    neuron = gc.LogisticRegression(n_iterations=101, learning_rate=0.005).fit(X, Y)
    assert_allclose(neuron.costs, COSTS[:2, 1], rtol=0, atol=5.1e-7)
    assert neuron.accuracy(X, Y) == pytest.approx(100 * np.mean(neuron.predict(X) == Y), rel=1e-13)
    assert neuron.predict(X_test).shape == Y_test.shape
