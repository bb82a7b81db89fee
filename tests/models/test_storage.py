"""Writing all or nothing: whatever goes wrong, the old file is whole and nothing else is left."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from glasscat.errors import StorageError
from glasscat.models import storage
from glasscat.models.storage import sync_folder, write_atomically

CODES = {
    errno.ENOSPC: "GC-S01",
    errno.EDQUOT: "GC-S01",
    errno.EACCES: "GC-S02",
    errno.EPERM: "GC-S02",
    errno.EROFS: "GC-S02",
    errno.EIO: "GC-S03",
    errno.EFBIG: "GC-S03",
}


def failing(number):
    def fail(*_args, **_kwargs):
        raise OSError(number, os.strerror(number))

    return fail


def test_writes_what_it_was_given(tmp_path):
    write_atomically(tmp_path / "猫.json", b"new")
    assert (tmp_path / "猫.json").read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1


def test_replaces_an_old_file(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"something old and longer")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


def test_is_as_open_as_any_file(tmp_path):
    """A temporary file of Python's is for its owner alone; a model is to be shared."""
    write_atomically(tmp_path / "a", b"")
    (tmp_path / "b").write_bytes(b"")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


@pytest.mark.parametrize("number", CODES)
@pytest.mark.parametrize("place", ["open", "fsync", "replace"])
@pytest.mark.parametrize("old", [None, b"old"])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, number, place, old):
    path = tmp_path / "a"
    if old is not None:
        path.write_bytes(old)
    before = {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()}
    with monkeypatch.context() as patch:
        patch.setattr(os if place == "fsync" else Path, place, failing(number))
        with pytest.raises(StorageError) as caught:
            write_atomically(path, b"new")
    assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == before
    error = caught.value
    assert (error.code, error.exit_code) == (CODES[number], 6)
    assert error.fix is not None
    assert str(path) in str(error)
    assert len(str(error).splitlines()) <= 3


def test_an_interruption_leaves_nothing(tmp_path, monkeypatch):
    def interrupt(_descriptor):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "a", b"new")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_kill_before_the_rename_leaves_the_old_file(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    program = (
        "import os, signal, sys; from pathlib import Path; from glasscat.models.storage import write_atomically;"
        "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL); write_atomically(Path(sys.argv[1]), b'new')"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"


def test_the_content_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    steps = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda descriptor: (steps.append("sync"), fsync(descriptor)))
    monkeypatch.setattr(Path, "replace", lambda *paths: (steps.append("rename"), replace(*paths))[1])
    write_atomically(tmp_path / "a", b"new")
    assert steps == ["sync", "rename", "sync"]  # the file, then its name, then the folder


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(StorageError, match="GC-S03"):
        write_atomically(tmp_path / "nothing" / "a", b"new")


def test_a_file_in_place_of_the_folder(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="GC-S03"):
        write_atomically(tmp_path / "file" / "a", b"new")


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_folder_that_cannot_be_synced_is_no_failure(tmp_path, monkeypatch, number):
    """Some network file systems know no such call; the file is there all the same."""
    monkeypatch.setattr(os, "fsync", failing(number))
    sync_folder(tmp_path)


def test_a_folder_that_fails_to_sync_is_a_failure(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", failing(errno.EIO))
    with pytest.raises(OSError, match="error"):
        sync_folder(tmp_path)


def test_windows_has_no_sync_of_folders(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(storage.os, "name", "nt")
        patch.setattr(storage.os, "open", failing(errno.EACCES))
        sync_folder(tmp_path)
