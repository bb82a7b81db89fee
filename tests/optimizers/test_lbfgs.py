"""L-BFGS: the contracts of an optimiser, for one that asks for costs. tests/reference holds its steps to SciPy's."""

import threading

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.optimizers import LBFGS
from glasscat.optimizers.hand_over import hand_over

CURVATURE = np.array([1.0, 3, 10, 0.5])
BOTTOM = np.array([1.0, -1, 2, 0.5])


def bowl(theta):
    return CURVATURE @ (theta - BOTTOM) ** 2 / 2, CURVATURE * (theta - BOTTOM)


def walk(optimizer, theta, iterations=50, loss_and_grad=bowl):
    """Costs of all iterations, and how it ended; theta is changed."""
    costs, stream = [], optimizer.minimize(loss_and_grad, theta, iterations)
    while True:
        try:
            stepped, J = next(stream)
        except StopIteration as end:
            return costs, end.value
        assert stepped is theta
        costs.append(J)


def test_finds_the_bottom_of_a_bowl():
    theta = np.zeros(4)
    costs, ending = walk(LBFGS(gradient_tolerance=1e-9, cost_tolerance=0), theta)
    assert ending == ("converged",)
    assert_allclose(theta, BOTTOM, atol=1e-8)
    assert costs == sorted(costs, reverse=True)


def test_cost_is_that_of_the_parameters_beside_it():
    theta = np.zeros(4)
    for stepped, J in LBFGS().minimize(bowl, theta, 20):
        assert_array_equal(J, bowl(stepped)[0])
        assert J.shape == ()


def test_stops_after_its_iterations():
    costs, ending = walk(LBFGS(), np.zeros(4), iterations=2)
    assert len(costs) == 2
    assert ending == ("iterations",)


def test_tolerances_are_obeyed():
    loose, _ending = walk(LBFGS(gradient_tolerance=1), np.zeros(4))
    tight, _ending = walk(LBFGS(gradient_tolerance=1e-9, cost_tolerance=0), np.zeros(4))
    quick, _ending = walk(LBFGS(gradient_tolerance=0, cost_tolerance=0.5), np.zeros(4))
    assert len(loose) < len(tight)
    assert len(quick) < len(tight)


def test_says_when_no_lower_cost_is_found():
    """A gradient of the wrong sign leads uphill."""
    theta = np.zeros(4)
    costs, ending = walk(LBFGS(), theta, loss_and_grad=lambda theta: (bowl(theta)[0], -bowl(theta)[1]))
    assert costs == []
    assert ending == ("line-search",)
    assert_array_equal(theta, 0)


def test_row_r_is_the_lone_run_r():
    starts = np.random.default_rng(0).normal(size=(3, 4)) * [[1], [10], [100]]
    starts[2] = BOTTOM  # converged before the first step
    together = starts.copy()
    costs, endings = walk(LBFGS(), together, iterations=5)
    for r in range(3):
        alone = starts[r].copy()
        lone_costs, ending = walk(LBFGS(), alone, iterations=5)
        assert_array_equal(together[r], alone)
        assert endings[r] == ending[0]
        assert_array_equal([J[r] for J in costs][: len(lone_costs)], lone_costs)
    assert np.isnan(costs[-1][2])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_is_kept(dtype):
    seen = set()

    def loss_and_grad(theta):
        seen.add(theta.dtype)
        J, grad = bowl(theta)
        return J, grad.astype(dtype)

    theta = np.zeros(4, dtype)
    walk(LBFGS(), theta, loss_and_grad=loss_and_grad)
    assert seen == {np.dtype(dtype)}
    assert_allclose(theta, BOTTOM, atol=1e-3)


def test_gradient_may_be_a_buffer_that_is_written_into_again():
    buffer = np.empty(4)

    def loss_and_grad(theta):
        J, buffer[:] = bowl(theta)
        return J, buffer

    given, wanted = np.zeros(4), np.zeros(4)
    walk(LBFGS(), given, loss_and_grad=loss_and_grad)
    walk(LBFGS(), wanted)
    assert_array_equal(given, wanted)


def test_one_parameter_will_do():
    theta = np.array([2.0])
    walk(LBFGS(), theta, loss_and_grad=lambda theta: (theta @ theta, 2 * theta))
    assert abs(theta[0]) < 1e-5


def test_leaving_the_loop_stops_it_where_it_is():
    threads, calls = threading.active_count(), []

    def counted(theta):
        calls.append(theta)
        return bowl(theta)

    theta = np.zeros((2, 4))
    stream = LBFGS().minimize(counted, theta, 50)
    next(stream)
    kept, asked = theta.copy(), len(calls)
    stream.close()
    assert threading.active_count() == threads
    assert_array_equal(theta, kept)
    assert len(calls) == asked


def test_what_goes_wrong_inside_is_raised_outside():
    threads = threading.active_count()

    def broken(_theta):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        walk(LBFGS(), np.zeros((2, 4)), loss_and_grad=broken)
    assert threading.active_count() == threads


def test_settings_of_the_caller_hold_inside():
    """NumPy keeps what it does about overflow, and glasscat its language, in the context of the caller."""

    def overflowing(theta):
        J = np.exp(theta * 1e4).sum()
        return J, theta

    with np.errstate(over="raise"), pytest.raises(FloatingPointError):
        walk(LBFGS(), np.ones(4), loss_and_grad=overflowing)


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("GC-U55", lambda: LBFGS(history=0)),
        ("GC-U55", lambda: LBFGS(history=2.5)),
        ("GC-U88", lambda: LBFGS(gradient_tolerance=-1)),
        ("GC-U88", lambda: LBFGS(cost_tolerance=float("nan"))),
        ("GC-U88", lambda: LBFGS(cost_tolerance=float("inf"))),
        ("GC-U88", lambda: LBFGS(cost_tolerance="small")),
        ("GC-U94", lambda: next(LBFGS().minimize(bowl, np.zeros(4), 0))),
    ],
)
def test_what_cannot_be_meant_is_refused(code, make):
    with pytest.raises(ValueError) as caught:
        make()
    assert caught.value.code == code


def test_hand_over_yields_and_returns():
    def work(give):
        for k in range(3):
            give(k)
        return "done"

    stream = hand_over(work)
    assert [next(stream), next(stream), next(stream)] == [0, 1, 2]
    with pytest.raises(StopIteration) as caught:
        next(stream)
    assert caught.value.value == "done"
