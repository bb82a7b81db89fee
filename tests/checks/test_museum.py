"""Every mistake is caught by the check that claims to, and the right code passes the same check."""

from __future__ import annotations

import json
from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest
from scipy.stats import binom

import glasscat as gc
from glasscat.checks.museum import backward_passes, descents, nudges, predictions, shapes, softmax, splits
from glasscat.checks.museum.collection import EXHIBITS, find
from glasscat.checks.museum.curves import judge_curve
from glasscat.checks.museum.exhibit import CHECKS
from glasscat.checks.museum.scores import chance_of, judge_honest, judge_skill
from glasscat.checks.museum.source import body, changed
from glasscat.kernels import sigmoid as kernel_sigmoid

OF_THE_COURSE = {"output-slope", "spoilt-check", "divided-twice", "sigmoid-with-z", "rank-one"}

every_exhibit = pytest.mark.parametrize("exhibit", EXHIBITS.values(), ids=EXHIBITS)


@pytest.fixture(scope="module")
def outcomes():
    return {name: exhibit.run() for name, exhibit in EXHIBITS.items()}


def values(evidence):
    return {str(label): value for label, value in evidence.numbers}


def test_the_course_s_five_and_many_more():
    assert set(EXHIBITS) >= OF_THE_COURSE
    assert len(set(EXHIBITS) - OF_THE_COURSE) >= 8
    assert {exhibit.check for exhibit in EXHIBITS.values()} == set(CHECKS)


@every_exhibit
def test_caught_by_the_check_that_claims_to(exhibit, outcomes):
    outcome = outcomes[exhibit.name]
    assert outcome.wrong.alarm
    assert not outcome.right.alarm
    assert outcome.caught
    assert str(outcome.sentence) == f"Caught by {CHECKS[exhibit.check]}: {outcome.wrong.sentence}"


@every_exhibit
def test_quick(exhibit):
    began = perf_counter()
    exhibit.run()
    assert perf_counter() - began < 2


@every_exhibit
def test_right_and_wrong_are_measured_alike(exhibit, outcomes):
    right, wrong = outcomes[exhibit.name].right, outcomes[exhibit.name].wrong
    assert [str(label) for label, _value in right.numbers] == [str(label) for label, _value in wrong.numbers]
    assert right.numbers != wrong.numbers


@every_exhibit
def test_the_same_each_time(exhibit, outcomes):
    again = exhibit.run()
    assert json.dumps(again.as_json()) == json.dumps(outcomes[exhibit.name].as_json())


@every_exhibit
def test_a_mistake_is_a_line_or_two(exhibit):
    right, wrong = exhibit.lines
    assert 1 <= len(right) + len(wrong) <= 4
    assert right != wrong
    assert (
        max(len(line) for line in (*right, *wrong, *exhibit.wrong_code)) <= 65
    )  # what stands before it takes 15 columns
    assert set(wrong) <= {line.strip() for line in exhibit.wrong_code}


@every_exhibit
def test_texts(exhibit):
    assert len(str(exhibit.title)) <= 60
    assert str(exhibit.story).count(". ") >= 1
    assert len(exhibit.name) <= 16


@every_exhibit
def test_a_check_that_sees_the_right_code_twice_catches_nothing(exhibit):
    """The alarm comes from the code, not from the exhibit."""
    assert not replace(exhibit, wrong=exhibit.right).run().caught
    outcome = replace(exhibit, right=exhibit.wrong).run()
    assert not outcome.caught
    assert str(outcome.sentence).startswith("Not caught by")


def test_unknown_names_list_the_known_ones():
    with pytest.raises(gc.GlasscatError, match="the nearest is missing-mean") as caught:
        find("mising-mean")
    assert caught.value.code == "GC-K20"
    assert all(name in str(caught.value) for name in EXHIBITS)


def test_right_backward_pass_is_that_of_glasscat():
    """The museum's plain network and `Network` give the same gradient."""
    theta, X, Y = backward_passes._drawn()
    network = gc.Network.dense(3, [4, 3], 2, activation="sigmoid")
    W, b = backward_passes.split(backward_passes.LAYOUT, theta)
    grad = backward_passes.joined(*backward_passes.backward(W, backward_passes.forward(W, b, X), Y))
    np.testing.assert_allclose(grad, network.loss_and_grad(theta, X, Y)[1], rtol=1e-12, atol=1e-16)


