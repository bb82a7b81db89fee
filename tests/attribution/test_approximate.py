"""Deeper networks: occlusion and nearest training pictures."""

from __future__ import annotations

import numpy as np
import pytest

from glasscat.attribution.attribution import Attribution
from glasscat.attribution.nearest import last_hidden, nearest
from glasscat.attribution.occlusion import occlusion
from glasscat.kernels import relu


def one(samples, i):
    return samples.take(np.array([i]))


def test_a_patch_changes_what_lies_under_it():
    """The "probability" is the mean of the picture: white covered by grey loses half of the patch's share."""
    found = occlusion(lambda X: X.mean(axis=0), np.ones(16 * 24 * 3), (16, 24, 3))
    assert found.side == 2
    np.testing.assert_allclose(found.drops, 0.5 * 4 / (16 * 24))
    np.testing.assert_allclose(found.map, 0.5 * 4 / (16 * 24))
    assert found.rows.tolist() == list(range(15))
    assert found.columns.tolist() == list(range(23))


def test_the_map_shows_where_the_answer_comes_from():
    """Only pixel (9, 4) matters: no patch that spares it changes anything."""

    def probability(X):
        return X.reshape(16, 16, 3, -1)[9, 4, 0]

    x = np.zeros((16, 16, 3))
    x[9, 4] = 1
    found = occlusion(probability, x.ravel(), (16, 16, 3))
    covering = np.zeros((15, 15))
    covering[8:10, 3:5] = 0.5
    np.testing.assert_array_equal(found.drops, covering)
    assert np.unravel_index(found.map.argmax(), found.map.shape) == (9, 4)
    assert found.map[9, 4] == 0.5
    assert found.map[8, 3] == 0.125  # one of the four patches that cover it covers (9, 4), too
    assert found.largest == (8, 3, 0.5)
    assert found.smallest == (0, 0, 0.0)
    assert "225 patches of 2 × 2" in repr(found)


def test_all_patches_go_forward_together(monkeypatch):
    seen = []

    def probability(X):
        seen.append(X.shape)
        return X.mean(axis=0)

    x = np.random.default_rng(0).random(20 * 17 * 3)
    whole = occlusion(probability, x, (20, 17, 3))
    assert seen == [(1020, 1), (1020, whole.drops.size)]
    monkeypatch.setattr("glasscat.attribution.occlusion.BLOCK_NUMBERS", 100 * 1020)
    parts = occlusion(probability, x, (20, 17, 3))
    assert max(shape[1] for shape in seen[3:]) <= 100
    np.testing.assert_array_equal(parts.drops, whole.drops)


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 9, 3), (17, 8, 3), (65, 64, 3)])
def test_every_pixel_is_covered(shape):
    found = occlusion(lambda X: X.sum(axis=0), np.ones(np.prod(shape)), shape)
    assert found.map.shape == shape[:2]
    np.testing.assert_allclose(found.map, 0.5 * 3 * found.side**2, rtol=1e-9)


def test_distance_is_that_of_numbers():
    found = nearest(np.array([[0.0], [1.0]]), np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]))
    np.testing.assert_allclose(found.distances, [0, 1, np.sqrt(0.5)])
    assert found.first(2).tolist() == [0, 2]
    assert repr(found) == "Nearest(3 pictures, smallest distance=0)"


def test_last_hidden_layer_by_hand(pictures, trained):
    data = pictures()
    asked = trained(data, hidden=(4, 3))
    p = asked.network.layout.views(asked.theta)
    X = data.test.columns()
    A2 = relu(p["W2"] @ relu(p["W1"] @ X + p["b1"]) + p["b2"])
    np.testing.assert_allclose(last_hidden(asked.network, asked.theta, X, asked.buffers), A2, atol=1e-13)


@pytest.mark.parametrize("settings", [{}, {"batch_norm": True}, {"dropout": 0.3}], ids=str)
def test_a_deep_network_is_explained_approximately(pictures, trained, settings):
    data = pictures(3)
    asked = trained(data, hidden=(6,), optimizer=None, **settings)
    found = Attribution.of(asked, one(data.train, 7), data.train)
    assert not found.is_exact
    assert (found.z, found.total, found.pixels, found.training) == (None, None, None, None)
    assert found.k == found.probabilities.argmax()
    assert found.by_pixels.first(1).tolist() == found.by_activations.first(1).tolist() == [7]
    assert found.by_pixels.distances[7] == found.by_activations.distances[7] == 0
    assert repr(found) == f"Attribution('{found.class_name}', probability={found.probability:.4g})"


def test_the_drop_is_that_of_the_class(pictures, trained):
    """Of the patch at the top left, computed by itself."""
    data = pictures(3)
    asked = trained(data, hidden=(6,))
    found = Attribution.of(asked, one(data.test, 2), data.train, 1)
    side = found.occlusion.side
    covered = data.test.X[2] / 255
    covered[:side, :side] = 0.5
    rest = asked.probabilities(covered.reshape(-1, 1))[1, 0]
    assert found.occlusion.drops[0, 0] == pytest.approx(found.probability - rest, abs=1e-12)


def test_without_training_pictures_no_neighbours(pictures, trained):
    data = pictures()
    found = Attribution.of(trained(data, hidden=(3,)), one(data.test, 0), None)
    assert (found.by_pixels, found.by_activations) == (None, None)
    assert "not at hand" in str(found.notes[0])
