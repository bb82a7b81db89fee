"""A comparison whose other side is missing is skipped by `make test`, and an error to `make oracle`."""

import math

import pytest

from .oracle import REQUIRED, oracle


def test_a_package_that_is_there_is_given(monkeypatch):
    for wanted in ("", "1"):
        monkeypatch.setenv(REQUIRED, wanted)
        assert oracle("math") is math


def test_a_missing_one_is_skipped_over(monkeypatch):
    monkeypatch.delenv(REQUIRED, raising=False)
    with pytest.raises(pytest.skip.Exception, match="make oracle"):
        oracle("no_such_oracle")


def test_unless_it_is_required(monkeypatch):
    monkeypatch.setenv(REQUIRED, "1")
    with pytest.raises(ModuleNotFoundError, match="no_such_oracle"):
        oracle("no_such_oracle")


def test_make_oracle_requires_it(pytestconfig):
    recipe = (pytestconfig.rootpath / "Makefile").read_text().partition("\noracle:")[2].partition("\n\n")[0]
    assert f"{REQUIRED}=1 $(PYTEST) tests/reference" in recipe
