"""Where a run goes: what is there is never lost, and a failure leaves nothing behind."""

import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest

from glasscat.errors import StorageError

from .conftest import everything_in
from .data_files import write_h5


@pytest.fixture
def train(sources):
    return ("train", sources / "six.h5", "--iterations", 5)


def test_a_folder_that_exists_is_kept(refuses, train, at):
    (at / "mine").mkdir()
    (at / "mine/letter.txt").write_text("dear")
    assert "it exists already" in refuses("GC-S04", 6, *train, "--out", "mine")
    assert "not a run folder" in refuses("GC-S04", 6, *train, "--out", "mine", "--overwrite")
    assert (at / "mine/letter.txt").read_text() == "dear"


def test_a_run_with_something_else_in_it_is_kept(glasscat, refuses, train, at):
    assert glasscat(*train, "--name", "a").code == 0
    (at / "runs/a/letter.txt").write_text("dear")
    assert "letter.txt" in refuses("GC-S04", 6, *train, "--name", "a", "--overwrite")
    assert (at / "runs/a/letter.txt").read_text() == "dear"


def test_a_file_in_the_way(refuses, train, at):
    (at / "file").write_text("dear")
    assert "it exists already" in refuses("GC-S04", 6, *train, "--out", "file")
    assert "file/below" in refuses("GC-S03", 6, *train, "--out", "file/below")
    assert (at / "file").read_text() == "dear"


