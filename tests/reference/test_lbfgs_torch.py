"""L-BFGS beside SciPy's on costs that PyTorch computes, of networks written there.

Line search and curvature multiply rounding by about ten every ten iterations: SciPy itself, given the same cost twice,
once of glasscat and once of PyTorch, ends 200 iterations later in different places. So what can be held to 1e-10 is a
whole minimisation that comes to its end before that, and, over 200 iterations, SciPy's iterates on glasscat's own cost
to the last bit, beside PyTorch's cost and gradient at each of them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import minimize

import glasscat as gc
from glasscat.optimizers import LBFGS

from .three_networks import (
    N_FEATURES,
    SEED,
    STEPS,
    TASKS,
    M,
    Task,
    Twin,
    distance,
    linear_sigmoid,
    softmax_squared_error,
    torch,
)

TOLERANCE = 1e-10
OWN = np.linspace(0.5, 2, M)

DEEP, TANH, _NORMALISED = TASKS.values()
SMOOTH = {
    "deep, relu, sigmoid cross-entropy": DEEP,
    "tanh, softmax cross-entropy": replace(TANH, batch_size=None),
    "sigmoid, squared error": Task(
        partial(gc.Network.dense, N_FEATURES, [5, 4], 3, activation="sigmoid", loss="squared-error"),
        linear_sigmoid,
        (5, 4, 3),
        softmax_squared_error,
    ),
}
every_task = pytest.mark.parametrize("task", SMOOTH.values(), ids=SMOOTH)


def in_torch(task, l2=0.0, s=None):
    """Start, and the function from theta to J and dJ/dtheta, by PyTorch alone."""
    twin = Twin(task)
    X, y = map(torch.tensor, task.samples)
    weights = torch.ones(M, dtype=torch.float64) if s is None else torch.tensor(s)
    parameters = list(twin.entries.values())

    def loss_and_grad(theta):
        parts = torch.tensor(theta).split([p.numel() for p in parameters])
        for parameter, part in zip(parameters, parts, strict=True):
            parameter.data, parameter.grad = part.reshape(parameter.shape), None
        J = (weights * task.losses(twin.module(X), y)).mean() + l2 / 2 * sum(W.square().sum() for W in twin.weights)
        J.backward()
        return J.item(), np.concatenate([parameter.grad.numpy().ravel() for parameter in parameters])

    return twin.theta, loss_and_grad


def scipys(start, loss_and_grad, **options):
    """Every iterate of SciPy's own minimiser."""
    walked = []
    minimize(
        loss_and_grad,
        start,
        jac=True,
        method="L-BFGS-B",
        callback=lambda x: walked.append(x.copy()),
        options={"maxiter": STEPS, "maxfun": 100 * STEPS, **options},
    )
    return walked


def trained(task, optimizer, **settings):
    """Every iterate of glasscat's training after the start, and the costs of all."""
    stream = gc.train(task.network(), task.samples, optimizer=optimizer, iterations=STEPS, seed=SEED, **settings)
    records = {record.iteration: (record.theta.copy(), record.cost) for record in stream}  # the last comes twice
    thetas, costs = zip(*records.values(), strict=True)
    return thetas[1:], costs


@every_task
@pytest.mark.parametrize(
    ("l2", "history", "s"),
    [(0.1, 10, None), (0.1, 10, OWN), (0.3, 3, None)],
    ids=["usual memory", "sample weights", "short memory"],
)
def test_every_iterate_is_scipys_on_a_cost_written_in_pytorch(task, l2, history, s):
    given, _costs = trained(task, LBFGS(history=history, gradient_tolerance=1e-4), l2=l2, sample_weight=s)
    wanted = scipys(*in_torch(task, l2, s), maxcor=history, gtol=1e-4)
    assert 5 < len(given) == len(wanted) < STEPS
    for theta, x in zip(given, wanted, strict=True):
        assert distance(theta, x) < TOLERANCE


@every_task
def test_up_to_two_hundred_iterates(task):
    """SciPy's to the last bit on the same cost, which is PyTorch's wherever it is asked for."""
    given, costs = trained(task, LBFGS(gradient_tolerance=0, cost_tolerance=0))
    X, y = task.samples
    network = task.network()
    Y = network.targets(y)
    start, by_pytorch = in_torch(task)
    wanted = scipys(start, lambda theta: network.loss_and_grad(theta, X.T, Y), gtol=0, ftol=0)
    assert len(given) > 40
    assert_array_equal(given, wanted)
    size = np.abs(by_pytorch(start)[1]).max()
    for theta, cost in zip([start, *given], costs, strict=True):
        J, grad = by_pytorch(theta)
        assert_allclose(cost, J, rtol=TOLERANCE, atol=1e-16)
        # a unit that is saturated has lost digits of 1 - A^2, on either side
        assert_allclose(network.loss_and_grad(theta, X.T, Y)[1], grad, rtol=TOLERANCE, atol=1e-12 * size)
