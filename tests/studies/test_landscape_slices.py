"""Slices through a cost surface, against costs computed point by point."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from glasscat.layers import BatchNorm, Dense, SigmoidOutput, Tanh
from glasscat.network import Network
from glasscat.studies import slices
from glasscat.studies.landscape_line import line_through
from glasscat.studies.slices import (
    Plane,
    Surface,
    principal_directions,
    random_directions,
    sides,
    slice_of,
)


def problem(network, m, seed=5):
    """Samples, targets, and a random walk of 30 points that ends at a place of its own."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(network.n_features, m))
    Y = network.targets(rng.integers(0, max(2, network.output.n_units), m))
    path = network.initial(seed) + np.cumsum(rng.normal(0, 0.1, (30, network.layout.size)), axis=0)
    return X, Y, path


NETWORKS = {
    "fewer samples than numbers": (Network.dense(40, [3], 2, activation="tanh"), 7),
    "more samples than numbers": (Network.dense(4, [3], 3), 20),
    "dropout": (Network.dense(40, [5], 2, dropout=0.5), 7),
    "neuron": (Network.dense(40, [], 2), 7),
}


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("l2", [0.0, 0.2])
def test_costs_are_those_of_the_network_in_use(name, l2):
    network, m = NETWORKS[name]
    X, Y, path = problem(network, m)
    s = np.linspace(0.5, 2, m)
    surface = Surface.of(network, X, Y, s, l2)
    weights = [network.layout.slices[entry.name] for entry in network.layout.entries if entry.kind == "weight"]
    expected = [
        network.loss(theta, X, Y, s=s) + l2 / 2 * sum(np.sum(theta[place] ** 2) for place in weights) for theta in path
    ]
    assert_allclose(surface.costs(surface.narrowed(path)), expected, rtol=1e-13)
    small = not l2 and m < network.n_features
    assert surface.network.n_features == (m if small else network.n_features)


def test_batch_normalisation_is_that_of_training():
    network = Network(40, (Dense(4), BatchNorm(), Tanh(), Dense(1)), SigmoidOutput())
    X, Y, path = problem(network, 7)
    surface = Surface.of(network, X, Y)
    expected = [network.training_loss(theta, X, Y) for theta in path]
    assert_allclose(surface.costs(surface.narrowed(path)), expected, rtol=1e-12)


def test_blocks_change_nothing(monkeypatch):
    network, m = NETWORKS["fewer samples than numbers"]
    X, Y, path = problem(network, m)
    plane = Plane(path[-1], principal_directions(path), ("x", "y"))
    at_once = slice_of(Surface.of(network, X, Y), plane, path, *sides(plane.points(path), 9))
    monkeypatch.setattr(slices, "MEMORY", 1)
    one_by_one = slice_of(Surface.of(network, X, Y), plane, path, *sides(plane.points(path), 9))
    assert_allclose(one_by_one.costs, at_once.costs, rtol=1e-14)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_point_of_a_slice_has_its_own_cost(name):
    """All points in one call are the points one by one, with the parameters of the whole network."""
    network, m = NETWORKS[name]
    X, Y, path = problem(network, m)
    plane = Plane(path[-1], principal_directions(path), ("x", "y"))
    x, y = np.linspace(-1, 1, 5), np.linspace(-0.5, 0.7, 4)
    found = slice_of(Surface.of(network, X, Y), plane, path, x, y)
    u, v = plane.directions
    expected = [[network.loss(path[-1] + a * u + b * v, X, Y) for a in x] for b in y]
    assert_allclose(found.costs, expected, rtol=1e-12)
    assert_allclose(found.path_costs, [network.loss(theta, X, Y) for theta in path], rtol=1e-12)
    shadows = [network.loss(path[-1] + a * u + b * v, X, Y) for a, b in found.path]
    assert_allclose(found.shadow_costs, shadows, rtol=1e-12)
    assert found.gap == pytest.approx(np.max(np.abs(found.path_costs - shadows)))


def test_principal_directions_are_singular_vectors():
    path = problem(*NETWORKS["more samples than numbers"])[2]
    directions = principal_directions(path)
    _U, S, V = np.linalg.svd(path[:-1] - path[-1])
    assert_allclose(np.abs(directions @ V[:2].T), np.eye(2), atol=1e-9)
    plane = Plane(path[-1], directions, ("x", "y"))
    assert plane.share(path) == pytest.approx(np.sum(S[:2] ** 2) / np.sum(S**2), rel=1e-12)
    start = plane.points(path)[0]
    assert start[0] < 0 < start[1]


def test_path_in_a_plane_is_held_by_it_wholly():
    rng = np.random.default_rng(1)
    u, v = rng.normal(size=(2, 50))
    path = rng.normal(size=50) + rng.normal(size=(20, 2)) @ [u, v]
    plane = Plane(path[-1], principal_directions(path), ("x", "y"))
    assert plane.share(path) == pytest.approx(1, abs=1e-12)
    assert_allclose(plane.at(plane.points(path)), path, atol=1e-12)


