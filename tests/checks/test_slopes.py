"""Differences and the complex step on functions whose slopes are known."""

from __future__ import annotations

import numpy as np
import pytest

from glasscat.checks.probes import COORDINATES, MOST_IN_FULL, PROJECTIONS, choose_probes
from glasscat.checks.slopes import complex_step, differences
from glasscat.parameters import Entry, Layout

LAYOUT = Layout((Entry("W1", (2, 3), "weight"), Entry("b1", (2, 1), "bias")))
LARGE = Layout((Entry("W1", (30, 100), "weight"), Entry("b1", (30, 1), "bias"), Entry("W2", (1, 5), "weight")))
THETA = np.arange(1.0, 9.0)


def probes(layout=LAYOUT, seed=0):
    rng = np.random.default_rng(seed)
    return choose_probes(layout, rng.standard_normal(layout.size), rng)


def cubes(thetas):
    """J = sum of theta^3: its slopes are 3 theta^2, and two-sided differences are wrong by exactly epsilon^2."""
    return np.sum(thetas**3, axis=-1), np.zeros(len(thetas), dtype=bool)


@pytest.mark.parametrize("rows", [2, 3, 7, 100])
def test_differences_are_wrong_by_epsilon_squared(rows):
    slopes, crossed = differences(cubes, THETA, probes(), epsilon=1e-3, rows=rows)
    # J is about 1300, known to 1e-13, and divided by 2e-3
    np.testing.assert_allclose(slopes, 3 * THETA**2 + 1e-6, rtol=0, atol=3e-10)
    assert not crossed.any()


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_complex_step_is_exact(rows):
    slopes, _crossed = complex_step(cubes, THETA, probes(), rows=rows)
    np.testing.assert_allclose(slopes, 3 * THETA**2, rtol=1e-15)


def test_rows_are_a_limit():
    seen = []

    def costs(thetas):
        seen.append(len(thetas))
        return cubes(thetas)

    differences(costs, THETA, probes(), epsilon=1e-4, rows=6)
    complex_step(costs, THETA, probes(), rows=6)
    assert seen == [6, 6, 4, 6, 2]


def test_kinks_are_handed_on():
    def beyond(thetas):
        return cubes(thetas)[0], thetas[:, 2].real > 3  # parameter 2 stands at 3

    _slopes, crossed = differences(beyond, THETA, probes(), epsilon=1e-4, rows=4)
    np.testing.assert_array_equal(crossed, np.arange(8) == 2)


def test_theta_is_left_alone():
    theta = THETA.copy()
    differences(cubes, theta, probes(), epsilon=1e-4, rows=4)
    complex_step(cubes, theta, probes(), rows=4)
    np.testing.assert_array_equal(theta, THETA)


def test_small_networks_are_looked_at_in_full():
    found = probes()
    np.testing.assert_array_equal(found.coordinates, np.arange(8))
    assert found.projections == ()
    np.testing.assert_array_equal(found.entries, [0] * 6 + [1] * 2)


def test_large_networks_are_sampled():
    assert LARGE.size > MOST_IN_FULL
    found = probes(LARGE)
    counted = np.bincount(found.entries)
    np.testing.assert_array_equal(counted, [COORDINATES + PROJECTIONS, COORDINATES + PROJECTIONS, 5])
    assert len(np.unique(found.coordinates)) == 2 * COORDINATES + 5
    assert len(found) == counted.sum()


def test_where_the_gradient_is_largest_is_never_missed():
    grad = np.random.default_rng(1).standard_normal(LARGE.size)
    grad[[17, 2999, 3010]] = 100, -100, 100
    found = choose_probes(LARGE, grad, np.random.default_rng(2))
    assert {17, 2999, 3010} <= set(found.coordinates.tolist())


def test_slopes_of_a_linear_cost_are_its_gradient_along_every_probe():
    grad = np.random.default_rng(3).standard_normal(LARGE.size)
    found = probes(LARGE)
    slopes, _crossed = complex_step(
        lambda thetas: (thetas @ grad, np.zeros(len(thetas), dtype=bool)), np.zeros(LARGE.size), found, rows=7
    )
    np.testing.assert_allclose(slopes, found.slopes(grad), rtol=1e-13, atol=1e-14)


def test_directions_are_of_length_one_within_their_entry():
    for place, v in probes(LARGE).projections:
        assert v.shape == (place.stop - place.start,)
        assert np.linalg.norm(v) == pytest.approx(1, abs=1e-14)
