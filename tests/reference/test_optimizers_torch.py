"""Every optimiser with every schedule, beside PyTorch's, from the same start, over 200 steps of three problems.

PyTorch takes its own gradients; only the data, the start and the settings are shared. Rounding differs at each step,
and is carried along by those that follow: hence 1e-10 of the largest parameter, where one step agrees to about 1e-16.
"""

from __future__ import annotations

from dataclasses import dataclass
from inspect import signature
from typing import TYPE_CHECKING

import numpy as np
import pytest

from glasscat import Network
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
    for_layout,
)
from glasscat.optimizers.schedules import Constant, Cosine, InverseTime, OneCycle, StepDecay, WarmUp

if TYPE_CHECKING:
    from collections.abc import Callable

torch = pytest.importorskip("torch", reason="PyTorch is the oracle of these tests: make oracle installs it")
optim, lr_scheduler = torch.optim, torch.optim.lr_scheduler

STEPS = 200
TOLERANCE = 1e-10


@dataclass(frozen=True)
class Problem:
    """J and dJ/dtheta as glasscat has them, J as PyTorch has it, and a start. The layout is the network's, if any."""

    start: np.ndarray
    loss_and_grad: Callable
    loss_in_torch: Callable
    network: Network | None = None


def quadratic():
    rng = np.random.default_rng(1)
    root = rng.normal(size=(6, 6))
    A, c = root @ root.T / 6 + np.eye(6) / 2, rng.normal(size=6)
    A_t, c_t = torch.tensor(A), torch.tensor(c)

    return Problem(
        rng.normal(size=6),
        lambda theta: ((theta - c) @ A @ (theta - c) / 2, A @ (theta - c)),
        lambda theta: (theta - c_t) @ A_t @ (theta - c_t) / 2,
    )


def logistic():
    rng = np.random.default_rng(2)
    X, y = rng.normal(size=(5, 30)), rng.integers(0, 2, 30)
    network = Network.dense(5, [], 2)
    X_t, y_t = torch.tensor(X), torch.tensor(y, dtype=torch.float64)

    def loss(theta):
        return torch.nn.functional.binary_cross_entropy_with_logits(theta[:5] @ X_t + theta[5], y_t)

    return Problem(rng.normal(size=6), _of(network, X, y), loss, network)


def multilayer():
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(5, 30)), rng.integers(0, 3, 30)
    network = Network.dense(5, [4, 3], 3, activation="tanh")
    X_t, y_t = torch.tensor(X), torch.tensor(y)

    def loss(theta):
        W1, b1, W2, b2, W3, b3 = (
            part.reshape(shape)
            for part, shape in zip(
                theta.split([20, 4, 12, 3, 9, 3]), [(4, 5), (4, 1), (3, 4), (3, 1), (3, 3), (3, 1)], strict=True
            )
        )
        Z = W3 @ torch.tanh(W2 @ torch.tanh(W1 @ X_t + b1) + b2) + b3
        return torch.nn.functional.cross_entropy(Z.T, y_t)

    return Problem(rng.normal(size=network.layout.size) / 2, _of(network, X, y), loss, network)


def _of(network, X, y):
    Y = network.targets(y)
    return lambda theta: network.loss_and_grad(theta, X, Y)


PROBLEMS = {"quadratic": quadratic, "logistic": logistic, "multilayer": multilayer}

