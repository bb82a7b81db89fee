"""HDF5 of the course layout: what is read, and what is refused with which code."""

from __future__ import annotations

import hashlib
import time

import h5py
import numpy as np
import pytest

from glasscat.data.load import load, load_samples
from glasscat.errors import DataError


def pictures(m, seed=0, shape=(4, 4, 3)):
    return np.random.default_rng(seed).integers(0, 256, (m, *shape), dtype=np.uint8)


def write(path, **arrays):
    with h5py.File(path, "w") as file:
        for key, array in arrays.items():
            file[key] = array
    return path


def layout(**changes):
    arrays = {
        "train_set_x": pictures(6),
        "train_set_y": np.array([0, 1, 0, 1, 0, 1]),
        "list_classes": np.array([b"non-cat", b"cat"]),
    }
    arrays.update(changes)
    return {key: array for key, array in arrays.items() if array is not None}


def said(dataset):
    return "\n".join(str(note) for note in dataset.notes)


def test_the_course_pair_is_read_byte_for_byte(course):
    data = load(course / "train_catvnoncat.h5")
    assert data.class_names == ("non-cat", "cat")
    assert data.train.X.shape == (209, 64, 64, 3)
    assert data.train.X.dtype == np.uint8
    assert np.bincount(data.train.y).tolist() == [137, 72]
    assert np.bincount(data.test.y).tolist() == [17, 33]
    assert data.train.scale == data.test.scale == 255
    assert (data.train.names[146], data.test.names[17]) == ("train 146", "test 17")
    assert (data.train.X[146] == data.test.X[17]).all()
    with h5py.File(course / "train_catvnoncat.h5") as file:
        stored = file["train_set_x"][()]
    assert hashlib.sha256(data.train.X).digest() == hashlib.sha256(stored).digest()
    assert [str(note) for note in data.notes] == [
        "test_catvnoncat.h5, beside the training file, is taken as the test set."
    ]


def test_the_course_pair_is_read_fast(course):
    load(course / "train_catvnoncat.h5")  # imports h5py
    seconds = []
    for _again in range(3):
        start = time.perf_counter()
        load(course / "train_catvnoncat.h5")
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.1


def test_the_test_file_is_read_alone(course):
    samples, class_names, notes = load_samples(course / "test_catvnoncat.h5", class_names=("non-cat", "cat"))
    assert len(samples) == 50
    assert class_names == ("non-cat", "cat")
    assert notes == ()


def test_one_file_with_both_parts(tmp_path):
    path = write(tmp_path / "all.h5", **layout(test_set_x=pictures(3, 1), test_set_y=np.array([1, 1, 0])))
    data = load(path)
    assert (len(data.train), data.test.y.tolist()) == (6, [1, 1, 0])
    samples, _classes, notes = load_samples(path)
    assert len(samples) == 3
    assert "test part is taken" in str(notes[0])
    other = write(tmp_path / "other.h5", **layout())
    data = load(path, other)
    assert len(data.test) == 6
    assert data.test.names[0] == "test 0"
    assert "is not used" in said(data)


def test_six_classes(tmp_path):
    y = np.arange(12) % 6
    path = write(tmp_path / "signs.h5", train_set_x=pictures(12), train_set_y=y, list_classes=np.arange(6))
    data = load(path, holdout=0)
    assert data.class_names == ("0", "1", "2", "3", "4", "5")
    assert data.train.y.tolist() == y.tolist()
    assert data.test is None
    assert data.notes == ()


def test_labels_as_a_row_or_a_column_are_noted(tmp_path):
    for k, shape in enumerate([(1, 6), (6, 1)]):
        path = write(tmp_path / f"{k}.h5", **layout(train_set_y=np.array([0, 1, 0, 1, 0, 1]).reshape(shape)))
        data = load(path, holdout=0)
        assert data.train.y.tolist() == [0, 1, 0, 1, 0, 1]
        assert str(shape) in said(data)


def test_missing_class_names_are_noted(tmp_path):
    path = write(tmp_path / "a.h5", **layout(list_classes=None))
    data = load(path, holdout=0)
    assert data.class_names == ("0", "1")
    assert "no names; they are called 0, 1" in said(data)


