"""One layer: the pixel map, and the sum over training pictures, each add up to z."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glasscat.attribution.attribution import Attribution
from glasscat.attribution.pixel_map import pixel_map
from glasscat.attribution.training_sum import LARGEST, Mixtures, is_feasible, training_sum
from glasscat.data.load import load
from glasscat.optimizers import Adam, GradientDescent, Momentum, WeightDecay
from glasscat.training.loop import train


def one(samples, i):
    return samples.take(np.array([i]))


def z_of(trained, samples):
    """Last Z (n_units, m), by the course's formula."""
    views = trained.network.layout.views(trained.theta)
    return views["W1"] @ samples.columns() + views["b1"]


def test_pixel_map_by_hand():
    """Two pixels: w = (1, 2, 3 | 4, 5, 6), x = (1, 0, 1 | 0, 1/2, 1), b = -1: z = 4 + 8.5 - 1 = 11.5."""
    w, x = np.arange(1.0, 7.0), np.array([1, 0, 1, 0, 0.5, 1])
    found = pixel_map(w, -1.0, x, (1, 2, 3), r=np.full(6, 0.5))
    assert found.map.tolist() == [[4.0, 8.5]]
    assert found.total == 11.5
    assert found.contrast_map.tolist() == [[0.5 - 1 + 1.5, -2 + 0 + 3]]
    assert found.reference == 0.5 * 21 - 1
    assert found.reference + found.contrast_map.sum() == found.total
    assert repr(found) == "PixelMap(1 × 2, bias=-1, total=11.5)"
    alone = pixel_map(w, -1.0, x, (1, 2, 3))
    assert (alone.contrast, alone.contrast_map, alone.reference) == (None, None, None)


def test_training_sum_by_hand():
    """w = w_0 + 2 x_1 - x_2 and x = (1, 1, 1): z = 2 · 1 - 1 · 2 + w_0 . x + b."""
    X = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    w_0 = np.array([0.25, 0.0, 0.5])
    found = training_sum(w_0 + X @ [2.0, -1.0], w_0, 0.125, np.ones(3), X)
    np.testing.assert_allclose(found.coefficients, [2, -1], atol=1e-14)
    np.testing.assert_allclose(found.contributions, [2, -2], atol=1e-14)
    assert (found.initial, found.bias, found.rank) == (0.75, 0.125, 2)
    assert found.total == pytest.approx(0.875, abs=1e-14)
    assert found.is_exact
    assert found.is_unique
    assert (found.towards(5).tolist(), found.away(5).tolist()) == ([0], [1])
    assert repr(found) == "TrainingSum(2 pictures, exact, total=0.875)"


def test_what_no_mixture_gives_is_told():
    """w has a part (0, 1, -1) at right angles to both samples: |r| / |w - w_0| = sqrt(2) / sqrt(3)."""
    X = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    w = np.array([1.0, 1.0, -1.0])
    found = training_sum(w, np.zeros(3), 0.0, np.array([1.0, 2.0, 0.0]), X)
    assert found.outside_share == pytest.approx(np.sqrt(2 / 3))
    assert found.outside == pytest.approx(2)
    assert found.total == pytest.approx(3)
    assert not found.is_exact
    assert "approximate, 81.6 % outside" in repr(found)


@pytest.mark.parametrize("shape", [(30, 8), (8, 30)], ids=["few samples", "many samples"])
def test_mixture_is_the_smallest_least_squares_solution(shape):
    """Independent source: LAPACK's gelsd."""
    rng = np.random.default_rng(0)
    X, d = rng.random(shape), rng.random(shape[0])
    X[:, 3] = X[:, 2]  # a picture twice, so that no solution is the only one
    expected, _squares, rank, _values = np.linalg.lstsq(X, d)
    mixtures = Mixtures.of(X)
    c, rest = mixtures.nearest(d)
    assert mixtures.rank == rank
    np.testing.assert_allclose(c, expected, rtol=0, atol=1e-11 * np.linalg.norm(expected))
    np.testing.assert_allclose(rest, d - X @ expected, rtol=0, atol=1e-11)


