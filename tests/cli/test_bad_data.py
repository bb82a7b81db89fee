"""Data that cannot be used: each case has its code, says where and what was found, and leaves nothing behind."""

import h5py
import numpy as np
import pytest
from PIL import Image

from .data_files import SIX, bomb, copied, noise, truncate, write_h5, write_pictures

HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(600)

X, Y = noise(30, 6, size=8)


def h5(**changes):
    return lambda folder: write_h5(folder / "data.h5", **({"train": (X, Y)} | changes))


def file(name, content):
    def write(folder):
        (folder / name).write_bytes(content)
        return folder / name

    return write


def npz(**arrays):
    def write(folder):
        np.savez(folder / "data.npz", **arrays)
        return folder / "data.npz"

    return write


def mixed_sizes(folder):
    with h5py.File(folder / "data.h5", "w") as out:
        rows = out.create_dataset("train_set_x", 30, h5py.vlen_dtype(np.uint8))
        for i in range(30):
            rows[i] = X[i].ravel()[: 100 + i]
        out["train_set_y"] = Y
    return folder / "data.h5"


def pictures_without_classes(folder):
    Image.fromarray(X[0]).save(folder / "a.png")
    return folder


def one_class(folder):
    return write_pictures(folder / "photos", X[:6], [0] * 6, ("cat",))


def broken_picture(folder):
    photos = write_pictures(folder / "photos", *noise(12, 2), ("cat", "other"))
    truncate(photos / "cat/picture 0.jpg")
    return photos


def bomb_among_pictures(folder):
    photos = write_pictures(folder / "photos", *noise(12, 2), ("cat", "other"))
    bomb(photos / "cat/bomb.png")
    return photos