OPTIMIZERS = {
    "gd": (GradientDescent, optim.SGD, 0.2),
    "momentum": (Momentum, lambda p, lr: optim.SGD(p, lr, momentum=0.9), 0.05),
    "momentum 0.5": (lambda rate: Momentum(rate, 0.5), lambda p, lr: optim.SGD(p, lr, momentum=0.5), 0.1),
    "nesterov": (Nesterov, lambda p, lr: optim.SGD(p, lr, momentum=0.9, nesterov=True), 0.05),
    "adagrad": (AdaGrad, optim.Adagrad, 0.1),
    "rmsprop": (RMSProp, optim.RMSprop, 0.01),
    "adam": (Adam, optim.Adam, 0.01),
    "adam, every coefficient": (
        lambda rate: Adam(rate, beta1=0.8, beta2=0.95, epsilon=1e-3),
        lambda p, lr: optim.Adam(p, lr, betas=(0.8, 0.95), eps=1e-3),
        0.01,
    ),
    "adamw": (AdamW, optim.AdamW, 0.01),
    "adamw 0.3": (lambda rate: AdamW(rate, weight_decay=0.3), lambda p, lr: optim.AdamW(p, lr, weight_decay=0.3), 0.01),
}

SCHEDULES = {
    "none": (lambda rate: rate, lambda opt, _rate: lr_scheduler.ConstantLR(opt, factor=1)),
    "constant": (Constant, lambda opt, _rate: lr_scheduler.ConstantLR(opt, factor=1)),
    "step": (
        lambda rate: StepDecay(rate, every=60, factor=0.3),
        lambda opt, _rate: lr_scheduler.StepLR(opt, 60, gamma=0.3),
    ),
    "cosine": (
        lambda rate: Cosine(rate, STEPS, minimum=rate / 50),
        lambda opt, rate: lr_scheduler.CosineAnnealingLR(opt, STEPS, eta_min=rate / 50),
    ),
    "one-cycle": (
        lambda rate: OneCycle(rate, STEPS),
        lambda opt, rate: lr_scheduler.OneCycleLR(opt, rate, total_steps=STEPS, cycle_momentum=False),
    ),
    "inverse-time": (
        lambda rate: InverseTime(rate, decay=0.03),
        lambda opt, _rate: lr_scheduler.LambdaLR(opt, lambda t: 1 / (1 + 0.03 * t)),
    ),
    "warm-up, then cosine": (
        lambda rate: WarmUp(Cosine(rate, STEPS - 30), 30),
        lambda opt, _rate: lr_scheduler.SequentialLR(
            opt,
            [lr_scheduler.LinearLR(opt, 1 / 3, total_iters=30), lr_scheduler.CosineAnnealingLR(opt, STEPS - 30)],
            milestones=[30],
        ),
    ),
    "warm-up": (
        lambda rate: WarmUp(Constant(rate), 30, start=0.01),
        lambda opt, _rate: lr_scheduler.LinearLR(opt, 0.01, total_iters=30),
    ),
}


def ours(problem, optimizer):
    theta = problem.start.copy()
    state = optimizer.init(theta)
    for _ in range(STEPS):
        _J, grad = problem.loss_and_grad(theta)
        theta, state = optimizer.update(grad, state, theta)
    return theta


def theirs(problem, make, change=lambda _parameter: None, schedule=None):
    """Walk with PyTorch; ``change`` is done to the parameter and its gradient before each step."""
    parameter = torch.nn.Parameter(torch.tensor(problem.start))
    optimizer = make(parameter)
    scheduler = schedule and schedule(optimizer)
    for _ in range(STEPS):
        optimizer.zero_grad()
        problem.loss_in_torch(parameter).backward()
        change(parameter)
        optimizer.step()
        if scheduler:
            scheduler.step()
    return parameter.detach().numpy()


def distance(given, wanted):
    return np.abs(given - wanted).max() / np.abs(wanted).max()


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("problem", PROBLEMS)
def test_follows_pytorch(problem, optimizer, schedule):
    problem = PROBLEMS[problem]()
    make_ours, make_theirs, rate = OPTIMIZERS[optimizer]
    rate_of_ours, schedule_of_theirs = SCHEDULES[schedule]
    given = ours(problem, make_ours(rate_of_ours(rate)))
    wanted = theirs(problem, lambda p: make_theirs([p], lr=rate), schedule=lambda opt: schedule_of_theirs(opt, rate))
    assert np.abs(wanted - problem.start).max() > 0.05  # it went somewhere
    assert distance(given, wanted) < TOLERANCE


