"""The complex step agrees with the hand-written backward pass to 1e-12, on networks of every kind."""

from __future__ import annotations

from collections import Counter
from time import perf_counter

import numpy as np
import pytest

from glasscat.checks.gradients import check_gradients
from glasscat.layers import BatchNorm, Dense, Dropout

from .random_networks import ACTIVATIONS, LOSSES, random_case

EXACT = 1e-12


def check(numbers):
    """Hold every network to 1e-12; give the kinds that were among them, and how long it took."""
    kinds, began = Counter(), perf_counter()
    for number in numbers:
        network, X, Y, s = random_case(number)
        report = check_gradients(network, X, Y, s=s, methods=["complex-step"], seed=number)
        normalised = any(isinstance(layer, BatchNorm) for layer in network.layers)
        whole = np.linalg.norm([found.distance for found in report.comparisons])
        norm = np.linalg.norm([found.norm for found in report.comparisons])
        assert whole <= EXACT * norm, number
        for found in report.comparisons:
            # a bias in front of a batch normalisation has no effect: what is left of its gradient is rounding
            assert found.passed, (number, found)
            assert normalised or found.error <= EXACT, (number, found)
        kinds.update(["depth", sum(isinstance(layer, Dense) for layer in network.layers)])
        kinds.update([*network.layers, network.output.loss, type(network.output).__name__, s is not None])
        kinds.update([("normalised", normalised)])
    return kinds, perf_counter() - began


def assert_every_kind(kinds):
    for kind in (*range(1, 9), *ACTIVATIONS, *LOSSES, BatchNorm(), Dropout(0.3), "SigmoidOutput", "SoftmaxOutput"):
        assert kinds[kind] >= 10, kind
    assert min(kinds["normalised", True], kinds["normalised", False], kinds[True], kinds[False]) >= 50


def test_three_hundred_networks():
    kinds, seconds = check(range(300))
    assert_every_kind(kinds)
    assert seconds < 10


@pytest.mark.slow
def test_two_thousand_networks():
    kinds, seconds = check(range(300, 2300))
    assert_every_kind(kinds)
    assert seconds < 60


@pytest.mark.parametrize("number", range(150))
def test_units_without_variance_are_no_false_alarm(number):
    """Layers of one unit, batches of two: batch normalisation cancels nearly all, and rounding is what is left."""
    network, X, Y, s = random_case(number, widths=(1, 5), samples=(2, 7))
    report = check_gradients(network, X, Y, s=s, methods=["complex-step", "graph"], seed=number)
    assert report.passed, str(report)


@pytest.mark.parametrize("number", range(64))
def test_the_graph_and_the_differences_agree_too(number):
    network, X, Y, s = random_case(number)
    report = check_gradients(network, X, Y, s=s, seed=number)
    assert report.methods == ("differences", "complex-step", "graph")
    assert report.passed, str(report)