def test_coefficients_are_those_of_the_training(pictures, trained):
    """Full-batch descent by hand in the coordinates of the samples: c := c - learning_rate (a - y) / m, from zeros."""
    data = pictures()
    asked = trained(data, iterations=40)
    X, y = data.train.columns(), data.train.y
    c, b, m = np.zeros(20), 0.0, 20
    for _step in range(40):
        dz = (1 / (1 + np.exp(-(X.T @ X @ c + b))) - y) / m
        c -= 0.05 * dz
        b -= 0.05 * dz.sum()
    found = Attribution.of(asked, one(data.test, 0), data.train).training
    np.testing.assert_allclose(found.coefficients, c, rtol=0, atol=1e-13)
    np.testing.assert_allclose(found.bias, b, rtol=0, atol=1e-15)


@pytest.mark.parametrize("init", ["zeros", "normal", "he"])
@pytest.mark.parametrize(
    "rule", [GradientDescent(0.05), Momentum(0.01), Adam(0.001)], ids=lambda rule: type(rule).__name__
)
@pytest.mark.parametrize("n_classes", [2, 3])
def test_both_sums_add_up_to_z(pictures, trained, init, rule, n_classes):
    data = pictures(n_classes)
    asked = trained(data, optimizer=rule, init=init)
    Z = z_of(asked, data.test)
    for i in range(len(data.test)):
        for k in range(n_classes):
            found = Attribution.of(asked, one(data.test, i), data.train, k)
            z = Z[k, i] if n_classes > 2 else (Z[0, i] if k else -Z[0, i])
            assert found.z == pytest.approx(z, abs=1e-12)
            assert found.total == pytest.approx(z, abs=1e-12)
            assert found.training.total == pytest.approx(z, abs=1e-12)
            assert found.training.is_exact == (not isinstance(rule, Adam))
            if found.training.is_exact:
                assert abs(found.training.outside) < 1e-12
            assert found.pixels.reference + found.pixels.contrast.sum() == pytest.approx(z, abs=1e-12)


def test_both_sums_add_up_to_z_on_the_course(course, trained):
    """The headline run, every test picture."""
    data = load(course / "train_catvnoncat.h5")
    asked = trained(data, optimizer=GradientDescent(0.005), iterations=2000)
    Z = z_of(asked, data.test)[0]
    for i in range(50):
        found = Attribution.of(asked, one(data.test, i), data.train)
        assert abs(found.total - Z[i]) < 1e-9
        assert abs(found.training.total - Z[i]) < 1e-9
        assert abs(found.training.contributions.sum() + found.training.bias - Z[i]) < 1e-9
        assert found.training.is_exact
        assert found.training.rank == 209


@pytest.mark.parametrize("rule", [GradientDescent(0.05), Momentum(0.01)], ids=lambda rule: type(rule).__name__)
def test_decay_leaves_a_part_of_the_initial_weights(pictures, trained, rule):
    """Of plain descent (1 - rate · decay) a step is left, 60 times; of momentum some share: the sum is exact."""
    data = pictures()
    asked = trained(data, optimizer=WeightDecay(rule, 0.5), init="he")
    for i in range(3):
        found = Attribution.of(asked, one(data.test, i), data.train)
        assert found.training.is_exact
        assert found.training.total == pytest.approx(found.z, abs=1e-12)
        assert abs(found.training.outside) < 1e-12
        assert 0 < found.training.kept < 1
    if isinstance(rule, GradientDescent):
        assert found.training.kept == pytest.approx((1 - 0.05 * 0.5) ** 60, rel=1e-9)


def test_decay_from_zeros_stays_in_the_span(pictures, trained):
    data = pictures()
    asked = trained(data, optimizer=WeightDecay(GradientDescent(0.05), 0.5), init="zeros")
    found = Attribution.of(asked, one(data.test, 0), data.train).training
    assert (found.is_exact, found.kept, found.initial) == (True, 1.0, 0.0)


def test_float32_is_exact_up_to_its_own_rounding(pictures, trained):
    data = pictures()
    found = Attribution.of(trained(data, dtype=np.float32), one(data.test, 0), data.train)
    assert found.training.is_exact
    assert found.training.outside_share > 1e-9
    assert found.total == pytest.approx(found.training.total, abs=1e-12)


