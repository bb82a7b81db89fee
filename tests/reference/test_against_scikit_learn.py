"""scikit-learn as an oracle: the bottom of a convex bowl is the same whoever walks there."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from glasscat.data.arrays import from_arrays
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.loop import train

from .oracle import oracle

linear_model = oracle("sklearn.linear_model")


@pytest.mark.parametrize("n_classes", [2, 3])
def test_logistic_regression_finds_the_same_minimum(n_classes):
    rng = np.random.default_rng(0)
    y = rng.integers(0, n_classes, 80)
    X = rng.normal(size=(80, 3)) + 0.7 * y[:, None] * [1, -1, 0.5]  # overlapping classes: the minimum is finite
    theirs = linear_model.LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000).fit(X, y).predict_proba(X)
    network = Network.dense(3, [], n_classes)
    *_before, last = train(
        network, from_arrays(X, y), optimizer=GradientDescent(0.5), iterations=6000, record_every=6000
    )
    # lbfgs stops where the gradient is below 1e-10, and the bowl is about 1e-2 steep
    assert_allclose(network.probabilities(last.theta, X.T).T, theirs, rtol=0, atol=1e-6)
