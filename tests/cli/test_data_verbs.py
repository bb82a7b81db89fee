"""``glasscat data``: what there is, drawings as files, and downloads from a server on this machine."""

import re
import threading
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image

from glasscat.data import known

CONTENT = {"train_toy.h5": b"\x89HDF\r\n\x1a\n first", "test_toy.h5": b"\x89HDF\r\n\x1a\n second"}


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments):
        pass


@pytest.fixture
def host(tmp_path_factory, monkeypatch):
    """Serve a folder, which is returned with its address, and know one set of two files there."""
    folder = tmp_path_factory.mktemp("host")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}"
        files = tuple(
            known.KnownFile(name, f"{url}/{name}", sha256(content).hexdigest()) for name, content in CONTENT.items()
        )
        toy = known.KnownSet("toy", files, known.KNOWN["catvnoncat"].origin)
        monkeypatch.setitem(known.KNOWN, "toy", toy)
        yield folder, url
        server.shutdown()
        thread.join()


def serve(folder, content=CONTENT):
    for name, value in content.items():
        (folder / name).write_bytes(value)


def test_list(glasscat):
    sets = {one["name"]: one for one in glasscat("data", "list", "--json").json}
    assert sets["drawn-cats"]["kind"] == "built-in"
    assert sets["catvnoncat"]["files"] == ["train_catvnoncat.h5", "test_catvnoncat.h5"]
    words = " ".join(glasscat("data", "list").out.split())
    assert "glasscat data get catvnoncat" in words
    assert "drawings, not photographs" in words
    assert "No licence is stated" in words


def test_the_first_training_that_is_advised_succeeds(glasscat):
    said = [glasscat("--help").out, glasscat("data", "list").out]
    advice = [re.search(r"glasscat (train drawn-cats .*)", text)[1].split() for text in said]
    assert advice[0] == advice[1]
    answer = glasscat(*advice[0], "--iterations", 300, "--no-figures", "--json")
    assert answer.code == 0
    costs = [cost for _iteration, cost in answer.json["costs"]]
    assert costs == sorted(costs, reverse=True)
    assert answer.json["diagnosis"] == []


def test_draw(glasscat, at):
    answer = glasscat("data", "draw", "new", "-n", 6, "--seed", 3, "--json")
    assert len(answer.json) == 6
    for path in answer.json:
        with Image.open(at / path) as picture:
            assert (picture.format, picture.size, picture.mode) == ("PNG", (64, 64), "RGB")
    assert {path.name for path in (at / "new").iterdir()} == {"cat", "not-cat"}
    glasscat("data", "draw", "again", "-n", 6, "--seed", 3)
    for path in answer.json:
        assert (at / path).read_bytes() == (at / path.replace("new", "again", 1)).read_bytes()
    assert "6 drawings are in more." in glasscat("data", "draw", "more", "-n", 6).out
    assert "1 drawing is in one." in glasscat("data", "draw", "one", "-n", 1).out


def test_draw_never_overwrites(glasscat, refuses, at):
    glasscat("data", "draw", "new", "-n", 2)
    refuses("GC-S24", 6, "data", "draw", "new", "-n", 2)
    (at / "file").write_text("dear")
    refuses("GC-S24", 6, "data", "draw", "file", "-n", 2)
    assert "file/below" in refuses("GC-S25", 6, "data", "draw", "file/below", "-n", 2)


def test_get(glasscat, host, at):
    serve(host[0])
    answer = glasscat("data", "get", "toy", "--out", "here")
    assert answer.code == 0
    assert answer.out.split() == ["here/train_toy.h5", "here/test_toy.h5"]
    assert (at / "here/test_toy.h5").read_bytes() == CONTENT["test_toy.h5"]
    serve(host[0], dict.fromkeys(CONTENT, b"changed"))  # what is there already is not fetched again
    assert glasscat("data", "get", "toy", "--out", "here", "--json").json == answer.out.split()


def test_get_from_another_host(glasscat, host, at):
    folder, url = host
    (folder / "mirror").mkdir()
    serve(folder / "mirror")
    assert glasscat("data", "get", "toy", "--base-url", f"{url}/mirror/").code == 0
    assert (at / "train_toy.h5").read_bytes() == CONTENT["train_toy.h5"]


@pytest.mark.parametrize(
    ("came", "words"),
    [
        (b"<!DOCTYPE html><html>please sign in", ["HTML page", "train_toy.h5"]),
        (b"version https://git-lfs.github.com/spec/v1\n", ["git-lfs pointer"]),
        (b"\x89HDF\r\n\x1a\n another", ["an HDF5 file", "sha256"]),
    ],
)
def test_get_says_what_came_instead(refuses, host, came, words):
    serve(host[0], {"train_toy.h5": came, "test_toy.h5": came})
    said = refuses("GC-S22", 6, "data", "get", "toy")
    for word in (*words, "nothing was kept"):
        assert word in said


@pytest.mark.usefixtures("host")
def test_get_from_a_host_that_does_not_have_it(refuses):
    assert "404" in refuses("GC-S21", 6, "data", "get", "toy")


@pytest.mark.usefixtures("host")
def test_get_from_a_host_that_is_not_there(refuses):
    assert "check the connection" in refuses("GC-S21", 6, "data", "get", "toy", "--base-url", "http://127.0.0.1:9")


def test_get_keeps_another_file_of_that_name(refuses, host, at):
    serve(host[0])
    (at / "train_toy.h5").write_text("dear")
    assert "it is kept" in refuses("GC-S23", 6, "data", "get", "toy")
    assert (at / "train_toy.h5").read_text() == "dear"
