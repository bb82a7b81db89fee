"""The losses against the course's own formula, and where that formula gives up."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from glasscat import kernels


@given(st.lists(st.tuples(st.floats(-15, 15), st.integers(0, 1)), min_size=1, max_size=8))
def test_cross_entropy_is_the_courses_formula(samples):
    Z = np.array([[z for z, _y in samples]])
    Y = np.array([[y for _z, y in samples]])
    A = 1 / (1 + np.exp(-Z))
    J = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / len(samples)
    # 1 - A has lost up to 1e-16 / (1 - A), which is 3e-10 at Z = 15
    assert_allclose(kernels.sigmoid_cross_entropy(Z, Y), J, rtol=1e-9)


def test_worked_case_comes_out_exactly():
    Z, Y = np.array([[9.0, 12.0]]), np.array([[1, 0]])
    exact = (math.log1p(math.exp(-9)) + 12 + math.log1p(math.exp(-12))) / 2
    assert kernels.sigmoid_cross_entropy(Z, Y) == pytest.approx(exact, rel=1e-15)
    assert exact == pytest.approx(
        6.0000647731916, abs=5e-14
    )  # the course's own 6.000064773192205 has lost three digits


@pytest.mark.parametrize(
    ("z", "y", "J"),
    [
        (1e4, 1, 0),
        (1e4, 0, 1e4),
        (-1e4, 1, 1e4),
        (800, 1, 0),
        (-800, 1, 800),
        (-40, 0, math.exp(-40)),
        (0, 1, math.log(2)),
    ],
)
def test_cross_entropy_is_finite_where_the_activation_rounds_to_0_or_1(z, y, J):
    assert_allclose(kernels.sigmoid_cross_entropy(np.array([[float(z)]]), np.array([[y]])), J, rtol=1e-15)
    Z, Y = np.array([[0.0], [float(z)]]), np.array([[1.0 - y], [float(y)]])
    # log(1 + e^-40) as a difference of logarithms is exact to 1e-16 of their size, no better
    assert_allclose(kernels.softmax_cross_entropy(Z, Y), J, rtol=1e-15, atol=1e-16)


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int8, np.int64, np.float32, np.float64])
def test_classes_may_be_any_kind_of_number(dtype):
    Z, y = np.array([[2.0, -3.0, 0.5]]), [[1, 0, 0]]
    expected = (math.log1p(math.exp(-2)) + math.log1p(math.exp(-3)) + math.log1p(math.exp(0.5))) / 3
    assert_allclose(kernels.sigmoid_cross_entropy(Z, np.array(y, dtype)), expected, rtol=1e-15)


def test_a_certain_mistake_learns_slowly_under_squared_error_and_not_under_cross_entropy():
    A, Y = np.array([[1 - 1e-6]]), np.array([[0.0]])
    assert_allclose(kernels.sigmoid_squared_error_backward(A, Y), 1e-6, rtol=1e-5)
    assert_allclose(kernels.cross_entropy_backward(A, Y), 1, rtol=1e-5)


def test_costs_are_means_over_samples():
    rng = np.random.default_rng(0)
    Z, Y = rng.normal(size=(1, 6)), rng.integers(0, 2, (1, 6)).astype(float)
    for J in (kernels.sigmoid_cross_entropy, kernels.squared_error):
        assert_allclose(J(np.tile(Z, 3), np.tile(Y, 3)), J(Z, Y), rtol=1e-14)
    Z, Y = rng.normal(size=(3, 6)), np.eye(3)[rng.integers(0, 3, 6)].T
    assert_allclose(
        kernels.softmax_cross_entropy(np.tile(Z, 3), np.tile(Y, 3)), kernels.softmax_cross_entropy(Z, Y), rtol=1e-14
    )
