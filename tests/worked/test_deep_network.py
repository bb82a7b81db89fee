"""Deep networks on the course's pictures."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose

import glasscat as gc


@pytest.fixture(scope="module")
def network():
    return gc.Network.dense(12288, [20, 7, 5], 2, activation="relu")


@pytest.fixture(scope="module")
def fitted(network, course_data, given_weights):
    """The course's run, through the door, by whichever method the loop finds best."""
    return gc.fit(network, course_data, optimizer=gc.GradientDescent(0.0075), iterations=2500, initial=given_weights)


def check_costs(costs):
    assert [iteration for iteration, _cost in costs] == list(range(0, 2500, 100))
    assert costs[0][1] == pytest.approx(0.7717493284237686, abs=1e-9)
    assert costs[24][1] == pytest.approx(0.092878, abs=5.1e-7)


def check_accuracy(network, theta, course_arrays):
    X, Y, X_test, Y_test = course_arrays
    assert np.sum((network.predict(theta, X) > 0.5) == Y) == 206  # 98.56 % of 209
    assert np.sum((network.predict(theta, X_test) > 0.5) == Y_test) == 40  # 80 % of 50


def test_costs_and_accuracies(fitted, network, course_data, course_arrays):
    check_costs(fitted.history.costs)
    check_accuracy(network, fitted.theta, course_arrays)
    assert gc.evaluate(fitted, course_data.test).score.accuracy == 80
    assert fitted.parameters["W1"].shape == (20, 12288)


@pytest.mark.slow  # about 20 s: every pixel at every step, as the course does it
def test_the_direct_way_gives_the_same(fitted, network, course_data, course_arrays, given_weights):
    stream = gc.train(
        network,
        course_data,
        optimizer=gc.GradientDescent(0.0075),
        iterations=2500,
        initial=given_weights,
        record_every=100,
        method="direct",
    )
    *records, last = ((record.iteration, record.cost, record.theta) for record in stream)
    costs = [(iteration, cost) for iteration, cost, _theta in records]
    check_costs(costs)
    check_accuracy(network, last[2], course_arrays)
    assert_allclose([cost for _i, cost in costs], [cost for _i, cost in fitted.history.costs], rtol=0, atol=1e-9)
    assert np.linalg.norm(last[2] - fitted.theta) < 1e-9 * np.linalg.norm(last[2])


def test_sigmoids_in_the_depth_show_a_plateau(course_data):
    """[12288, 10, 3, 2, 1] with sigmoids at rate 0.1: the gradient has all but vanished at the first layer."""
    network = gc.Network.dense(12288, [10, 3, 2], 2, activation="sigmoid", init="normal")
    run = gc.fit(network, course_data, optimizer=gc.GradientDescent(0.1), iterations=1000)
    costs = np.array([cost for _iteration, cost in run.history.costs])
    p = 72 / 209
    entropy = -(p * np.log(p) + (1 - p) * np.log(1 - p))  # all that is to be had without looking at a picture
    assert_allclose(costs[1:], entropy, rtol=1e-3)
    X, Y = course_data.train.columns(), network.targets(course_data.train.y)
    views = network.layout.views(network.loss_and_grad(network.initial(0), X, Y)[1])
    per_bias = [np.sqrt(np.mean(views[f"b{number}"] ** 2)) for number in (4, 3, 2, 1)]
    # each layer back multiplies by weights of about 0.01 and by a slope of at most 1/4
    assert all(deeper < 0.01 * nearer for nearer, deeper in pairwise(per_bias))


@pytest.mark.parametrize("hidden", [[4, 3, 2], [10, 3, 2]])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_the_other_networks_of_the_course_learn_something(course_data, hidden, activation):
    network = gc.Network.dense(12288, hidden, 2, activation=activation)
    run = gc.fit(network, course_data, optimizer=gc.GradientDescent(0.0075), iterations=200)
    assert network.sizes == (12288, *hidden, 1)
    assert run.history.final_cost < run.history.first_cost


def test_zeros_keep_every_unit_of_a_hidden_layer_equal(course_data):
    network = gc.Network.dense(12288, [4], 2, activation="tanh", init="zeros")
    run = gc.fit(network, course_data, optimizer=gc.GradientDescent(0.01), iterations=50)
    W1 = run.parameters["W1"]
    assert_allclose(W1, np.broadcast_to(W1[0], W1.shape), rtol=0, atol=0)
