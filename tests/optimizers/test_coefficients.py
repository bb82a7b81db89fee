"""Coefficients that cannot be meant are refused when the optimiser is made."""

import pytest

from glasscat.optimizers import AdaGrad, Adam, AdamW, GradientDescent, Momentum, Nesterov, RMSProp, WeightDecay

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
    for decay in (-0.01, NAN, INF):
        assert refused(make, decay) == "GC-U42"


def test_error_names_the_coefficient():
    with pytest.raises(ValueError, match="beta2"):
        Adam(0.1, beta2=1)