def test_plane_of_slanted_directions_finds_the_nearest_points():
    """Random directions are neither of length 1 nor at right angles: nearest points are those of least squares."""
    rng = np.random.default_rng(2)
    directions, path = rng.normal(size=(2, 30)), rng.normal(size=(6, 30))
    plane = Plane(path[-1], directions, ("x", "y"))
    expected, missed, _rank, _s = np.linalg.lstsq(directions.T, (path - path[-1]).T)
    assert_allclose(plane.points(path), expected.T, atol=1e-12)
    assert plane.share(path) == pytest.approx(1 - missed.sum() / np.sum((path - path[-1]) ** 2))


@pytest.mark.parametrize("path", [np.outer(np.arange(5), [3.0, 4, 0]), np.array([[0.0, 0, 0], [3, 4, 0]])])
def test_straight_path_has_a_second_direction_at_right_angles(path):
    u, v = principal_directions(path)
    assert_allclose(np.abs(u), [0.6, 0.8, 0], atol=1e-12)
    assert_allclose([u @ v, np.linalg.norm(v)], [0, 1], atol=1e-12)


def test_random_directions_are_as_long_as_the_weights_of_each_unit():
    network = Network.dense(6, [4, 3], 3)
    theta = problem(network, 5)[2][-1]
    directions = random_directions(network, theta, np.random.default_rng(0))
    for direction in directions:
        views, own = network.layout.views(direction), network.layout.views(theta)
        for name in ("W1", "W2", "W3"):
            lengths = np.linalg.norm(own[name], axis=1)
            assert_allclose(np.linalg.norm(views[name], axis=1), lengths, rtol=1e-12)
        for name in ("b1", "b2", "b3"):
            assert not views[name].any()
    assert abs(directions[0] @ directions[1]) < 0.9 * np.prod(np.linalg.norm(directions, axis=1))


def test_sides_leave_room_around_the_path_and_beyond_its_end():
    shadow = np.array([[-10.0, 1], [-4, -1], [0, 0]])
    x, y = sides(shadow, 11)
    assert len(x) == len(y) == 11
    assert x[0] < -10
    assert x[-1] > 4
    assert y[-1] - y[0] == pytest.approx(0.4 * (x[-1] - x[0])), "a narrow path is not pressed flat"
    x, y = sides(shadow, 11, reach=np.array([20.0, 3]))
    assert x[0] < -20 < 20 < x[-1]


BOWL = Network.dense(1, [], 2)
"""One number a sample: w and b are all the parameters."""


def bowl():
    X = np.array([[-2.0, -1, 0.5, -0.5, 1, 2]])
    return Surface.of(BOWL, X, np.array([[0.0, 0, 0, 1, 1, 1]]))


def test_both_walkers_go_down_to_the_bottom():
    surface, end = bowl(), np.array([2.0, 0.1])
    line = line_through(surface, end, np.array([1.0, 0]), 3.0, 1.5, "w")
    assert_allclose(
        line.costs, [BOWL.loss(np.array([end[0] + x, end[1]]), surface.X, surface.Y) for x in line.x], rtol=1e-13
    )
    assert line.has_bottom
    assert np.all(np.diff(line.walk_costs, axis=0) < 0)
    assert np.all(np.diff(line.walks[:, 0]) > 0)
    assert np.all(np.diff(line.walks[:, 1]) < 0)
    h = 1e-6
    slopes = [
        (
            BOWL.loss(np.array([end[0] + x + h, end[1]]), surface.X, surface.Y)
            - BOWL.loss(np.array([end[0] + x - h, end[1]]), surface.X, surface.Y)
        )
        / (2 * h)
        for x in line.walks[0]
    ]
    assert_allclose(line.slopes, slopes, rtol=1e-7)
    assert_allclose(line.walks[1], line.walks[0] - line.learning_rate * line.slopes, rtol=1e-13)


def test_line_reaches_as_high_as_asked_or_not_too_far():
    surface, end = bowl(), np.array([2.0, 0.1])
    line = line_through(surface, end, np.array([1.0, 0]), 10.0, 1.0, "w")
    assert line.costs[0] == pytest.approx(1.0, abs=0.05), "the cost rises steeply towards a negative weight"
    flat = line_through(surface, end, np.array([1.0, 0]), 0.5, 1.0, "w")
    assert flat.x[-1] == 0.5


def test_cost_that_goes_on_falling_has_no_bottom():
    """Samples that a threshold tells apart: the larger the weight, the lower the cost."""
    network = Network.dense(1, [], 2)
    surface = Surface.of(network, np.array([[-1.0, 1]]), np.array([[0.0, 1]]))
    line = line_through(surface, np.array([1.0, 0]), np.array([1.0, 0]), 2.0, 5.0, "w")
    assert not line.has_bottom
    assert line.lowest[0] == 2.0
    moved = line.moved(1.0)
    assert moved.lowest == (3.0, line.lowest[1])
    assert_allclose(moved.walks, line.walks + 1)
