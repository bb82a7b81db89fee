"""A study folder: rows on the disk as soon as they are there, and no other study in it."""

import json
from functools import partial
from itertools import pairwise

import pytest

import glasscat as gc
from glasscat.errors import LockedError, StorageError
from glasscat.models.study_folder import open_study, read_study
from glasscat.studies.grid import grid
from glasscat.studies.study import carry_out
from glasscat.studies.sweeps import Sweep

POINTS = [{"learning_rate": 0.5, "iterations": n} for n in (10, 20, 30, 40)]


@pytest.fixture
def study(make):
    return Sweep(POINTS, [make(**point) for point in POINTS])


def test_an_interrupted_study_goes_on_where_it_stopped(study, tmp_path):
    """Four runs of different lengths are four groups; the disk is full after two of them."""
    folder = open_study(tmp_path / "s", study.kind, study.asked, study.fingerprint)
    kept = []

    def keep(rows):
        if len(kept) == 2:
            raise KeyboardInterrupt
        kept.extend(rows)
        folder.keep(rows)

    with pytest.raises(KeyboardInterrupt):
        carry_out(study, folder.rows, keep)
    again = open_study(tmp_path / "s", study.kind, study.asked, study.fingerprint)
    assert sorted(again.rows) == [0, 1]
    assert not again.is_finished
    computed, told = [], []
    outcome = carry_out(study, again.rows, computed.extend, lambda n, total: told.append((n, total)))
    assert [number for number, _row in computed] == [2, 3]
    assert told[0] == (2, 4)
    assert told[-1] == (4, 4)
    assert all(a <= b for a, b in pairwise(told))
    whole = carry_out(study)
    assert [row["final_cost"] for row in outcome.rows] == [row["final_cost"] for row in whole.rows]


def test_rows_are_read_back_as_they_were(study, tmp_path):
    folder = open_study(tmp_path / "s", study.kind, study.asked, study.fingerprint)
    outcome = carry_out(study, folder.rows, folder.keep)
    read = read_study(tmp_path / "s").rows
    assert [read[number] for number in range(4)] == list(outcome.rows)
    assert read[0]["plan"]["optimizer"] == "GradientDescent(learning_rate=0.5)"
    assert read[0]["plan"]["iterations"] == 10
    assert read[0]["values"] == POINTS[0]


def test_a_line_that_was_not_finished_is_cut_off(study, tmp_path):
    folder = open_study(tmp_path / "s", study.kind, study.asked, study.fingerprint)
    folder.keep([(0, {"a": 1}), (1, {"a": 2})])
    file = tmp_path / "s" / "runs.jsonl"
    file.write_bytes(file.read_bytes() + b'{"number":2,"a"')
    assert read_study(tmp_path / "s").rows == {0: {"a": 1}, 1: {"a": 2}}
    assert file.read_bytes().endswith(b'"a"'), "whoever only reads leaves alone what another one is writing"
    folder.keep([(2, {"a": 3})])
    assert read_study(tmp_path / "s").rows == {0: {"a": 1}, 1: {"a": 2}, 2: {"a": 3}}
    assert len(file.read_bytes().splitlines()) == 3


def test_nobody_else_writes_into_it_meanwhile(make, study, tmp_path):
    """The one who has it opens it; the other one is told who that is, and reads his rows when he is gone."""
    mine, other = (open_study(tmp_path / "s", study.kind, study.asked, study.fingerprint) for _k in range(2))
    with mine.alone():
        with pytest.raises(LockedError) as caught, other.alone():
            pass
        assert caught.value.code == "GC-L01"
        with pytest.raises(LockedError):
            gc.studies.sweep(make, {"learning_rate": [0.5], "iterations": [10, 20, 30, 40]}, folder=tmp_path / "s")
        mine.keep([(0, {"a": 1})])
    assert other.rows == {}
    with other.alone():
        assert other.rows == {0: {"a": 1}}
    assert sorted(path.name for path in (tmp_path / "s").iterdir()) == ["runs.jsonl", "study.json"]


def test_rows_of_another_machine_are_told_apart(study, tmp_path):
    folder = open_study(tmp_path / "s", study.kind, study.asked, study.fingerprint)
    assert folder.is_of_this_machine
    file = tmp_path / "s" / "study.json"
    document = json.loads(file.read_text("utf-8"))
    document["versions"]["numpy"] = "1.0"
    file.write_text(json.dumps(document), "utf-8")
    assert not read_study(tmp_path / "s").is_of_this_machine


def test_settings_that_differ_are_named(make, tmp_path):
    """One of the plan, and one of the study."""
    gc.studies.resplit(make(), times=2, folder=tmp_path / "s")
    for plan, times, names in ((make(), 3, "times"), (make(l2=0.1), 2, "l2"), (make(iterations=20), 2, "iterations")):
        with pytest.raises(StorageError, match=f"with other settings: {names}\\.") as caught:
            gc.studies.resplit(plan, times=times, folder=tmp_path / "s")
        assert caught.value.code == "GC-Y21"


