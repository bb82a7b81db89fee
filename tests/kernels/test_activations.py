"""Values that everybody can check by hand, and the places where a formula bends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from glasscat import kernels

moderate = arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=st.floats(-30, 30))


def test_known_values():
    Z = np.array([[0.0, np.log(3), -np.log(3)]])
    assert_allclose(kernels.sigmoid(Z), [[0.5, 0.75, 0.25]], rtol=1e-15)
    assert_allclose(kernels.tanh(Z), [[0, 0.8, -0.8]], rtol=1e-15)  # (3 - 1/3) / (3 + 1/3)
    assert_array_equal(kernels.relu(np.array([-2.0, 0, 3])), [0, 0, 3])
    assert_allclose(kernels.leaky_relu(np.array([-2.0, 0, 3])), [-0.02, 0, 3], rtol=1e-15)
    assert_allclose(kernels.softmax(np.log([[1.0], [2], [5]])), [[0.125], [0.25], [0.625]], rtol=1e-15)


def test_slope_at_the_kink_is_that_of_the_left_side():
    dA, A = np.ones(3), np.array([-1.0, 0, 1])
    assert_array_equal(kernels.relu_backward(dA, np.maximum(A, 0)), [0, 0, 1])
    assert_allclose(kernels.leaky_relu_backward(dA, A, 0.2), [0.2, 0.2, 1], rtol=1e-15)
    assert_allclose(kernels.leaky_relu_backward(dA, A), [0.01, 0.01, 1], rtol=1e-15)


@given(moderate)
def test_sigmoid_is_a_tanh_of_half_the_width(Z):
    assert_allclose(kernels.sigmoid(Z), (1 + np.tanh(Z / 2)) / 2, rtol=0, atol=4e-16)


@given(moderate, st.floats(-1e3, 1e3))
def test_softmax_sees_differences_only(Z, shift):
    # adding the shift rounds Z to about 1e-13
    assert_allclose(kernels.softmax(Z + shift), kernels.softmax(Z), rtol=1e-12)
    assert_allclose(kernels.softmax(Z).sum(axis=0), 1, rtol=1e-14)


@given(moderate)
def test_softmax_of_two_classes_is_a_sigmoid(Z):
    pair = np.stack([np.zeros_like(Z[0]), Z[0]])
    assert_allclose(kernels.softmax(pair)[1], kernels.sigmoid(Z[0]), rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky_relu"])
def test_any_number_of_axes_is_taken(name, dtype):
    Z = np.linspace(-2, 2, 24, dtype=dtype)
    flat = getattr(kernels, name)(Z)
    assert_array_equal(getattr(kernels, name)(Z.reshape(2, 3, 4)).ravel(), flat)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky_relu"])
@pytest.mark.parametrize("Z", [0.5, -2, np.float32(3), np.array(-1.5), np.array([2, -3])])
def test_plain_and_whole_numbers_are_taken_too(name, Z):
    kernel = getattr(kernels, name)
    assert_allclose(kernel(Z), kernel(np.atleast_1d(np.asarray(Z, float))).reshape(np.shape(Z)), rtol=1e-6)


def test_sigmoid_of_unsigned_numbers_does_not_wrap_around():
    assert_allclose(kernels.sigmoid(np.array([0, 2], np.uint8)), kernels.sigmoid(np.array([0.0, 2])))


def test_softmax_takes_whole_numbers():
    assert_allclose(kernels.softmax(np.array([[9, -2], [7, 1]])), kernels.softmax(np.array([[9.0, -2], [7, 1]])))


@pytest.mark.parametrize("z", [-1e4, -710, -40, 0, 40, 1e4])
def test_sigmoid_of_complex_numbers_far_out(z):
    A = kernels.sigmoid(np.array([z + 1e-20j]))
    exact = kernels.sigmoid(np.array([float(z)]))
    assert_allclose(A.real, exact, rtol=1e-14, atol=1e-300)
    assert_allclose(A.imag, 1e-20 * exact * kernels.sigmoid(np.array([-float(z)])), rtol=1e-12, atol=1e-40)
