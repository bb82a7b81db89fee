"""L-BFGS beside SciPy's, called directly on the same cost: the same iterates, one by one, until it ends."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import minimize, rosen, rosen_der

from glasscat import Network
from glasscat.optimizers import LBFGS

STEPS = 200


def rosenbrock():
    return np.array([-1.2, 1.0, 0.5, -0.5]), lambda theta: (rosen(theta), rosen_der(theta))


def network(hidden, n_classes):
    rng = np.random.default_rng(4)
    X, y = rng.normal(size=(5, 40)), rng.integers(0, n_classes, 40)
    net = Network.dense(5, hidden, n_classes, activation="tanh")
    Y = net.targets(y)
    return rng.normal(size=net.layout.size) / 2, lambda theta: net.loss_and_grad(theta, X, Y)


PROBLEMS = {
    "Rosenbrock's valley": rosenbrock,
    "logistic": lambda: network([], 2),
    "multilayer": lambda: network([6, 4], 3),
}
SETTINGS = {
    "usual": (LBFGS(), {}),
    "to the end": (
        LBFGS(history=5, gradient_tolerance=1e-9, cost_tolerance=0),
        {"maxcor": 5, "gtol": 1e-9, "ftol": 0},
    ),
}


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("problem", PROBLEMS)
def test_follows_scipy(problem, settings):
    start, loss_and_grad = PROBLEMS[problem]()
    optimizer, options = SETTINGS[settings]
    wanted = []
    found = minimize(
        lambda theta: (float(loss_and_grad(theta)[0]), loss_and_grad(theta)[1].copy()),
        start,
        method="L-BFGS-B",
        jac=True,
        callback=lambda intermediate_result: wanted.append((intermediate_result.x.copy(), intermediate_result.fun)),
        options={"maxiter": STEPS, **options},
    )
    theta = start.copy()
    given = [(theta.copy(), float(J)) for theta, J in optimizer.minimize(loss_and_grad, theta, STEPS)]
    assert len(given) == found.nit > 5
    for (theta_k, J), (x, f) in zip(given, wanted, strict=True):
        assert_allclose(theta_k, x, rtol=1e-10, atol=1e-10 * np.abs(x).max())
        assert_allclose(J, f, rtol=1e-10)
    assert_allclose(theta, found.x, rtol=1e-10, atol=1e-10 * np.abs(found.x).max())
