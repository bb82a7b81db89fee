"""What training adds to an optimiser, each setting beside PyTorch's own means for it: 200 steps of three networks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from glasscat.optimizers import AdaGrad, Adam, AdamW, Clipped, Frozen, GradientDescent, Momentum, WeightDecay

from .three_networks import TASKS, M, Twin, distance, ours, torch

if TYPE_CHECKING:
    from collections.abc import Callable

optim, nn = torch.optim, torch.nn

TOLERANCE = 1e-10  # of the largest parameter; see test_optimizers_torch.py

DECAY = 0.4
FROZEN = ("W1", "b1")
OWN = np.linspace(0.2, 3, M)


def same(rule):
    return rule


@dataclass(frozen=True)
class Setting:
    """One setting of glasscat, and how a user of PyTorch would have it."""

    wrap: Callable = same
    settings: dict[str, Any] = field(default_factory=dict)
    dropout: float = 0.0
    frozen: tuple[str, ...] = ()
    change: Callable = lambda _twin: None
    weights: Callable = lambda _y, _n_classes: None
    decay: float = 0.0
    """Before each step the weights shrink by this, times the learning rate."""


def clip_by_norm(limit):
    return lambda twin: nn.utils.clip_grad_norm_(twin.module.parameters(), limit)


def clip_by_value(limit):
    return lambda twin: nn.utils.clip_grad_value_(twin.module.parameters(), limit)


def balanced(y, n_classes):
    """Weight m / (K m_k) of each sample: every class counts the same."""
    return len(y) / (n_classes * np.bincount(y))[y]


SETTINGS = {
    "nothing": Setting(),
    "clipped by norm": Setting(lambda rule: Clipped(rule, norm=0.05), change=clip_by_norm(0.05)),
    "clipped by value": Setting(lambda rule: Clipped(rule, value=0.01), change=clip_by_value(0.01)),
    "first layer frozen": Setting(lambda rule: Frozen(rule, FROZEN), frozen=FROZEN),
    "frozen, and the others clipped": Setting(
        lambda rule: Frozen(Clipped(rule, norm=0.05), FROZEN), frozen=FROZEN, change=clip_by_norm(0.05)
    ),
    "l2 in the loss": Setting(settings={"l2": 0.05}),
    "decoupled decay": Setting(lambda rule: WeightDecay(rule, DECAY), decay=DECAY),
    "balanced classes": Setting(settings={"class_weight": "balanced"}, weights=balanced),
    "class weights": Setting(
        settings={"class_weight": {"0": 0.5, "1": 2.0}}, weights=lambda y, _: np.array([0.5, 2, 1])[y]
    ),
    "sample weights": Setting(settings={"sample_weight": OWN}, weights=lambda _y, _n_classes: OWN),
    "dropout": Setting(dropout=0.3),
    "everything": Setting(
        lambda rule: Frozen(Clipped(WeightDecay(rule, DECAY), norm=0.2), ("W2",)),
        {"l2": 0.05, "class_weight": "balanced", "sample_weight": OWN},
        dropout=0.3,
        frozen=("W2",),
        change=clip_by_norm(0.2),
        weights=lambda y, n_classes: balanced(y, n_classes) * OWN,
        decay=DECAY,
    ),
}

RULES = {
    "momentum": (Momentum, lambda p, lr: optim.SGD(p, lr, momentum=0.9), 0.05),
    "adam": (Adam, optim.Adam, 0.01),
}


def by_pytorch(task, setting, make, rate):
    """PyTorch's network at the end."""
    twin = Twin(task, dropout=setting.dropout, frozen={*setting.frozen, *task.idle})

    def change(twin):
        setting.change(twin)
        with torch.no_grad():
            for W in twin.weights if setting.decay else ():
                W.mul_(1 - rate * setting.decay if W.requires_grad else 1)

    s = setting.weights(task.samples[1], task.n_classes)
    return twin.walk(make(twin.groups, lr=rate), s=s, l2=setting.settings.get("l2", 0.0), change=change)


def by_glasscat(task, setting, make, rate):
    return ours(task, setting.wrap(make(rate)), dropout=setting.dropout, **setting.settings)


