"""Short forms of promises that no other test holds already."""

from __future__ import annotations

import numpy as np
import pytest
from reliability import errors, estimator, predictions

import glasscat as gc

NOBODYS = "gc-z99".upper()  # not written out, so that this file does not name it


def test_predictions_are_the_same_by_every_door_and_in_any_company():
    measured = predictions.measure(n_models=1, n_pictures=6, n_batches=10)
    assert measured.passed, measured.figure.en


def test_an_answer_that_depends_on_its_company_would_be_noticed(monkeypatch):
    """The test of the test."""
    monkeypatch.setattr(predictions, "_other_doors", lambda *_given: {"command line": np.zeros((6, 2))})
    computed = gc.GlasscatClassifier.predict_proba
    monkeypatch.setattr(gc.GlasscatClassifier, "predict_proba", lambda self, X: computed(self, X) + 1e-16 * len(X))
    measured = predictions.measure(n_models=1, n_pictures=6, n_batches=1)
    assert not measured.passed
    assert "model 0, command line; model 0, pictures" in measured.figure.en


def test_every_code_is_named_by_a_test_and_documented():
    measured = errors.measure(rounds=0)
    assert measured.passed, measured.figure.en


@pytest.fixture
def folder(tmp_path):
    """Return a folder of one file of tests."""
    (tmp_path / "test_it.py").write_text(
        "TABLE = ['GC-X98']\n\n\ndef test_names_it():\n    assert 'error[GC-X97]'\n\n\n"
        "def others():\n    return 'GC-X96'\n",
        encoding="utf-8",
    )
    return tmp_path


def test_the_tests_of_a_code_are_found(folder):
    it = str(folder / "test_it.py")
    assert errors.naming_tests(folder) == {"GC-X96": [it], "GC-X97": [f"{it}::test_names_it"], "GC-X98": [it]}


def test_a_code_without_a_test_is_told(monkeypatch):
    monkeypatch.setattr(errors, "codes_in_source", lambda: {"GC-D07", NOBODYS})
    monkeypatch.setattr(errors, "naming_tests", lambda: {"GC-D07": ["one"]})
    measured = errors.measure(rounds=0)
    assert not measured.passed
    assert measured.figure.en.startswith("1 of 2 codes")
    assert f"; not provoked: {NOBODYS}; not in both documents: {NOBODYS}" in measured.figure.en


def test_codes_are_looked_for_round_by_round(monkeypatch):
    """First in one test of each code; then, for those that it has only named, in the next."""
    rounds = []

    def made(tests):
        rounds.append(sorted(tests))
        return {"A"} if len(rounds) == 1 else {"B"}, [f"failed {len(rounds)}"]

    monkeypatch.setattr(errors, "codes_made_by", made)
    tests = {"A": ["one", "four"], "B": ["four", "one", "two", "three"], "C": ["one"]}
    assert errors._provoked({"A", "B", "C"}, tests, 3) == ({"C"}, 2, ["failed 1", "failed 2"])
    assert rounds == [["one"], ["four"]]


def test_a_test_that_fails_breaks_the_promise(monkeypatch):
    monkeypatch.setattr(errors, "codes_in_source", lambda: {"GC-D07"})
    monkeypatch.setattr(errors, "naming_tests", lambda: {"GC-D07": ["one"]})
    monkeypatch.setattr(errors, "codes_made_by", lambda tests: ({"GC-D07"}, list(tests)))
    measured = errors.measure()
    assert not measured.passed
    assert measured.figure.en == "1 of 1 codes; 1 tests were run to provoke them; tests that fail: one"


def test_a_test_provokes_the_codes_that_it_makes(tmp_path):
    """In a process of its own, as the long form does it."""
    (tmp_path / "test_it.py").write_text(
        "import pytest\nimport glasscat as gc\n\n\ndef test_it():\n"
        "    with pytest.raises(gc.GlasscatError, match='GC-M01'):\n        gc.load_model('nothing')\n\n\n"
        "def test_writes_it_down():\n    gc.GlasscatError('GC-M02', 'x', 'y')\n\n\n"
        "def test_fails():\n    assert not 'always'\n",
        encoding="utf-8",
    )
    seen, failed = errors.codes_made_by([str(tmp_path / "test_it.py")])
    assert "GC-M01" in seen
    assert "GC-M02" not in seen  # nobody but the test has made it
    assert [test.partition("::")[2] for test in failed] == ["test_fails"]


@pytest.mark.parametrize(
    ("more", "passed", "said"),
    [
        (
            {"status": "skipped", "exception": "pandas is not installed: not testing"},
            True,
            "(c: pandas is not installed)",
        ),
        (
            {"status": "skipped", "exception": "GC has no predict_proba"},
            False,
            "not passed: c: GC has no predict_proba",
        ),
        ({"status": "failed", "exception": "a\nb"}, False, "not passed: c: a"),
        ({"status": "xfail", "exception": "a|b"}, False, "not passed: c: a/b"),
    ],
)
def test_what_the_contract_of_scikit_learn_skips_or_fails_is_named(more, passed, said):
    good = {"status": "passed", "check_name": "good", "exception": None}
    measured = estimator.measured_of([good, more | {"check_name": "c"}])
    assert measured.passed is passed
    assert "1 of 2 passed" in measured.figure.en
    assert said in measured.figure.en
