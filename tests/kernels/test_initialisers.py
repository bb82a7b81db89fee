"""What initial weights are for: the size of the numbers that leave a layer."""

import numpy as np
import pytest

from glasscat import kernels


@pytest.mark.parametrize(("name", "variance"), [("zeros", 0), ("normal", 1e-4), ("xavier", 1 / 400), ("he", 2 / 400)])
def test_variance(name, variance):
    W = getattr(kernels, name)(np.random.default_rng(0), 500, 400)
    assert W.shape == (500, 400)
    # of 200,000 numbers the mean is known to 1/450 of their spread and the variance to 1/316; four times that
    assert abs(W.mean()) <= 4 * np.sqrt(variance / W.size)
    assert abs(W.var() - variance) <= 4 * variance * np.sqrt(2 / W.size)


@pytest.mark.parametrize("name", ["normal", "xavier", "he"])
def test_same_generator_same_numbers(name):
    first, again, other = (getattr(kernels, name)(np.random.default_rng(seed), 3, 5) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_scale_of_normal():
    small, large = (kernels.normal(np.random.default_rng(1), 3, 5, scale) for scale in (1, 100))
    np.testing.assert_allclose(large, 100 * small, rtol=1e-15)


def test_relu_keeps_the_size_of_numbers_with_he_and_tanh_with_xavier():
    rng = np.random.default_rng(0)
    A = X = rng.standard_normal((400, 300))
    for _ in range(5):
        A = kernels.relu(kernels.he(rng, 400, 400) @ A)
    # the second moment, which is 1 at the start, walks by a few percent a layer
    assert 0.7 < np.mean(A**2) < 1.4
    Z = kernels.xavier(rng, 400, 400) @ X
    assert np.var(Z) == pytest.approx(1, rel=0.05)