def test_of_a_sweep_it_is_said_which_settings_differ(make, tmp_path):
    """Those that were varied otherwise, those that all its runs share, and no words of the file's own."""
    vary = {"learning_rate": [0.5, 0.1], "l2": [0.0, 0.1]}
    gc.studies.sweep(make, vary, folder=tmp_path / "s")
    again = gc.studies.sweep(make, vary, folder=tmp_path / "s")
    assert len(again.outcome.rows) == 4

    def named(plan, values):
        with pytest.raises(StorageError) as caught:
            gc.studies.sweep(plan, values, folder=tmp_path / "s")
        assert caught.value.code == "GC-Y21"
        return str(caught.value.problem).partition("other settings: ")[2].rstrip(".")

    assert named(make, vary | {"learning_rate": [0.5, 0.2]}) == "learning_rate"
    assert named(partial(make, iterations=20), vary) == "iterations"
    assert named(partial(make, iterations=20), vary | {"l2": [0.0]}) == "l2, iterations"
    reversed_ = {"l2": vary["l2"], "learning_rate": vary["learning_rate"]}
    assert named(make, reversed_) == "how the runs are trained"


def test_a_sweep_that_was_kept_without_what_its_plans_share_goes_on(make, tmp_path):
    """Folders of before have the digests of the plans alone, and these decide."""
    vary = {"learning_rate": [0.5, 0.1]}
    gc.studies.sweep(make, vary, folder=tmp_path / "s")
    file = tmp_path / "s" / "study.json"
    document = json.loads(file.read_text("utf-8"))
    del document["asked"]["plan"]
    file.write_text(json.dumps(document), "utf-8")
    assert len(gc.studies.sweep(make, vary, folder=tmp_path / "s").outcome.rows) == 2


def code_of(study, path, **changed):
    known = {"kind": study.kind, "asked": study.asked, "fingerprint": study.fingerprint} | changed
    with pytest.raises(StorageError) as caught:
        open_study(path, known["kind"], known["asked"], known["fingerprint"])
    assert caught.value.exit_code == 6
    return caught.value.code


def test_folders_that_are_not_this_study(study, tmp_path):
    path = tmp_path / "s"
    open_study(path, study.kind, study.asked, study.fingerprint)
    assert code_of(study, path, kind="resplit") == "GC-Y21"
    assert code_of(study, path, asked={"points": []}) == "GC-Y21"
    assert code_of(study, path, fingerprint="0" * 64) == "GC-Y22"
    document = json.loads((path / "study.json").read_text("utf-8"))
    (path / "study.json").write_text(json.dumps(document | {"version": 2}), "utf-8")
    assert code_of(study, path) == "GC-Y23"
    (path / "study.json").write_text(json.dumps(document | {"format": "something else"}), "utf-8")
    assert code_of(study, path) == "GC-Y20"
    (path / "study.json").write_text("{", "utf-8")
    assert code_of(study, path) == "GC-Y20"
    (tmp_path / "other").mkdir()
    assert code_of(study, tmp_path / "other") == "GC-Y20"


@pytest.mark.parametrize("damage", [b'{"number":0}x\n', b'{"a":1}\n', b"[1]\n", b'{"number":null}\n'])
def test_damaged_rows(study, tmp_path, damage):
    open_study(tmp_path / "s", study.kind, study.asked, study.fingerprint)
    (tmp_path / "s" / "runs.jsonl").write_bytes(damage)
    assert code_of(study, tmp_path / "s") == "GC-Y20"


def test_changed_data_is_told_by_its_fingerprint(study, data, tmp_path):
    """One label is another one."""
    open_study(tmp_path / "s", study.kind, study.asked, study.fingerprint)
    y = data.train.y.copy()
    y[0] = 1 - y[0]
    changed = gc.from_arrays(data.train.X, y, test=(data.test.X, data.test.y), class_names=data.class_names)
    plans = [gc.Plan(plan.network, changed, **plan.settings) for plan in study.plans]
    with pytest.raises(StorageError, match=changed.fingerprint[:16]) as caught:
        gc.studies.sweep(
            lambda **point: plans[POINTS.index(point)],
            {"learning_rate": [0.5], "iterations": [10, 20, 30, 40]},
            folder=tmp_path / "s",
        )
    assert caught.value.code == "GC-Y22"


def test_without_a_name_the_interrupted_one_goes_on_and_a_finished_one_stays(make, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    vary = {"learning_rate": [0.5, 0.1]}
    points = grid(vary)
    study = Sweep(points, [make(**point) for point in points])
    begun = open_study(None, study.kind, study.asked, study.fingerprint)
    assert begun.path.as_posix() == "runs/study-sweep-1"
    (tmp_path / "runs" / "study-sweep-x").mkdir()
    assert gc.studies.sweep(make, vary).path == begun.path
    assert read_study(begun.path).is_finished
    assert gc.studies.sweep(make, vary).path.as_posix() == "runs/study-sweep-2"


def test_a_disk_that_is_full(study, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError) as caught:
        open_study(tmp_path / "file" / "s", study.kind, study.asked, study.fingerprint)
    assert caught.value.code == "GC-S03"
