"""Downloads, from a server on this machine: what is kept, and what is refused."""

from __future__ import annotations

import http.server
import sys
import threading
from functools import partial
from hashlib import sha256

import pytest

from glasscat.data.known import KNOWN, KnownFile, KnownSet, get
from glasscat.errors import StorageError, UsageError
from glasscat.i18n import _

pytest.importorskip("pooch", reason="downloads are an extra")

CONTENT = {"train_a.h5": b"\x89HDF\r\n\x1a\n" + bytes(100_000), "test_a.h5": b"the test file"}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments):
        pass


@pytest.fixture
def server(tmp_path, monkeypatch):
    """Serve a folder on 127.0.0.1 and return the folder and its address."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    folder = tmp_path / "served"
    folder.mkdir()
    for name, content in CONTENT.items():
        (folder / name).write_bytes(content)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            yield folder, f"http://127.0.0.1:{running.server_port}"
        finally:
            running.shutdown()
            thread.join()


@pytest.fixture
def known(server):
    _folder, address = server
    files = tuple(
        KnownFile(name, f"{address}/{name}", sha256(content).hexdigest()) for name, content in CONTENT.items()
    )
    return {"a": KnownSet("a", files, _("made up"))}


def test_files_are_fetched_once(server, known, tmp_path):
    served, _address = server
    seen = []
    files = get("a", tmp_path / "new" / "folder", known=known, progress=lambda done, total: seen.append((done, total)))
    assert [file.name for file in files] == list(CONTENT)
    assert [file.read_bytes() for file in files] == list(CONTENT.values())
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(CONTENT)
    sizes = [len(content) for content in CONTENT.values()]
    assert [done for done, total in seen if done == total] != []
    assert {total for _done, total in seen} == set(sizes)
    for path in served.iterdir():
        path.unlink()
    assert get("a", tmp_path / "new" / "folder", known=known) == files


def test_another_host_may_serve(server, known, tmp_path):
    _served, address = server
    files = tuple(KnownFile(file.name, "http://127.0.0.1:9/gone", file.sha256) for file in known["a"].files)
    moved = {"a": KnownSet("a", files, _("made up"))}
    assert len(get("a", tmp_path / "out", base_url=f"{address}/", known=moved)) == 2


def refused(known, folder, **options):
    with pytest.raises(StorageError) as caught:
        get("a", folder, known=known, **options)
    assert len(str(caught.value).splitlines()) <= 3
    return caught.value


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!DOCTYPE html><title>Sign in</title>", "an HTML page of 37 bytes"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a git-lfs pointer"),
        (b"", "an empty file of 0 bytes"),
        (b"other bytes", sha256(b"other bytes").hexdigest()),
        (CONTENT["train_a.h5"][:-1], "an HDF5 file of 100007 bytes"),
    ],
)
def test_what_came_instead_is_said_and_not_kept(server, known, tmp_path, content, words):
    served, _address = server
    (served / "train_a.h5").write_bytes(content)
    error = refused(known, tmp_path / "out")
    assert error.code == "GC-S22"
    assert words in str(error)
    assert list((tmp_path / "out").iterdir()) == []


def test_failing_downloads(server, known, tmp_path):
    served, _address = server
    (served / "train_a.h5").unlink()
    error = refused(known, tmp_path / "out")
    assert (error.code, "404" in str(error)) == ("GC-S21", True)
    assert list((tmp_path / "out").iterdir()) == []
    assert refused(known, tmp_path / "out", base_url="http://127.0.0.1:9").code == "GC-S21"


def test_another_file_of_the_name_is_kept(known, tmp_path):
    (tmp_path / "test_a.h5").write_bytes(b"mine")
    assert refused(known, tmp_path).code == "GC-S23"
    assert (tmp_path / "test_a.h5").read_bytes() == b"mine"


def test_a_folder_that_cannot_be_written(known, tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert refused(known, tmp_path / "file" / "folder").code == "GC-S26"


def test_without_pooch(known, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    error = refused(known, tmp_path)
    assert (error.code, ".[download]" in str(error)) == ("GC-S20", True)


def test_an_unknown_name(tmp_path):
    with pytest.raises(UsageError) as caught:
        get("dogs", tmp_path)
    assert (caught.value.code, "catvnoncat" in str(caught.value)) == ("GC-U26", True)


def test_the_pinned_hashes_are_those_of_the_course(course):
    for file in KNOWN["catvnoncat"].files:
        assert sha256((course / file.name).read_bytes()).hexdigest() == file.sha256
        assert file.url.startswith("https://")
        assert file.url.endswith(file.name)
