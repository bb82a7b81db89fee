"""Random trainings end better than they began, or say why not: the short form of `reliability/trainings.py`."""

from dataclasses import replace

import numpy as np
import pytest
from reliability import judge, trainings

import glasscat as gc
from glasscat.errors import UsageError
from glasscat.i18n import _


def test_fifty_random_trainings():
    measured = trainings.measure(50, seed=1)
    assert measured.passed, measured.figure.en
    assert "50" in measured.claim.en
    assert "50" in measured.claim.zh


def test_they_are_of_every_kind():
    cases = [trainings.Case.of(1, k).options for k in range(50)]
    for option, n in {"optimizer": 8, "activation": 4, "init": 4, "loss": 2, "dtype": 2, "print-every": 3}.items():
        assert len({options[option] for options in cases}) == n, option
    for option in ("batch-norm", "dropout", "batch-size", "class-weight", "schedule", "clip-norm", "weight-decay"):
        assert any(option in options for options in cases), option
    assert {len(trainings.Case.of(1, k).hidden) for k in range(50)} == {0, 1, 2, 3}


BROKEN = {
    "an error of another kind": (ZeroDivisionError("by 0"), "ZeroDivisionError: by 0"),
    "a usage error": (UsageError("GC-U99", "network", _("no network."), _("give one.")), "exit 2: [GC-U99]"),
    "a warning": (RuntimeWarning("overflow"), "RuntimeWarning: overflow"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_ending_is_told_of(case, monkeypatch):
    error, words = BROKEN[case]

    def fails(_case):
        raise error

    monkeypatch.setattr(trainings, "by_command", lambda _case: None)
    monkeypatch.setattr(trainings.Case, "fit", fails)
    measured = trainings.measure(2)
    assert measured.passed is False
    assert f"2 broken: 0: {words}" in measured.figure.en


def test_what_takes_too_long_is_told_of(monkeypatch):
    def hangs(_case):
        while True:
            pass

    monkeypatch.setattr(trainings, "LONGEST", 0.05)
    monkeypatch.setattr(trainings.Case, "fit", hangs)
    assert trainings.verdict(trainings.Case.of(0, 0)) == ("BROKEN", "TimeoutError: it took longer than 0.05 s")


def test_a_success_that_is_none_is_told_of():
    X, y = [[0.0, 1.0], [1.0, 0.0]] * 4, [0, 1] * 4
    case = trainings.Case(gc.from_arrays(X, y), {})
    run = gc.fit(gc.Network.dense(2, [], 2), case.data, optimizer=gc.GradientDescent(0.1), iterations=4)
    how, _why = trainings.judged(case, run)
    assert how == "better"
    history = replace(run.history, records=run.history.records[::-1])
    backwards = replace(run, fitted=replace(run.fitted, history=history))
    assert trainings.judged(case, backwards) == ("BROKEN", f"from {history.first_cost!r} to {history.final_cost!r}")
    beyond = replace(run, fitted=replace(run.fitted, theta=run.theta * np.inf))
    assert trainings.judged(case, beyond)[1].startswith("not finite")
    last = (*run.history.records[-1][:1], run.history.final_cost / 2, *run.history.records[-1][2:])
    flattered = replace(run.history, records=(*run.history.records[:-1], last))
    judged = trainings.judged(case, replace(run, fitted=replace(run.fitted, history=flattered)))
    assert judged == ("BROKEN", f"it costs {run.history.final_cost!r} at the end, and {last[1]!r} is told")
    history = replace(run.history, chance=0.1)  # it ended above, and says so
    assert trainings.judged(case, replace(run, fitted=replace(run.fitted, history=history)))[0] == "better"


def test_doors_that_end_differently_are_told_of():
    case = trainings.Case.of(1, 0)
    other = trainings.Case(case.data, {**case.options, "iterations": 0})
    assert trainings.by_command(other) == "command line: exit 2, GC-U94; by Python BROKEN"


@pytest.mark.parametrize(
    "options",
    [{}, {"loss": "squared-error"}, {"class-weight": "balanced", "l2": 0.1}, {"layers": "3", "activation": "sigmoid"}],
)
def test_the_judge_does_not_believe_what_is_told(options, monkeypatch):
    """A training that went up the slope, and says what it likes."""
    X, y = [[0.0, 1.0], [1.0, 0.0], [0.5, 0.1]] * 4, [0, 1, 1] * 4
    hidden = [3] if "layers" in options else []
    network = gc.Network.dense(
        2, hidden, 2, activation=options.get("activation", "relu"), loss=options.get("loss", "cross-entropy")
    )
    run = gc.fit(
        network,
        (X, y),
        optimizer=gc.GradientDescent(0.1),
        iterations=9,
        l2=options.get("l2", 0.0),
        class_weight=options.get("class-weight"),
    )
    assert judge.flaw(run, options) is None
    start = network.initial(0)
    worse = replace(run, fitted=replace(run.fitted, theta=2 * start - run.theta))
    assert "at the end" in judge.flaw(worse, options)
    monkeypatch.setattr(judge, "WITHIN", {np.dtype(np.float64): 9.0})
    assert "judged by others, from" in judge.flaw(worse, options)


def test_the_judge_knows_what_a_constant_answer_costs(monkeypatch):
    X, y = [[0.0, 1.0], [1.0, 0.0], [0.5, 0.1]] * 4, [0, 1, 1] * 4
    run = gc.fit(gc.Network.dense(2, [], 2), (X, y), optimizer=gc.GradientDescent(1e-6), iterations=1)
    shares = np.array([1 / 3, 2 / 3])
    found = judge.cost_of_constant(run.fitted.data.train, {})
    assert float(found) == pytest.approx(-(shares * np.log(shares)).sum(), rel=1e-15)
    assert "GC-N08" in {finding.code for finding in run.diagnosis}
    assert judge.flaw(run, {}) is None
    monkeypatch.setattr(gc.Run, "diagnosis", ())
    assert "a constant answer 0.636" in judge.flaw(run, {})