@cache
def plain(task, rule):
    """Where glasscat ends with no setting at all."""
    make_ours, _make_theirs, rate = RULES[rule]
    return by_glasscat(task, SETTINGS["nothing"], make_ours, rate).theta


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", SETTINGS)
def test_follows_pytorch(task, rule, name):
    make_ours, make_theirs, rate = RULES[rule]
    record, twin = (
        by_glasscat(task, SETTINGS[name], make_ours, rate),
        by_pytorch(task, SETTINGS[name], make_theirs, rate),
    )
    assert distance(record.theta, twin.theta) < TOLERANCE
    assert twin.buffers.size == 0 or distance(record.buffers, twin.buffers) < TOLERANCE
    twin.module.eval()  # running statistics instead of the batch's, and no dropout
    wanted = twin.module(torch.tensor(task.samples[0])).detach()
    wanted = torch.sigmoid(wanted) if task.n_classes == 2 else torch.softmax(wanted, dim=1)
    given = task.network(dropout=SETTINGS[name].dropout).predict(record.theta, task.samples[0].T, record.buffers)
    assert distance(given.T, wanted.numpy()) < TOLERANCE
    if name != "nothing":  # the setting made a difference
        assert distance(record.theta, plain(task, rule)) > 1e-4


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
@pytest.mark.parametrize("make", [lambda: AdamW(0.01, weight_decay=DECAY), lambda: WeightDecay(Adam(0.01), DECAY)])
def test_adamw_decays_weights_alone_as_pytorchs_does_with_groups(task, make):
    twin = Twin(task, frozen=task.idle)
    twin.walk(optim.AdamW(twin.groups, lr=0.01, weight_decay=DECAY))
    assert distance(ours(task, make()).theta, twin.theta) < TOLERANCE
    all_decay = Twin(task, frozen=task.idle)
    all_decay.walk(optim.AdamW(all_decay.module.parameters(), lr=0.01, weight_decay=DECAY))
    assert distance(all_decay.theta, twin.theta) > 1e-4


def test_frozen_entries_are_the_same_bits_on_both_sides():
    for task in TASKS.values():
        network = task.network()
        start = network.layout.views(network.initial(5))
        end = network.layout.views(ours(task, Frozen(AdamW(0.01, weight_decay=1.0), FROZEN), l2=0.1).theta)
        for name in {*FROZEN, *task.idle} & {*start}:
            assert end[name].tobytes() == start[name].tobytes()
        assert (end["W2"] != start["W2"]).all()


def test_running_statistics_of_a_frozen_normalisation_go_on():
    """As PyTorch's do without gradients: they are no parameters, and a layer before it may still be learning."""
    *_others, task = TASKS.values()
    frozen = (*FROZEN, "gamma1", "beta1")
    twin = Twin(task, frozen={*frozen, *task.idle})
    start = twin.buffers.copy()
    twin.walk(optim.SGD(twin.groups, lr=0.1))
    record = ours(task, Frozen(GradientDescent(0.1), frozen))
    assert distance(record.buffers, twin.buffers) < TOLERANCE
    assert (record.buffers != start).all()


@pytest.mark.parametrize(
    ("make", "wanted"),
    [
        (lambda: GradientDescent(0.2), lambda p: optim.SGD(p, 0.2)),
        (lambda: AdaGrad(0.1), lambda p: optim.Adagrad(p, 0.1)),
        (lambda: Adam(0.01), lambda p: optim.Adam(p, 0.01)),
    ],
)
def test_an_idle_bias_goes_where_it_likes_and_harms_no_other(make, wanted):
    """Left free, as users leave it: all others are PyTorch's, also where rounding takes it far away."""
    *_others, task = TASKS.values()
    twin = Twin(task)
    twin.walk(wanted(twin.module.parameters()))
    network = task.network()
    record = ours(replace(task, idle=()), make())
    given = network.layout.views(record.theta)
    for name, parameter in twin.entries.items():
        if name not in task.idle:
            assert distance(given[name], parameter.detach().numpy().reshape(given[name].shape)) < TOLERANCE
