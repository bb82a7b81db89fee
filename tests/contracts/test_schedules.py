"""Every schedule, through every contract of `glasscat.optimizers.schedules.Schedule`."""

import copy
import pickle

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from glasscat.errors import UsageError
from glasscat.network import Network
from glasscat.optimizers import AdaGrad, Adam, AdamW, GradientDescent, Momentum, Nesterov, RMSProp, schedules
from glasscat.optimizers.schedules import Constant, Cosine, InverseTime, OneCycle, StepDecay, WarmUp
from glasscat.training.loop import train

STEPS = 12
"""Of every run here."""

# name: the schedule, made with its highest rate, and the shortest run that it can be used in
SCHEDULES = {
    "constant": (Constant, 1),
    "step": (lambda rate: StepDecay(rate, every=4, factor=0.5), 5),
    "step at every step": (lambda rate: StepDecay(rate, every=1, factor=0.9), 2),
    "cosine": (lambda rate: Cosine(rate, STEPS), STEPS),
    "cosine down to a minimum": (lambda rate: Cosine(rate, 7, minimum=rate / 4), 7),
    "one-cycle": (lambda rate: OneCycle(rate, STEPS), STEPS),
    "one-cycle of other shares": (lambda rate: OneCycle(rate, STEPS, 0.5, div_factor=2, final_div_factor=3), STEPS),
    "inverse time": (lambda rate: InverseTime(rate, decay=0.3), 1),
    "warm-up": (lambda rate: WarmUp(Constant(rate), 5), 6),
    "warm-up, then step": (lambda rate: WarmUp(StepDecay(rate, every=4), 3, start=0.1), 8),
    "warm-up, then cosine": (lambda rate: WarmUp(Cosine(rate, STEPS - 3), 3), STEPS),
    "warm-up, then one-cycle": (lambda rate: WarmUp(OneCycle(rate, STEPS - 3), 3), STEPS),
    "warm-up, then inverse time": (lambda rate: WarmUp(InverseTime(rate, decay=1.0), 4, start=1), 5),
    "warm-up of no steps": (lambda rate: WarmUp(Cosine(rate, STEPS), 0), STEPS),
}
NEURON = Network.dense(2, [], 2)
DATA = (np.array([[0.0, 1], [1, 0], [1, 1], [0, 0]]), np.array([0, 1, 1, 0]))
RULES = (GradientDescent, Momentum, Nesterov, AdaGrad, RMSProp, Adam, AdamW)

every_schedule = pytest.mark.parametrize("make", [make for make, _shortest in SCHEDULES.values()], ids=SCHEDULES)
every_rule = pytest.mark.parametrize("rule", RULES)


def walk(optimizer, theta, steps=STEPS):
    """Descend J = sum of theta^2 / 2."""
    theta = theta.copy()
    state = optimizer.init(theta)
    for _ in range(steps):
        theta, state = optimizer.update(theta.copy(), state, theta)
    return theta


def test_no_schedule_is_left_out():
    made = [make(0.1) for make, _shortest in SCHEDULES.values()]
    assert {type(schedule).__name__ for schedule in made} == set(schedules.__all__) - {"Schedule"}
    after = {type(schedule.schedule).__name__ for schedule in made if isinstance(schedule, WarmUp)}
    assert after == set(schedules.__all__) - {"Schedule", "WarmUp"}


@every_schedule
def test_rate_is_a_plain_number(make):
    """A NumPy number would turn float32 parameters into float64."""
    schedule = make(0.1)
    for t in range(STEPS):
        assert type(schedule(t)) is float
        assert schedule(np.int64(t)) == schedule(t)


@every_schedule
def test_rate_lies_between_0_and_the_highest(make):
    rates = np.array([make(0.1)(t) for t in range(STEPS)])
    assert (rates > 0).all()
    assert rates.max() <= 0.1 * (1 + 1e-15)
    assert rates.max() > 0.09  # the highest may lie between two steps


