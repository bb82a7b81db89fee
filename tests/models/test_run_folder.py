"""The run folder: all of it or nothing, never over something else, and back again."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from glasscat.errors import ModelError, StorageError
from glasscat.models.document import provenance, training_document
from glasscat.models.model import Model
from glasscat.models.run_folder import load_run, new_run_folder, write_run


@pytest.fixture
def save(small):
    """Return a function that writes a run folder and gives its path back."""

    def save(path, *, overwrite=False, model=True, status="finished", **more):
        document = training_document(small, (), None, None, status) | provenance(small.data, {}) | more
        with new_run_folder(path, overwrite=overwrite) as draft:
            write_run(draft, document, small.history, Model.of(small) if model else None)
        return path

    return save


def files(folder):
    """Everything below a folder, hidden files too, with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(act, *arguments, **settings):
    """Code of the StorageError; it names the folder that was asked for, not a temporary one."""
    with pytest.raises(StorageError) as caught:
        act(*arguments, **settings)
    error = caught.value
    assert error.exit_code == 6
    assert str(arguments[0]) in str(error)
    assert ".part" not in str(error)
    assert error.fix is not None
    assert len(str(error).splitlines()) <= 3
    return error.code


def test_comes_back(save, small, tmp_path, draw):
    run = load_run(str(save(tmp_path / "a" / "b" / "first")))
    assert run.path == tmp_path / "a" / "b" / "first"
    assert run.history == small.history
    assert run.theta.tobytes() == small.theta.tobytes()
    assert run.network == small.network
    assert run.class_names == small.class_names
    assert run.parameters.keys() == {"W1", "b1"}
    assert run.document["costs"] == [list(pair) for pair in small.history.costs]
    np.testing.assert_array_equal(run.probabilities(draw(seed=4)), small.probabilities(draw(seed=4)))


def test_holds_three_files_and_nothing_hidden(save, tmp_path):
    save(tmp_path / "first")
    assert files(tmp_path).keys() == {"first/run.json", "first/history.csv", "first/model.safetensors"}


def test_is_as_open_as_any_folder(save, tmp_path):
    (tmp_path / "other").mkdir()
    assert save(tmp_path / "first").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_shows_itself_in_one_line(save, small, tmp_path):
    shown = repr(load_run(save(tmp_path / "first")))
    assert shown == (
        f"StoredRun('{tmp_path / 'first'}', sizes=(2, 1), iterations=3, final_cost={small.history.final_cost:.6g})"
    )


def test_a_taken_name_is_refused_before_anything_is_done(save, tmp_path):
    save(tmp_path / "first")
    before = files(tmp_path)

    def use():
        with new_run_folder(tmp_path / "first"):
            pytest.fail("training had begun")

    with pytest.raises(StorageError, match="GC-S04"):
        use()
    assert files(tmp_path) == before


@pytest.mark.parametrize("kind", ["file", "empty folder", "folder", "run.json of others", "broken run.json", "list"])
def test_what_is_not_a_run_is_never_overwritten(save, tmp_path, kind):
    path = tmp_path / "first"
    if kind == "file":
        path.write_bytes(b"precious")
    else:
        path.mkdir()
    if kind == "folder":
        (path / "precious.txt").write_bytes(b"precious")
    content = {"run.json of others": '{"format": "wandb"}', "broken run.json": "{", "list": "[1]"}.get(kind)
    if content is not None:
        (path / "run.json").write_text(content)
    before = files(tmp_path)
    assert refused(save, path, overwrite=True) == "GC-S04"
    assert refused(save, path) == "GC-S04"
    assert files(tmp_path) == before


def test_a_run_with_notes_of_the_user_is_not_overwritten(save, tmp_path):
    path = save(tmp_path / "first")
    (path / "my notes.txt").write_text("what I thought")
    before = files(tmp_path)
    with pytest.raises(StorageError, match=r"my notes\.txt"):
        save(path, overwrite=True)
    assert files(tmp_path) == before


def test_a_run_is_overwritten_whole(save, tmp_path):
    path = save(tmp_path / "first")
    (path / "figures").mkdir()
    (path / "figures" / "old.svg").write_text("old")
    save(path, overwrite=True, mark="second")
    assert load_run(path).document["mark"] == "second"
    assert files(tmp_path).keys() == {"first/run.json", "first/history.csv", "first/model.safetensors"}


def test_overwriting_nothing_is_writing(save, tmp_path):
    load_run(save(tmp_path / "first", overwrite=True))


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_link_is_followed(save, tmp_path):
    path = save(tmp_path / "first")
    (tmp_path / "latest").symlink_to(path)
    save(tmp_path / "latest", overwrite=True, mark="second")
    assert (tmp_path / "latest").is_symlink()
    assert load_run(path).document["mark"] == "second"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failure_inside_leaves_nothing(tmp_path, error):
    def fail():
        with new_run_folder(tmp_path / "first") as draft:
            (draft / "figures").mkdir()
            (draft / "figures" / "curve.svg").write_text("half")
            raise error

    with pytest.raises(error):
        fail()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "GC-S01"), (errno.EACCES, "GC-S02"), (errno.EROFS, "GC-S02"), (errno.EIO, "GC-S03")],
)
@pytest.mark.parametrize("method", ["mkdir", "fsync", "rename"])
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_failing_disk_leaves_the_old_run(save, tmp_path, monkeypatch, *, number, code, method, overwrite):
    def fail(*_args, **_kwargs):
        raise OSError(number, os.strerror(number))

    path = tmp_path / "first"
    if overwrite:
        save(path)
    before = files(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os if method == "fsync" else Path, method, fail)
        assert refused(save, path, overwrite=overwrite) == code
    assert files(tmp_path) == before
    assert [entry.name for entry in tmp_path.iterdir()] == (["first"] if overwrite else [])


