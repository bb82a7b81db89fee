"""The span method on the course's pictures: parameters within 1e-10 of the direct way's.

One neuron is followed for 2000 iterations. Of the networks with hidden layers and of several runs at once the direct
way would take minutes, so they are followed for as many steps as stand beside them.
"""

import numpy as np
import pytest

import glasscat as gc
from glasscat.network import Network
from glasscat.optimizers import GradientDescent, Momentum, Nesterov, WeightDecay
from glasscat.training.loop import train

NEURON = {
    "descent": {"optimizer": GradientDescent(0.005)},
    "momentum": {"optimizer": Momentum(0.0005)},
    "nesterov": {"optimizer": Nesterov(0.0005)},
    "l2": {"optimizer": GradientDescent(0.005), "l2": 0.05, "init": "normal"},
    "weight decay": {"optimizer": WeightDecay(Momentum(0.0005), 0.1), "init": "normal"},
    "squared error": {"optimizer": GradientDescent(0.005), "loss": "squared-error"},
    "weights": {
        "optimizer": GradientDescent(0.005),
        "class_weight": "balanced",
        "sample_weight": np.linspace(0.5, 1.5, 209),
    },
    "initial weights": {"optimizer": GradientDescent(0.005), "init": "normal"},
    "batches": {"optimizer": GradientDescent(0.002), "batch_size": 32},
}
NETWORKS = {
    "one hidden layer": ([7], 2, {"iterations": 200, "l2": 0.01}),
    "three hidden layers": ([20, 7, 5], 2, {"iterations": 60, "batch_size": 64}),
    "softmax": ([5], 3, {"iterations": 150, "optimizer": Momentum(0.001)}),
    "runs": ([4], 2, {"iterations": 60, "n_runs": 3, "optimizer": GradientDescent(np.array([0.005, 0.002, 0.001]))}),
}


def assert_same(network, data, **more):
    """The largest difference, relative to the largest parameter."""
    direct, inside = (
        list(train(network, data, method=method, record_every=10**6, **more))[-1].theta.copy()
        for method in ("direct", "span")
    )
    assert np.abs(inside - direct).max() <= 1e-10 * np.abs(direct).max()


@pytest.fixture
def pictures(course):
    return gc.load(course / "train_catvnoncat.h5", holdout=0)


@pytest.mark.parametrize("case", NEURON.values(), ids=NEURON)
def test_one_neuron_for_2000_iterations(pictures, case):
    case = dict(case)
    network = Network.dense(12288, [], 2, init=case.pop("init", "zeros"), loss=case.pop("loss", "cross-entropy"))
    assert_same(network, pictures, **({"iterations": 2000} | case))


@pytest.mark.parametrize(("hidden", "n_classes", "more"), NETWORKS.values(), ids=NETWORKS)
def test_networks(pictures, hidden, n_classes, more):
    X = pictures.train.X
    y = pictures.train.y if n_classes == 2 else np.random.default_rng(0).integers(0, n_classes, len(X))
    network = Network.dense(12288, hidden, n_classes, activation="tanh")
    assert_same(network, gc.from_arrays(X, y), **({"optimizer": GradientDescent(0.005)} | more))
