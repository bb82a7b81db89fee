"""``evaluate --self-test``: whether a model still says what it said where it was made."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from glasscat.models import self_test
from glasscat.models.file import load_model, save_model


@pytest.fixture
def run(at, sources, trained):
    """Return the folder of a run, which may be changed."""
    shutil.copytree(trained(sources / "six.h5", "--iterations", "3"), at / "run")
    return Path("run")


def damage(run, **change):
    """Keep another model in the run folder, with a right checksum."""
    model = load_model(run)
    save_model(replace(model, **change), run / "model.safetensors")


def test_says_that_all_bits_are_the_same(glasscat, run):
    answer = glasscat("evaluate", run, "--self-test")
    assert (answer.code, answer.err) == (0, "")
    assert "3 samples" in answer.out
    assert "bit for bit" in answer.out


def test_as_json(glasscat, run):
    found = glasscat("evaluate", run, "--self-test", "--json").json
    assert (found["n"], found["passed"], found["bit_equal"], found["largest_difference"]) == (3, True, True, 0)
    assert 1e-9 < found["tolerance"] < 1e-7


def test_with_data_it_is_a_note(glasscat, run, sources):
    answer = glasscat("evaluate", run, sources / "six.npz", "--self-test", "--json")
    assert "accuracy" in answer.json
    assert "bit for bit" in answer.err


def test_a_model_without_one_is_told(refuses, run):
    damage(run, self_test=None)
    refuses("GC-M31", 4, "evaluate", run, "--self-test")


def test_other_answers_are_an_error(refuses, run, monkeypatch):
    computed = self_test._asked
    monkeypatch.setattr(self_test, "_asked", lambda model, samples: computed(model, samples) + 1e-3)
    assert "0.001" in refuses("GC-M30", 4, "evaluate", run, "--self-test")


def test_other_arithmetic_is_noted_by_whatever_loads_the_model(glasscat, run, sources, monkeypatch):
    monkeypatch.setattr(self_test, "arithmetic", lambda: {"numpy": "another"})
    picture = next((sources / "photos").rglob("*.png"))
    for verb, *more in (
        ("evaluate", sources / "six.npz"),
        ("evaluate", "--self-test"),
        ("predict", picture),
        ("explain",),
        ("explain", "--picture", picture),
        ("report",),
    ):
        answer = glasscat(verb, run, *more)
        assert answer.code == 0
        assert "other arithmetic" in answer.err


def test_neither_data_nor_self_test(refuses, run):
    said = refuses("GC-U90", 2, "evaluate", run)
    assert "DATA is missing" in said
    assert "--self-test" in said
