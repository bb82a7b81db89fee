"""The one door for data: arguments, the built-in set, models' classes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from glasscat.data import drawn_cats
from glasscat.data.dataset import Samples
from glasscat.data.load import load, load_samples
from glasscat.data.splits import holdout, set_aside
from glasscat.errors import DataError, UsageError


def said(notes):
    return "\n".join(str(note) for note in notes)


def test_importing_load_imports_no_reader():
    code = "import sys, glasscat.data.load; print(*(m for m in ('h5py', 'PIL', 'pooch', 'scipy') if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.fixture
def few_drawings(monkeypatch):
    """Stand in for the drawings, each a flat colour that tells its seed."""

    def draw(n, *, seed=0):
        X = np.full((n, 64, 64, 3), seed % 251, np.uint8)
        return X, np.arange(n) % 2, tuple("dog" if k % 2 == 0 else "cat sitting" for k in range(n))

    monkeypatch.setattr(drawn_cats, "draw", draw)


@pytest.mark.usefixtures("few_drawings")
def test_drawn_cats():
    data = load("drawn-cats", seed=5)
    assert data.class_names == ("not-cat", "cat")
    assert (len(data.train), len(data.test)) == (800, 200)
    assert data.train.scale == 255
    assert data.train.names[1] == "train 1 (cat sitting)"
    assert data.train.X[0, 0, 0, 0] != data.test.X[0, 0, 0, 0]  # other seeds, other drawings
    assert said(data.notes).count("not photographs") == 1
    assert load("drawn-cats").fingerprint == data.fingerprint  # the set does not depend on the seed of a run
    samples, _names, notes = load_samples("drawn-cats", size=32)
    assert samples.X.shape == (200, 32, 32, 3)
    assert "not photographs" in said(notes)


def test_drawings_by_number():
    samples, class_names = drawn_cats.drawings(3, 1)
    assert (samples.X.shape, class_names) == ((3, 64, 64, 3), ("not-cat", "cat"))
    for n, seed, code in ((0, 0, "GC-U27"), (1, -1, "GC-U23")):
        with pytest.raises(UsageError) as caught:
            drawn_cats.drawings(n, seed)
        assert caught.value.code == code


@pytest.mark.usefixtures("few_drawings")
def test_a_folder_of_that_name_is_meant_by_a_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(load(Path("drawn-cats")).train) == 800
    Path("drawn-cats").mkdir()
    assert len(load("drawn-cats").train) == 800
    for folder in (Path("drawn-cats"), "./drawn-cats"):
        with pytest.raises(DataError) as caught:
            load(folder)
        assert caught.value.code == "GC-D32"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"size": 0}, "GC-U20"),
        ({"fit": "zoom"}, "GC-U21"),
        ({"holdout": 1}, "GC-U22"),
        ({"holdout": -0.1}, "GC-U22"),
        ({"holdout": float("nan")}, "GC-U22"),
        ({"seed": -1}, "GC-U23"),
        ({"seed": 1.5}, "GC-U23"),
    ],
)
def test_arguments_are_checked_before_anything_is_read(options, code):
    with pytest.raises(UsageError) as caught:
        load("nowhere.h5", **options)
    assert caught.value.code == code


# A model's classes


@pytest.fixture
def named(tmp_path):
    X = np.zeros((4, 2, 2, 3), np.uint8)
    np.savez(tmp_path / "named.npz", X=X, y=["cat", "dog", "cat", "dog"])
    return tmp_path / "named.npz"


def test_labels_are_mapped_to_the_classes_of_a_model_by_name(named):
    samples, names, _notes = load_samples(named, class_names=("bird", "dog", "cat"))
    assert samples.y.tolist() == [2, 1, 2, 1]
    assert names == ("bird", "dog", "cat")


def test_classes_that_a_model_does_not_know(named):
    for classes in (("cat", "bird"), ("0", "1")):
        with pytest.raises(DataError) as caught:
            load_samples(named, class_names=classes)
        assert caught.value.code == "GC-D26"


def test_classes_without_samples_do_not_matter(tmp_path):
    X = np.zeros((2, 2, 2, 3), np.uint8)
    np.savez(tmp_path / "a.npz", X=X, y=[0, 2], class_names=["cat", "unused", "dog"])
    samples, _names, _notes = load_samples(tmp_path / "a.npz", class_names=("dog", "cat"))
    assert samples.y.tolist() == [1, 0]


def test_numbers_are_mapped_by_name_first_and_else_by_position(tmp_path):
    X = np.zeros((3, 2, 2, 3), np.uint8)
    np.savez(tmp_path / "a.npz", X=X, y=[5, 7, 5])
    samples, _names, notes = load_samples(tmp_path / "a.npz", class_names=("7", "5"))
    assert (samples.y.tolist(), notes) == ([1, 0, 1], ())
    for classes in (("cat", "dog"), ("5", "6")):
        with pytest.raises(DataError) as caught:
            load_samples(tmp_path / "a.npz", class_names=classes)
        assert caught.value.code == "GC-D23"
    np.savez(tmp_path / "b.npz", X=X, y=[1, 1, 0])
    samples, _names, notes = load_samples(tmp_path / "b.npz", class_names=("cat", "dog"))
    assert samples.y.tolist() == [1, 1, 0]
    assert "are taken for cat, dog" in said(notes)


# Holding out


def some(counts):
    y = np.repeat(np.arange(len(counts)), counts)
    return Samples(np.arange(len(y), dtype=float)[:, None], y, tuple(map(str, range(len(y)))))


@pytest.mark.parametrize(
    ("counts", "share", "held"),
    [
        ([137, 72], 0.2, [27, 14]),
        ([5, 5], 0.5, [3, 3]),
        ([1, 9], 0.9, [0, 8]),
        ([4, 4], 0, [0, 0]),
        ([2, 2], 0.99, [1, 1]),
    ],
)
def test_shares_of_every_class(counts, share, held):
    samples = some(counts)
    train, aside = holdout(samples, share, seed=1)
    assert np.bincount(aside.y, minlength=2).tolist() == held
    assert sorted(train.names + aside.names, key=int) == list(samples.names)
    assert (np.diff(train.X[:, 0]) > 0).all()  # the order of the samples is kept
    for part in (train, aside):
        assert [samples.y[int(name)] for name in part.names] == part.y.tolist()


def called(names):
    return Samples(np.arange(len(names))[:, None], np.arange(len(names)) % 2, tuple(names))


@pytest.mark.parametrize(
    ("source", "place"),
    [("cats/train_cats.h5", "train_set_x"), ("a.HDF5", "train_set_x"), ("my.npz", "X"), ("arrays", "X"), ("d/e", "e")],
)
def test_samples_set_aside_are_called_by_their_number_in_their_part(source, place):
    samples = called([f"train {i}" for i in range(20)])
    for part, role in zip(set_aside(samples, 0.25, 0, source=source, called="test"), ("train", "test"), strict=True):
        assert part.names == tuple(f"{role} {i} ({place}[{x}])" for i, x in enumerate(part.X[:, 0]))


def test_the_place_in_the_source_is_kept_when_samples_are_set_aside_again():
    samples = called([f"train {i}" for i in range(20)])
    train, _test = set_aside(samples, 0.25, 0, source="my.npz", called="test")
    train, aside = set_aside(train, 0.25, 1, source="my.npz", called="held-out")
    for part, role in ((train, "train"), (aside, "held-out")):
        assert part.names == tuple(f"{role} {i} (X[{x}])" for i, x in enumerate(part.X[:, 0]))


def test_what_else_a_name_tells_and_names_of_files_are_kept_when_samples_are_set_aside():
    drawn, _test = set_aside(called(["train 0 (cat)", "train 1 (dog)"] * 3), 0.4, 0, source="drawn-cats", called="test")
    assert all(
        name in {f"train {i} (drawn-cats[{k}], {kind})" for k, kind in enumerate(("cat", "dog"))}
        for i, name in enumerate(drawn.names)
    )
    files = called(["cat/train 1.jpg", "dog/2.jpg"] * 3)
    train, test = set_aside(files, 0.4, 0, source="pictures", called="test")
    assert set(train.names + test.names) == set(files.names)


def test_every_sample_may_be_held_out():
    samples = some([10, 10])
    seen = {name for seed in range(40) for name in holdout(samples, 0.2, seed)[1].names}
    assert len(seen) == 20  # 0.8 ** 40 · 20 = 0.003 is the chance that a fair draw misses one
