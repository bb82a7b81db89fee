"""Decay around every rule: what it takes in one step is a share of the weight, below 1, or refused."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.errors import GlasscatError, UsageError
from glasscat.network import Network
from glasscat.optimizers import (
    LBFGS,
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
from glasscat.optimizers.schedules import Constant, Cosine, InverseTime, OneCycle, StepDecay, WarmUp
from glasscat.training.loop import train

RULES = (GradientDescent, Momentum, Nesterov, AdaGrad, RMSProp, Adam)
DECAYING = {
    **{rule.__name__: lambda rate, decay, rule=rule: WeightDecay(rule(rate), decay) for rule in RULES},
    "AdamW": lambda rate, decay: AdamW(rate, weight_decay=decay),
    "clipped": lambda rate, decay: WeightDecay(Clipped(Adam(rate), norm=1), decay),
    "twice": lambda rate, decay: WeightDecay(WeightDecay(Adam(rate), 0.1), decay),
}
every_decay = pytest.mark.parametrize("make", DECAYING.values(), ids=DECAYING)

# each is at its highest, 0.5, at some step of its own
AT_MOST_A_HALF = {
    "number": 0.5,
    "NumPy's": np.float64(0.5),
    "one a run": np.array([0.1, 0.5, 0.2]),
    "constant": Constant(0.5),
    "cosine": Cosine(0.5, 20),
    "step": StepDecay(0.5, 5),
    "inverse time": InverseTime(0.5, 0.1),
    "one-cycle": OneCycle(0.5, 10, rise=0.5),
    "warm-up": WarmUp(Constant(0.5), 7),
    "warm-up, then one-cycle": WarmUp(OneCycle(0.5, 10, rise=0.5), 4),
}
every_rate = pytest.mark.parametrize("rate", AT_MOST_A_HALF.values(), ids=AT_MOST_A_HALF)


@every_decay
@every_rate
@pytest.mark.parametrize("decay", [2.0, 2.5, 100])
def test_all_of_a_weight_or_more_is_refused(make, rate, decay):
    with pytest.raises(UsageError) as caught:
        make(rate, decay)
    assert caught.value.code == "GC-U81"
    assert f"found {decay:g} times 0.5" in str(caught.value)


@every_decay
@every_rate
def test_less_is_not(make, rate):
    make(rate, 1.99)


@every_decay
def test_no_sign_turns_without_a_gradient(make):
    """At a decay just below the limit."""
    theta = np.array([1.0, -2, 3, -4])
    optimizer = make(0.5, 1.9)
    state = optimizer.init(theta)
    for _ in range(5):
        before = theta.copy()
        theta, state = optimizer.update(np.zeros(4), state, theta)
        assert_array_equal(np.sign(theta), np.sign(before))
        assert (np.abs(theta) < np.abs(before)).all()


@pytest.mark.parametrize("rule", RULES)
def test_none_at_all_is_the_rule_alone(rule):
    with_none, alone = np.array([1.0, -2, 3]), np.array([1.0, -2, 3])
    optimizer = WeightDecay(rule(0.5), 0)
    with_none, _state = optimizer.update(np.ones(3), optimizer.init(with_none), with_none)
    alone, _state = rule(0.5).update(np.ones(3), rule(0.5).init(alone), alone)
    assert_array_equal(with_none, alone)


def test_two_decays_are_two_shares():
    theta = np.array([1.0])
    optimizer = WeightDecay(WeightDecay(GradientDescent(0.5), 0.4), 0.2)
    theta, _state = optimizer.update(np.zeros(1), optimizer.init(theta), theta)
    assert_allclose(theta, 0.9 * 0.8, rtol=1e-15)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: WeightDecay(LBFGS(), 0.1), "GC-U66"),
        (lambda: WeightDecay(Clipped(LBFGS(), norm=1), 0.1), "GC-U66"),
        (lambda: Frozen(WeightDecay(LBFGS(), 0.1), ["W1"]), "GC-U66"),
        (lambda: WeightDecay(Adam, 0.1), "GC-U74"),
        (lambda: WeightDecay("adam", 0.1), "GC-U74"),
    ],
)
def test_around_what_does_not_step_it_is_refused_where_it_is_made_or_is_to_train(make, code):
    with pytest.raises(GlasscatError) as caught:
        train(Network.dense(2, [], 2), (np.eye(4, 2), [0, 1, 0, 1]), optimizer=make(), iterations=2)
    assert caught.value.code == code
