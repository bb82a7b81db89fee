"""A network written out as a graph, against the network with its hand-written backward pass."""

from types import SimpleNamespace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import glasscat as gc
from glasscat.errors import UsageError
from glasscat.network import Network


def network_and_graph(hidden, n_classes, *, zeros=False, seed=3, s=None, **settings):
    rng = np.random.default_rng(seed)
    network = Network.dense(4, hidden, n_classes, **settings)
    theta = np.zeros(network.layout.size)
    if not zeros:
        theta = network.initial(seed) + 0.1 * rng.normal(size=theta.shape)  # so that biases are not 0
    X = rng.normal(size=(4, 6))
    Y = network.targets(rng.integers(n_classes, size=6))
    J, grad = network.loss_and_grad(theta, X, Y, s=s)
    return gc.network_graph(network, X, Y, theta, s=s), J, network.layout.views(grad)


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
@pytest.mark.parametrize("n_classes", [2, 4])
@pytest.mark.parametrize("activation", ["relu", "leaky-relu", "tanh", "sigmoid"])
@pytest.mark.parametrize("hidden", [[], [3], [5, 3, 2]])
def test_equals_the_hand_written_backward_pass(hidden, activation, n_classes, loss, batch_norm):
    graph, J, grad = network_and_graph(hidden, n_classes, activation=activation, loss=loss, batch_norm=batch_norm)
    assert graph.value == pytest.approx(float(J), rel=1e-13)
    for name, derivative in grad.items():
        # batch normalisation makes db a sum that cancels to rounding
        assert_allclose(graph.derivatives[name], derivative, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("n_classes", [2, 4])
@pytest.mark.parametrize("activation", ["relu", "leaky-relu"])
def test_takes_the_same_side_at_kinks(activation, n_classes):
    """All Z are 0 with zero parameters, where relu and leaky relu must choose."""
    graph, J, grad = network_and_graph([3, 2], n_classes, activation=activation, zeros=True)
    assert graph.value == pytest.approx(float(J), rel=1e-15)
    for name, derivative in grad.items():
        assert_allclose(graph.derivatives[name], derivative, rtol=1e-13, atol=1e-17)


def test_weights_of_samples():
    graph, J, grad = network_and_graph([3], 2, s=np.array([0.0, 1, 2, 0.5, 1, 3]))
    assert graph.value == pytest.approx(float(J), rel=1e-13)
    assert_allclose(graph.derivatives["W1"], grad["W1"], rtol=1e-11)
    assert "s" in graph.values


def test_dropout_masks_are_shown_and_used():
    network = Network.dense(4, [50], 2, dropout=0.4)
    X, Y = np.ones((4, 3)), np.array([[0.0, 1, 0]])
    graph = gc.network_graph(network, X, Y, seed=1)
    D = graph.values["D1"]
    assert set(np.unique(D)) == {0, 1 / 0.6}
    assert_array_equal(graph.values["A1_D"], graph.values["A1"] * D)
    assert np.all(graph.derivatives["A1"][D == 0] == 0)
    assert_array_equal(gc.network_graph(network, X, Y, seed=1).values["D1"], D)
    assert np.any(gc.network_graph(network, X, Y, seed=2).values["D1"] != D)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_saturated_outputs_stay_finite(n_classes):
    network = Network.dense(1, [], n_classes)
    units = network.output.n_units
    theta = np.concatenate([np.full(units, 1000.0), np.arange(units) * 500.0])  # W1, then b1
    graph = gc.network_graph(network, [[1.0, -1.0]], network.targets(np.arange(2)), theta)
    assert graph.value == pytest.approx(1000 if units == 1 else np.mean([1000, 500]))
    assert np.all(np.isfinite(graph.derivatives["W1"]))


def test_names_data_and_words():
    graph, _J, _grad = network_and_graph([3], 2, activation="tanh", loss="squared-error")
    assert [name for name in graph.values if name[0] in "WbXYZALJ"] == [
        *("W1", "X", "b1", "Z1", "A1", "W2", "b2", "Z2", "A2", "Y", "L", "J")
    ]
    assert {"X", "Y"}.isdisjoint(graph.derivatives)
    assert str(graph.title) == "Network 4-3-1"
    assert graph["Z1"].rule.formula.format(*(node.name for node in graph["Z1"].operands)) == "W1 @ X + b1"
    text = str(graph)
    assert "dJ/dW1 = dJ/dZ1 @ X.T = " in text
    assert "dJ/db1 = sum(dJ/dZ1, axis=1) = " in text


def test_layers_that_would_take_one_name_still_come_out():
    Dense, Tanh, ReLU, Dropout = gc.layers.Dense, gc.layers.Tanh, gc.layers.ReLU, gc.layers.Dropout
    layers = (Tanh(), Dense(3), Tanh(), ReLU(), Dropout(0.0), Dropout(0.0), Dense(2), Dense(1))
    network = Network(2, layers, gc.layers.SigmoidOutput())
    theta, X, Y = network.initial(0), np.array([[1.0], [-2.0]]), np.array([[1.0]])
    graph = gc.network_graph(network, X, Y, theta)
    J, grad = network.loss_and_grad(theta, X, Y)
    assert graph.value == pytest.approx(float(J), rel=1e-14)
    assert_allclose(graph.derivatives["W1"], network.layout.views(grad)["W1"], rtol=1e-12)
    assert {"A0", "A1", "A1_2", "D1", "D1_2", "Z2", "Z3"} <= set(graph.values)


def test_a_run_with_its_own_samples():
    rng = np.random.default_rng(0)
    data = gc.from_arrays(rng.normal(size=(20, 3)), np.arange(20) % 2)
    run = gc.fit(Network.dense(3, [2], 2), data, optimizer=gc.Adam(0.1), iterations=5)
    first = data.train.take(np.arange(4))
    graph = gc.network_graph(run, first)
    assert_array_equal(graph.values["W1"], run.parameters["W1"])
    assert_array_equal(graph.values["X"], first.columns())
    assert_array_equal(graph.values["Y"], first.y[None])
    assert graph.value == pytest.approx(float(run.network.loss(run.theta, first.columns(), first.y[None])), rel=1e-13)
    assert gc.network_graph(run.model, first).value == graph.value
    at_zero = gc.network_graph(run, first, theta=np.zeros_like(run.theta))
    assert at_zero.value == pytest.approx(np.log(2))


NET = Network.dense(2, [3], 2)
X, Y = np.ones((2, 4)), np.ones((1, 4))
THREE = gc.from_arrays(np.arange(60.0).reshape(30, 2), np.arange(30) % 3).train


@pytest.mark.parametrize(
    ("arguments", "code"),
    [((5, X, Y), "GC-G31"), ((SimpleNamespace(network=3), X, Y), "GC-G31"), ((NET, X), "GC-G32"),
     ((NET, THREE, Y), "GC-G32"), ((NET, THREE), "GC-G33"), ((NET, np.ones(2), Y), "GC-K01"),
     ((NET, np.ones((3, 4)), Y), "GC-K01"), ((NET, X, np.ones(4)), "GC-K02"), ((NET, X, np.ones((2, 4))), "GC-K02"),
     ((NET, "cat", Y), "GC-K03"), ((NET, X, Y, np.ones(3)), "GC-K04"),
     ((Network.dense(2, [3], 2, batch_norm=True), X[:, :1], Y[:, :1]), "GC-K07")],
)  # fmt: skip
def test_what_cannot_be_shown(arguments, code):
    with pytest.raises(UsageError) as caught:
        gc.network_graph(*arguments)
    assert caught.value.code == code
    assert caught.value.fix is not None


def test_a_network_of_many_layers_is_too_large_for_a_picture_and_says_the_limit():
    network = Network.dense(2, [2] * 40, 2)
    with pytest.raises(UsageError, match="80 values at most") as caught:
        gc.network_graph(network, X, Y).svg()
    assert caught.value.code == "GC-G27"
