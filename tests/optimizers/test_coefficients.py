"""Coefficients that cannot be meant are refused when the optimiser is made."""

import numpy as np
import pytest

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
    for_layout,
)
from glasscat.optimizers.schedules import Constant, Cosine, InverseTime, OneCycle, StepDecay, WarmUp

NAN, INF = float("nan"), float("inf")

BETAS = {
    "momentum": lambda beta: Momentum(0.1, beta),
    "nesterov": lambda beta: Nesterov(0.1, beta),
    "rmsprop": lambda beta: RMSProp(0.1, beta2=beta),
    "adam 1": lambda beta: Adam(0.1, beta1=beta),
    "adam 2": lambda beta: Adam(0.1, beta2=beta),
    "adamw 1": lambda beta: AdamW(0.1, beta1=beta),
    "adamw 2": lambda beta: AdamW(0.1, beta2=beta),
}
EPSILONS = {
    "adagrad": lambda epsilon: AdaGrad(0.1, epsilon),
    "rmsprop": lambda epsilon: RMSProp(0.1, epsilon=epsilon),
    "adam": lambda epsilon: Adam(0.1, epsilon=epsilon),
    "adamw": lambda epsilon: AdamW(0.1, epsilon=epsilon),
}
DECAYS = {
    "adamw": lambda decay: AdamW(0.1, weight_decay=decay),
    "decay": lambda decay: WeightDecay(GradientDescent(0.1), decay),
}


def refused(make, value):
    with pytest.raises(ValueError) as caught:
        make(value)
    assert f"found {value:g}." in str(caught.value)
    return caught.value.code


@pytest.mark.parametrize("make", BETAS.values(), ids=BETAS)
def test_beta_lies_from_0_to_below_1(make):
    assert make(0)
    assert make(0.999)
    for beta in (1, -0.1, 2, NAN, INF):
        assert refused(make, beta) == "GC-U40"


@pytest.mark.parametrize("make", EPSILONS.values(), ids=EPSILONS)
def test_epsilon_is_above_0(make):
    assert make(1e-300)
    for epsilon in (0, -1e-8, NAN, INF):
        assert refused(make, epsilon) == "GC-U41"


@pytest.mark.parametrize("make", DECAYS.values(), ids=DECAYS)
def test_decay_is_at_least_0(make):
    assert make(0)
    assert make(np.array([0, 0.5]))
    for decay in (-0.01, NAN, INF):
        assert refused(make, decay) == "GC-U42"
    with pytest.raises(ValueError, match=r"found -0\.01"):
        make(np.array([0.1, -0.01]))


def test_error_names_the_coefficient():
    with pytest.raises(ValueError, match="beta2"):
        Adam(0.1, beta2=1)


NO_NUMBERS = ["0.5", None, [0.5], np.array([0.5, 0.5]), np.zeros(10**6), 1j, True, object]
"""What somebody might give for a number; a string comes straight from a file or a form."""
COEFFICIENTS = {
    **{f"beta of {name}": (make, "GC-U40") for name, make in BETAS.items()},
    **{f"epsilon of {name}": (make, "GC-U41") for name, make in EPSILONS.items()},
    **{f"decay of {name}": (make, "GC-U42") for name, make in DECAYS.items()},
    "value to clip at": (lambda value: Clipped(Adam(), value=value, norm=None), "GC-U43"),
    "minimum": (lambda value: Cosine(0.1, 10, value), "GC-U49"),
    "decay": (lambda value: InverseTime(0.1, value), "GC-U49"),
    "rise": (lambda value: OneCycle(0.1, 10, rise=value), "GC-U49"),
    "factor": (lambda value: StepDecay(0.1, 10, value), "GC-U49"),
    "start": (lambda value: WarmUp(Constant(0.1), 10, value), "GC-U49"),
    "rate of a schedule": (Constant, "GC-U04"),
    "rate of a cosine": (lambda value: Cosine(value, 10), "GC-U04"),
    "tolerance": (lambda value: LBFGS(gradient_tolerance=value), "GC-U88"),
}


@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: str(value)[:9])
@pytest.mark.parametrize("case", COEFFICIENTS)
def test_what_is_no_number_is_refused_in_a_line(case, value):
    make, code = COEFFICIENTS[case]
    if case == "value to clip at" and value is None:
        code = "GC-U44"  # then nothing says how to clip
    if code == "GC-U42" and isinstance(value, np.ndarray):
        value = value[None]  # a plain array is a decay for each run
    with pytest.raises(ValueError) as caught:
        make(value)
    assert caught.value.code == code
    assert len(str(caught.value).splitlines()) == 2
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("rate", ["0.1", None, 1j, True, [[1, 2], [3]], [0.1, "x"], {"rate": 0.1}])
def test_rates_that_are_no_numbers(rate):
    for make in (Adam, GradientDescent, Momentum, AdaGrad):
        with pytest.raises(ValueError, match="finite number above 0") as caught:
            make(rate)
        assert caught.value.code == "GC-U04"


@pytest.mark.parametrize("schedule", [Cosine, lambda t: 0.1 / (1 + t)])
def test_what_can_be_called_but_is_no_schedule(schedule):
    for make in (Adam, GradientDescent, lambda schedule: WarmUp(schedule, 5)):
        with pytest.raises(ValueError, match="Cosine") as caught:
            make(schedule)
        assert caught.value.code == "GC-U87"


def test_a_warm_up_needs_a_schedule():
    with pytest.raises(ValueError, match=r"found 0\.1\.") as caught:
        WarmUp(0.1, 5)
    assert caught.value.code == "GC-U87"


@pytest.mark.parametrize("steps", ["10", None, 2.5, [10]])
def test_steps_are_whole_numbers(steps):
    for make, code in (
        (lambda steps: Cosine(0.1, steps), "GC-U46"),
        (lambda steps: WarmUp(Constant(1), steps), "GC-U45"),
    ):
        with pytest.raises(ValueError, match="whole number") as caught:
            make(steps)
        assert caught.value.code == code


def test_numbers_of_numpy_are_numbers():
    assert Adam(np.float32(0.1), np.float64(0.5), np.float32(0), np.float64(1e-3))
    assert Adam(np.array(0.1))
    assert Adam(np.array([0.1, 0.2]))
    assert Adam(1, 0)
    assert Cosine(np.float64(0.1), np.int64(5))


def test_all_frozen():
    layout = Network.dense(3, [2], 2).layout
    assert for_layout(Frozen(Adam(), "weight"), layout)
    with pytest.raises(ValueError, match="nothing would be trained") as caught:
        for_layout(Frozen(Adam(), ["weight", "bias"]), layout)
    assert caught.value.code == "GC-U86"
