"""Schedules: rates worked out by hand, lengths, and what is refused."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from glasscat.optimizers import Adam, Clipped, Frozen, GradientDescent, check_length
from glasscat.optimizers.schedules import Constant, Cosine, InverseTime, OneCycle, StepDecay, WarmUp


def rates(schedule, *steps):
    return [schedule(t) for t in steps]


def test_constant():
    assert rates(Constant(0.1), 0, 1, 10**6) == [0.1, 0.1, 0.1]


def test_step_falls_at_each_third_step():
    assert_allclose(rates(StepDecay(0.8, every=3, factor=0.5), 0, 2, 3, 5, 6), [0.8, 0.8, 0.4, 0.4, 0.2], rtol=1e-15)


def test_cosine_falls_slow_fast_slow_and_stays_down():
    # cos of 0, 60, 90, 120 and 180 degrees: 1, 1/2, 0, -1/2, -1
    cosine = Cosine(1.0, steps=6, minimum=0.2)
    assert_allclose(rates(cosine, 0, 2, 3, 4, 6, 7, 100), [1, 0.8, 0.6, 0.4, 0.2, 0.2, 0.2], rtol=1e-15)


def test_one_cycle_climbs_and_falls():
    cycle = OneCycle(1.0, steps=21, rise=5 / 21, div_factor=10, final_div_factor=100)  # top at 5 - 1, last at 20
    assert_allclose(rates(cycle, 0, 2, 4, 12, 20), [0.1, 0.55, 1, 0.5005, 0.001], rtol=1e-12)


@pytest.mark.parametrize(
    ("cycle", "first", "last"),
    [
        (OneCycle(1.0, steps=1), 1 / 25e4, 1 / 25e4),  # PyTorch too gives the last rate to a cycle of one step
        (OneCycle(1.0, steps=1, rise=1), 1, 1),
        (OneCycle(1.0, steps=10, rise=0.1), 1, 1 / 25e4),  # at its top at once
        (OneCycle(1.0, steps=10, rise=1), 0.04, 1),
    ],
)
def test_one_cycle_at_its_edges(cycle, first, last):
    assert_allclose(rates(cycle, 0, cycle.steps - 1), [first, last], rtol=1e-12)


def test_one_cycle_has_no_rate_for_one_step_more():
    with pytest.raises(ValueError) as caught:
        OneCycle(1.0, steps=10)(10)
    assert caught.value.code == "GC-U48"


def test_inverse_time_halves():
    assert_allclose(rates(InverseTime(0.6, decay=0.5), 0, 2, 4), [0.6, 0.3, 0.2], rtol=1e-15)


def test_warm_up_climbs_in_a_straight_line_then_follows():
    warm = WarmUp(StepDecay(0.8, every=2, factor=0.5), steps=4, start=0.5)
    assert_allclose(rates(warm, 0, 1, 2, 3, 4, 5, 6), [0.4, 0.5, 0.6, 0.7, 0.8, 0.8, 0.4], rtol=1e-15)


def test_warm_up_of_no_steps_is_the_schedule():
    schedule = Cosine(0.1, 10)
    assert rates(WarmUp(schedule, 0), 0, 3) == rates(schedule, 0, 3)
    assert WarmUp(schedule, 0).length == 10


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_optimizer_takes_the_rate_of_its_step(dtype):
    theta = np.array([[10.0], [20.0]], dtype)
    optimizer = GradientDescent(StepDecay(1.0, every=2, factor=0.5))
    state, walked = optimizer.init(theta), []
    for _ in range(5):
        theta, state = optimizer.update(np.ones_like(theta), state, theta)
        walked.append(float(theta[0, 0]))
    assert walked == [9, 8, 7.5, 7, 6.75]
    assert theta.dtype == dtype


LENGTHS = {
    Constant(0.1): None,
    StepDecay(0.1, every=5): 6,
    Cosine(0.1, 7): 7,
    OneCycle(0.1, 8): 8,
    InverseTime(0.1, 1): None,
    WarmUp(Constant(0.1), 3): 4,
    WarmUp(Cosine(0.1, 7), 3): 10,
}


@pytest.mark.parametrize(("schedule", "length"), LENGTHS.items())
def test_longer_than_the_run_is_refused(schedule, length):
    assert schedule.length == length
    check_length(Adam(schedule), 10 if length is None else length)
    if length is not None:
        with pytest.raises(ValueError) as caught:
            check_length(Frozen(Clipped(Adam(schedule), norm=1), "W1"), length - 1)
        assert caught.value.code == "GC-U47"
        assert f"needs {length} steps" in str(caught.value)
        assert f"takes {length - 1}." in str(caught.value)


def test_cycle_shorter_than_the_run_is_refused_before_it_begins():
    with pytest.raises(ValueError) as caught:
        check_length(Adam(OneCycle(0.1, 8)), 9)
    assert caught.value.code == "GC-U48"


@pytest.mark.parametrize("rate", [0.1, np.array([0.1, 0.2])])
def test_plain_rates_are_never_too_long(rate):
    check_length(GradientDescent(rate), 1)


BAD = {
    "GC-U04": [
        lambda: Constant(0),
        lambda: StepDecay(-1, 3),
        lambda: Cosine(float("nan"), 3),
        lambda: OneCycle(float("inf"), 3),
        lambda: InverseTime(0, 1),
    ],
    "GC-U45": [lambda: WarmUp(Constant(0.1), -1), lambda: WarmUp(Constant(0.1), 2.5)],
    "GC-U46": [
        lambda: StepDecay(0.1, 0),
        lambda: StepDecay(0.1, 2.5),
        lambda: Cosine(0.1, 0),
        lambda: OneCycle(0.1, -3),
    ],
    "GC-U49": [
        lambda: StepDecay(0.1, 3, factor=0),
        lambda: StepDecay(0.1, 3, factor=1.1),
        lambda: Cosine(0.1, 3, minimum=-0.1),
        lambda: Cosine(0.1, 3, minimum=0.2),
        lambda: OneCycle(0.1, 3, rise=-0.1),
        lambda: OneCycle(0.1, 3, rise=1.1),
        lambda: OneCycle(0.1, 3, rise=float("nan")),
        lambda: OneCycle(0.1, 3, div_factor=0),
        lambda: OneCycle(0.1, 3, final_div_factor=float("inf")),
        lambda: InverseTime(0.1, -1),
        lambda: InverseTime(0.1, float("nan")),
        lambda: WarmUp(Constant(0.1), 3, start=0),
        lambda: WarmUp(Constant(0.1), 3, start=1.5),
    ],
}


@pytest.mark.parametrize(("code", "make"), [(code, make) for code, makes in BAD.items() for make in makes])
def test_what_cannot_be_meant_is_refused(code, make):
    with pytest.raises(ValueError) as caught:
        make()
    assert caught.value.code == code


def test_whole_numbers_of_numpy_are_whole_numbers():
    assert Cosine(0.1, np.int64(5)).length == 5
    assert WarmUp(Constant(0.1), np.int32(5)).length == 6