def test_a_test_file_without_names_is_mapped_by_number(tmp_path):
    train = write(tmp_path / "a.h5", **layout())
    test = write(tmp_path / "b.h5", test_set_x=pictures(3), test_set_y=np.array([1, 0, 1]))
    data = load(train, test)
    assert data.test.y.tolist() == [1, 0, 1]
    assert "the labels 0, 1, … are taken for non-cat, cat" in said(data)


def test_a_test_file_with_the_classes_the_other_way_round_is_mapped_by_name(tmp_path):
    train = write(tmp_path / "a.h5", **layout())
    names = np.array([b"cat", b"non-cat"])
    test = write(tmp_path / "b.h5", test_set_x=pictures(3), test_set_y=np.array([0, 1, 0]), list_classes=names)
    assert load(train, test).test.y.tolist() == [1, 0, 1]


def test_variable_length_names_are_read(tmp_path):
    path = write(tmp_path / "a.h5", **layout(list_classes=["Hund", "Kätzchen"]))
    assert load(path).class_names == ("Hund", "Kätzchen")


def test_pictures_are_resized_on_request_and_noted(tmp_path):
    data = load(write(tmp_path / "a.h5", **layout()), size=2)
    assert data.train.X.shape[1:] == data.test.X.shape[1:] == (2, 2, 3)
    assert "6 stored pictures: resized to 2 × 2." in said(data)


def code_of(path, *arguments, **options):
    with pytest.raises(DataError) as caught:
        load(path, *arguments, **options)
    assert len(str(caught.value).splitlines()) <= 3
    return caught.value


