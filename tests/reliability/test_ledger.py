"""The ledger: every promise can be measured, and the pages say what it says."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from reliability import ledger
from reliability.measured import Measured, Said
from reliability.pages import PAGES

DOCS = Path(__file__).parents[2] / "docs"
FOUND = {
    True: Measured(Said("it holds", "成立"), Said("3 of 3", "3 次中 3 次"), passed=True),
    False: Measured(Said("it holds", "成立"), Said("2 of 3: first case", "3 次中 2 次"), passed=False),
    None: Measured(Said("it holds", "成立"), Said("strace is missing", "缺少 strace"), passed=None),
}


@pytest.fixture
def measuring(tmp_path, monkeypatch):
    """Return a function that runs the ledger where every promise measures the same."""

    def run(passed, names=()):
        class Promise:
            measure = staticmethod(lambda: FOUND[passed])

        (tmp_path / "docs").mkdir(exist_ok=True)
        monkeypatch.setattr(ledger, "ROOT", tmp_path)
        monkeypatch.setattr(ledger, "LEDGER", tmp_path / "ledger.json")
        monkeypatch.setattr(ledger, "import_module", lambda _name: Promise)
        return ledger.main(names)

    return run


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_pages_are_those_of_the_ledger(page):
    assert (DOCS / page).read_text(encoding="utf-8") == PAGES[page](ledger.read())


@pytest.mark.parametrize("name", sorted(ledger.read()))
def test_what_was_measured_can_be_measured_again(name):
    """Without arguments: the long form that the claim speaks of."""
    parameters = inspect.signature(pytest.importorskip(f"reliability.{name}").measure).parameters.values()
    assert all(parameter.default is not inspect.Parameter.empty for parameter in parameters)


def test_every_line_is_a_promise_in_both_languages():
    for name, line in ledger.read().items():
        assert name in ledger.PROMISES
        for said in (line["claim"], line["figure"]):
            assert all(said[language] and "|" not in said[language] for language in ("en", "zh")), name


@pytest.mark.parametrize(
    ("passed", "code", "said"), [(True, 0, "kept"), (None, 0, "not measured"), (False, 1, "BROKEN")]
)
def test_a_broken_promise_fails(measuring, capsys, passed, code, said):
    assert measuring(passed, ["errors"]) == code
    assert f"errors: {said}" in capsys.readouterr().out


def test_a_page_says_what_is_broken(measuring, tmp_path):
    measuring(False, ["errors"])
    page = (tmp_path / "docs" / "reliability.md").read_text(encoding="utf-8")
    assert "| it holds | 2 of 3: first case | **broken** |" in page
    assert "`make reliability PROMISES=errors`" in page


def test_lines_of_others_stay(measuring):
    measuring(True, ["errors", "killed"])
    measuring(False, ["errors"])
    assert {name: line["passed"] for name, line in ledger.read().items()} == {"killed": True, "errors": False}


def test_all_of_them_without_a_name(measuring):
    assert measuring(True) == 0
    assert tuple(ledger.read()) == ledger.PROMISES


def test_an_unknown_promise_is_told(measuring, capsys):
    assert measuring(True, ["happiness"]) == 2
    assert "there is no promise happiness" in capsys.readouterr().err
