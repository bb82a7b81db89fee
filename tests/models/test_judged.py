"""The score on the training set and the verdict on the test set, which both doors ask for."""

from dataclasses import replace

import numpy as np
import pytest

import glasscat as gc
from glasscat.models.judged import judged


@pytest.fixture(scope="module")
def run():
    """Return a neuron that has learnt a line through two features, with an eighth of the labels wrong."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(64, 2))
    y = (X[:, 0] > 0).astype(int)
    y[::8] = 1 - y[::8]
    data = gc.from_arrays(X[:40], y[:40], test=(X[40:], y[40:]))
    return gc.fit(gc.Network.dense(2, [], 2), data, optimizer=gc.GradientDescent(0.1), iterations=200)


def test_counts_by_the_threshold_of_the_model(run):
    """A bare half would count others: at 0.9 the neuron answers class 1 less often."""
    model, data = replace(run.model, threshold=0.9), run.data
    found = judged(model, data, ())
    right = [((model.probabilities(part)[:, 1] > 0.9) == part.y).sum() for part in (data.train, data.test)]
    assert [found.train.correct, found.verdict.correct] == right
    assert [found.train.total, found.verdict.total] == [40, 24]
    assert found.train.correct != run.model.score(data.train).correct


def test_gives_the_probabilities_that_it_was_made_of(run):
    found = judged(run.model, run.data, ())
    assert found.probabilities.tobytes() == run.probabilities(run.data.test).tobytes()


def test_without_a_test_set_there_is_no_verdict(run):
    findings = gc.inspect(run.data)
    found = judged(run.model, replace(run.data, test=None), findings)
    assert (found.verdict, found.probabilities, found.findings) == (None, None, findings)
    assert found.train == run.model.score(run.data.train)


def test_tells_what_the_model_has_recognised(run):
    """Inspection was not asked, so only the model's memory can tell."""
    copies = run.data.train.take(np.arange(10))
    found = judged(run.model, replace(run.data, test=copies), ())
    assert [one.code for one in found.findings] == ["GC-I10"]
    assert found.findings == found.verdict.findings


def test_tells_how_far_it_has_come(run):
    seen = []
    judged(run.model, run.data, (), lambda *done_of: seen.append(done_of))
    assert seen == [(40, 40)]
