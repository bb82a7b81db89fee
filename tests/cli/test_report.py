"""``glasscat report``: where it writes, what it says, and what it does where the data has gone."""

from __future__ import annotations

import json
import re
import shutil

import numpy as np
import pytest

from glasscat.cli import report_numbers
from glasscat.cli.report import command_of
from glasscat.models.reopened import reopen
from glasscat.models.run_folder import load_run

from .data_files import noise, write_h5


@pytest.fixture
def run(glasscat, at):
    """Return a run folder in the working folder, beside its data."""
    write_h5(at / "six.h5", train=noise(48, 6), test=noise(24, 6, seed=1))
    assert glasscat("train", "six.h5", "--iterations", 20, "--out", "run").code == 0
    return at / "run"


def test_report_lies_in_the_run_folder(glasscat, run):
    answer = glasscat("report", "run")
    assert (answer.code, answer.err) == (0, "")
    assert "run/report.html" in answer.out
    assert (run / "report.html").read_bytes().startswith(b"<!doctype html>")


def test_report_as_json(glasscat, run, at):
    answer = glasscat("report", "run", "--out", "page.html", "--json")
    assert answer.json == {"report": "page.html", "bytes": (at / "page.html").stat().st_size, "runs": ["run"]}
    assert not (run / "report.html").exists()


def test_same_run_gives_the_same_file(glasscat, at, run):
    for name in ("one.html", "two.html"):
        assert glasscat("report", run, "--out", name).code == 0
    assert (at / "one.html").read_bytes() == (at / "two.html").read_bytes()


def test_a_run_with_its_report_can_be_trained_anew(glasscat, run):
    assert glasscat("report", "run").code == 0
    assert glasscat("train", "six.h5", "--iterations", 30, "--out", "run", "--overwrite").code == 0
    assert not (run / "report.html").exists()


def test_several_runs_side_by_side_lie_in_this_folder(glasscat, at, run):  # noqa: ARG001
    assert glasscat("train", "six.h5", "--iterations", 30, "--out", "more").code == 0
    answer = glasscat("report", "run", "more", "--json")
    assert answer.json["report"] == "report.html"
    assert b"Runs side by side" in (at / "report.html").read_bytes()


def test_report_where_the_data_has_gone_has_no_pictures_and_says_so(glasscat, at, run):
    (at / "six.h5").unlink()
    answer = glasscat("report", "run")
    assert answer.code == 0
    assert "no pictures in this report" in answer.err
    assert "six.h5" in answer.err
    page = (run / "report.html").read_text()
    assert "data:image/webp" not in page
    assert "no pictures in this report" in page


def test_report_where_the_data_has_changed_says_by_which_fingerprint(glasscat, at, run):
    write_h5(at / "six.h5", train=noise(48, 6, seed=5), test=noise(24, 6, seed=1))
    answer = glasscat("report", "run")
    assert answer.code == 0
    assert load_run(run).document["source"]["fingerprint"][:16] in answer.err


def test_report_with_data_that_has_moved(glasscat, at, run):
    (at / "six.h5").rename(at / "moved.h5")
    answer = glasscat("report", "run", "--data", "moved.h5")
    assert (answer.code, answer.err) == (0, "")
    assert "data:image/webp" in (run / "report.html").read_text()


def test_data_that_is_said_to_be_that_of_the_run_must_be(glasscat, refuses, at, run):  # noqa: ARG001
    write_h5(at / "other.h5", train=noise(48, 6, seed=5), test=noise(24, 6, seed=1))
    refuses("GC-M22", 4, "report", "run", "--data", "other.h5")


def test_data_for_several_runs_is_refused(glasscat, refuses, run):  # noqa: ARG001
    assert "--data" in refuses("GC-R03", 2, "report", "run", "more", "--data", "six.h5")
    assert "--test" in refuses("GC-R03", 2, "report", "run", "more", "--test", "six.h5")


def test_a_run_given_twice_is_refused(refuses, run):
    refuses("GC-R04", 2, "report", "run", run)


def test_another_file_is_not_written_over(refuses, at, run):  # noqa: ARG001
    (at / "notes.txt").write_text("mine")
    refuses("GC-R02", 2, "report", "run", "--out", "notes.txt")


def test_what_is_no_run_is_refused(refuses, at, run):
    refuses("GC-M06", 4, "report", at)
    (run / "history.csv").unlink()
    refuses("GC-M06", 4, "report", run)


def test_a_run_of_a_newer_version_is_refused(refuses, run):
    document = json.loads((run / "run.json").read_text())
    (run / "run.json").write_text(json.dumps(document | {"version": 99}))
    refuses("GC-M03", 4, "report", run)


def test_command_of_a_run_repeats_it(glasscat, at, run):
    words = ["train", "six.h5", "--layers", "3", "--learning-rate", "0.02", "--iterations", "10", "--batch-norm"]
    assert glasscat(*words, "--out", "deep").code == 0
    command = command_of(load_run(at / "deep").document["plan"])
    assert command == "glasscat " + " ".join(words).replace(
        "--learning-rate 0.02 --iterations 10 --batch-norm", "--batch-norm --learning-rate 0.02 --iterations 10"
    )
    assert glasscat(*command.split()[1:], "--out", "again").code == 0
    assert np.array_equal(load_run(at / "deep").theta, load_run(at / "again").theta)
    assert run.exists()


