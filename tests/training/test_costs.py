"""Costs that wait for each other are those that each step would have had at once."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from glasscat.network import Network
from glasscat.training.costs import MOST_NUMBERS, MOST_STEPS, CostWindow
from glasscat.training.penalty import L2

M = 7
NETWORKS = {
    "sigmoid": Network.dense(4, [3], 2),
    "softmax": Network.dense(4, [], 5),
    "sigmoid, squared error": Network.dense(4, [], 2, loss="squared-error"),
    "softmax, squared error": Network.dense(4, [3], 3, loss="squared-error"),
}


def steps(network, n_runs, number, *, weighted):
    """So many steps on batches of their own: theta, X, Y, s."""
    rng = np.random.default_rng(0)
    for seed in range(number):
        theta = network.initial(seed, n_runs=n_runs)
        Y = network.targets(rng.integers(0, network.output.n_classes, M))
        yield theta, rng.standard_normal((4, M)), Y, rng.random(M) if weighted else None


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("n_runs", [None, 3])
@pytest.mark.parametrize("l2", [0.0, 0.3])
@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_as_each_by_itself(network, l2, n_runs, weighted):
    theta = network.initial(0, n_runs=n_runs)
    penalty = L2.of(l2, network)
    window = CostWindow(network, penalty, theta, M, same=False, at_once=False)
    work, expected = network.work(theta, M), []
    for own, X, Y, s in steps(network, n_runs, 5, weighted=weighted):
        np.copyto(theta, own)
        J, _grad = network.loss_and_grad(theta, X, Y, work, s)
        expected.append(J + penalty.cost(theta))
        window.keep((X, Y, s), theta, work)
    assert_array_equal(window.costs(), expected)


def test_the_same_samples_are_kept_once():
    """Of the samples that every step sees the answers of the first step do for all."""
    network = NETWORKS["sigmoid"]
    theta = network.initial(0)
    window = CostWindow(network, L2.of(0.0, network), theta, M, same=True, at_once=False)
    work, expected = network.work(theta, M), []
    _theta, X, Y, _s = next(steps(network, None, 1, weighted=False))
    for _step in range(3):
        J, grad = network.loss_and_grad(theta, X, Y, work)
        expected.append(J)
        window.keep((X, Y, None), theta, work)
        theta -= grad
    assert_array_equal(window.costs(), expected)


def test_is_full_and_empty_again():
    network = NETWORKS["sigmoid"]
    theta = network.initial(0)
    window = CostWindow(network, L2.of(0.0, network), theta, M, same=True, at_once=False)
    work, batch = network.work(theta, M), next(steps(network, None, 1, weighted=False))[1:]
    for number in range(MOST_STEPS):
        assert not window.is_full
        assert window.n == number
        window.keep(batch, theta, work)
    assert window.is_full
    assert window.costs().shape == (MOST_STEPS,)
    assert window.n == 0


@pytest.mark.parametrize(
    ("m", "at_once", "size"),
    [(M, True, 1), (MOST_NUMBERS // 10, False, 10), (MOST_NUMBERS + 1, False, 1)],
    ids=["a cost to stop at", "many numbers", "more numbers than are kept"],
)
def test_fewer_at_once(m, at_once, size):
    network = Network.dense(1, [], 2)
    theta = network.initial(0)
    window = CostWindow(network, L2.of(0.0, network), theta, m, same=True, at_once=at_once)
    work = network.work(theta, m)
    for _step in range(size):
        assert not window.is_full
        network.loss_and_grad(theta, np.ones((1, m)), np.ones((1, m)), work)
        window.keep((np.ones((1, m)), np.ones((1, m)), None), theta, work)
    assert window.is_full
