"""Samples that stand twice in the data: every study says where a model was asked about what it had seen."""

from dataclasses import replace

import numpy as np
import pytest

import glasscat as gc
from glasscat.errors import UsageError
from glasscat.studies.cross_validation import CrossValidation
from glasscat.studies.learning_curves import LearningCurve
from glasscat.studies.parts import same_plan
from glasscat.studies.resplits import Resplit
from glasscat.studies.study import carry_out


@pytest.fixture
def plan():
    """Return a plan of a neuron on 24 pictures of noise; some stand twice in training, one in the test set too."""
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 256, (24, 8, 8, 3), dtype=np.uint8), np.arange(24) % 2
    X[[4, 6]] = X[[0, 2]]
    held = rng.integers(0, 256, (10, 8, 8, 3), dtype=np.uint8)
    held[0] = X[8]
    data = gc.from_arrays(X, y, test=(held, np.arange(10) % 2), class_names=("other", "cat"))
    return gc.Plan(gc.Network.dense(192, [], 2), data, optimizer=gc.GradientDescent(1e-3), iterations=3)


def codes(study):
    return {finding.code for finding in carry_out(study).findings}


def test_cross_validation(plan):
    assert "GC-Y26" in codes(CrossValidation(plan.data, same_plan(plan), folds=4))


def test_resplits(plan):
    assert "GC-Y27" in codes(Resplit(plan.data, same_plan(plan), times=5))


def test_learning_curve(plan):
    assert "GC-Y28" in codes(LearningCurve(plan.data, same_plan(plan), draws=2, sizes=[8, 16, 24]))


@pytest.mark.parametrize("sizes", [[2, 3], [1, 8, 16], [8, 16, 25]])
def test_sizes_of_a_learning_curve_that_cannot_be(plan, sizes):
    with pytest.raises(UsageError, match="GC-Y09"):
        LearningCurve(plan.data, same_plan(plan), sizes=sizes)


def test_weights_of_single_samples_cannot_be_shared_out(plan):
    for change in ({"sample_weight": np.ones(24)}, {"held_out": plan.data.test}):
        with pytest.raises(UsageError, match="GC-Y08"):
            same_plan(replace(plan, **change))
