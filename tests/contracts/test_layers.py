"""Every layer, through every contract of `glasscat.layers.Layer`."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat import layers
from glasscat.layers import Dense, LeakyReLU, ReLU, Sigmoid, Tanh

from .slopes import richardson, two_sided

LAYERS = [Dense(3), Dense(1, "zeros"), Dense(4, "normal", 0.5), Sigmoid(), Tanh(), ReLU(), LeakyReLU(), LeakyReLU(0.3)]
SHAPES = [(4, 5), (1, 1), (2, 1), (1, 3)]  # (units before, samples)

FORMULAS = {
    Sigmoid: lambda _layer, z: 1 / (1 + math.exp(-z)),
    Tanh: lambda _layer, z: math.tanh(z),
    ReLU: lambda _layer, z: max(0, z),
    LeakyReLU: lambda layer, z: z if z > 0 else layer.slope * z,
}

every_layer = pytest.mark.parametrize("layer", LAYERS, ids=repr)
every_shape = pytest.mark.parametrize(("n_prev", "m"), SHAPES)


def draw(layer, n_prev, m, runs=(), seed=3):
    """Parameters, A_prev away from kinks, and dA."""
    rng = np.random.default_rng(seed)
    parameters = [rng.normal(size=(*runs, *entry.shape)) for entry in layer.entries(n_prev, 1)]
    A_prev = rng.normal(size=(*runs, n_prev, m))
    return parameters, A_prev + 0.1 * np.sign(A_prev), rng.normal(size=(*runs, layer.n_out(n_prev), m))


def gradients(layer, parameters, dA, A_prev):
    places = [np.full_like(array, np.nan) for array in parameters]
    layer.write_gradients(places, dA, A_prev)
    return places


def test_no_layer_is_left_out():
    names = set(layers.__all__) - {"Layer", "Output", "SigmoidOutput", "SoftmaxOutput"}
    assert {type(layer).__name__ for layer in LAYERS} == names


@every_layer
@every_shape
def test_forward_is_the_textbook_loop(layer, n_prev, m):
    parameters, A_prev, _dA = draw(layer, n_prev, m)
    A = layer.forward(parameters, A_prev)
    assert A.shape == (layer.n_out(n_prev), m)
    for i, s in np.ndindex(A.shape):
        if isinstance(layer, Dense):
            W, b = parameters
            expected = sum(W[i, j] * A_prev[j, s] for j in range(n_prev)) + b[i, 0]
        else:
            expected = FORMULAS[type(layer)](layer, A_prev[i, s])
        assert A[i, s] == pytest.approx(expected, rel=1e-12, abs=1e-14)


@every_layer
@every_shape
@pytest.mark.parametrize("way", [(two_sided, 1e-5, 1e-7), (richardson, 1e-3, 1e-9)], ids=["two-sided", "richardson"])
def test_backward_is_the_slope(layer, n_prev, m, way):
    slopes, step, rtol = way
    parameters, A_prev, dA = draw(layer, n_prev, m)
    A = layer.forward(parameters, A_prev)

    def cost(_varied):  # the arrays are varied in place
        return np.sum(dA * layer.forward(parameters, A_prev))

    assert_allclose(layer.backward(parameters, dA, A), slopes(cost, A_prev, step), rtol=rtol, atol=rtol)
    for given, array in zip(gradients(layer, parameters, dA, A_prev), parameters, strict=True):
        assert_allclose(given, slopes(cost, array, step), rtol=rtol, atol=rtol)


@every_layer
def test_row_r_is_the_lone_run_r(layer):
    parameters, A_prev, dA = draw(layer, 4, 5, runs=(3,))
    A = layer.forward(parameters, A_prev)
    together = [A, layer.backward(parameters, dA, A), *gradients(layer, parameters, dA, A_prev)]
    for r in range(3):
        mine = [array[r] for array in parameters]
        alone = layer.forward(mine, A_prev[r])
        lone = [alone, layer.backward(mine, dA[r], alone), *gradients(layer, mine, dA[r], A_prev[r])]
        for rows, row in zip(together, lone, strict=True):
            assert_allclose(rows[r], row, rtol=1e-12, atol=1e-15)


@every_layer
def test_runs_may_share_their_samples(layer):
    parameters, A_prev, dA = draw(layer, 4, 5, runs=(3,))
    for r, row in enumerate(layer.forward(parameters, A_prev[0]) if parameters else ()):
        assert_allclose(row, layer.forward([array[r] for array in parameters], A_prev[0]), rtol=1e-12)
    for r, rows in enumerate(zip(*gradients(layer, parameters, dA, A_prev[0]), strict=True)):
        lone = gradients(layer, [array[r] for array in parameters], dA[r], A_prev[0])
        for row, alone in zip(rows, lone, strict=True):
            assert_allclose(row, alone, rtol=1e-12)


@every_layer
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_is_kept_and_inputs_are_not_changed(layer, dtype):
    parameters, A_prev, dA = draw(layer, 4, 5)
    parameters, A_prev, dA = [array.astype(dtype) for array in parameters], A_prev.astype(dtype), dA.astype(dtype)
    kept = [array.copy() for array in (*parameters, A_prev, dA)]
    A = layer.forward(parameters, A_prev)
    dA_prev = layer.backward(parameters, dA, A)
    written = gradients(layer, parameters, dA, A_prev)
    assert {array.dtype for array in (A, dA_prev, *written)} == {np.dtype(dtype)}
    for array, before in zip((*parameters, A_prev, dA), kept, strict=True):
        assert_array_equal(array, before)


@every_layer
def test_out_is_where_the_result_goes(layer):
    parameters, A_prev, dA = draw(layer, 4, 5)
    A = layer.forward(parameters, A_prev)
    place, back = np.full_like(A, np.nan), np.full_like(A_prev, np.nan)
    assert layer.forward(parameters, A_prev, place) is place
    assert layer.backward(parameters, dA, A, back) is back
    assert_array_equal(place, A)
    assert_array_equal(back, layer.backward(parameters, dA, A))


@every_layer
def test_entries_and_initial_agree(layer):
    entries = layer.entries(6, 2)
    initial = layer.initial(np.random.default_rng(0), 6)
    assert [array.shape for array in initial] == [entry.shape for entry in entries]
    if isinstance(layer, Dense):
        assert [(entry.name, entry.kind) for entry in entries] == [("W2", "weight"), ("b2", "bias")]
        assert not initial[1].any()
    else:
        assert entries == ()


@every_layer
def test_is_finite_at_extreme_values(layer):
    parameters, _A_prev, _dA = draw(layer, 3, 2)
    for big in (800.0, 1e4):
        A_prev = np.array([[big, -big], [-big, big], [0, -big]])
        A = layer.forward(parameters, A_prev)
        assert np.isfinite(A).all()
        assert np.isfinite(layer.backward(parameters, np.ones_like(A), A)).all()


@every_layer
def test_is_a_value(layer):
    assert hash(layer) == hash(type(layer)(*(getattr(layer, name) for name in layer.__dataclass_fields__)))
    with pytest.raises((AttributeError, TypeError)):
        layer.n = 5