def test_the_old_run_comes_back_when_the_new_one_cannot_take_its_place(save, tmp_path, monkeypatch):
    path = save(tmp_path / "first")
    before = files(tmp_path)
    rename, calls = Path.rename, []

    def second_fails(self, target):
        calls.append(target)
        if len(calls) == 2:
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", second_fails)
        assert refused(save, path, overwrite=True) == "GC-S03"
    assert len(calls) == 3
    assert files(tmp_path) == before


def test_two_runs_that_want_one_name(save, tmp_path):
    """The second to end is refused, and the first is whole."""

    def both():
        with new_run_folder(tmp_path / "first"):
            save(tmp_path / "first")

    with pytest.raises(StorageError, match="GC-S04"):
        both()
    load_run(tmp_path / "first")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_in_place_of_the_parent(save, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    assert refused(save, tmp_path / "file" / "first") == "GC-S03"
    assert refused(save, tmp_path / "file" / "deeper" / "first") == "GC-S03"


def test_a_name_that_is_too_long(save, tmp_path):
    assert refused(save, tmp_path / ("x" * 300)) == "GC-S03"


def test_a_storage_error_of_others_passes(tmp_path):
    from glasscat.i18n import _

    def fail():
        with new_run_folder(tmp_path / "first") as draft:
            raise StorageError("GC-F08", str(draft / "figures" / "a.svg"), _("no."))

    with pytest.raises(StorageError) as caught:
        fail()
    assert caught.value.code == "GC-F08"
    assert caught.value.where == str(tmp_path / "first" / "figures" / "a.svg")


def test_run_json_is_strict_and_complete(save, small, tmp_path):
    def no_constant(name):
        pytest.fail(f"{name} is not JSON")

    path = save(tmp_path / "first", odd=[float("nan"), np.int64(3), "caf\udce9"])
    document = json.loads((path / "run.json").read_bytes(), parse_constant=no_constant)
    assert (document["format"], document["version"], document["status"]) == ("glasscat-run", 1, "finished")
    assert document["source"] == {"name": "random numbers", "fingerprint": small.data.fingerprint}
    assert document["odd"] == [None, 3, "caf\udce9"]
    assert {"glasscat", "python", "numpy", "scipy"} <= document["versions"].keys()
    assert {"blas", "simd", "processors", "threads"} <= document["numerics"].keys()
    assert load_run(path).document == document


def unreadable(path):
    """Code of the ModelError that loading a run gives."""
    with pytest.raises(ModelError) as caught:
        load_run(path)
    assert str(path) in str(caught.value)
    assert len(str(caught.value).splitlines()) <= 3
    return caught.value.code


def test_no_folder(tmp_path):
    assert unreadable(tmp_path / "nothing") == "GC-M06"


@pytest.mark.parametrize(
    ("name", "code"), [("run.json", "GC-M06"), ("history.csv", "GC-M06"), ("model.safetensors", "GC-M01")]
)
def test_a_missing_file_is_named(save, tmp_path, name, code):
    path = save(tmp_path / "first")
    (path / name).unlink()
    assert unreadable(path) == code
    with pytest.raises(ModelError, match=name):
        load_run(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("run.json", b""),
        ("run.json", b"[]"),
        ("run.json", b"{}"),
        ("run.json", b'{"format": "glasscat-run"}'),
        ("run.json", b'{"format": "glasscat-run", "version": "1"}'),
        ("run.json", b'{"format": "glasscat-run", "version": 0}'),
        ("run.json", b'{"format": "wandb", "version": 1}'),
        ("run.json", b"\xff\xfe"),
        ("history.csv", b""),
        ("history.csv", b"iteration,cost,test_cost,seconds\n0,0.6"),
        ("history.csv", b"\xff"),
    ],
)
def test_a_damaged_file_is_noticed(save, tmp_path, name, content):
    path = save(tmp_path / "first")
    (path / name).write_bytes(content)
    assert unreadable(path) == "GC-M06"


def test_a_damaged_model_is_noticed(save, tmp_path):
    path = save(tmp_path / "first")
    content = (path / "model.safetensors").read_bytes()
    (path / "model.safetensors").write_bytes(content[:-1])
    assert unreadable(path) == "GC-M04"


def test_a_newer_run_is_called_newer(save, tmp_path):
    path = save(tmp_path / "first", version=2)
    shutil.copy(path / "run.json", path / "history.csv")  # whatever a later glasscat may put there
    assert unreadable(path) == "GC-M03"


def test_a_diverged_run_has_no_model_and_says_so(save, tmp_path):
    path = save(tmp_path / "first", model=False, status="diverged")
    assert not (path / "model.safetensors").exists()
    assert unreadable(path) == "GC-M11"
