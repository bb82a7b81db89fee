"""The network as a whole: what it is made of, that it computes the formulas, and that it changes nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.errors import GlasscatError
from glasscat.layers import BatchNorm, Dense, LeakyReLU, ReLU, Sigmoid, SigmoidOutput, SoftmaxOutput, Tanh
from glasscat.layers.stack import ACTIVATIONS
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.loop import train

LOSSES = ["cross-entropy", "squared-error"]

networks = st.builds(
    Network.dense,
    st.integers(1, 5),
    st.lists(st.integers(1, 4), max_size=3),
    st.integers(2, 5),
    activation=st.sampled_from(list(ACTIVATIONS)),
    init=st.just("normal"),
    init_scale=st.just(0.7),
    loss=st.sampled_from(LOSSES),
)


def task(network, m=6, runs=None, seed=1, dtype=np.float64):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(m, network.n_features)).astype(dtype).T
    n_classes = 2 if network.output.n_units == 1 else network.output.n_units
    return network.initial(seed, n_runs=runs, dtype=dtype), X, network.targets(rng.integers(0, n_classes, m), dtype)


class TestMaking:
    def test_the_courses_network(self):
        network = Network.dense(12288, [20, 7, 5], 2)
        assert network.sizes == (12288, 20, 7, 5, 1)
        names = [(entry.name, entry.shape, entry.kind) for entry in network.layout.entries]
        assert names[0] == ("W1", (20, 12288), "weight")
        assert names[-1] == ("b4", (1, 1), "bias")
        assert [name for name, _shape, _kind in names] == ["W1", "b1", "W2", "b2", "W3", "b3", "W4", "b4"]
        assert network.layout.size == 20 * 12288 + 20 + 7 * 20 + 7 + 5 * 7 + 5 + 5 + 1
        assert [type(layer) for layer in network.layers] == [Dense, ReLU, Dense, ReLU, Dense, ReLU, Dense]

    def test_one_neuron(self):
        network = Network.dense(3, [], 2)
        assert network.layers == (Dense(1, "zeros"),)
        assert_array_equal(network.initial(), np.zeros(4))

    @pytest.mark.parametrize(
        ("n_classes", "output"), [(2, SigmoidOutput()), (3, SoftmaxOutput(3)), (6, SoftmaxOutput(6))]
    )
    def test_output_follows_from_the_classes(self, n_classes, output):
        network = Network.dense(4, [3], n_classes)
        assert network.output == output
        assert network.sizes[-1] == output.n_units

    @pytest.mark.parametrize(
        ("activation", "layer", "init"),
        [
            ("relu", ReLU(), "he"),
            ("leaky-relu", LeakyReLU(), "he"),
            ("tanh", Tanh(), "xavier"),
            ("sigmoid", Sigmoid(), "xavier"),
        ],
    )
    def test_initial_weights_follow_from_the_activation(self, activation, layer, init):
        assert Network.dense(4, [3], 2, activation=activation).layers == (Dense(3, init), layer, Dense(1, init))

    def test_what_is_asked_for_is_taken(self):
        network = Network.dense(4, [3], 2, init="normal", init_scale=0.5, loss="squared-error")
        assert network.layers[0] == Dense(3, "normal", 0.5)
        assert network.output == SigmoidOutput("squared-error")

    @pytest.mark.parametrize(
        ("code", "arguments", "more"),
        [
            ("GC-U01", ([3, 0], 2), {}),
            ("GC-U01", ([-1], 2), {}),
            ("GC-U02", ([3], 2), {"init": "ones"}),
            ("GC-U03", ([3], 2), {"loss": "hinge"}),
            ("GC-U03", ([3], 4), {"loss": "cross_entropy"}),
            ("GC-U05", ([3], 2), {"activation": "reluu"}),
            ("GC-U06", ([3], 1), {}),
            ("GC-U06", ([3], 0), {}),
        ],
    )
    def test_what_cannot_be_meant_is_refused(self, code, arguments, more):
        with pytest.raises(ValueError) as caught:
            Network.dense(4, *arguments, **more)
        assert caught.value.code == code
        assert len(str(caught.value).splitlines()) <= 3

    def test_nearest_name_is_told(self):
        with pytest.raises(ValueError, match="'reluu' is not known; the nearest is relu"):
            Network.dense(4, [3], 2, activation="reluu")

    def test_networks_are_values(self):
        assert Network.dense(4, [3], 2) == Network.dense(4, [3], 2)
        assert Network.dense(4, [3], 2) != Network.dense(4, [3], 2, activation="tanh")


class TestInitial:
    def test_runs_are_spawned_from_the_seed(self):
        network = Network.dense(4, [3], 2)
        seeds = np.random.SeedSequence(5).spawn(3)
        together = network.initial(5, n_runs=3)
        assert together.shape == (3, network.layout.size)
        for row, seed in zip(together, seeds, strict=True):
            assert_array_equal(row, network.initial(seed))
        assert not np.array_equal(together[0], together[1])

    def test_a_seed_sequence_gives_the_same_runs_however_often_it_is_asked(self):
        network, seeds = Network.dense(4, [3], 2), np.random.SeedSequence(5)
        first = network.initial(seeds, n_runs=2)
        assert_array_equal(network.initial(seeds, n_runs=2), first)
        assert_array_equal(network.initial(5, n_runs=2), first)
        assert seeds.n_children_spawned == 0

    def test_float32_begins_where_float64_does(self):
        network = Network.dense(4, [3], 3)
        exact, rounded = network.initial(1), network.initial(1, dtype=np.float32)
        assert rounded.dtype == np.float32
        assert_array_equal(rounded, exact.astype(np.float32))

    def test_biases_begin_at_zero_and_layers_differ(self):
        network = Network.dense(4, [4, 4], 2, init="normal")
        views = network.layout.views(network.initial(3))
        assert not any(views[name].any() for name in ("b1", "b2", "b3"))
        assert not np.array_equal(views["W1"], views["W2"])


class TestGradient:
    @given(networks, st.integers(1, 4), st.integers(0, 99))
    def test_gradient_is_the_slope_along_any_direction(self, network, m, seed):
        """Two-sided differences along a random direction, smooth activations only: a kink may lie within the step."""
        if any(isinstance(layer, ReLU | LeakyReLU) for layer in network.layers):
            return
        theta, X, Y = task(network, m, seed=seed)
        J, grad = network.loss_and_grad(theta, X, Y)
        direction = np.random.default_rng(seed).normal(size=theta.shape)
        step = 1e-5
        above, below = (network.loss(theta + sign * step * direction, X, Y) for sign in (1, -1))
        assert_allclose(grad @ direction, (above - below) / (2 * step), rtol=1e-6, atol=1e-8)
        assert_allclose(J, network.loss(theta, X, Y), rtol=1e-14)

    @given(networks, st.integers(1, 3), st.integers(0, 99))
    def test_row_r_is_the_lone_run_r(self, network, runs, seed):
        theta, X, Y = task(network, runs=runs, seed=seed)
        J, grad = network.loss_and_grad(theta, X, Y)
        assert J.shape == (runs,)
        assert grad.shape == theta.shape
        for r in range(runs):
            lone_J, lone_grad = network.loss_and_grad(theta[r], X, Y)
            assert_allclose(J[r], lone_J, rtol=1e-12)
            assert_allclose(grad[r], lone_grad, rtol=1e-11, atol=1e-15)
            assert_allclose(network.predict(theta, X)[r], network.predict(theta[r], X), rtol=1e-12)

    @pytest.mark.parametrize("runs", [None, 2])
    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    @pytest.mark.parametrize("n_classes", [2, 3])
    def test_nothing_is_changed_and_the_dtype_is_kept(self, runs, dtype, n_classes):
        network = Network.dense(4, [3, 2], n_classes)
        theta, X, Y = task(network, runs=runs, dtype=dtype)
        before = theta.copy(), X.copy(), Y.copy()
        J, grad = network.loss_and_grad(theta, X, Y)
        assert J.dtype == grad.dtype == dtype
        assert network.predict(theta, X).dtype == dtype
        for array, kept in zip((theta, X, Y), before, strict=True):
            assert_array_equal(array, kept)

    @pytest.mark.parametrize("runs", [None, 3])
    @pytest.mark.parametrize("loss", LOSSES)
    def test_work_buffers_change_no_number(self, runs, loss):
        network = Network.dense(4, [3, 2], 3, activation="tanh", loss=loss)
        theta, X, Y = task(network, runs=runs)
        J, grad = network.loss_and_grad(theta, X, Y)
        work = network.work(theta, 6)
        for _ in range(2):  # what is left of the first pass does not show in the second
            again, written = network.loss_and_grad(theta, X, Y, work)
            assert_array_equal(again, J)
            assert_array_equal(written, grad)
            assert written is work.grad
        for array in (*work.outputs, *work.deltas, work.A, work.grad):
            array.fill(np.nan)
        assert_array_equal(network.loss_and_grad(theta, X, Y, work)[1], grad)

    def test_dead_network_has_no_gradient_but_the_last_bias(self):
        network = Network.dense(2, [3], 2, init="zeros")
        theta, X, Y = task(network)
        _J, grad = network.loss_and_grad(theta, X, Y)
        views = network.layout.views(grad)
        assert not any(views[name].any() for name in ("W1", "b1", "W2"))
        assert_allclose(views["b2"], np.mean(0.5 - Y), rtol=1e-15)

    def test_layers_may_be_put_together_freely(self):
        network = Network(3, (Tanh(), Dense(2, "xavier"), Sigmoid(), Dense(1, "xavier")), SigmoidOutput())
        assert network.sizes == (3, 2, 1)
        theta, X, Y = task(network)
        W1, b1, W2, b2 = network.layout.views(theta).values()
        hidden = 1 / (1 + np.exp(-(W1 @ np.tanh(X) + b1)))
        assert_allclose(network.predict(theta, X), 1 / (1 + np.exp(-(W2 @ hidden + b2))), rtol=1e-14)
        step = 1e-6
        J, grad = network.loss_and_grad(theta, X, Y)
        for i in range(theta.size):
            moved = theta.copy()
            moved[i] += step
            assert_allclose(grad[i], (network.loss(moved, X, Y) - J) / step, atol=1e-5)


class TestPredicting:
    def test_probabilities_by_hand(self):
        network = Network.dense(1, [], 2)
        p = network.probabilities(np.array([np.log(3), 0.0]), np.array([[1.0, 0, -1]]))
        assert_allclose(p, [[0.25, 0.5, 0.75], [0.75, 0.5, 0.25]], rtol=1e-15)

    @given(networks)
    def test_probabilities_add_up_to_one(self, network):
        theta, X, _Y = task(network, runs=2)
        p = network.probabilities(theta, X)
        assert p.shape == (2, max(2, network.output.n_units), 6)
        assert_allclose(p.sum(axis=1), 1, rtol=1e-14)

    @given(networks, st.integers(0, 5))
    def test_a_sample_is_judged_alike_alone_and_among_others(self, network, s):
        theta, X, _Y = task(network)
        assert_allclose(network.predict(theta, X)[:, [s]], network.predict(theta, X[:, [s]]), rtol=1e-12)


@pytest.mark.parametrize("layers", [(), (Dense(3),), (Dense(1), ReLU()), (Dense(1), Dense(2))])
def test_layers_must_end_as_the_output_needs_it(layers):
    with pytest.raises(GlasscatError) as caught:
        Network(2, layers, SigmoidOutput())
    assert caught.value.code == "GC-U69"


def test_data_of_more_classes_than_outputs_is_refused():
    network = Network.dense(4, [3], 2)
    with pytest.raises(GlasscatError) as caught:
        train(network, (np.eye(6, 4), [0, 1, 2, 0, 1, 2]), optimizer=GradientDescent(0.1), iterations=1)
    assert caught.value.code == "GC-U77"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Dense(2.5), "GC-U01"),
        (lambda: LeakyReLU(2.0), "GC-U67"),
        (lambda: LeakyReLU(0.0), "GC-U67"),
        (lambda: BatchNorm(1.5), "GC-U68"),
        (lambda: BatchNorm(0.1, 0.0), "GC-U68"),
        (lambda: BatchNorm(0.1, float("nan")), "GC-U68"),
    ],
)
def test_a_layer_that_cannot_be_is_refused(make, code):
    with pytest.raises(GlasscatError) as caught:
        make()
    assert caught.value.code == code


@pytest.mark.parametrize("scale", [-0.01, float("nan"), float("inf")])
def test_a_scale_of_weights_that_cannot_be_meant(scale):
    with pytest.raises(ValueError, match="init_scale") as caught:
        Network.dense(4, [3], 2, init="normal", init_scale=scale)
    assert caught.value.code == "GC-U85"
