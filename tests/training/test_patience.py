"""Patience: stop when held-out samples get no better, and go back to where they were best."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from glasscat.data.arrays import from_arrays
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.loop import train

RATE = GradientDescent(1.0)


@pytest.fixture
def noise():
    """Labels that have nothing to do with the samples: learning them by heart makes others worse."""
    rng = np.random.default_rng(4)
    X, y = rng.normal(size=(60, 20)), np.arange(60) % 2
    return from_arrays(X[:30], y[:30]), from_arrays(X[30:], y[30:]).train


@pytest.mark.parametrize("wait", [1, 3])
@pytest.mark.parametrize("every", [1, 5])
def test_stops_and_goes_back(noise, wait, every):
    data, held_out = noise
    network = Network.dense(20, [6], 2, activation="tanh")
    more = {"optimizer": RATE, "iterations": 200, "record_every": every, "held_out": held_out}
    everything = [(r.iteration, r.held_out_cost, r.theta.copy()) for r in train(network, data, patience=10**6, **more)]
    costs = np.array([cost for _i, cost, _theta in everything[:-1]])
    best = next(
        k
        for k in range(len(costs))
        if (costs[k + 1 : k + 1 + wait] >= costs[: k + 1].min()).all() and costs[k] == costs[: k + 1].min()
    )
    *before, last = train(network, data, patience=wait, **more)
    assert before[-1].iteration == everything[best + wait][0]
    assert last.is_last
    assert last.iteration == everything[best][0]
    assert_array_equal(last.theta, everything[best][2])
    assert last.held_out_cost == costs[best]


def test_held_out_cost_is_that_of_the_network_on_them(noise):
    data, held_out = noise
    network = Network.dense(20, [], 2)
    first = next(train(network, data, optimizer=RATE, iterations=1, patience=1, held_out=held_out))
    assert first.held_out_cost == pytest.approx(np.log(2), rel=1e-14)


@pytest.mark.parametrize("more", [{"patience": 3}, {"held_out": True}, {"patience": 0, "held_out": True}])
def test_what_cannot_be_meant_is_refused(noise, more):
    data, held_out = noise
    more = {name: held_out if name == "held_out" else value for name, value in more.items()}
    with pytest.raises(ValueError) as caught:
        train(Network.dense(20, [], 2), data, optimizer=RATE, iterations=1, **more)
    assert caught.value.code == "GC-U62"
