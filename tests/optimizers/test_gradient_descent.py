"""Steepest descent has a closed form on a bowl."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from glasscat.optimizers import GradientDescent


def step(optimizer, grad, theta):
    return optimizer.update(grad, optimizer.init(theta), theta)


def test_one_step_by_hand():
    theta = np.array([1.0, -2.0])
    _theta, state = step(GradientDescent(0.25), np.array([4.0, 8.0]), theta)
    assert_allclose(theta, [0, -4], rtol=0, atol=0)
    assert state.t == 1


def test_each_run_has_its_own_rate():
    theta = np.array([[1.0, 1.0], [1.0, 1.0]])
    step(GradientDescent(np.array([0.5, 0.25])), np.array([[1.0, 2.0], [1.0, 2.0]]), theta)
    assert_allclose(theta, [[0.5, 0], [0.75, 0.5]], rtol=0, atol=0)


def test_rates_must_be_as_many_as_runs():
    with pytest.raises(ValueError) as caught:
        step(GradientDescent(np.array([0.1, 0.2])), np.zeros((3, 2)), np.zeros((3, 2)))
    assert caught.value.code == "GC-U32"


def test_many_steps_follow_the_closed_form():
    """On J = c theta^2 / 2 each step multiplies theta by 1 - rate c."""
    c, rate, theta = np.array([0.5, 1.0, 3.0]), 0.1, np.array([1.0, -2.0, 4.0])
    expected = theta * (1 - rate * c) ** 50
    optimizer = GradientDescent(rate)
    state = optimizer.init(theta)
    for _ in range(50):
        _theta, state = optimizer.update(c * theta, state, theta)
    assert_allclose(theta, expected, rtol=1e-13)
