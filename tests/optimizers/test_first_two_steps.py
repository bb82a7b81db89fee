"""The first two steps of each rule, worked out by hand; epsilon is 1, so that its place is seen."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from glasscat.optimizers import AdaGrad, Adam, AdamW, Clipped, Momentum, Nesterov, RMSProp, WeightDecay

START = (1.0, -1.0)
FIRST = (2.0, 4.0)

# second gradient; parameters after the first step, after the second
WORKED = {
    # its velocity is first (2, 4), then half of that and the gradient: (1 + 1, 2 - 2)
    "momentum": (Momentum(0.1, 0.5), (1, -2), (0.8, -1.4), (0.6, -1.4)),
    # dtheta + v/2 = (2 + 1, 4 + 2), then (1 + 1, -2 + 0)
    "nesterov": (Nesterov(0.1, 0.5), (1, -2), (0.7, -1.6), (0.5, -1.4)),
    # sqrt(s) = (2, 4), then sqrt(4 + 2.25) = 2.5 and sqrt(16 + 9) = 5
    "adagrad": (
        AdaGrad(0.1, epsilon=1),
        (1.5, 3),
        (1 - 0.2 / 3, -1 - 0.4 / 5),
        (1 - 0.2 / 3 - 0.15 / 3.5, -1 - 0.4 / 5 - 0.3 / 6),
    ),
    # s = (1, 4), and stays: 3/4 + 1/4, 3 + 1
    "rmsprop": (
        RMSProp(0.1, beta2=0.75, epsilon=1),
        (1, 2),
        (1 - 0.2 / 2, -1 - 0.4 / 3),
        (1 - 0.2 / 2 - 0.1 / 2, -1 - 0.4 / 3 - 0.2 / 3),
    ),
    # first dtheta / (|dtheta| + 1); then v = (1, 0), s = (1, 4), corrected by 1 - 1/4 = 3/4 and 1 - 9/16 = 7/16
    "adam": (
        Adam(0.1, beta1=0.5, beta2=0.75, epsilon=1),
        (1, -2),
        (1 - 0.2 / 3, -1 - 0.4 / 5),
        (1 - 0.2 / 3 - 0.1 * (4 / 3) / (4 / 7**0.5 + 1), -1 - 0.4 / 5),
    ),
    # the same steps, each after 5 % are gone
    "adamw": (
        AdamW(0.1, beta1=0.5, beta2=0.75, epsilon=1, weight_decay=0.5),
        (1, -2),
        (0.95 - 0.2 / 3, -0.95 - 0.4 / 5),
        (0.95 * (0.95 - 0.2 / 3) - 0.1 * (4 / 3) / (4 / 7**0.5 + 1), 0.95 * (-0.95 - 0.4 / 5)),
    ),
    "decay": (
        WeightDecay(Momentum(0.1, 0.5), 0.5),
        (1, -2),
        (0.95 - 0.2, -0.95 - 0.4),
        (0.95 * 0.75 - 0.2, 0.95 * -1.35),
    ),
    # (1, 1), then (1, -1): v = (1, 1), then (1.5, -0.5)
    "clipped by value": (Clipped(Momentum(0.1, 0.5), value=1), (1, -2), (0.9, -1.1), (0.75, -1.05)),
}


@pytest.mark.parametrize(("optimizer", "second", "after_one", "after_two"), WORKED.values(), ids=WORKED)
def test_as_worked_out_by_hand(optimizer, second, after_one, after_two):
    theta = np.array(START)
    theta, state = optimizer.update(np.array(FIRST), optimizer.init(theta), theta)
    assert_allclose(theta, after_one, rtol=1e-15, atol=1e-15)
    theta, _state = optimizer.update(np.array(second, dtype=float), state, theta)
    assert_allclose(theta, after_two, rtol=1e-15, atol=1e-15)


def test_momentum_of_the_course_is_this_one_with_a_smaller_rate():
    """The course's v := beta v + (1 - beta) dtheta."""
    rng = np.random.default_rng(0)
    beta, rate = 0.9, 0.1
    theta = rng.normal(size=5)
    course, v = theta.copy(), np.zeros(5)
    optimizer = Momentum(rate * (1 - beta), beta)
    state = optimizer.init(theta)
    for _ in range(20):
        dtheta = rng.normal(size=5)
        v = beta * v + (1 - beta) * dtheta
        course -= rate * v
        theta, state = optimizer.update(dtheta, state, theta)
    assert_allclose(theta, course, rtol=1e-12)


def test_without_momentum_it_is_gradient_descent():
    for rule in (Momentum, Nesterov):
        theta = np.array(START)
        optimizer = rule(0.5, beta=0)
        _theta, state = optimizer.update(np.array(FIRST), optimizer.init(theta), theta)
        optimizer.update(np.array(FIRST), state, theta)
        assert_allclose(theta, [-1, -5], rtol=0)