def test_command_with_a_name_that_a_shell_would_take_apart(glasscat, at):
    write_h5(at / "my cats.h5", train=noise(48, 6), test=noise(24, 6, seed=1))
    assert glasscat("train", "my cats.h5", "--iterations", 2, "--out", "run").code == 0
    assert command_of(load_run(at / "run").document["plan"]) == "glasscat train 'my cats.h5' --iterations 2"


def test_a_run_made_in_python_has_no_command(at):
    import glasscat as gc

    X, y = noise(24, 2)
    fitted = gc.fit(gc.Network.dense(432, [], 2), (X, y), optimizer=gc.GradientDescent(0.01), iterations=3)
    fitted.save(at / "python", figures=False)
    assert command_of(load_run(at / "python").document["plan"]) is None


def test_a_run_made_of_arrays_is_reported_without_pictures(glasscat, at):
    import glasscat as gc

    fitted = gc.fit(gc.Network.dense(432, [], 2), noise(24, 2), optimizer=gc.GradientDescent(0.01), iterations=3)
    fitted.save(at / "python", figures=False)
    answer = glasscat("report", "python")
    assert answer.code == 0
    assert "arrays" in answer.err
    shutil.rmtree(at / "python")


@pytest.mark.parametrize("name", ["accuracy", "correct", "balanced_accuracy", "brier"])
def test_a_number_that_is_wrong_fails_the_report_and_stands_on_its_page(glasscat, run, name):
    document = json.loads((run / "run.json").read_text())
    document["test"][name] = 19
    (run / "run.json").write_text(json.dumps(document))
    answer = glasscat("report", "run")
    assert answer.code == glasscat("explain", "run", f"test.{name}").code == 70
    assert "GC-Q08" in answer.error[0]
    assert f"must not be trusted: test.{name}" in answer.err
    assert f"must not be trusted: test.{name}" in (run / "report.html").read_text()


def test_why_no_number_opens_is_said(glasscat, run, monkeypatch):
    monkeypatch.setattr(report_numbers, "LONGEST", 0.0)
    answer = glasscat("report", "run")
    assert answer.code == 0
    assert "No number opens on this page: the training took" in answer.err
    assert "No number opens on this page: the training took" in (run / "report.html").read_text()


def test_without_its_data_no_number_opens_and_the_page_says_so(glasscat, at, run):
    (at / "six.h5").unlink()
    answer = glasscat("report", "run")
    assert "No number opens on this page:" in answer.err
    assert "No number opens on this page:" in (run / "report.html").read_text()


def test_side_by_side_tells_where_numbers_open(glasscat, at, run):
    shutil.copytree(run, at / "other")
    assert glasscat("report", "run", "other", "--out", "both.html").code == 0
    page = (at / "both.html").read_text()
    assert "<code>glasscat report run</code>" in page
    assert "<code>glasscat report other</code>" in page


@pytest.mark.parametrize("options", [(), ("--patience", 5), ("--holdout", 0, "--patience", 5)])
def test_pictures_are_called_by_the_numbers_that_open_them(glasscat, at, options):
    X, y = noise(60, 2)
    X[31] = X[2]  # one picture twice, under two labels
    np.savez(at / "two.npz", X=X, y=y)
    assert glasscat("train", "two.npz", "--iterations", 10, "--out", "run", *options).code == 0
    data = reopen(at / "run").data
    for part in (data.train, data.test):
        for i, name in enumerate(part.names if part is not None else ()):
            role = "train" if part is data.train else "test"
            source = int(re.fullmatch(rf"{role} {i}(?: \(X\[(\d+)\]\))", name)[1])
            assert np.array_equal(part.X[i], X[source])
    found = glasscat("explain", "run", "--picture", "train:3", "--json").json
    assert found["picture"] == data.train.names[3]
    assert {one["name"] for one in found["training"]["pictures"]} == set(data.train.names)
    assert all(one["name"] == data.train.names[one["index"]] for one in found["training"]["pictures"])
    for finding in load_run(at / "run").document["findings"]:
        for item in finding["items"]:
            if "split" in item and "indices" in item:
                part = getattr(data, item["split"])
                assert [part.names[i] for i in item["indices"]] == item["names"]
                assert all(np.array_equal(part.X[i], X[2]) for i in item["indices"])
            if "train_name" in item:
                assert item["train_name"] == data.train.names[item["train"]]
                assert item["test_name"] == data.test.names[item["test"]]


def test_the_worst_test_picture_is_called_a_test_picture(glasscat, at):
    X, y = noise(60, 2)
    np.savez(at / "two.npz", X=X, y=y)
    assert glasscat("train", "two.npz", "--iterations", 10, "--out", "run").code == 0
    assert glasscat("report", "run").code == 0
    page = (at / "run" / "report.html").read_text()
    names = re.findall(r'<span lang="en">(\w+ \d+) \(X\[\d+\]\)</span>', page.partition(r"""id="gallery""")[2])
    assert len(names) == 12
    assert set(names) == {f"test {i}" for i in range(12)}