@pytest.mark.parametrize(
    ("rule", "wanted"), [(AdaGrad, optim.Adagrad), (RMSProp, optim.RMSprop), (Adam, optim.Adam), (AdamW, optim.AdamW)]
)
def test_usual_learning_rate_is_that_of_pytorch(rule, wanted):
    assert rule().learning_rate == signature(wanted).parameters["lr"].default


@pytest.mark.parametrize("problem", PROBLEMS)
def test_clips_by_norm_as_pytorch(problem):
    problem = PROBLEMS[problem]()
    given = ours(problem, Clipped(Momentum(0.05), norm=0.05))
    wanted = theirs(
        problem,
        lambda p: optim.SGD([p], 0.05, momentum=0.9),
        lambda p: torch.nn.utils.clip_grad_norm_([p], 0.05),
    )
    assert distance(given, wanted) < TOLERANCE
    assert distance(given, ours(problem, Momentum(0.05))) > 1e-5  # it was clipped


@pytest.mark.parametrize("problem", PROBLEMS)
def test_clips_by_value_as_pytorch(problem):
    problem = PROBLEMS[problem]()
    given = ours(problem, Clipped(Momentum(0.05), value=0.02))
    wanted = theirs(
        problem,
        lambda p: optim.SGD([p], 0.05, momentum=0.9),
        lambda p: torch.nn.utils.clip_grad_value_([p], 0.02),
    )
    assert distance(given, wanted) < TOLERANCE
    assert distance(given, ours(problem, Momentum(0.05))) > 1e-5


def test_decays_weights_alone_as_pytorch_does_with_groups():
    """Every entry of the network is a parameter of its own; those of the weights form the group that decays."""
    problem = multilayer()
    layout = problem.network.layout
    entries = {name: torch.nn.Parameter(torch.tensor(problem.start[place])) for name, place in layout.slices.items()}
    decaying = [entries[entry.name] for entry in layout.entries if entry.kind == "weight"]
    others = [entries[entry.name] for entry in layout.entries if entry.kind != "weight"]
    optimizer = optim.AdamW([{"params": decaying}, {"params": others, "weight_decay": 0}], lr=0.01, weight_decay=0.5)
    for _ in range(STEPS):
        optimizer.zero_grad()
        problem.loss_in_torch(torch.cat(list(entries.values()))).backward()
        optimizer.step()
    wanted = torch.cat(list(entries.values())).detach().numpy()
    given = ours(problem, for_layout(AdamW(0.01, weight_decay=0.5), layout))
    wrapped = ours(problem, for_layout(WeightDecay(Adam(0.01), 0.5), layout))
    assert distance(given, wanted) < TOLERANCE
    assert distance(wrapped, wanted) < TOLERANCE
    assert distance(given, ours(problem, AdamW(0.01, weight_decay=0.5))) > 1e-3  # biases would decay as well


def test_freezes_a_layer_as_pytorch_does_without_its_gradients():
    problem = multilayer()
    layout = problem.network.layout
    wanted_entries = {
        name: torch.tensor(problem.start[place], requires_grad=name not in {"W1", "b1"})
        for name, place in layout.slices.items()
    }
    free = [entry for entry in wanted_entries.values() if entry.requires_grad]
    optimizer = optim.Adam(free, lr=0.01)
    for _ in range(STEPS):
        optimizer.zero_grad()
        problem.loss_in_torch(torch.cat(list(wanted_entries.values()))).backward()
        torch.nn.utils.clip_grad_norm_(free, 0.1)  # the frozen layer counts for no norm
        optimizer.step()
    wanted = torch.cat(list(wanted_entries.values())).detach().numpy()
    given = ours(problem, for_layout(Frozen(Clipped(Adam(0.01), norm=0.1), ["W1", "b1"]), layout))
    assert distance(given, wanted) < TOLERANCE
    assert given[:24].tobytes() == problem.start[:24].tobytes()