REFUSED = {
    "missing pictures": (layout(train_set_x=None), "GC-D09", "list_classes, train_set_y"),
    "missing labels": (layout(train_set_y=None), "GC-D09", "train_set_y is missing"),
    "nothing of the layout": ({"images": pictures(2)}, "GC-D09", "images"),
    "an empty file": ({}, "GC-D09", "nothing"),
    "a test part only": ({"test_set_x": pictures(2), "test_set_y": np.array([0, 1])}, "GC-D09", "test_set_x"),
    "rank 2": (layout(train_set_x=np.zeros((6, 12), np.uint8)), "GC-D12", "(6, 12)"),
    "no width": (layout(train_set_x=np.zeros((6, 4, 0, 3), np.uint8)), "GC-D12", "(6, 4, 0, 3)"),
    "no samples": (layout(train_set_x=np.zeros((0, 4, 4, 3), np.uint8)), "GC-D13", "(0, 4, 4, 3)"),
    "channels first": (layout(train_set_x=pictures(6, shape=(3, 4, 5))), "GC-D14", "(6, 3, 4, 5)"),
    "complex": (layout(train_set_x=np.ones((6, 4, 4, 3), complex)), "GC-D11", "complex128"),
    "NaN pixel": (layout(train_set_x=np.full((6, 4, 4, 3), np.nan)), "GC-D15", "sample 0"),
    "negative pixel": (layout(train_set_x=np.full((6, 4, 4, 3), -0.5)), "GC-D16", "-0.5 at sample 0"),
    "16-bit pixels": (layout(train_set_x=np.full((6, 4, 4, 3), 4096, np.uint16)), "GC-D16", "4096 at sample 0"),
    "fewer labels": (layout(train_set_y=np.array([0, 1])), "GC-D18", "2 labels for 6 samples"),
    "one-hot labels": (layout(train_set_y=np.eye(6, dtype=int)), "GC-D19", "(6, 6)"),
    "labels as text": (layout(train_set_y=np.array([b"cat"] * 6)), "GC-D20", "|S3"),
    "NaN label": (layout(train_set_y=np.array([0, 1, 0, 1, np.nan, 1])), "GC-D21", "nan at sample 4"),
    "half a label": (layout(train_set_y=np.array([0, 1, 0.5, 1, 0, 1])), "GC-D22", "0.5 at sample 2"),
    "label 7": (layout(train_set_y=np.array([0, 1, 0, 7, 0, 1])), "GC-D23", "found 7 at sample 3"),
    "label -1": (layout(train_set_y=np.array([0, 1, 0, -1, 0, 1])), "GC-D23", "found -1 at sample 3"),
    "one class": (layout(train_set_y=np.ones(6, int)), "GC-D24", "only cat"),
    "one name twice": (layout(list_classes=np.array([b"cat", b"cat"])), "GC-D25", "'cat'"),
    "an empty name": (layout(list_classes=np.array([b"cat", b" "])), "GC-D25", "' '"),
    "names in a table": (layout(list_classes=np.array([[b"cat", b"dog"]])), "GC-D25", "(1, 2)"),
    "complex names": (layout(list_classes=np.array([1j, 2])), "GC-D25", "complex128"),
    "names not UTF-8": (layout(list_classes=np.array([b"cat", b"\xff\xfe"])), "GC-D25", "UTF-8"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_files_are_refused(tmp_path, case):
    arrays, code, words = REFUSED[case]
    error = code_of(write(tmp_path / "a.h5", **arrays))
    assert error.code == code
    assert words in str(error)
    assert "a.h5" in str(error)


def test_another_size_in_the_test_set(tmp_path):
    train = write(tmp_path / "train_a.h5", **layout())
    write(tmp_path / "test_a.h5", test_set_x=pictures(2, shape=(5, 4, 3)), test_set_y=np.array([0, 1]))
    error = code_of(train)
    assert error.code == "GC-D17"
    assert "4 × 4 × 3 and 5 × 4 × 3" in str(error)
    assert load(train, size=4).test.X.shape == (2, 4, 4, 3)


def test_another_class_in_the_test_set(tmp_path):
    train = write(tmp_path / "a.h5", **layout())
    names = np.array([b"cat", b"dog"])
    test = write(tmp_path / "b.h5", test_set_x=pictures(2), test_set_y=np.array([0, 1]), list_classes=names)
    error = code_of(train, test)
    assert error.code == "GC-D26"
    assert "found dog" in str(error)


def test_an_unnamed_label_outside_in_the_test_set(tmp_path):
    train = write(tmp_path / "a.h5", **layout())
    test = write(tmp_path / "b.h5", test_set_x=pictures(2), test_set_y=np.array([1, 7]))
    error = code_of(train, test)
    assert (error.code, "found 7 at sample 1" in str(error)) == ("GC-D23", True)
    unnamed = write(tmp_path / "c.h5", **layout(list_classes=None))
    assert code_of(unnamed, test).code == "GC-D23"


def test_variable_length_and_object_arrays(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("train_set_x", (6,), h5py.vlen_dtype(np.uint8))[0] = [1, 2]
        file["train_set_y"] = np.array([0, 1] * 3)
    assert code_of(path).code == "GC-D11"
    path = tmp_path / "b.h5"
    with h5py.File(path, "w") as file:
        file["train_set_x"] = pictures(6)
        file.create_dataset("train_set_y", (6,), h5py.vlen_dtype(np.int64))[0] = [1, 2]
    assert code_of(path).code == "GC-D20"


def test_grey_and_transparent_pictures(tmp_path):
    grey = pictures(6, shape=(4, 4))
    data = load(write(tmp_path / "a.h5", **layout(train_set_x=grey)), holdout=0)
    assert (grey[..., None] == data.train.X).all()
    assert "three equal channels" in said(data)
    clear = pictures(6, shape=(4, 4, 4))
    clear[..., 3] = 0
    data = load(write(tmp_path / "b.h5", **layout(train_set_x=clear)), holdout=0)
    assert (data.train.X == 255).all()
    assert data.train.X.dtype == np.uint8
    assert "over white" in said(data)


def test_fractions_say_which_range_was_assumed(tmp_path):
    unit = pictures(6) / 255
    data = load(write(tmp_path / "a.h5", **layout(train_set_x=unit)), holdout=0)
    assert data.train.scale == 1
    assert "0-1 is assumed" in said(data)
    data = load(write(tmp_path / "b.h5", **layout(train_set_x=(unit * 255).astype(">f4"))), holdout=0)
    assert data.train.scale == 255
    assert data.train.X.dtype.isnative
    assert "0-255 is assumed" in said(data)
    data = load(write(tmp_path / "c.h5", **layout(train_set_x=pictures(6).astype(int))), holdout=0)
    assert data.train.X.dtype == np.uint8
    assert "int64 are kept as uint8" in said(data)


# What is no HDF5 file, or only half of one


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"<!DOCTYPE html>\n<html><body>404</body></html>", "GC-D03", "HTML page"),
        (b"\xef\xbb\xbf\n <HTML>", "GC-D03", "HTML page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 2572022\n", "GC-D04", "git-lfs pointer"),
        (b"", "GC-D05", "an empty file"),
        (b"PK\x03\x04....", "GC-D05", "ZIP archive"),
        (b"RIFF....WEBP", "GC-D05", "WebP"),
        (b"....ftypheic", "GC-D05", "HEIC"),
        (b"hello", "GC-D05", "another kind"),
        (b"\x89HDF\r\n\x1a\n", "GC-D06", "8 bytes"),
    ],
)
def test_what_is_no_hdf5_file_is_called_what_it_is(tmp_path, content, code, words):
    path = tmp_path / "train_a.h5"
    path.write_bytes(content)
    error = code_of(path)
    assert error.code == code
    assert words in str(error)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_truncated_files(tmp_path, share):
    path = write(tmp_path / "a.h5", **layout())
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    assert code_of(path).code == "GC-D06"


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = write(tmp_path / "a.h5", **layout())

    def refuse(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    error = code_of(path)
    assert (error.code, "Permission denied" in str(error)) == ("GC-D02", True)


# What reaches outside the file, or claims more than it has


def with_train_set_x(path, make):
    with h5py.File(path, "w") as file:
        make(file)
        file["train_set_y"] = np.array([0, 1] * 3)
    return path


def test_links_are_not_followed(tmp_path):
    write(tmp_path / "secret.h5", x=pictures(6))
    path = with_train_set_x(tmp_path / "a.h5", lambda f: f.update({"train_set_x": h5py.ExternalLink("secret.h5", "x")}))
    assert code_of(path).code == "GC-D07"
    path = with_train_set_x(
        tmp_path / "b.h5", lambda f: f.update({"x": pictures(6), "train_set_x": h5py.SoftLink("/x")})
    )
    assert code_of(path).code == "GC-D07"
    path = with_train_set_x(tmp_path / "c.h5", lambda f: f.update({"train_set_x": h5py.SoftLink("/nowhere")}))
    assert code_of(path).code in ("GC-D07", "GC-D09")


def test_storage_outside_the_file(tmp_path):
    (tmp_path / "raw").write_bytes(bytes(6 * 4 * 4 * 3))

    def external(file):
        file.create_dataset("train_set_x", (6, 4, 4, 3), "u1", external=[(str(tmp_path / "raw"), 0, 288)])

    assert code_of(with_train_set_x(tmp_path / "a.h5", external)).code == "GC-D07"

    def virtual(file):
        plan = h5py.VirtualLayout((6, 4, 4, 3), "u1")
        plan[:] = h5py.VirtualSource(str(tmp_path / "secret.h5"), "x", (6, 4, 4, 3))
        file.create_virtual_dataset("train_set_x", plan)

    assert code_of(with_train_set_x(tmp_path / "b.h5", virtual)).code == "GC-D07"


def test_foreign_filters(tmp_path):
    path = with_train_set_x(
        tmp_path / "a.h5", lambda f: f.create_dataset("train_set_x", data=pictures(6), scaleoffset=0)
    )
    error = code_of(path)
    assert (error.code, "filter 6" in str(error)) == ("GC-D07", True)


def test_claims_beyond_the_file(tmp_path):
    huge = (10**6, 10**3, 10**3, 3)
    path = with_train_set_x(tmp_path / "a.h5", lambda f: f.create_dataset("train_set_x", huge, "u1", chunks=True))
    assert code_of(path).code == "GC-D08"
    path = with_train_set_x(tmp_path / "b.h5", lambda f: f.create_dataset("train_set_x", (6, 4, 4, 3), "u1"))
    assert code_of(path).code == "GC-D08"  # never written: zeros would be made up


def test_compressed_files_are_read(tmp_path):
    X = np.zeros((600, 16, 16, 3), np.uint8)  # compresses about as far as deflate can
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("train_set_x", data=X, compression="gzip", shuffle=True, chunks=X.shape)
        file["train_set_y"] = np.arange(600) % 2
    assert load(path, holdout=0).train.X.shape == X.shape


def test_a_key_that_is_no_text_is_listed(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file[b"\xff"] = 1
        file["train_set_y"] = np.array([0, 1])
    error = code_of(path)
    assert (error.code, "train_set_x is missing" in str(error)) == ("GC-D09", True)


def test_a_group_in_place_of_an_array(tmp_path):
    assert code_of(with_train_set_x(tmp_path / "a.h5", lambda f: f.create_group("train_set_x"))).code == "GC-D10"