def test_a_folder_that_is_read_only(refuses, train, monkeypatch):
    real = Path.mkdir

    def mkdir(path, *arguments, **named):
        if path.name.endswith(".part"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        real(path, *arguments, **named)

    monkeypatch.setattr(Path, "mkdir", mkdir)  # chmod does not bind root, whom containers run as
    said = refuses("GC-S02", 6, *train, "--out", "there")
    assert "there" in said
    assert "writing is not allowed" in said
    assert ".part" not in said


def full(*_arguments):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk(refuses, train, monkeypatch):
    monkeypatch.setattr(os, "fsync", full)
    said = refuses("GC-S01", 6, *train, "--out", "there", tells="The verdict")
    assert "disk is full" in said
    assert ".part" not in said


def test_a_full_disk_leaves_the_run_that_was_there(glasscat, refuses, train, at, monkeypatch):
    assert glasscat(*train, "--name", "a").code == 0
    before = {path: path.read_bytes() for path in everything_in(at / "runs/a") if path.is_file()}
    monkeypatch.setattr(os, "fsync", full)
    refuses("GC-S01", 6, *train, "--name", "a", "--overwrite", tells="The verdict")
    assert {path: path.read_bytes() for path in everything_in(at / "runs/a") if path.is_file()} == before


def test_what_cannot_be_kept_is_part_of_the_error_as_json(glasscat, train, monkeypatch):
    monkeypatch.setattr(os, "fsync", full)
    found = glasscat(*train, "--out", "there", "--json").json
    assert found["error"]["code"] == "GC-S01"
    assert found["train"]["total"] == 48
    assert "run" not in found


def test_a_divergence_whose_course_cannot_be_kept_is_told(glasscat, train, monkeypatch):
    monkeypatch.setattr(os, "fsync", full)
    answer = glasscat(*train, "--learning-rate", "1e200", "--layers", "3", "--out", "there")
    assert answer.code == 6
    assert "GC-S01" in answer.error[0]
    assert "no longer a finite number" in " ".join(answer.err.split())


def test_a_disk_that_is_full_when_figures_are_drawn_keeps_the_run(glasscat, train, at, monkeypatch):
    real = Path.replace

    def replace(path, target):
        if Path(target).suffix == ".svg":
            full()
        return real(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    answer = glasscat(*train, "--name", "a", "--json")
    assert answer.code == StorageError.exit_code
    assert answer.json["error"]["code"] == "GC-S01"
    assert answer.json["test"]["total"] == 24
    assert answer.json["run"] == "runs/a"
    assert "the run is kept in runs/a, but not all of its figures" in answer.err
    assert json.loads((at / "runs/a/run.json").read_text(encoding="utf-8"))["status"] == "finished"
    assert not list(everything_in(at / "runs/a/figures"))


def test_a_failure_does_not_even_leave_the_folder_of_runs(glasscat, at):
    assert glasscat("train", "nothing.h5").code == 3
    assert not everything_in(at)


class TestDivergence:
    """A learning rate so large that training diverges is told as such, and nothing is called a success."""

    @pytest.mark.parametrize(
        ("options", "code"),
        [
            (["--learning-rate", 1e308, "--iterations", 50], "GC-T01"),
            (["--learning-rate", 1e308, "--iterations", 50, "--layers", "4"], "GC-T01"),
            (["--learning-rate", 50, "--iterations", 2], "GC-T02"),
        ],
    )
    def test_is_told(self, glasscat, sources, at, options, code):
        answer = glasscat("train", sources / "six.h5", *options, "--name", "a")
        said = " ".join(answer.error)
        assert answer.code == 5
        assert f"error[{code}]" in said
        assert "iteration 0" in said  # the last good state
        assert "smaller learning rate" in said
        assert answer.out == ""
        assert "the course of the training is kept in runs/a, without a model" in answer.err
        assert {path.name for path in (at / "runs/a").iterdir()} == {"run.json", "history.csv"}
        kept = json.loads((at / "runs/a/run.json").read_text(encoding="utf-8"))
        assert kept["status"] == "diverged"
        assert kept["train"] is None
        assert kept["test"] is None
        assert len(list(at.rglob("*.part"))) == 0

    def test_in_json(self, glasscat, sources):
        answer = glasscat("train", sources / "six.h5", "--learning-rate", 1e308, "--json")
        assert answer.code == 5
        assert answer.json["error"]["code"] == "GC-T01"

    def test_has_no_model_to_predict_with(self, glasscat, refuses, sources):
        assert glasscat("train", sources / "six.h5", "--learning-rate", 1e308, "--name", "a").code == 5
        for verb in ("evaluate", "predict"):
            assert "this training diverged" in refuses("GC-M11", 4, verb, "runs/a", sources / "six.h5")


def test_costs_beyond_all_bounds_fit_the_table(glasscat, at):
    # Two pictures, one white, one black: at this rate the first step leaps far over, and a later one lands.
    X = np.zeros((4, 8, 8, 3), np.uint8)
    X[1::2] = 200
    write_h5(at / "two.h5", train=(X, np.arange(4) % 2), test=(X, np.arange(4) % 2), classes=("black", "white"))
    answer = glasscat("train", "two.h5", "--learning-rate", 1e100, "--iterations", 50, "--print-every", 1)
    assert answer.code == 0
    assert "e+" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_a_training_that_diverges_replaces_no_run(glasscat, at):
    keep = ["train", "drawn-cats", "--out", "keep", "--overwrite", "--iterations", 30]
    assert glasscat(*keep, "--learning-rate", 0.0005).code == 0
    before = everything_in(at / "keep")
    answer = glasscat(*keep, "--learning-rate", 1e308)
    assert answer.code == 5
    assert "keep is as it was" in answer.err
    assert everything_in(at / "keep") == before
    assert (at / "keep" / "model.safetensors").is_file()


def test_a_name_is_no_path(glasscat, at):
    answer = glasscat("train", "drawn-cats", "--name", "../evil", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (2, "GC-U79")
    assert not everything_in(at)


def test_what_is_neither_file_nor_folder_is_not_waited_for(glasscat, at):
    os.mkfifo(at / "pipe")
    for place in ("pipe", ""):
        answer = glasscat("inspect", place, "--json")
        assert (answer.code, answer.json["error"]["code"]) == (3, "GC-D27")


def test_layers_beyond_any_memory_are_refused(glasscat, at):
    answer = glasscat("train", "drawn-cats", "--layers", "9" * 20, "--json")
    assert (answer.code, answer.json["error"]["code"]) == (2, "GC-U01")
    assert not everything_in(at)
