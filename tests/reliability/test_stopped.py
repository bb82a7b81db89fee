"""Trainings that are killed, interrupted, or cannot write: a few of the cases that `make reliability` goes through."""

import os
import shutil

import pytest
from reliability import faults, killed, program, runs, struck
from reliability.measured import Said

if not hasattr(os, "fork"):
    pytest.skip("processes are made by fork here", allow_module_level=True)

needs_strace = pytest.mark.skipif(program.strace_is_missing() is not None, reason=str(program.strace_is_missing()))


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """Return trainings of 60 steps."""
    with program.Program() as started:
        prepared = runs.Runs(started, tmp_path_factory.mktemp("stopped") / "runs", 60)
        prepared.prepare()
        yield prepared


@pytest.fixture(scope="module")
def works(short):
    """Return what `reliability.faults` goes through."""
    training, resumed, overwriting = killed.saving(short)
    without = struck.Work(short, runs.PLANS[0], ())
    return {"training": training, "resumed": resumed, "overwriting": overwriting, "without": without}


@needs_strace
def test_killed_before_calls_of_saving(short):
    counted, failures = killed.at_calls(short, 60)
    assert min(counted) >= 3
    assert failures == []


def test_killed_at_instants(short):
    assert killed.at_instants(short, 4) == []


def test_interrupted_at_instants(short):
    assert killed.at_interrupts(short, 2) == []


@needs_strace
@pytest.mark.parametrize("name", ["training", "resumed", "overwriting", "without"])
def test_a_disk_that_fails_as_the_model_is_written(works, name):
    work = works[name]
    k = next(k for k in faults.writes(work) if k >= faults.judged_from(work) and work.calls[k].name == "write")
    assert faults.struck(work, k, "ENOSPC") == (6, None)


@needs_strace
@pytest.mark.parametrize("error", ["ENOSPC", "EROFS", "EIO"])
def test_a_disk_that_fails_as_a_checkpoint_is_moved(works, error):
    work = works["training"]
    moved = [k for k, call in enumerate(work.calls) if call.moves("checkpoints/")]
    assert faults.struck(work, moved[2], error) == (6, None)


@needs_strace
def test_an_old_run_that_vanishes_is_told(works):
    """It must be there from the first call on, although the training that overwrites it has no checkpoint yet."""
    assert works["overwriting"].has_checkpoint_before(0)
    assert works["resumed"].has_checkpoint_before(0)
    assert not works["training"].has_checkpoint_before(0)
    assert {"unlink", "unlinkat", "rename"} <= {
        works["overwriting"].calls[k].name for k in faults.writes(works["overwriting"])
    }


def test_what_is_broken_is_told(tmp_path):
    run = tmp_path / "run"
    kept = tmp_path / "run.partial/checkpoints"
    kept.mkdir(parents=True)
    assert runs.unsafe(run, had_one=False) is None
    assert runs.unsafe(run, had_one=True) == "no checkpoint was left"
    (kept / "000000000020.safetensors").write_bytes(b"half")
    assert "is not whole" in runs.unsafe(run, had_one=True)
    run.mkdir()
    assert "the run is not whole" in runs.unsafe(run, had_one=True)


def test_other_bits_are_told(short):
    plan = runs.PLANS[0]
    short.expected(plan)
    run = short.new()
    short.program.run(short.begin(plan, run, *runs.KEPT, "--seed", "1"), run.parent)
    assert "other bits in" in short.ended_badly(plan, run)
    shutil.rmtree(run)
    (run.parent / "litter").touch()
    assert "something was left" in short.ended_badly(plan, run)


@pytest.mark.parametrize(
    ("failures", "missing", "passed"),
    [([], None, True), ([], "strace is not installed", None), (["a|b\nc"], None, False), (["a"], "strace", False)],
)
def test_figures(failures, missing, passed):
    measured = killed.measured([172, 100, 80], 300, 60, failures, missing)
    assert measured.passed is passed
    assert isinstance(measured.figure, Said)
    assert f"{712 - len(failures)} of 712" in measured.figure.en
    assert "|" not in measured.figure.en
    assert (missing or "") in measured.figure.en


def test_without_strace_faults_are_not_measured(monkeypatch):
    monkeypatch.setattr(faults, "strace_is_missing", lambda: "strace is not installed")
    assert faults.measure().passed is None
