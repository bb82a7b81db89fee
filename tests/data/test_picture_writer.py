"""Pictures written as files."""

from __future__ import annotations

import numpy as np
import pytest

from glasscat.data.dataset import Samples
from glasscat.data.load import load
from glasscat.data.picture_writer import write_pictures
from glasscat.errors import DataError, StorageError

X = np.random.default_rng(0).integers(0, 256, (6, 64, 64, 3), dtype=np.uint8)
Y = np.array([1, 0, 1, 0, 1, 0])
SAMPLES = Samples(X, Y, tuple("abcdef"), 255.0)
NAMES = ("not-cat", "cat")


def test_what_is_written_is_read_back_byte_for_byte(tmp_path):
    folder = tmp_path / "new" / "drawings"
    files = write_pictures(SAMPLES, NAMES, folder)
    assert files[:2] == [folder / "cat" / "0000.png", folder / "not-cat" / "0001.png"]
    assert [path.name for path in folder.parent.iterdir()] == ["drawings"]
    data = load(folder, holdout=0)
    assert data.class_names == NAMES
    assert (X[[1, 3, 5, 0, 2, 4]] == data.train.X).all()


def test_fractions_are_written_as_pixels(tmp_path):
    (tmp_path / "empty").mkdir()
    write_pictures(Samples(X / 255, Y, SAMPLES.names, 1.0), NAMES, tmp_path / "empty")
    assert (X[[1, 3, 5, 0, 2, 4]] == load(tmp_path / "empty", holdout=0).train.X).all()


def refused(samples=SAMPLES, names=NAMES, folder=None):
    with pytest.raises((StorageError, DataError)) as caught:
        write_pictures(samples, names, folder)
    return caught.value.code


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    assert refused(folder=tmp_path) == "GC-S24"
    assert refused(folder=tmp_path / "mine.txt") == "GC-S24"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("PIL.Image.Image.save", full)
    assert refused(folder=tmp_path / "out") == "GC-S25"
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written(tmp_path):
    assert refused(Samples(np.zeros((6, 2)), Y, SAMPLES.names), folder=tmp_path / "a") == "GC-D38"
    for name in ("a/b", "..", ".hidden", ""):
        assert refused(names=(name, "cat"), folder=tmp_path / "a") == "GC-D39"