CASES = {
    "no such file": ("GC-D01", lambda folder: folder / "nothing.h5", ["nothing.h5", "no such file"]),
    "no such folder": ("GC-D01", lambda folder: folder / "nothing", ["nothing", "no such file"]),
    "a folder without pictures": (
        "GC-D32",
        lambda folder: folder,
        ["there are no pictures", "one folder of"],
    ),
    "pictures without classes": ("GC-D33", pictures_without_classes, ["1 picture but no class folders", "cat/"]),
    "one class": ("GC-D24", h5(train=(X, 0 * Y)), ["train_set_y", "found only ant"]),
    "one class folder": ("GC-D24", one_class, ["found only cat"]),
    "fewer labels": ("GC-D18", h5(train=(X, Y[:-1])), ["train_set_y", "29 labels for 30 samples"]),
    "half a label": ("GC-D22", h5(train=(X, Y + 0.5)), ["train_set_y", "found 0.5 at sample 0"]),
    "a label NaN": ("GC-D21", h5(train=(X, np.where(Y == 3, np.nan, Y))), ["found nan at sample 3"]),
    "a label too large": ("GC-D23", h5(train=(X, Y + 1)), ["from 0 to 5", "found 6 at sample 5"]),
    "a label below 0": ("GC-D23", h5(train=(X, Y - 1)), ["found -1 at sample 0"]),
    "labels as text": ("GC-D20", h5(train=(X, np.array([b"a"] * 30))), ["whole numbers", "|S1"]),
    "pictures of mixed sizes": ("GC-D11", mixed_sizes, ["train_set_x", "object"]),
    "rows in place of pictures": ("GC-D12", h5(train=(X.reshape(30, -1), Y)), ["(30, 192)", "(m, height, width, 3)"]),
    "too many axes": ("GC-D12", h5(train=(X[None], Y)), ["(1, 30, 8, 8, 3)"]),
    "five channels": ("GC-D14", h5(train=(np.zeros((30, 8, 8, 5), np.uint8), Y)), ["5"]),
    "no samples": ("GC-D13", h5(train=(X[:0], Y[:0])), ["(0, 8, 8, 3)"]),
    "text in place of pictures": ("GC-D11", h5(train=(np.full((30, 8, 8, 3), b"x"), Y)), ["|S1"]),
    "no train_set_x": ("GC-D09", h5(train=None, classes=None, images=X, labels=Y), ["train_set_x", "images, labels"]),
    "no labels": ("GC-D09", h5(train=None, train_set_x=X), ["train_set_y is missing", "list_classes, train_set_x"]),
    "a test part alone": ("GC-D09", h5(train=None, test=(X, Y)), ["train_set_x is missing", "test_set_x"]),
    "fractions above 255": ("GC-D16", h5(train=(X * 2.0, Y)), ["0-255", "0-1"]),
    "fractions below 0": ("GC-D16", h5(train=(X / 255 - 0.5, Y)), ["0-255", "0-1", "found -0."]),
    "a pixel NaN": ("GC-D15", h5(train=(np.where(X > 200, np.nan, X), Y)), ["NaN or infinity at sample"]),
    "a truncated file": ("GC-D06", lambda folder: truncate(h5()(folder)), ["damaged or truncated", "again"]),
    "a web page": ("GC-D03", file("a.h5", b"<!DOCTYPE html><html>404"), ["HTML page", "the file itself"]),
    "a git-lfs pointer": (
        "GC-D04",
        file("a.h5", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"),
        ["git-lfs pointer", "git lfs pull"],
    ),
    "an empty file": ("GC-D05", file("a.h5", b""), ["an empty file"]),
    "a picture called .h5": ("GC-D05", file("a.h5", b"\x89PNG\r\n\x1a\n" + bytes(99)), ["a PNG picture"]),
    "an archive": ("GC-D27", file("a.zip", b"PK\x03\x04"), ["ZIP archive", ".npz"]),
    "Python objects": ("GC-D29", npz(X=np.array([X[0], X[1, :4]], dtype=object), y=Y[:2]), ["Python objects"]),
    "an npz without X": ("GC-D30", npz(pixels=X), ["X is missing", "pixels"]),
    "a broken picture": ("GC-D36", broken_picture, ["1 of 12", "cat/picture 0.jpg", "GC-D41", "--skip-broken"]),
    "a bomb": ("GC-D36", bomb_among_pictures, ["cat/bomb.png", "GC-D42"]),
}


@pytest.mark.parametrize("verb", ["train", "inspect"])
@pytest.mark.parametrize("case", CASES)
def test_is_refused(refuses, at, case, verb):
    code, write, words = CASES[case]
    said = refuses(code, 3, verb, write(at))
    for word in words:
        assert word in said


@pytest.mark.parametrize("case", ["no such file", "half a label", "a bomb"])
def test_is_refused_in_json_as_one_document(glasscat, at, case):
    code, write, _words = CASES[case]
    answer = glasscat("train", write(at), "--json")
    assert answer.code == 3
    assert answer.json["error"]["code"] == code
    assert answer.json["error"]["fix"]
    assert code in answer.err


@pytest.mark.parametrize(
    ("scale", "note"),
    [(1.0, "0-255"), (1 / 255, "0-1")],
)
def test_the_range_assumed_of_fractions_is_said(glasscat, at, scale, note):
    write_h5(at / "data.h5", train=(X * scale, Y))
    answer = glasscat("train", "data.h5", "--iterations", 3, "--json")
    assert answer.code == 0
    assert note in answer.err


class TestModelAndDataThatDoNotFit:
    """A model meets data of other sizes or classes."""

    @pytest.fixture
    def run(self, sources, trained):
        return trained(sources / "six.h5", "--iterations", "20")

    def test_other_size(self, refuses, run, at):
        write_h5(at / "other.h5", train=noise(12, 6, size=9))
        said = refuses("GC-M05", 4, "evaluate", run, "other.h5")
        assert "12" in said
        assert "9" in said

    def test_other_classes(self, refuses, run, sources):
        said = refuses("GC-D26", 3, "evaluate", run, sources / "photos")
        assert "ant" in said
        assert "cat" in said

    def test_pictures_for_a_model_of_features(self, refuses, glasscat, at):
        random = np.random.default_rng(0)
        np.savez(at / "rows.npz", X=random.normal(size=(40, 5)) + 3 * (np.arange(40) % 2)[:, None], y=np.arange(40) % 2)
        assert glasscat("train", "rows.npz", "--iterations", 20, "--out", "rows", "--json").code == 0
        Image.fromarray(X[0]).save(at / "a.png")
        assert "glasscat evaluate" in refuses("GC-M07", 4, "predict", "rows", "a.png")

    def test_no_model(self, refuses, at):
        Image.fromarray(X[0]).save(at / "a.png")
        assert "there is no such model file" in refuses("GC-M01", 4, "predict", "runs/none", "a.png")

    def test_what_can_be_done_about_pictures_without_an_answer_is_said_once(self, glasscat, run, at):
        for name in ("a.heic", "b.heic"):
            (at / name).write_bytes(HEIC)
        said = glasscat("predict", run, "a.heic", "b.heic").out
        assert said.count("GC-D48") == 4
        assert said.count("fix: save it as JPEG") == 1

    def test_no_picture_where_one_was_meant(self, refuses, run, at):
        (at / "empty").mkdir()
        refuses("GC-D60", 3, "predict", run, "empty")

    @pytest.mark.parametrize("content", [b"", b"{}", b"<html>", b"\x89HDF\r\n\x1a\n" + bytes(99)])
    def test_a_model_that_is_none(self, refuses, at, content):
        (at / "model.safetensors").write_bytes(content)
        refuses("GC-M02", 4, "evaluate", "model.safetensors", "drawn-cats")

    @pytest.mark.parametrize("position", [20, -5])
    def test_a_damaged_model(self, glasscat, run, sources, at, position):
        model = copied(run, at / "run") / "model.safetensors"
        content = bytearray(model.read_bytes())
        content[position] ^= 1
        model.write_bytes(content)
        answer = glasscat("evaluate", "run", sources / "six.h5")
        assert answer.code == 4
        assert "GC-M0" in answer.error[0]


def test_resizing_mends_another_size(glasscat, sources, trained):
    run = trained(sources / "six.h5", "--iterations", "20")
    assert glasscat("evaluate", run, sources / "parts", "--json").code == 0


def test_names_of_classes_do_not_break_the_message(refuses, at):
    names = ("{0}", "%s", "[red]", "<b>", "$x$", ":cat:")
    write_h5(at / "data.h5", train=(X, Y * 0 + 4), classes=names)
    assert "found only $x$" in refuses("GC-D24", 3, "train", "data.h5")
    assert len(names) == len(SIX)
