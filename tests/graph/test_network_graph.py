"""A dense network written out as a graph, against the network with its hand-written backward pass."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from glasscat.errors import DataError, UsageError
from glasscat.graph import network_graph
from glasscat.network import Network


def network_and_graph(hidden, n_classes, activation, loss, *, init="xavier", seed=3):
    rng = np.random.default_rng(seed)
    network = Network.dense(4, hidden, n_classes, activation=activation, loss=loss, init=init)
    theta = network.initial(seed)
    if init != "zeros":
        theta = theta + 0.1 * rng.normal(size=theta.shape)  # so that biases are not 0
    X = rng.normal(size=(4, 6))
    Y = network.targets(rng.integers(n_classes, size=6))
    parameters = network.layout.views(theta)
    J, grad = network.loss_and_grad(theta, X, Y)
    graph = network_graph(parameters, [activation] * len(hidden), X, Y, loss=loss)
    return graph, J, network.layout.views(grad)


@pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
@pytest.mark.parametrize("n_classes", [2, 4])
@pytest.mark.parametrize("activation", ["relu", "leaky-relu", "tanh", "sigmoid"])
@pytest.mark.parametrize("hidden", [[], [3], [5, 3, 2]])
def test_equals_the_hand_written_backward_pass(hidden, activation, n_classes, loss):
    graph, J, grad = network_and_graph(hidden, n_classes, activation, loss)
    assert graph.value == pytest.approx(float(J), rel=1e-13)
    for name, derivative in grad.items():
        assert_allclose(graph.derivatives[name], derivative, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("n_classes", [2, 4])
@pytest.mark.parametrize("activation", ["relu", "leaky-relu"])
def test_takes_the_same_side_at_kinks(activation, n_classes):
    """All Z are 0 with zero weights, where relu, leaky relu and the softmax's largest entry must choose."""
    graph, J, grad = network_and_graph([3, 2], n_classes, activation, "cross-entropy", init="zeros")
    assert graph.value == pytest.approx(float(J), rel=1e-15)
    for name, derivative in grad.items():
        assert_allclose(graph.derivatives[name], derivative, rtol=1e-13, atol=1e-17)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_saturated_outputs_stay_finite(n_classes):
    units = 1 if n_classes == 2 else 3
    W, b = np.full((units, 1), 1000.0), np.arange(units)[:, None] * 500.0
    Y = np.eye(units, 2) if units > 1 else np.array([[0.0, 1.0]])
    graph = network_graph({"W1": W, "b1": b}, [], [[1.0, -1.0]], Y)
    assert graph.value == pytest.approx(1000 if units == 1 else np.mean([1000, 500]))
    assert np.all(np.isfinite(graph.derivatives["W1"]))


def test_names_and_data():
    graph, _J, _grad = network_and_graph([3], 2, "tanh", "squared-error")
    assert [name for name in graph.values if name[0] in "WbXYZA"] == [
        "W1",
        "X",
        "b1",
        "Z1",
        "A1",
        "W2",
        "b2",
        "Z2",
        "A2",
        "Y",
    ]
    assert {"X", "Y"}.isdisjoint(graph.derivatives)
    assert str(graph.title) == "Network 4-3-1"
    assert graph["Z1"].rule.formula.format(*(node.name for node in graph["Z1"].operands)) == "W1 @ X + b1"


P = {"W1": np.ones((3, 2)), "b1": np.zeros((3, 1)), "W2": np.ones((1, 3)), "b2": np.zeros((1, 1))}
X, Y = np.ones((2, 4)), np.ones((1, 4))


@pytest.mark.parametrize(
    ("change", "words"),
    [({"activations": ["relo"]}, "relu"), ({"loss": "hinge"}, "cross-entropy"), ({"activations": []}, "W1, b1"),
     ({"parameters": {**P, "W3": 1}}, "W3")],
)  # fmt: skip
def test_unknown_names(change, words):
    arguments = {"parameters": P, "activations": ["relu"], "X": X, "Y": Y} | change
    with pytest.raises(UsageError) as caught:
        network_graph(**arguments)
    assert caught.value.code == "GC-G29"
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("change", "where"),
    [({"X": np.ones(2)}, "X"), ({"X": np.ones((3, 4))}, "W1"), ({"Y": np.ones(4)}, "Y"), ({"Y": np.ones((2, 4))}, "Y"),
     ({"b1": np.zeros(3)}, "b1"), ({"W1": np.ones(2)}, "W1"), ({"W2": 3.0}, "W2"), ({"b2": np.zeros((3, 1))}, "b2")],
)  # fmt: skip
def test_shapes_that_broadcasting_would_let_through(change, where):
    parameters = {name: change.get(name, value) for name, value in P.items()}
    with pytest.raises(DataError, match=rf"GC-G29\] {where}:"):
        network_graph(parameters, ["relu"], change.get("X", X), change.get("Y", Y))
