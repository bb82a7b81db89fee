"""Random networks beside PyTorch, in float64: a short form of what `reliability/oracle.py` measures."""

import numpy as np
import pytest
from reliability import oracle as promise

from .oracle import oracle

oracle("torch")


def test_forty_random_networks():
    measured = promise.measure(40, seed=1)
    assert measured.passed, measured.figure.en
    assert measured.figure.en.startswith("40 of 40; furthest apart ")
    assert "40" in measured.claim.zh


def test_they_are_of_every_kind():
    cases = [promise.Case.of(1, k) for k in range(40)]
    assert {case.rule for case in cases} == set(promise.RULES)
    assert {case.activation for case in cases} == {"relu", "leaky-relu", "tanh", "sigmoid"}
    assert {case.network.output.loss for case in cases} == {"cross-entropy", "squared-error"}
    assert {len(case.network.sizes) - 2 for case in cases} == set(range(6))
    assert {case.network.buffer_layout.size > 0 for case in cases} == {True, False}
    assert {case.settings["batch_size"] for case in cases} == {None, 4}
    assert len({case.settings["l2"] for case in cases}) == 3


@pytest.mark.parametrize("what", ["answers before", "gradient", "parameters"])
def test_it_would_find_a_mistake(monkeypatch, what):
    """A number that is off by 1e-9 of its size is told of, with the case and what it is."""
    distance, found = promise.distance, []

    def off(here, there):
        found.append(here)
        wrong = len(found) % 7 == ["answers before", "cost before", "gradient", "costs", "parameters"].index(what) + 1
        return distance(np.asarray(here) * (1 + 1e-9), there) if wrong else distance(here, there)

    monkeypatch.setattr(promise, "magnifies", lambda _case: 1.0)
    monkeypatch.setattr(promise, "distance", off)
    measured = promise.measure(2, seed=1)
    assert measured.passed is False
    assert f"not: 0 ({what} 1.0e-09), 1 ({what} 1.0e-09)" in measured.figure.en


def test_without_pytorch_nothing_is_measured(monkeypatch):
    monkeypatch.setattr(promise, "find_spec", lambda _name: None)
    measured = promise.measure(2)
    assert measured.passed is None
    assert "PyTorch" in measured.figure.en
