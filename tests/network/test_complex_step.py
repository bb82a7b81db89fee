"""The complex step: J(theta + i h v) = J + i h grad.v, so the slope along v is read off without taking a difference."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from glasscat.layers import BatchNorm, Dense, Dropout, SigmoidOutput, Tanh
from glasscat.layers.stack import ACTIVATIONS
from glasscat.network import Network

LOSSES = ["cross-entropy", "squared-error"]
TINY = 1e-20  # its square is lost in the rounding of anything, so there is no error of the step

networks = st.builds(
    Network.dense,
    st.integers(1, 5),
    st.lists(st.integers(1, 5), max_size=8),
    st.sampled_from([2, 2, 3, 5]),
    activation=st.sampled_from(list(ACTIVATIONS)),
    loss=st.sampled_from(LOSSES),
    batch_norm=st.booleans(),
    dropout=st.sampled_from([0.0, 0.4]),
)


def both(network, m, seed, runs=None, *, weighted=True):
    """Slope along a random direction by the way back and by the complex step, and what rounding is measured by."""
    rng = np.random.default_rng(seed)
    shape = (network.layout.size,) if runs is None else (runs, network.layout.size)
    theta, v = network.initial(seed, n_runs=runs) + 0.3 * rng.normal(size=shape), rng.normal(size=shape)
    X = rng.normal(size=(network.n_features, m))
    Y = network.targets(rng.integers(0, max(2, network.output.n_units), m))
    s = rng.uniform(0.2, 3, m) if weighted else None
    work = network.work(theta, m)
    network.draw_masks(work, [np.random.default_rng(r) for r in range(runs or 1)])
    J, grad = network.loss_and_grad(theta, X, Y, work, s)

    moved = theta + TINY * 1j * v
    complex_work = network.work(moved, m)
    for layer, real, imaginary in zip(network.layers, work.memories, complex_work.memories, strict=True):
        if isinstance(layer, Dropout):
            imaginary[0][...] = real[0]
    complex_J = network.training_loss(moved, X, Y, complex_work, s)
    assert_allclose(complex_J.real, J, rtol=1e-12, atol=1e-14)
    return np.sum(grad * v, axis=-1), complex_J.imag / TINY, np.sum(np.abs(grad * v), axis=-1), work


def least_variance(work):
    """Smallest variance of a normalised unit over the batch: near 0, its slope is near 1 / sqrt(epsilon) = 316."""
    return min((memory[1].min() for memory in work.memories if len(memory) == 2), default=1)


@settings(max_examples=300, deadline=None)
@given(networks, st.integers(1, 6), st.integers(0, 2**32), st.booleans())
def test_way_back_agrees_with_the_complex_step(network, m, seed, weighted):
    slope, by_complex_step, size, work = both(network, m, seed, weighted=weighted)
    assume(
        least_variance(work) > 1e-3 or m == 1
    )  # else rounding is multiplied by 316 at each layer that a gradient passes
    assume(work.A.max() < 0.999)  # else 1 - A has lost digits
    assert abs(slope - by_complex_step) <= 1e-12 * size


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("dropout", [0, 0.3])
@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_loss_and_layer(activation, loss, n_classes, dropout, batch_norm):
    network = Network.dense(
        4, [5, 3], n_classes, activation=activation, loss=loss, dropout=dropout, batch_norm=batch_norm
    )
    for runs in (None, 2):
        slope, by_complex_step, size, _work = both(network, 6, 1, runs)
        assert (np.abs(slope - by_complex_step) <= 1e-12 * size).all()
        assert (size > 0).all()


def test_layers_in_any_order():
    """Normalised and thinned pixels, and activations before and after a normalisation."""
    layers = (BatchNorm(), Dropout(0.2), Dense(3, "xavier"), Tanh(), BatchNorm(epsilon=0.1), Tanh(), Dense(1, "xavier"))
    for runs in (None, 3):
        slope, by_complex_step, size, _work = both(Network(4, layers, SigmoidOutput()), 7, 2, runs)
        assert (np.abs(slope - by_complex_step) <= 1e-12 * size).all()


def test_predictions_are_analytic_too():
    network = Network.dense(3, [4], 3, activation="leaky-relu", batch_norm=True)
    rng = np.random.default_rng(0)
    theta, v, X = rng.normal(size=network.layout.size), rng.normal(size=network.layout.size), rng.normal(size=(3, 5))
    step = 1e-5
    slope = (network.predict(theta + step * v, X) - network.predict(theta - step * v, X)) / (2 * step)
    given = network.predict(theta + TINY * 1j * v, X)
    assert_allclose(given.real, network.predict(theta, X), rtol=1e-14)
    assert_allclose(given.imag / TINY, slope, rtol=1e-7, atol=1e-9)  # the difference is wrong by step^2 = 1e-10
