"""Every optimiser, and everything that wraps one, through every contract of `glasscat.optimizers.Optimizer`."""

import copy
import inspect
import tracemalloc

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from glasscat import optimizers
from glasscat.optimizers import (
    AdaGrad,
    Adam,
    AdamW,
    Clipped,
    Frozen,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    WeightDecay,
)
from glasscat.optimizers.schedules import InverseTime

# name of the class: the optimiser made with a learning rate
RULES = {
    "GradientDescent": GradientDescent,
    "Momentum": Momentum,
    "Nesterov": Nesterov,
    "AdaGrad": AdaGrad,
    "RMSProp": RMSProp,
    "Adam": Adam,
    "AdamW": AdamW,
}
WRAPPED = {
    "Clipped": lambda rate: Clipped(Adam(rate), norm=2),
    "Frozen": lambda rate: Frozen(Momentum(rate), ALL_FREE),
    "WeightDecay": lambda rate: WeightDecay(Nesterov(rate), 0.1),
}
OPTIMIZERS = RULES | WRAPPED
DECAYING = {"AdamW", "WeightDecay"}  # they step without a gradient

every_optimizer = pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)

CURVATURE = np.array([1.0, 3, 10, 0.5])
ALL_FREE = np.zeros(4, dtype=bool)


def walk(optimizer, theta, steps):
    """Descend J = sum of curvature theta^2 / 2."""
    theta = theta.copy()
    state = optimizer.init(theta)
    for _ in range(steps):
        theta, state = optimizer.update(CURVATURE.astype(theta.dtype) * theta, state, theta)
    return theta


def test_no_optimizer_is_left_out():
    public = {name for name in optimizers.__all__ if inspect.isclass(getattr(optimizers, name))}
    assert set(OPTIMIZERS) == public - {
        "Optimizer",
        "LBFGS",
    }  # LBFGS asks for costs: test_lbfgs.py, test_trained_optimizers.py


# GradientDescent and momentum shrink the slowest direction by at least 5 % a step. Steps of the others, divided by the
# size of the gradient, are as long as the rate near the bottom as well, so they need one that falls.
BOWLS = {
    "AdaGrad": (2.0, 1e-5),
    "RMSProp": (InverseTime(0.1, 0.02), 0.02),
    "Adam": (InverseTime(0.3, 0.02), 0.02),
    "AdamW": (InverseTime(0.3, 0.02), 0.02),
    "Clipped": (InverseTime(0.3, 0.02), 0.02),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_finds_the_bottom_of_a_bowl(name):
    rate, distance = BOWLS.get(name, (0.1, 1e-5))
    theta = np.array([1.0, -2, 3, -4])
    assert np.abs(walk(OPTIMIZERS[name](rate), theta, 300)).max() < distance


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
        assert_array_equal(together[r], walk(make(np.broadcast_to(rates, 3)[r]), theta[r], 20))


@pytest.mark.parametrize("name", [name for name in OPTIMIZERS if name != "Frozen"])  # its mask is one of four
def test_one_parameter_will_do(name):
    optimizer, theta = OPTIMIZERS[name](0.1), np.array([2.0])
    theta, _state = optimizer.update(theta.copy(), optimizer.init(theta), theta)
    assert abs(theta[0]) < 2


@pytest.mark.parametrize("name", [name for name in OPTIMIZERS if name not in DECAYING])
def test_no_gradient_no_step(name):
    optimizer, theta = OPTIMIZERS[name](0.5), np.array([2.0, -1, 0, 3])
    theta, _state = optimizer.update(np.zeros(4), optimizer.init(theta), theta)
    assert_array_equal(theta, [2, -1, 0, 3])


@every_optimizer
def test_state_counts_the_steps(make):
    optimizer, theta = make(0.5), np.ones(4)
    state = optimizer.init(theta)
    counts = [state.t]
    for _ in range(3):
        theta, state = optimizer.update(np.ones(4), state, theta)
        counts.append(state.t)
    assert counts == [0, 1, 2, 3]


@every_optimizer
def test_a_step_allocates_nothing_large(make):
    n = 4 * 50_000
    theta, grad, rate = np.ones((4, n // 4)), np.ones((4, n // 4)), np.full(4, 0.1)
    optimizer = make(rate) if make is not WRAPPED["Frozen"] else Frozen(Momentum(rate), np.arange(n // 4) < 9)
    state = optimizer.init(theta)
    _theta, state = optimizer.update(grad, state, theta)
    tracemalloc.start()
    try:
        optimizer.update(grad, state, theta)
        assert tracemalloc.get_traced_memory()[1] < 0.25 * theta.nbytes  # NumPy's own buffers are far smaller
    finally:
        tracemalloc.stop()


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
