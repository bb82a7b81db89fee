"""L-BFGS through the contracts of an optimiser that asks for costs: `glasscat.optimizers.LBFGS.minimize`."""

import copy
import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import rosen, rosen_der

from glasscat.optimizers import LBFGS

MADE = {
    "usual": LBFGS(),
    "one step remembered": LBFGS(history=1),
    "to the end": LBFGS(history=5, gradient_tolerance=1e-9, cost_tolerance=0),
    "loose": LBFGS(gradient_tolerance=0.1, cost_tolerance=0.1),
}
CURVATURE = np.array([1.0, 3, 10, 0.5])
COSTS = {
    "bowl": lambda theta: (CURVATURE @ theta**2 / 2, CURVATURE * theta),
    "Rosenbrock's valley": lambda theta: (rosen(theta), rosen_der(theta)),
}
START = np.array([-1.2, 1.0, 0.5, -0.5])

every_made = pytest.mark.parametrize("optimizer", MADE.values(), ids=MADE)
every_cost = pytest.mark.parametrize("loss_and_grad", COSTS.values(), ids=COSTS)


def walk(optimizer, theta, loss_and_grad, iterations=60):
    """Every iterate and its cost; theta is changed."""
    return [(theta.copy(), J.copy()) for theta, J in optimizer.minimize(loss_and_grad, theta, iterations)]


@every_made
@every_cost
def test_row_r_is_the_lone_run_r(optimizer, loss_and_grad):
    starts = np.random.default_rng(0).normal(size=(3, 4)) * [[0.1], [1], [2]]  # of different lengths
    together, theta = walk(optimizer, starts.copy(), loss_and_grad), starts.copy()
    for r in range(3):
        alone = walk(optimizer, theta[r], loss_and_grad)
        assert len(alone) <= len(together)
        for (rows, costs), (row, cost) in zip(together, alone, strict=False):
            assert_array_equal(rows[r], row)
            assert costs[r] == cost
        assert_array_equal(together[-1][0][r], alone[-1][0])  # it stays where it ended


@every_made
@every_cost
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("runs", [(), (2,)])
def test_dtype_is_kept(optimizer, loss_and_grad, dtype, runs):
    asked = []

    def watched(theta):
        asked.append((theta.dtype, theta.shape))
        J, grad = loss_and_grad(theta)
        return dtype(J), grad.astype(dtype)

    theta = np.broadcast_to(START, (*runs, 4)).astype(dtype)
    for stepped, _J in walk(optimizer, theta, watched):
        assert stepped.dtype == dtype
    assert set(asked) == {(np.dtype(dtype), (4,))}


@every_made
@every_cost
def test_inputs_are_not_changed(optimizer, loss_and_grad):
    """Theta is stepped in place and handed back; the gradients that it is given are only read, and never kept."""
    given = []

    def read_only(theta):
        theta.flags.writeable = False
        J, grad = loss_and_grad(theta)
        grad.flags.writeable = False
        given.append((grad, grad.copy()))
        return J, grad

    theta = START.copy()
    for stepped, _J in optimizer.minimize(read_only, theta, 20):
        assert stepped is theta
    for grad, before in given:
        assert_array_equal(grad, before)
    assert optimizer == copy.deepcopy(optimizer)


@every_made
def test_one_parameter_will_do(optimizer):
    theta = np.array([2.0])
    walk(optimizer, theta, lambda theta: (theta @ theta, 2 * theta))
    assert abs(theta[0]) < 0.1


@every_made
def test_no_gradient_no_step(optimizer):
    theta = START.copy()
    assert walk(optimizer, theta, lambda theta: (1.0, np.zeros_like(theta))) == []
    assert_array_equal(theta, START)


@every_made
@every_cost
def test_costs_only_fall(optimizer, loss_and_grad):
    costs = [loss_and_grad(START)[0], *(J for _theta, J in walk(optimizer, START.copy(), loss_and_grad))]
    assert len(costs) > 1
    assert (np.diff(costs) <= 0).all()


@every_made
@every_cost
def test_remembers_nothing_between_two_minimisations(optimizer, loss_and_grad):
    first = walk(optimizer, START.copy(), loss_and_grad)
    walk(optimizer, START + 1, loss_and_grad)
    assert_array_equal([theta for theta, _J in walk(optimizer, START.copy(), loss_and_grad)], [t for t, _J in first])


@every_made
def test_it_is_a_value_and_can_be_kept(optimizer):
    again = pickle.loads(pickle.dumps(optimizer))  # noqa: S301  (of this very process)
    assert again == optimizer == eval(repr(optimizer), {"LBFGS": LBFGS})  # noqa: S307
    assert hash(again) == hash(optimizer)
    with pytest.raises((AttributeError, TypeError)):
        optimizer.history = 3


@every_made
def test_two_interleaved_minimisations_do_not_meet(optimizer):
    """Each runs in a thread of its own, and only while it is asked."""
    one, other = START.copy(), -START
    streams = [optimizer.minimize(COSTS["bowl"], theta, 5) for theta in (one, other)]
    for _together in zip(*streams, strict=False):
        pass
    for stream in streams:
        stream.close()
    assert_allclose(one, -other, rtol=1e-12)