def test_numbers_of_the_gradient_check(outcomes):
    # six samples: m g against g gives 5 / 7
    assert values(outcomes["missing-mean"].wrong)["relative error of dW1"] == pytest.approx(5 / 7, abs=1e-6)
    # half the slope: 0.5 / 1.5
    assert values(outcomes["spoilt-check"].wrong)["relative error of the whole gradient"] == pytest.approx(
        1 / 3, abs=1e-3
    )
    # only what lies before the last layer
    wrong = values(outcomes["output-slope"].wrong)
    assert wrong["relative error of dW3"] < 1e-8
    assert wrong["relative error of dW1"] > 1e-2


def test_right_formulas_are_right():
    Z = np.array([[-2.0, 0, 3], [1, 1, 0]])
    np.testing.assert_allclose(descents.sigmoid(Z), kernel_sigmoid(Z), rtol=1e-15)
    np.testing.assert_allclose(softmax.softmax(Z).sum(axis=0), 1, rtol=1e-15)
    np.testing.assert_allclose(softmax.softmax_over_samples(Z).sum(axis=1), 1, rtol=2)
    Y = np.array([[1.0, 0, 1]])
    np.testing.assert_allclose(descents.cost_from_inputs(Z[:1], Y), descents.cost_from_outputs(Z[:1], Y), rtol=1e-14)


def test_cost_curves(outcomes):
    assert values(outcomes["uphill"].right)["J at the beginning"] == pytest.approx(np.log(2), rel=1e-15)
    assert values(outcomes["divided-twice"].wrong)["J before step 199"] > 0.69
    assert np.isnan(values(outcomes["log-of-zero"].wrong)["J before step 1"])


@pytest.mark.parametrize(
    ("costs", "from_zeros", "said"),
    [
        ([np.log(2), 0.5, 0.3, 0.2], True, None),
        ([0.7, 0.5, 0.3, 0.2], False, None),
        ([0.7, 0.5, 0.3, 0.2], True, "must begin at log 2"),
        ([np.nan, 0.5, 0.3, 0.2], True, "must begin at log 2"),
        ([0.7, np.inf, 0.3, 0.2], False, "J is inf before step 1"),
        ([0.7, 0.5, 0.3, 0.8], False, "it rises"),
        ([0.7, 0.7, 0.7, 0.64], False, "it hardly falls"),
        ([0.7, 0.7, 0.7, 0.62], False, None),
    ],
)
def test_judging_a_curve(costs, from_zeros, said):
    found = judge_curve(costs, from_zeros=from_zeros)
    assert found.alarm == (said is not None)
    assert (said or "it stays finite and falls") in str(found.sentence)


@pytest.mark.parametrize(("correct", "total", "share"), [(0, 10, 0.5), (7, 10, 0.5), (31, 40, 0.49), (10, 10, 0.3)])
def test_chance_is_the_binomial_tail(correct, total, share):
    assert chance_of(correct, total, share) == pytest.approx(binom.sf(correct - 1, total, share), rel=1e-12)


def test_judging_a_score():
    y = np.arange(40) % 2
    assert judge_skill(y, y, y, 1 - y).alarm
    assert not judge_skill(y, y, y, y).alarm
    assert judge_honest(y, y, y, np.zeros_like(y)).alarm
    assert not judge_honest(y, np.zeros_like(y), y, np.zeros_like(y)).alarm


def test_verdicts(outcomes):
    assert values(outcomes["dropout-left-on"].right)["answers that differ"] == 0
    assert values(outcomes["test-in-train"].wrong)["right answers on the test set"] == "60 of 60"
    assert values(outcomes["test-in-train"].wrong)["test samples that are training samples"] == 60
    assert values(outcomes["shuffled-apart"].wrong)["right answers on the training set"] == "100 of 100"
    # pure chance features: the fresh score is near one half in any case
    fresh = int(values(outcomes["chosen-on-all"].wrong)["right answers on fresh samples"].split()[0])
    assert abs(fresh - 500) < 3 * np.sqrt(250)


def test_helpers_leave_what_they_are_given_alone():
    theta = np.ones(3)
    assert nudges.nudged(theta, 1, 0.5)[1] == 1.5
    assert theta[1] == 1
    A = np.ones((2, 3))
    assert predictions.hidden_in_use(A, np.random.default_rng(0)) is A
    train, test = splits.parts(10, 4, np.random.default_rng(0))
    assert sorted([*train, *test]) == list(range(10))
    assert shapes.zeros(3).shape == (3, 1)


def test_lines_are_those_of_the_functions():
    def right(x):
        """One."""
        y = x + 1
        return y  # noqa: RET504

    def wrong(x):
        """Two."""
        y = x - 1
        return y  # noqa: RET504

    assert body(right) == ("y = x + 1", "return y")
    assert changed(right, wrong) == (("y = x + 1",), ("y = x - 1",))
