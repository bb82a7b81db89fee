"""Folders of pictures: layouts, class order, what is left out, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from glasscat.data.class_order import ordered_classes
from glasscat.data.load import load, load_samples
from glasscat.data.shortlist import shortlist
from glasscat.errors import DataError
from glasscat.i18n import use_language


def fill(folder, *names, colour=(200, 10, 10), size=(64, 64)):
    """Write pictures of one colour; the last letters of a name choose the format."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        Image.new("RGB", size, colour).save(folder / name)


def photos(root, n=5):
    fill(root / "cat", *(f"{k}.png" for k in range(n)), colour=(250, 0, 0))
    fill(root / "non-cat", *(f"{k}.bmp" for k in range(n)), colour=(0, 0, 250))
    return root


def said(dataset):
    return "\n".join(str(note) for note in dataset.notes)


def code_of(path, **options):
    with pytest.raises(DataError) as caught:
        load(path, **options)
    assert len(str(caught.value).splitlines()) <= 3
    return caught.value


def test_a_folder_of_classes(tmp_path):
    data = load(photos(tmp_path), holdout=0)
    assert data.class_names == ("non-cat", "cat")
    assert data.train.X.shape == (10, 64, 64, 3)
    assert (data.train.X.dtype, data.train.scale) == (np.uint8, 255)
    assert data.train.y.tolist() == [0] * 5 + [1] * 5
    assert data.train.names[:2] == ("non-cat/0.bmp", "non-cat/1.bmp")
    assert (data.train.X[data.train.y == 1] == (250, 0, 0)).all()
    assert said(data) == 'class 1, which the single unit speaks for, is "cat".'


def test_a_part_is_held_out_and_said(tmp_path):
    data = load(photos(tmp_path))
    assert (len(data.train), len(data.test)) == (8, 2)
    assert sorted(data.test.y.tolist()) == [0, 1]
    assert "2 of 10 samples are held out as the test set: 0.2 of every class, seed 0." in said(data)
    others = {load(tmp_path, seed=seed).test.names for seed in range(6)}
    assert len(others) > 1
    assert load(tmp_path, seed=3).test.names == load(tmp_path, seed=3).test.names


def test_too_few_to_hold_out_is_said(tmp_path):
    data = load(photos(tmp_path, n=2))
    assert data.test is None
    assert "too few samples to hold one out" in said(data)


def test_train_and_test_folders(tmp_path):
    photos(tmp_path / "train")
    fill(tmp_path / "test" / "cat", "a.png")
    fill(tmp_path / "validation" / "cat", "a.png")
    data = load(tmp_path, size=8)
    assert data.train.X.shape == (10, 8, 8, 3)
    assert data.test.names == ("test/cat/a.png",)
    assert data.test.y.tolist() == [1]  # by name: "cat" is the only class there
    assert said(data).count("left out, beside train and test: validation") == 1
    samples, names, notes = load_samples(tmp_path, class_names=("non-cat", "cat"), size=8)
    assert (len(samples), names) == (1, ("non-cat", "cat"))
    assert any("the test part is taken" in str(note) for note in notes)


def test_train_folder_without_test_folder(tmp_path):
    photos(tmp_path / "train")
    assert len(load(tmp_path).test) == 2


def test_a_test_folder_alone_cannot_be_trained_on(tmp_path):
    photos(tmp_path / "test")
    assert code_of(tmp_path).code == "GC-D37"
    assert len(load_samples(tmp_path)[0]) == 10


def test_a_class_may_be_called_train(tmp_path):
    fill(tmp_path / "train", "a.png")
    fill(tmp_path / "bus", "a.png")
    assert load(tmp_path).class_names == ("bus", "train")


def test_another_folder_as_the_test_set(tmp_path):
    photos(tmp_path / "a")
    photos(tmp_path / "b", n=3)
    data = load(tmp_path / "a", tmp_path / "b", size=16)
    assert data.test.X.shape == (6, 16, 16, 3)
    fill(tmp_path / "b" / "dog", "a.png")
    with pytest.raises(DataError) as caught:
        load(tmp_path / "a", tmp_path / "b")
    assert caught.value.code == "GC-D26"
    assert "found dog" in str(caught.value)


def test_a_test_folder_takes_the_size_of_the_training_arrays(tmp_path):
    X = np.zeros((4, 12, 10, 3), np.uint8)
    np.savez(tmp_path / "a.npz", X=X, y=[0, 1, 0, 1], class_names=["non-cat", "cat"])
    data = load(tmp_path / "a.npz", photos(tmp_path / "b"))
    assert data.test.X.shape == (10, 12, 10, 3)


def test_everything_that_is_left_out_is_named(tmp_path):
    photos(tmp_path)
    (tmp_path / "README.txt").write_text("hi")
    (tmp_path / "cat" / "notes.txt").write_text("hi")
    (tmp_path / "cat" / ".DS_Store").write_text("hi")
    (tmp_path / ".cache").mkdir()
    fill(tmp_path, "loose.png")
    data = load(tmp_path, holdout=0)
    assert len(data.train) == 10
    assert "3 files left out, not pictures in a class folder: README.txt, cat/notes.txt, loose.png." in said(data)


@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "b.avif", "scan.tif"])
def test_photographs_of_other_kinds_are_not_left_out_in_a_note(tmp_path, name):
    photos(tmp_path)
    (tmp_path / "cat" / name).write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(600))
    with pytest.raises(DataError, match=name) as caught:
        load(tmp_path)
    assert caught.value.code == "GC-D36"
    assert len(load(tmp_path, holdout=0, skip_broken=True).train) == 10


