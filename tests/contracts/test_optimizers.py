"""Every optimiser, through every contract of `glasscat.optimizers.Optimizer`."""

import copy

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat import optimizers
from glasscat.optimizers import GradientDescent

# name of the class: the optimiser made with a learning rate
OPTIMIZERS = {"GradientDescent": GradientDescent}

every_optimizer = pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)

CURVATURE = np.array([1.0, 3, 10, 0.5])


def walk(optimizer, theta, steps):
    """Descend J = sum of curvature theta^2 / 2."""
    theta = theta.copy()
    state = optimizer.init(theta)
    for _ in range(steps):
        theta, state = optimizer.update(CURVATURE.astype(theta.dtype) * theta, state, theta)
    return theta


def test_no_optimizer_is_left_out():
    assert set(OPTIMIZERS) == set(optimizers.__all__) - {"Optimizer"}


@every_optimizer
def test_finds_the_bottom_of_a_bowl(make):
    theta = np.array([1.0, -2, 3, -4])
    assert np.abs(walk(make(0.1), theta, 300)).max() < 1e-5  # the slowest direction shrinks by at least 5 % a step


@every_optimizer
def test_steps_in_place_and_hands_back_what_it_was_given(make):
    theta = np.array([1.0, -2, 3, -4])
    optimizer = make(0.1)
    stepped, _state = optimizer.update(CURVATURE * theta, optimizer.init(theta), theta)
    assert stepped is theta
    assert not np.array_equal(theta, [1, -2, 3, -4])


@every_optimizer
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("rate", [0.1, np.float64(0.1), np.array([0.1, 0.02])])
def test_dtype_is_kept(make, dtype, rate):
    theta = np.ones((2, 4), dtype)
    assert walk(make(rate), theta, 3).dtype == dtype


@every_optimizer
@pytest.mark.parametrize("rates", [0.1, [0.1, 0.01, 0.001]])
def test_row_r_is_the_lone_run_r(make, rates):
    theta = np.random.default_rng(0).normal(size=(3, 4))
    together = walk(make(np.array(rates)), theta, 20)
    for r in range(3):
        assert_allclose(together[r], walk(make(np.broadcast_to(rates, 3)[r]), theta[r], 20), rtol=1e-12)


@every_optimizer
def test_one_parameter_will_do(make):
    optimizer, theta = make(0.5), np.array([2.0])
    theta, _state = optimizer.update(theta.copy(), optimizer.init(theta), theta)
    assert abs(theta[0]) < 2


@every_optimizer
def test_no_gradient_no_step(make):
    optimizer, theta = make(0.5), np.array([2.0, -1])
    theta, _state = optimizer.update(np.zeros(2), optimizer.init(theta), theta)
    assert_array_equal(theta, [2, -1])


@every_optimizer
def test_remembers_nothing_outside_its_state(make):
    optimizer, theta = make(0.1), np.array([1.0, -2, 3, -4])
    first = walk(optimizer, theta, 5)
    walk(optimizer, theta + 1, 5)
    assert_array_equal(walk(optimizer, theta, 5), first)


@every_optimizer
def test_state_can_be_kept_and_taken_up_again(make):
    optimizer, theta = make(0.1), np.array([1.0, -2, 3, -4])
    state = optimizer.init(theta)
    for _ in range(3):
        theta, state = optimizer.update(CURVATURE * theta, state, theta)
    kept, kept_state = theta.copy(), copy.deepcopy(state)
    for _ in range(3):
        theta, state = optimizer.update(CURVATURE * theta, state, theta)
        kept, kept_state = optimizer.update(CURVATURE * kept, kept_state, kept)
    assert_array_equal(kept, theta)


@every_optimizer
@pytest.mark.parametrize(
    ("rate", "shown"),
    [(0, "0"), (-0.1, "-0.1"), (np.nan, "nan"), (np.inf, "inf"), (-np.inf, "-inf"), (np.array([0.1, -2.0]), "-2")],
)
def test_learning_rate_that_cannot_be_meant_is_refused(make, rate, shown):
    with pytest.raises(ValueError) as caught:
        make(rate)
    assert caught.value.code == "GC-U04"
    assert f"found {shown}." in str(caught.value)
