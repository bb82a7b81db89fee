"""Every optimiser with every schedule beside PyTorch's: 200 steps of three networks, from the same weights.

Rounding differs at each step, and is carried along by those that follow: hence 1e-10 of the largest parameter, where
most of these end within 1e-14.
"""

from __future__ import annotations

from inspect import signature

import numpy as np
import pytest

from glasscat.optimizers import AdaGrad, Adam, AdamW, GradientDescent, Momentum, Nesterov, RMSProp
from glasscat.optimizers.schedules import Constant, Cosine, InverseTime, OneCycle, StepDecay, WarmUp

from .three_networks import STEPS, TASKS, Twin, distance, ours, torch

optim, lr_scheduler = torch.optim, torch.optim.lr_scheduler

TOLERANCE = 1e-10
WARM = 30
"""Steps of warm-up."""

# name: (glasscat's rule, from a learning rate; PyTorch's, from parameters and a learning rate; the highest rate)
OPTIMIZERS = {
    "gd": (GradientDescent, optim.SGD, 0.2),
    "momentum": (Momentum, lambda p, lr: optim.SGD(p, lr, momentum=0.9), 0.05),
    "nesterov": (Nesterov, lambda p, lr: optim.SGD(p, lr, momentum=0.9, nesterov=True), 0.05),
    "adagrad": (AdaGrad, optim.Adagrad, 0.1),
    "rmsprop": (RMSProp, optim.RMSprop, 0.01),
    "adam": (Adam, optim.Adam, 0.01),
    "adamw": (AdamW, optim.AdamW, 0.01),
}

# the same with none of its usual coefficients
UNUSUAL = {
    "momentum": (lambda rate: Momentum(rate, 0.5), lambda p, lr: optim.SGD(p, lr, momentum=0.5), 0.1),
    "nesterov": (lambda rate: Nesterov(rate, 0.6), lambda p, lr: optim.SGD(p, lr, momentum=0.6, nesterov=True), 0.1),
    "adagrad": (lambda rate: AdaGrad(rate, epsilon=1e-2), lambda p, lr: optim.Adagrad(p, lr, eps=1e-2), 0.1),
    "rmsprop": (
        lambda rate: RMSProp(rate, beta2=0.9, epsilon=1e-3),
        lambda p, lr: optim.RMSprop(p, lr, alpha=0.9, eps=1e-3),
        0.01,
    ),
    "adam": (
        lambda rate: Adam(rate, beta1=0.8, beta2=0.95, epsilon=1e-3),
        lambda p, lr: optim.Adam(p, lr, betas=(0.8, 0.95), eps=1e-3),
        0.01,
    ),
    "adamw": (
        lambda rate: AdamW(rate, beta1=0.7, beta2=0.9, epsilon=1e-4, weight_decay=0.3),
        lambda p, lr: optim.AdamW(p, lr, betas=(0.7, 0.9), eps=1e-4, weight_decay=0.3),
        0.01,
    ),
}

# name: (glasscat's schedule, from the highest rate and its steps; PyTorch's, from an optimiser as well)
SCHEDULES = {
    "constant": (
        lambda rate, _steps: Constant(rate),
        lambda opt, _rate, _steps: lr_scheduler.ConstantLR(opt, factor=1),
    ),
    "step": (
        lambda rate, _steps: StepDecay(rate, every=60, factor=0.3),
        lambda opt, _rate, _steps: lr_scheduler.StepLR(opt, 60, gamma=0.3),
    ),
    "cosine": (
        lambda rate, steps: Cosine(rate, steps, minimum=rate / 50),
        lambda opt, rate, steps: lr_scheduler.CosineAnnealingLR(opt, steps, eta_min=rate / 50),
    ),
    "one-cycle": (
        OneCycle,
        lambda opt, rate, steps: lr_scheduler.OneCycleLR(opt, rate, total_steps=steps, cycle_momentum=False),
    ),
    "inverse-time": (
        lambda rate, _steps: InverseTime(rate, decay=0.03),
        lambda opt, _rate, _steps: lr_scheduler.LambdaLR(opt, lambda t: 1 / (1 + 0.03 * t)),
    ),
}


def schedules(name, warm, rate):
    """Glasscat's schedule, and what makes PyTorch's for an optimiser; after a warm-up, or not."""
    make_ours, make_theirs = SCHEDULES[name]
    if not warm:
        return make_ours(rate, STEPS), lambda opt: make_theirs(opt, rate, STEPS)

    def warmed(opt):
        parts = [lr_scheduler.LinearLR(opt, 1 / 3, total_iters=WARM), make_theirs(opt, rate, STEPS - WARM)]
        return lr_scheduler.SequentialLR(opt, parts, milestones=[WARM])

    return WarmUp(make_ours(rate, STEPS - WARM), WARM), warmed


def theirs(task, make, rate, make_schedule=None):
    """PyTorch's network at the end, and how far it has come."""
    twin = Twin(task, frozen=task.idle)
    start, optimizer = twin.theta, make(twin.groups, lr=rate)
    twin.walk(optimizer, None if make_schedule is None else make_schedule(optimizer))
    assert np.abs(twin.theta - start).max() > 0.05  # it went somewhere
    return twin


def hold(record, twin):
    """Parameters and running statistics, side by side."""
    assert distance(record.theta, twin.theta) < TOLERANCE
    assert record.buffers.shape == twin.buffers.shape
    assert twin.buffers.size == 0 or distance(record.buffers, twin.buffers) < TOLERANCE


every_task = pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)


@every_task
@pytest.mark.parametrize("warm", [False, True], ids=["at once", "warm-up"])
@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_follows_pytorch(task, optimizer, schedule, warm):
    make_ours, make_theirs, rate = OPTIMIZERS[optimizer]
    rates_of_ours, rates_of_theirs = schedules(schedule, warm, rate)
    hold(ours(task, make_ours(rates_of_ours)), theirs(task, make_theirs, rate, rates_of_theirs))


@every_task
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_at_a_plain_rate(task, optimizer):
    make_ours, make_theirs, rate = OPTIMIZERS[optimizer]
    hold(ours(task, make_ours(rate)), theirs(task, make_theirs, rate))


@every_task
@pytest.mark.parametrize("optimizer", UNUSUAL)
def test_with_other_coefficients(task, optimizer):
    make_ours, make_theirs, rate = UNUSUAL[optimizer]
    hold(ours(task, make_ours(rate)), theirs(task, make_theirs, rate))


@pytest.mark.parametrize(
    ("rule", "wanted"), [(AdaGrad, optim.Adagrad), (RMSProp, optim.RMSprop), (Adam, optim.Adam), (AdamW, optim.AdamW)]
)
def test_usual_learning_rate_is_that_of_pytorch(rule, wanted):
    assert rule().learning_rate == signature(wanted).parameters["lr"].default


def test_no_optimizer_and_no_schedule_is_left_out():
    from glasscat.optimizers import OPTIMIZERS as BY_NAME
    from glasscat.optimizers import SCHEDULES as SCHEDULES_BY_NAME

    assert set(OPTIMIZERS) == set(BY_NAME) - {"lbfgs"}  # test_optimizers_scipy.py
    assert set(SCHEDULES) == set(SCHEDULES_BY_NAME)
