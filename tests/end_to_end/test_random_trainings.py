"""Random trainings end better than they began, or say why not: the short form of `reliability/trainings.py`."""

from dataclasses import replace

import numpy as np
import pytest
from reliability import trainings

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
    history = replace(run.history, chance=0.1)  # it ended above, and says so
    assert trainings.judged(case, replace(run, fitted=replace(run.fitted, history=history)))[0] == "better"


def test_doors_that_end_differently_are_told_of():
    case = trainings.Case.of(1, 0)
    other = trainings.Case(case.data, {**case.options, "iterations": 0})
    assert trainings.by_command(other) == "command line: exit 2, GC-U94; by Python BROKEN"