def test_of_two_classes_the_other_one_is_the_opposite(pictures, trained):
    data = pictures()
    asked = trained(data)
    cat, dog = (Attribution.of(asked, one(data.test, 0), data.train, k) for k in (1, 0))
    assert (cat.class_name, dog.class_name) == ("cat", "dog")
    assert dog.z == -cat.z
    assert dog.probability == pytest.approx(1 - cat.probability)
    np.testing.assert_array_equal(dog.pixels.map, -cat.pixels.map)
    np.testing.assert_allclose(dog.training.contributions, -cat.training.contributions, atol=1e-14)
    assert Attribution.of(asked, one(data.test, 0), data.train).k == 1


def test_softmax_explains_the_predicted_class(pictures, trained):
    data = pictures(3)
    asked = trained(data)
    for i in range(6):
        found = Attribution.of(asked, one(data.test, i), data.train)
        assert found.k == z_of(asked, data.test)[:, i].argmax()
        assert found.probability == found.probabilities.max()


def test_a_picture_that_is_there_twice_shares_its_part(pictures, trained):
    """The mixture is then not the only one; the smallest shares equally, as training does with equal labels."""
    data = pictures()
    twice = replace(data, train=data.train.take(np.array([*range(20), 0])))
    found = Attribution.of(trained(twice), one(data.test, 0), twice.train).training
    assert not found.is_unique
    assert found.rank == 20
    assert found.is_exact
    assert found.coefficients[0] == pytest.approx(found.coefficients[20], rel=1e-9)


def test_more_pictures_than_numbers(pictures, trained):
    """100 pictures of 90 numbers: any weights are a mixture of them, and the sum still holds."""
    data = pictures(m=100)
    found = Attribution.of(trained(data), one(data.test, 0), data.train)
    assert found.training.rank == 90
    assert found.training.total == pytest.approx(found.z, abs=1e-12)


def test_nothing_learnt_is_nothing_added(pictures, trained):
    data = pictures()
    asked = trained(data, init="he")
    same = replace(asked, theta=asked.theta_0)
    found = Attribution.of(same, one(data.test, 0), data.train).training
    assert not found.contributions.any()
    assert (found.outside_share, found.towards(3).size, found.away(3).size) == (0, 0, 0)


def test_without_training_pictures_only_the_pixels_are_told(pictures, trained):
    data = pictures()
    found = Attribution.of(trained(data), one(data.test, 0), None)
    assert (found.training, found.pixels.contrast) == (None, None)
    assert "not at hand" in str(found.notes[0])


def test_unknown_initial_weights_are_told(pictures, trained):
    data = pictures()
    found = Attribution.of(trained(data, know_start=False), one(data.test, 0), data.train)
    assert found.training is None
    assert "before training are not known" in str(found.notes[0])
    assert found.pixels.contrast is not None


def test_too_many_are_told(pictures, trained, monkeypatch):
    data = pictures()
    monkeypatch.setattr("glasscat.attribution.training_sum.LARGEST", 19)
    found = Attribution.of(trained(data), one(data.test, 0), data.train)
    assert found.training is None
    assert "20 training samples of 90 numbers are too many" in str(found.notes[0])
    assert is_feasible(np.empty((LARGEST + 1, 19)))


def test_shows_itself_in_one_line(pictures, trained):
    data = pictures()
    found = Attribution.of(trained(data), one(data.test, 0), data.train)
    assert repr(found) == f"Attribution('cat', z={found.z:.6g}, probability={found.probability:.4g})"
    assert found.is_exact


def test_span_method_and_direct_way_give_the_same_parts(pictures, trained):
    data = pictures()
    asked = trained(data)
    *_, last = train(asked.network, data, optimizer=GradientDescent(0.05), iterations=60, seed=3, method="span")
    a = Attribution.of(asked, one(data.test, 0), data.train).training
    b = Attribution.of(replace(asked, theta=last.theta), one(data.test, 0), data.train).training
    np.testing.assert_allclose(a.contributions, b.contributions, rtol=0, atol=1e-11)