@every_schedule
def test_twice_the_learning_rate_is_twice_the_rate_of_every_step(make):
    once, twice = make(0.1), make(0.2)
    for t in range(STEPS):
        assert twice(t) == pytest.approx(2 * once(t), rel=1e-15)


@every_schedule
def test_rate_depends_on_the_step_alone(make):
    """Not on what was asked before, nor on how often."""
    schedule = make(0.1)
    forwards = [schedule(t) for t in range(STEPS)]
    assert [schedule(t) for t in reversed(range(STEPS))] == forwards[::-1]
    shuffled = np.random.default_rng(0).permutation(np.repeat(np.arange(STEPS), 2))
    assert [schedule(t) for t in shuffled] == [forwards[t] for t in shuffled]
    assert [make(0.1)(t) for t in range(STEPS)] == forwards


@every_schedule
def test_it_is_a_value(make):
    schedule = make(0.1)
    assert schedule == make(0.1) != make(0.2)
    assert hash(schedule) == hash(make(0.1))
    with pytest.raises((AttributeError, TypeError)):
        schedule.learning_rate = 3


@every_schedule
@pytest.mark.parametrize(
    "kept",
    [copy.deepcopy, lambda schedule: pickle.loads(pickle.dumps(schedule))],  # noqa: S301  (of this very process)
    ids=["copied", "pickled"],
)
def test_it_can_be_kept(make, kept):
    schedule = make(0.1)
    again = kept(schedule)
    assert again == schedule
    assert [again(t) for t in range(STEPS)] == [schedule(t) for t in range(STEPS)]


@every_schedule
def test_what_it_says_of_itself_makes_it_again(make):
    """It is how run.json keeps it."""
    schedule = make(0.1)
    names = {name: getattr(schedules, name) for name in schedules.__all__}
    assert eval(repr(schedule), names) == schedule  # noqa: S307  (of this very process)


@pytest.mark.parametrize("name", SCHEDULES)
def test_length_is_that_of_the_shortest_run(name):
    make, shortest = SCHEDULES[name]
    assert (make(0.1).length or 1) == shortest
    *_before, last = train(NEURON, DATA, optimizer=GradientDescent(make(0.1)), iterations=shortest)
    assert last.iteration == shortest
    if shortest > 1:
        with pytest.raises(UsageError) as caught:
            train(NEURON, DATA, optimizer=GradientDescent(make(0.1)), iterations=shortest - 1)
        assert caught.value.code == "GC-U47"


@every_schedule
@every_rule
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_is_kept(make, rule, dtype):
    assert walk(rule(make(0.1)), np.ones((2, 3), dtype)).dtype == dtype


@every_schedule
@every_rule
def test_row_r_is_the_lone_run_r(make, rule):
    theta = np.random.default_rng(0).normal(size=(3, 4))
    together = walk(rule(make(0.1)), theta)
    for r in range(3):
        assert_array_equal(together[r], walk(rule(make(0.1)), theta[r]))


@every_schedule
@every_rule
def test_every_step_is_that_of_its_own_rate(make, rule):
    """A rule with the schedule takes the same step as one of a plain rate would from the same state."""
    schedule, theta = make(0.1), np.array([1.0, -2, 3])
    scheduled = rule(schedule)
    state = scheduled.init(theta)
    for t in range(STEPS):
        plain, kept = theta.copy(), copy.deepcopy(state)
        plain, _state = rule(schedule(t)).update(theta.copy(), kept, plain)
        theta, state = scheduled.update(theta.copy(), state, theta)
        assert_array_equal(theta, plain)


@pytest.mark.parametrize(
    "make",
    [
        Constant,
        lambda rates: StepDecay(rates, 3),
        lambda rates: Cosine(rates, 3),
        lambda rates: OneCycle(rates, 3),
        lambda rates: InverseTime(rates, 0.1),
        lambda rates: WarmUp(rates, 3),
    ],
)
def test_one_rate_a_run_is_for_plain_rates_alone(make):
    with pytest.raises(UsageError) as caught:
        make(np.array([0.1, 0.2]))
    assert caught.value.code in {"GC-U04", "GC-U87"}
