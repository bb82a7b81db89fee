"""Folds are those of scikit-learn."""

import numpy as np
import pytest

from glasscat.data.dataset import Samples
from glasscat.errors import UsageError
from glasscat.studies.folds import check_folds, stratified_folds


@pytest.mark.parametrize("seed", [0, 1, 4])
@pytest.mark.parametrize(("shares", "n_folds"), [([137, 72], 5), ([10, 11, 13], 4), ([40, 5], 5)])
def test_same_as_scikit_learn(seed, shares, n_folds):
    selection = pytest.importorskip("sklearn.model_selection", reason="scikit-learn is not installed")
    y = np.random.default_rng(3).permutation(np.repeat(np.arange(len(shares)), shares))
    expected = np.empty(len(y), int)
    splitter = selection.StratifiedKFold(n_folds, shuffle=True, random_state=seed)
    for fold, (_train, held_out) in enumerate(splitter.split(y, y)):
        expected[held_out] = fold
    np.testing.assert_array_equal(stratified_folds(y, n_folds, seed), expected)


def test_every_class_has_its_share_in_every_fold():
    y = np.repeat([0, 1], [137, 72])
    folds = stratified_folds(y, 5, 0)
    for k, n in enumerate([137, 72]):
        counts = np.bincount(folds[y == k])
        assert set(counts) <= {n // 5, n // 5 + 1}


@pytest.mark.parametrize("n_folds", [1, 4, 2.5])
def test_more_folds_than_the_smallest_class_has(n_folds):
    samples = Samples(np.zeros((10, 1)), np.repeat([0, 1], [7, 3]), ("",) * 10)
    with pytest.raises(UsageError, match="2 to 3 folds: the smallest class, cat, has 3") as caught:
        check_folds(samples, ("other", "cat"), n_folds)
    assert caught.value.code == "GC-Y06"
    check_folds(samples, ("other", "cat"), 3)
