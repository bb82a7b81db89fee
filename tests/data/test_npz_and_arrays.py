"""Arrays: in an .npz file and in memory."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest

from glasscat.data.arrays import from_arrays
from glasscat.data.load import load, load_samples
from glasscat.errors import DataError, UsageError

RNG = np.random.default_rng(0)
PICTURES = RNG.integers(0, 256, (10, 4, 4, 3), dtype=np.uint8)
Y = np.arange(10) % 2


def said(notes):
    return "\n".join(str(note) for note in notes)


def test_npz_of_pictures(tmp_path):
    np.savez(tmp_path / "a.npz", X=PICTURES, y=Y, class_names=["dog", "cat"])
    data = load(tmp_path / "a.npz", holdout=0)
    assert data.class_names == ("dog", "cat")
    assert (data.train.X == PICTURES).all()
    assert data.train.names[3] == "train 3"
    samples, _names, _notes = load_samples(tmp_path / "a.npz")
    assert samples.names[3] == "sample 3"
    data = load(tmp_path / "a.npz", tmp_path / "a.npz")
    assert data.test.names[3] == "test 3"


def test_npz_of_features(tmp_path):
    X = RNG.normal(size=(10, 2))
    np.savez_compressed(tmp_path / "a.npz", X=X, y=[f"kind {k}" for k in Y])
    data = load(tmp_path / "a.npz", holdout=0)
    assert data.class_names == ("kind 0", "kind 1")
    assert not data.train.is_pictures
    assert (data.train.columns() == X.T).all()  # features are taken as they are: divided by 1
    with pytest.raises(UsageError) as caught:
        load(tmp_path / "a.npz", size=8)
    assert caught.value.code == "GC-U24"


def npz_error(path):
    with pytest.raises(DataError) as caught:
        load(path)
    return caught.value


def test_bad_npz(tmp_path):
    path = tmp_path / "a.npz"
    path.write_bytes(b"hello")
    assert npz_error(path).code == "GC-D28"
    path.write_bytes(b"<html>")
    assert npz_error(path).code == "GC-D03"
    np.savez(path, X=PICTURES, y=Y)
    path.write_bytes(path.read_bytes()[:700])
    assert npz_error(path).code == "GC-D28"
    np.savez(path, X=PICTURES, labels=Y)
    assert npz_error(path).code == "GC-D30"
    assert "X, labels" in str(npz_error(path))
    np.savez(path)
    assert npz_error(path).code in ("GC-D28", "GC-D30")
    np.savez(path, X=np.array([PICTURES, None], dtype=object), y=Y)
    assert npz_error(path).code == "GC-D29"


def test_a_compressed_bomb(tmp_path, monkeypatch):
    path = tmp_path / "a.npz"
    np.savez_compressed(path, X=np.zeros((1000, 64, 64, 3), np.uint8), y=np.zeros(1000, int))
    monkeypatch.setattr("glasscat.data.npz.MOST_BYTES", 10**6)
    assert npz_error(path).code == "GC-D31"


def test_an_array_that_claims_more_than_it_has(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(tmp_path / "b.npz", X=PICTURES, y=Y)
    with zipfile.ZipFile(tmp_path / "b.npz") as good, zipfile.ZipFile(path, "w") as bad:
        for entry in good.infolist():
            content = good.read(entry)
            bad.writestr(entry.filename, content.replace(b"(10, 4, 4, 3)", b"(99, 4, 4, 3)"))
    assert npz_error(path).code == "GC-D28"


def test_arrays_as_they_are():
    data = from_arrays(PICTURES, Y, test=(PICTURES[:4], Y[:4]), class_names=["no", "yes"])
    assert data.class_names == ("no", "yes")
    assert (data.train.names[1], data.test.names[1]) == ("train 1", "test 1")
    assert (data.train.X is PICTURES, data.notes) == (True, ())


def test_labels_of_arrays_become_sorted_classes():
    data = from_arrays(PICTURES, np.where(Y, "cat", "dog"), test=(PICTURES[:2], ["cat", "dog"]))
    assert data.class_names == ("cat", "dog")
    assert data.train.y.tolist() == (1 - Y).tolist()
    assert data.test.y.tolist() == [0, 1]
    data = from_arrays(PICTURES, 2 * Y - 1)  # the labels of Rosenblatt's perceptron
    assert data.class_names == ("-1", "1")
    assert data.train.y.tolist() == Y.tolist()
    assert "they are called -1, 1" in said(data.notes)
    for labels in (np.array(["a", "b"] * 5, dtype=object), np.array([b"a", b"b"] * 5)):
        assert from_arrays(PICTURES, labels).class_names == ("a", "b")


def test_kinds_of_labels():
    data = from_arrays(PICTURES, Y.astype(float), class_names=("a", "b"))
    assert "float64 are read as whole numbers" in said(data.notes)
    data = from_arrays(PICTURES, Y.astype(bool), class_names=("a", "b"))
    assert data.train.y.dtype == np.int64
    assert "bool" in said(data.notes)
    assert from_arrays(PICTURES, Y.astype(np.uint8)).train.y.dtype == np.int64


def test_kinds_of_features():
    X = RNG.integers(0, 256, (10, 5))
    data = from_arrays(X, Y)
    assert (data.train.X.dtype, data.train.scale) == (np.float64, 1)
    data = from_arrays(X.astype(np.uint8), Y)
    assert data.train.scale == 255
    assert "divided by 255" in said(data.notes)
    assert from_arrays(X.astype(np.float16), Y).train.X.dtype == np.float32
    assert from_arrays(X.tolist(), Y.tolist()).train.X.shape == (10, 5)


@pytest.mark.parametrize(
    ("X", "y", "code"),
    [
        ([[1, 2], [3]], [0, 1], "GC-D11"),
        (np.array([["a"], ["b"]]), [0, 1], "GC-D11"),
        (np.ones((2, 2), bool), [0, 1], "GC-D11"),
        (np.ones(2), [0, 1], "GC-D12"),
        (np.ones((2, 0)), [0, 1], "GC-D12"),
        (np.ones((0, 2)), [], "GC-D13"),
        (np.full((2, 2), np.inf), [0, 1], "GC-D15"),
        (np.ones((2, 2)), [0, 1, 1], "GC-D18"),
        (np.ones((2, 2)), [[0, 1], [1, 0]], "GC-D19"),
        (np.ones((2, 2)), [0j, 1], "GC-D20"),
        (np.ones((2, 2)), np.array([0, 2**63], np.uint64), "GC-D20"),
        (np.ones((2, 2)), np.array([None, 1]), "GC-D20"),
        (np.ones((2, 2)), [0, np.inf], "GC-D21"),
        (np.ones((2, 2)), [0, 1e300], "GC-D22"),
        (np.ones((2, 2)), [1, 1], "GC-D24"),
    ],
)
def test_bad_arrays(X, y, code):
    with pytest.raises(DataError) as caught:
        from_arrays(X, y)
    assert caught.value.code == code


def test_a_matrix_of_the_course_lies_across():
    X, across = np.random.default_rng(0).normal(size=(12, 5)), np.array([[0, 1, 0, 1, 1]])
    for y in (across, across[0]):
        with pytest.raises(DataError) as caught:
            from_arrays(X, y)
        assert (caught.value.code, str(caught.value.fix)) == ("GC-D18", "samples are rows here, not columns: give X.T.")
    assert len(from_arrays(X.T, across).train) == 5
    with pytest.raises(DataError) as caught:
        from_arrays(X, across[:, :4])
    assert "X.T" not in str(caught.value.fix)


def test_bad_arguments_of_arrays():
    with pytest.raises(DataError) as caught:
        from_arrays(PICTURES, np.where(Y, "cat", "dog"), class_names=("cat", "horse"))
    assert caught.value.code == "GC-D23"
    assert "'dog' at sample 0" in str(caught.value)
    with pytest.raises(DataError) as caught:
        from_arrays(PICTURES, Y, class_names=("cat", "cat"))
    assert caught.value.code == "GC-D25"
    with pytest.raises(UsageError) as usage:
        from_arrays(PICTURES, Y, test=PICTURES)
    assert usage.value.code == "GC-U25"


def test_fractions_with_transparency():
    X = np.zeros((2, 1, 1, 4))
    X[..., 3] = [[[0.25]], [[1.0]]]  # black, a quarter and wholly opaque
    data = from_arrays(X, [0, 1])
    np.testing.assert_allclose(data.train.X[:, 0, 0, 0], [0.75, 0.0], atol=0)  # exact in binary
