"""Curvature: products with the Hessian and its extreme eigenvalues, against Hessians made in other ways."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from glasscat.layers import BatchNorm, Dense, SigmoidOutput, Tanh
from glasscat.network import Network
from glasscat.studies.curvature import curvature, hessian_product, is_convex_everywhere
from glasscat.studies.slices import Surface

NETWORKS = {
    "tanh": Network.dense(3, [4], 2, activation="tanh"),
    "sigmoid, squared error": Network.dense(3, [3, 2], 2, activation="sigmoid", loss="squared-error"),
    "softmax": Network.dense(3, [4], 3, activation="tanh"),
    "batch norm": Network(3, (Dense(4), BatchNorm(), Tanh(), Dense(1)), SigmoidOutput()),
    "neuron": Network.dense(3, [], 2),
}


def surface_of(network, m=12, *, l2=0.0, weighted=False, seed=3):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(network.n_features, m))
    Y = network.targets(rng.integers(0, max(2, network.output.n_units), m))
    s = rng.uniform(0.2, 3, m) if weighted else None
    theta = network.initial(seed) + 0.5 * rng.normal(size=network.layout.size)
    return Surface.of(network, X, Y, s, l2), theta


def by_differences(surface, theta, h=1e-4):
    """Hessian by differences of costs alone, in which no backward pass has a part."""
    P = len(theta)
    E = h * np.eye(P)
    corners = [
        surface.costs((theta + a * E[:, None] + b * E[None]).reshape(-1, P)).reshape(P, P)
        for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))
    ]
    return (corners[0] - corners[1] - corners[2] + corners[3]) / (4 * h * h)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize(("l2", "weighted"), [(0.0, False), (0.3, True)])
def test_product_is_that_of_the_hessian(name, l2, weighted):
    surface, theta = surface_of(NETWORKS[name], l2=l2, weighted=weighted)
    H = by_differences(surface, theta)
    by_products = np.array([hessian_product(surface, theta, v) for v in np.eye(len(theta))])
    # the differences are wrong by h^2 times the fourth derivative, and by the rounding of J over h^2: 1e-16 / 1e-8
    assert_allclose(by_products, H, atol=3e-6 * max(1, np.abs(H).max()))
    assert_allclose(by_products, by_products.T, atol=1e-12 * max(1, np.abs(H).max()))


@pytest.fixture(params=["all", "two by Lanczos"])
def _large_or_small(request, monkeypatch):
    """Find the eigenvalues as of a small Hessian, and as of a large one."""
    monkeypatch.setattr("glasscat.studies.curvature.SMALL", 64 if request.param == "all" else 1)


@pytest.mark.usefixtures("_large_or_small")
@pytest.mark.parametrize("name", NETWORKS)
def test_extremes_are_those_of_the_whole_hessian(name):
    surface, theta = surface_of(NETWORKS[name])
    H = np.array([hessian_product(surface, theta, v) for v in np.eye(len(theta))])
    values = np.linalg.eigvalsh((H + H.T) / 2)
    found = curvature(surface, theta)
    scale = np.abs(values).max()
    assert_allclose([found.smallest, found.largest], values[[0, -1]], atol=1e-6 * scale)
    assert found.is_convex_here == (values[0] > -1e-6 * scale)
    assert found.products > 0
    assert found.flat == 0


@pytest.mark.usefixtures("_large_or_small")
def test_neuron_has_the_hessian_of_the_textbook():
    """X~ diag(a (1 - a)) X~.T / m, with a row of ones for b."""
    surface, theta = surface_of(NETWORKS["neuron"])
    X = np.vstack([surface.X, np.ones(12)])
    a = 1 / (1 + np.exp(-theta @ X))
    values = np.linalg.eigvalsh(X * (a * (1 - a)) @ X.T / 12)
    found = curvature(surface, theta)
    assert_allclose([found.smallest, found.largest], values[[0, -1]], atol=1e-7 * values[-1])
    assert found.is_convex_here


@pytest.mark.usefixtures("_large_or_small")
def test_samples_fewer_than_numbers_leave_flat_directions():
    """The small form of the surface has the curvatures of the large one, but for the zeros that it leaves out."""
    network = Network.dense(9, [2], 2, activation="tanh")
    surface, theta = surface_of(network, m=4)
    rng = np.random.default_rng(3)
    whole = Surface(network, rng.normal(size=(9, 4)), surface.Y, None, 0.0, None, 0)
    assert (surface.network.n_features, surface.flat) == (4, 2 * (9 - 4))
    values = np.linalg.eigvalsh(by_differences(whole, theta))
    found = curvature(surface, surface.narrowed(theta))
    assert_allclose([found.smallest, found.largest], values[[0, -1]], atol=1e-5)
    assert np.sum(np.abs(values) < 1e-5) >= found.flat == 10
    assert values[0] < -0.01
    assert not found.is_convex_here


@pytest.mark.usefixtures("_large_or_small")
def test_flat_directions_count_where_all_others_bend_upwards():
    network = Network.dense(9, [], 2)
    surface, theta = surface_of(network, m=4)
    found = curvature(surface, surface.narrowed(theta))
    assert abs(found.smallest) < 1e-15, "zero, but for the rounding of numbers of about 1"
    assert found.is_convex_here


@pytest.mark.usefixtures("_large_or_small")
def test_surface_without_any_curvature():
    network = NETWORKS["neuron"]
    surface, theta = surface_of(network)
    nothing = Surface.of(network, surface.X, surface.Y, np.zeros(12))
    found = curvature(nothing, theta)
    assert (found.largest, found.smallest) == (0, 0)
    assert found.is_convex_here


def test_same_bits_every_time():
    surface, theta = surface_of(NETWORKS["softmax"])
    assert curvature(surface, theta) == curvature(surface, theta)


@pytest.mark.parametrize(
    ("network", "convex"),
    [
        (Network.dense(5, [], 2), True),
        (Network.dense(5, [], 4), True),
        (Network.dense(5, [], 2, loss="squared-error"), False),
        (Network.dense(5, [], 4, loss="squared-error"), False),
        (Network.dense(5, [3], 2), False),
    ],
    ids=["sigmoid", "softmax", "sigmoid, squared error", "softmax, squared error", "hidden layer"],
)
def test_convex_everywhere_is_one_layer_with_cross_entropy(network, convex):
    assert is_convex_everywhere(network) is convex


def test_squared_error_on_a_sigmoid_bends_downwards_somewhere():
    """One sample, x = 1, y = 1, far on the wrong side: J = (sigmoid(z) - 1)^2 / 2 is concave where a < 1/3."""
    network = Network.dense(1, [], 2, loss="squared-error")
    surface = Surface.of(network, np.array([[1.0]]), np.array([[1.0]]))
    wrong, right = curvature(surface, np.array([-3.0, 0.0])), curvature(surface, np.array([2.0, 0.0]))
    assert not wrong.is_convex_here
    assert right.is_convex_here
    a = 1 / (1 + np.exp(3))  # z = w + b: the Hessian is J''(z) times (1 1; 1 1), whose eigenvalues are 0 and 2
    second = a * (1 - a) * (a * (1 - a) + (a - 1) * (1 - 2 * a))
    assert_allclose([wrong.smallest, wrong.largest], [2 * second, 0], atol=1e-8)
