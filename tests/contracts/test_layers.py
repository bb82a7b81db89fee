"""Every layer, through every contract of `glasscat.layers.Layer`."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat import layers
from glasscat.layers import BatchNorm, Dense, Dropout, LeakyReLU, ReLU, Sigmoid, Tanh
from glasscat.work import Trace

from .slopes import richardson, two_sided

LAYERS = [
    Dense(3),
    Dense(1, "zeros"),
    Dense(4, "normal", 0.5),
    Sigmoid(),
    Tanh(),
    ReLU(),
    LeakyReLU(),
    LeakyReLU(0.3),
    BatchNorm(),
    BatchNorm(momentum=0.5, epsilon=0.1),
    Dropout(),
    Dropout(0.2),
    Dropout(0),
]
SHAPES = [(4, 5), (1, 1), (2, 1), (1, 3)]  # (units before, samples)

FORMULAS = {
    Sigmoid: lambda _layer, z: 1 / (1 + math.exp(-z)),
    Tanh: lambda _layer, z: math.tanh(z),
    ReLU: lambda _layer, z: max(0, z),
    LeakyReLU: lambda layer, z: z if z > 0 else layer.slope * z,
    Dropout: lambda _layer, z: z,  # in use
}

every_layer = pytest.mark.parametrize("layer", LAYERS, ids=repr)
every_shape = pytest.mark.parametrize(("n_prev", "m"), SHAPES)


class Drawn:
    """A layer with parameters, inputs away from kinks, and dA; ``buffers`` are what is used but not trained."""

    def __init__(self, layer, n_prev, m, runs=(), dtype=np.float64):
        rng = np.random.default_rng(3)

        def normal(*shape):
            return rng.normal(size=(*runs, *shape)).astype(dtype)

        self.layer = layer
        self.parameters = [normal(*entry.shape) for entry in layer.entries(n_prev, 1)]
        self.buffers = [np.abs(normal(*entry.shape)) for entry in layer.buffers(n_prev, 1)]
        self.A_prev = normal(n_prev, m)
        self.A_prev += (0.1 * np.sign(self.A_prev)).astype(dtype)
        self.dA = normal(layer.n_out(n_prev), m)
        self.memory = layer.memory(self.dA.shape, np.dtype(dtype))
        if isinstance(layer, Dropout):
            layer.draw(self.memory, [np.random.default_rng(r) for r in range(max(1, *runs, 1))])

    def row(self, r):
        """Run r alone."""
        lone = object.__new__(Drawn)
        lone.layer = self.layer
        for name in ("parameters", "buffers", "memory"):
            setattr(lone, name, tuple(array[r].copy() for array in getattr(self, name)))
        lone.A_prev, lone.dA = self.A_prev[r], self.dA[r]
        return lone

    def use(self, out=None):
        return self.layer.forward([*self.parameters, *self.buffers], self.A_prev, out)

    def train(self, out=None):
        return self.layer.forward_training(self.parameters, self.A_prev, self.memory, out)

    def trace(self):
        return Trace(self.A_prev, self.train(), self.memory)

    def back(self, out=None):
        return self.layer.backward(self.parameters, self.dA, self.trace(), out)

    def gradients(self):
        places = [np.full_like(array, np.nan) for array in self.parameters]
        self.layer.write_gradients(places, self.dA, self.trace())
        return places

    def everything(self):
        return [self.use(), self.train(), self.back(), *self.gradients()]

    def arrays(self):
        return [*self.parameters, *self.buffers, self.A_prev, self.dA]


def test_no_layer_is_left_out():
    names = set(layers.__all__) - {"Layer", "Output", "SigmoidOutput", "SoftmaxOutput", "Trace", "Weighted"}
    assert {type(layer).__name__ for layer in LAYERS} == names


@every_layer
@every_shape
def test_use_is_the_textbook_loop(layer, n_prev, m):
    drawn = Drawn(layer, n_prev, m)
    A, A_prev = drawn.use(), drawn.A_prev
    assert A.shape == (layer.n_out(n_prev), m)
    for i, s in np.ndindex(A.shape):
        if isinstance(layer, Dense):
            W, b = drawn.parameters
            expected = sum(W[i, j] * A_prev[j, s] for j in range(n_prev)) + b[i, 0]
        elif isinstance(layer, BatchNorm):
            (gamma, beta), (mean, variance) = drawn.parameters, drawn.buffers
            deviation = math.sqrt(variance[i, 0] + layer.epsilon)
            expected = gamma[i, 0] * (A_prev[i, s] - mean[i, 0]) / deviation + beta[i, 0]
        else:
            expected = FORMULAS[type(layer)](layer, A_prev[i, s])
        assert A[i, s] == pytest.approx(expected, rel=1e-12, abs=1e-14)


@every_layer
def test_training_asks_the_same_but_of_batch_norm_and_dropout(layer):
    drawn = Drawn(layer, 4, 5)
    if isinstance(layer, BatchNorm):
        gamma, beta = drawn.parameters
        mean, variance = drawn.A_prev.mean(axis=1, keepdims=True), drawn.A_prev.var(axis=1, keepdims=True)
        expected = gamma * (drawn.A_prev - mean) / np.sqrt(variance + layer.epsilon) + beta
    elif isinstance(layer, Dropout):
        expected = drawn.A_prev * drawn.memory[0]
        assert set(np.unique(drawn.memory[0])) <= {0, 1 / (1 - layer.p)}
    else:
        expected = drawn.use()
    assert_allclose(drawn.train(), expected, rtol=1e-12)


@every_layer
@every_shape
@pytest.mark.parametrize("way", [(two_sided, 1e-5, 1e-7), (richardson, 1e-3, 1e-9)], ids=["two-sided", "richardson"])
def test_backward_is_the_slope(layer, n_prev, m, way):
    slopes, step, rtol = way
    drawn = Drawn(layer, n_prev, m)
    back, gradients = drawn.back(), drawn.gradients()

    def cost(_varied):  # the arrays are varied in place
        return np.sum(drawn.dA * drawn.train())

    assert_allclose(back, slopes(cost, drawn.A_prev, step), rtol=rtol * 10, atol=rtol)
    for given, array in zip(gradients, drawn.parameters, strict=True):
        assert_allclose(given, slopes(cost, array, step), rtol=rtol, atol=rtol)


@every_layer
def test_row_r_is_the_lone_run_r(layer):
    drawn = Drawn(layer, 4, 5, runs=(3,))
    together = drawn.everything()
    for r in range(3):
        for rows, row in zip(together, drawn.row(r).everything(), strict=True):
            assert_allclose(rows[r], row, rtol=1e-12, atol=1e-14)


@every_layer
def test_runs_may_share_their_samples(layer):
    drawn = Drawn(layer, 4, 5, runs=(3,))
    drawn.A_prev = np.broadcast_to(drawn.A_prev[0], drawn.A_prev.shape)
    spread = [drawn.use(), drawn.train(), *drawn.gradients()] if drawn.parameters else []
    drawn.A_prev = drawn.A_prev[0]
    common = [drawn.use(), drawn.train(), *drawn.gradients()] if drawn.parameters else []
    for given, wanted in zip(common, spread, strict=True):
        assert_allclose(given, wanted, rtol=1e-12, atol=1e-14)


@every_layer
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_is_kept_and_inputs_are_not_changed(layer, dtype):
    drawn = Drawn(layer, 4, 5, dtype=dtype)
    kept = [array.copy() for array in drawn.arrays()]
    # a mask is drawn from float64 numbers in either dtype, so that it is the same one
    memory = drawn.memory[:1] if isinstance(layer, Dropout) else drawn.memory
    assert {array.dtype for array in (*drawn.everything(), *memory)} == {np.dtype(dtype)}
    for array, before in zip(drawn.arrays(), kept, strict=True):
        assert_array_equal(array, before)


@every_layer
def test_out_is_where_the_result_goes(layer):
    drawn = Drawn(layer, 4, 5)
    for method in (drawn.use, drawn.train, drawn.back):
        wanted = method()
        place = np.full_like(wanted, np.nan)
        assert method(place) is place
        assert_array_equal(place, wanted)


@every_layer
def test_entries_initial_and_memory_agree(layer):
    entries = layer.entries(6, 2)
    initial = layer.initial(np.random.default_rng(0), 6)
    assert [array.shape for array in initial] == [entry.shape for entry in entries]
    names = {Dense: ["W2", "b2"], BatchNorm: ["gamma2", "beta2"]}.get(type(layer), [])
    kinds = {Dense: ["weight", "bias"], BatchNorm: ["gain", "shift"]}.get(type(layer), [])
    assert [entry.name for entry in entries] == names
    assert [entry.kind for entry in entries] == kinds
    assert all(array.dtype == np.float64 for array in initial)
    assert len(layer.buffers(6, 2)) == (2 if isinstance(layer, BatchNorm) else 0)


@every_layer
@pytest.mark.parametrize("big", [800.0, 1e4])
def test_is_finite_at_extreme_values(layer, big):
    drawn = Drawn(layer, 3, 2)
    drawn.A_prev = np.array([[big, -big], [-big, big], [0, -big]])
    for array in drawn.everything():
        assert np.isfinite(array).all()


@every_layer
def test_is_a_value(layer):
    assert hash(layer) == hash(type(layer)(*(getattr(layer, name) for name in layer.__dataclass_fields__)))
    with pytest.raises((AttributeError, TypeError)):
        layer.n = 5


@pytest.mark.parametrize("runs", [(), (3,)])
def test_batch_norm_keeps_running_statistics(runs):
    """running := (1 - momentum) running + momentum batch, the batch's variance with m - 1."""
    layer = BatchNorm(momentum=0.3)
    drawn = Drawn(layer, 4, 5, runs)
    mean, variance = (buffer.copy() for buffer in drawn.buffers)
    drawn.train()
    layer.update_buffers(drawn.buffers, drawn.memory, 5)
    batch = drawn.A_prev
    assert_allclose(drawn.buffers[0], 0.7 * mean + 0.3 * batch.mean(axis=-1, keepdims=True), rtol=1e-13)
    assert_allclose(drawn.buffers[1], 0.7 * variance + 0.3 * batch.var(axis=-1, keepdims=True, ddof=1), rtol=1e-13)


def test_dropout_switches_off_its_share_and_keeps_the_mean():
    layer = Dropout(0.3)
    memory = layer.memory((2, 100, 500), np.dtype(np.float64))
    layer.draw(memory, [np.random.default_rng(r) for r in range(2)])
    for mask in memory[0]:
        # 50,000 draws: the share is known to 0.002
        assert np.mean(mask == 0) == pytest.approx(0.3, abs=0.01)
        assert mask.mean() == pytest.approx(1, abs=0.015)
    assert not np.array_equal(*memory[0])


@pytest.mark.parametrize("p", [1, 1.5, -0.1, np.nan])
def test_dropout_that_leaves_nothing_is_refused(p):
    with pytest.raises(ValueError) as caught:
        Dropout(p)
    assert caught.value.code == "GC-U60"