def test_conversions_are_summed_up_and_listed_in_full(tmp_path):
    photos(tmp_path)
    fill(tmp_path / "cat", *(f"w{k}.JPG" for k in range(9)), size=(128, 64))
    data = load(tmp_path, holdout=0)
    [note] = [note for note in data.notes if "cut to the middle" in str(note)]
    expected = (
        "cut to the middle and resized to 64 × 64 (9 pictures): cat/w0.JPG, cat/w1.JPG, cat/w2.JPG, … and 6 more."
    )
    assert str(note) == expected
    assert note.values["pictures"] == tuple(f"cat/w{k}.JPG" for k in range(9))


def truncate(path):
    path.write_bytes(path.read_bytes()[:-60])


def test_broken_pictures_are_named_and_left_out_only_on_request(tmp_path):
    photos(tmp_path)
    rng = np.random.default_rng(0)
    Image.fromarray(rng.integers(0, 256, (64, 64, 3), dtype=np.uint8)).save(tmp_path / "cat" / "x.jpg")
    truncate(tmp_path / "cat" / "x.jpg")
    (tmp_path / "non-cat" / "page.jpg").write_bytes(b"<html>")
    error = code_of(tmp_path)
    assert error.code == "GC-D36"
    assert "2 of 12 pictures cannot be read: non-cat/page.jpg, cat/x.jpg" in str(error)
    data = load(tmp_path, skip_broken=True, holdout=0)
    assert len(data.train) == 10
    assert "left out, because it cannot be read (2 pictures): non-cat/page.jpg, cat/x.jpg." in said(data)
    assert data.train.y.tolist() == [0] * 5 + [1] * 5


def test_a_class_of_broken_pictures_only(tmp_path):
    photos(tmp_path)
    fill(tmp_path / "dog", "a.png")
    truncate(tmp_path / "dog" / "a.png")
    error = code_of(tmp_path, skip_broken=True)
    assert (error.code, "dog" in str(error)) == ("GC-D34", True)


def test_progress_counts_every_picture(tmp_path):
    seen = []
    load(photos(tmp_path), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(k, 10) for k in range(1, 11)]


def test_an_interruption_stops_the_reading(tmp_path):
    def interrupt(done, _total):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(photos(tmp_path), progress=interrupt)


def test_reading_is_the_same_every_time(tmp_path):
    rng = np.random.default_rng(0)
    for name in ("cat", "dog"):
        (tmp_path / name).mkdir()
        for k in range(20):
            side = int(rng.integers(8, 200))
            picture = rng.integers(0, 256, (side, 2 * side, 3), dtype=np.uint8)
            Image.fromarray(picture).save(tmp_path / name / f"{k}.jpg")
    assert load(tmp_path).fingerprint == load(tmp_path).fingerprint


def test_refused_folders(tmp_path):
    assert code_of(tmp_path).code == "GC-D32"
    (tmp_path / "cat").mkdir()
    assert code_of(tmp_path).code == "GC-D32"
    fill(tmp_path / "cat", "a.png")
    error = code_of(tmp_path)
    assert (error.code, "only cat" in str(error)) == ("GC-D24", True)
    (tmp_path / "dog").mkdir()
    error = code_of(tmp_path)
    assert (error.code, "dog" in str(error)) == ("GC-D34", True)
    fill(tmp_path / "dog" / "puppies", "a.png")
    error = code_of(tmp_path)
    assert (error.code, "puppies" in str(error)) == ("GC-D35", True)


def test_pictures_without_class_folders(tmp_path):
    fill(tmp_path, "a.png", "b.jpg")
    error = code_of(tmp_path)
    assert (error.code, "2 pictures" in str(error)) == ("GC-D33", True)


def test_a_picture_is_no_data_set(tmp_path):
    fill(tmp_path, "a.png")
    error = code_of(tmp_path / "a.png")
    assert (error.code, "a PNG picture" in str(error)) == ("GC-D27", True)
    assert code_of(tmp_path / "nowhere").code == "GC-D01"


def test_a_folder_that_may_not_be_read(tmp_path, monkeypatch):
    def refuse(_self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.iterdir", refuse)
    assert code_of(tmp_path).code == "GC-D02"


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        (["non-cat", "cat"], ("non-cat", "cat")),
        (["cat", "Not_Cat"], ("Not_Cat", "cat")),
        (["cat", "no cat"], ("no cat", "cat")),
        (["bird", "other"], ("other", "bird")),
        (["zebra", "Others"], ("Others", "zebra")),
        (["猫", "非猫"], ("非猫", "猫")),
        (["猫", "其他"], ("其他", "猫")),
        (["dog", "cat"], ("cat", "dog")),
        (["none", "other"], ("none", "other")),
        (["cat", "dog", "other"], ("cat", "dog", "other")),
        (["north", "nothing"], ("north", "nothing")),
    ],
)
def test_which_class_the_unit_speaks_for(names, ordered):
    assert ordered_classes(names) == ordered
    assert ordered_classes(reversed(names)) == ordered


def test_short_lists():
    assert str(shortlist([])) == ""
    assert str(shortlist(["a", "b", "c", "d"])) == "a, b, c, d"
    assert str(shortlist(["a", "b", "c", "d", "e"])) == "a, b, c, … and 2 more"
    with use_language("zh"):
        assert "a" in str(shortlist(["a", "b"]))
