"""Near duplicates and blank pictures: distorted copies are found, different pictures are not."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from glasscat.data.dataset import Dataset, Samples
from glasscat.data.inspection import inspect, likeness_groups, look_alikes
from glasscat.data.inspection.likeness_groups import WIDEST, standing_alone
from glasscat.data.inspection.signatures import Signatures, signatures

SIZE = 64


def _samples(X, split="train", scale=255.0):
    return Samples(X, np.arange(len(X)) % 2, tuple(f"{split} {i}" for i in range(len(X))), scale)


def _findings(train, test=None, scale=255.0):
    test = None if test is None else _samples(test, "test", scale)
    dataset = Dataset(_samples(train, "train", scale), test, ("a", "b"), "made here")
    return {finding.code: finding for finding in inspect(dataset)}


def _scenes(n, seed, size=SIZE):
    """Different pictures with the spectrum of photographs: amplitudes fall as 1 / frequency (Field, 1987)."""
    generator = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size))
    frequency[0, 0] = 1
    noise = np.fft.rfft2(generator.normal(size=(n, 3, size, size))) / frequency
    # channels of a photograph mostly agree: a common picture plus a little of their own
    noise = noise[:, :1] + 0.4 * noise
    fields = np.fft.irfft2(noise, s=(size, size)).transpose(0, 2, 3, 1)
    fields -= fields.mean(axis=(1, 2, 3), keepdims=True)
    fields /= fields.std(axis=(1, 2, 3), keepdims=True)
    return np.clip(128 + 45 * fields, 0, 255).astype(np.uint8)


def _jpeg(picture):
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=50)
    return Image.open(file)


def _cropped(picture):
    edge = 0.015 * SIZE  # 3 % of width and height, half on each side
    return picture.resize((SIZE, SIZE), Image.Resampling.BICUBIC, box=(edge, edge, SIZE - edge, SIZE - edge))


DISTORTIONS = {
    "jpeg": _jpeg,
    "cropped": _cropped,
    "brighter": lambda picture: ImageEnhance.Brightness(picture).enhance(1.1),
    "paler": lambda picture: ImageEnhance.Contrast(picture).enhance(0.8),
    "resized": lambda picture: picture.resize((40, 40)).resize((SIZE, SIZE)),
    "mirrored": lambda picture: picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
}


def _distorted(X, name):
    return np.stack([np.asarray(DISTORTIONS[name](Image.fromarray(x))) for x in X])


def _pairs(finding):
    return [(item["train"], item["test"]) for item in finding.items]


@pytest.mark.parametrize("name", DISTORTIONS)
def test_a_distorted_copy_across_the_splits_is_found(name):
    scenes = _scenes(60, seed=1)
    finding = _findings(scenes[:40], np.concatenate([scenes[40:], _distorted(scenes[10:30], name)]))["GC-I11"]
    assert finding.severity == "warning"
    assert _pairs(finding) == [(10 + i, 20 + i) for i in range(20)]
    assert {item["mirrored"] for item in finding.items} == {name == "mirrored"}
    assert not any(item["exact"] for item in finding.items)
    assert all(1 - WIDEST <= item["likeness"] <= 1 for item in finding.items)
    assert "20 of 40 test pictures are almost the same as some in train (test 20 ≈ train 10" in str(finding.text)


def test_different_pictures_are_not_called_alike():
    scenes = _scenes(400, seed=2)
    assert not _findings(scenes[:300], scenes[300:]).keys() & {"GC-I11", "GC-I14", "GC-I15", "GC-I18"}


def test_drawings_are_not_called_alike():
    drawings = pytest.importorskip("glasscat.data.drawings")
    X, _y, _kinds = drawings.draw(600, seed=3)
    assert not _findings(X[:400], X[400:]).keys() & {"GC-I10", "GC-I11", "GC-I12", "GC-I13", "GC-I14", "GC-I15"}


def test_the_courses_pictures_have_one_exact_pair_and_no_near_one(course):
    import h5py

    with h5py.File(course / "train_catvnoncat.h5") as train, h5py.File(course / "test_catvnoncat.h5") as test:
        found = _findings(train["train_set_x"][:], test["test_set_x"][:])
    assert _pairs(found["GC-I10"]) == [(146, 17)]
    assert not found.keys() & {"GC-I11", "GC-I12", "GC-I13", "GC-I14", "GC-I15", "GC-I18", "GC-I20"}


@pytest.mark.parametrize("name", ["jpeg", "cropped", "brighter", "mirrored"])
def test_distorted_copies_of_the_courses_pictures_are_found(course, name):
    import h5py

    with h5py.File(course / "train_catvnoncat.h5") as file:
        train = file["train_set_x"][:]
    assert _pairs(_findings(train, _distorted(train[:60], name))["GC-I11"]) == [(i, i) for i in range(60)]


def test_copies_within_a_split_make_one_group():
    scenes = _scenes(40, seed=4)
    versions = np.concatenate([_distorted(scenes[5:6], name) for name in ("jpeg", "brighter", "mirrored")])
    found = _findings(
        np.concatenate([scenes[:20], versions]), np.concatenate([scenes[20:], _distorted(scenes[25:26], "jpeg")])
    )
    assert found["GC-I14"].severity == "note"
    assert [item["indices"] for item in found["GC-I14"].items] == [[5, 20, 21, 22]]
    assert "1 group of training pictures looks almost the same (train 5 ≈ train 20)" in str(found["GC-I14"].text)
    assert found["GC-I15"].severity == "warning"
    assert [(item["first"], item["second"], item["exact"]) for item in found["GC-I15"].items] == [(5, 20, False)]
    assert "GC-I11" not in found


def test_exact_copies_are_not_told_again_as_near_ones():
    scenes = _scenes(30, seed=5)
    found = _findings(scenes[:20], np.concatenate([scenes[20:], scenes[3:4]]))
    assert "GC-I10" in found
    assert not found.keys() & {"GC-I11", "GC-I14", "GC-I15"}


def test_every_exact_copy_of_a_leaking_test_picture_leaks():
    scenes = _scenes(30, seed=6)
    copy = _distorted(scenes[3:4], "jpeg")
    found = _findings(scenes[:20], np.concatenate([scenes[20:], copy, copy]))
    assert _pairs(found["GC-I11"]) == [(3, 10), (3, 11)]


def test_two_pictures_are_enough():
    scenes = _scenes(1, seed=7)
    assert _pairs(_findings(scenes, _distorted(scenes, "jpeg"))["GC-I11"]) == [(0, 0)]


def test_pictures_from_0_to_1_are_treated_alike():
    scenes = _scenes(30, seed=8)
    train, test = scenes[:20] / 255, np.concatenate([scenes[20:], _distorted(scenes[4:5], "jpeg")]) / 255
    assert _pairs(_findings(train, test, scale=1.0)["GC-I11"]) == [(4, 10)]


def test_width_and_height_may_differ():
    scenes = _scenes(20, seed=9)[:, :24, :10]
    test = scenes[2:3, :, ::-1]
    assert _pairs(_findings(scenes, test)["GC-I11"]) == [(2, 0)]


def test_the_same_shape_in_other_colours_is_another_picture():
    def disc(colour, ground):
        inside = np.hypot(*np.mgrid[-32:32, -32:32]) < 20
        return np.where(inside[..., None], colour, ground).astype(np.uint8)

    dark, pale = disc((10, 20, 60), (90, 100, 120)), disc((150, 160, 200), (230, 240, 255))
    assert "GC-I11" not in _findings(dark[None], pale[None])
    red, green = disc((200, 60, 60), (230, 90, 90)), disc((60, 200, 60), (90, 230, 90))
    assert "GC-I11" not in _findings(red[None], green[None])
    assert "GC-I11" in _findings(dark[None], (dark * 1.1).astype(np.uint8)[None])


def _angles(degrees):
    """Signatures in a plane: likeness is the cosine of the angle between two."""
    radians = np.deg2rad(np.asarray(degrees, dtype=float))
    even = np.stack([np.cos(radians), np.sin(radians)], axis=1)
    m = len(radians)
    return Signatures(even, np.zeros((m, 1)), np.full((m, 3), 0.5), np.ones(m))


def _groups(degrees):
    groups, crowded = standing_alone(_angles(degrees))
    return [group.tolist() for group in groups], crowded


def test_a_crowd_is_not_a_group_of_copies():
    # cos 21.5° = 0.93 and cos 30.7° = 0.86: links at distance 0.07, and at twice that
    assert _groups([0, 15, 90]) == ([[0, 1]], 0)
    assert _groups([0, 18, 43, 90]) == ([], 2)
    # copies inside a crowd are asked again at half the distance, and found
    assert _groups([0, 2, 20, 46]) == ([[0, 1]], 1)
    # a chain hangs together at both distances: it is one group
    assert _groups([0, 15, 30, 45, 150]) == ([[0, 1, 2, 3]], 0)


def test_groups_do_not_depend_on_the_size_of_a_block(monkeypatch):
    generator = np.random.default_rng(10)
    degrees = np.concatenate([generator.uniform(0, 360, 12), np.repeat([5.0, 185.0], 4) + np.arange(8)])
    whole = _groups(degrees)
    monkeypatch.setattr(likeness_groups, "BLOCK_PAIRS", 1)
    assert _groups(degrees) == whole


def test_no_pictures_make_no_groups():
    assert _groups([]) == ([], 0)


def _turned(degrees):
    """Pictures whose signatures lie in a plane, at these angles: mixtures of two cosines.

    Each is divided by the root of its frequency, which signatures multiply by.
    """
    n = (np.arange(SIZE) + 0.5) / SIZE
    u, v = (np.cos(np.pi * f * n) / np.sqrt(f) for f in (3, 5))
    angles = np.deg2rad(degrees)[:, None]
    rows = 0.5 + 0.3 * (np.cos(angles) * u + np.sin(angles) * v)
    return np.tile(rows[:, :, None, None], (1, 1, SIZE, 3))


def test_a_crowd_is_told_in_a_note():
    found = _findings(_turned([0, 18, 43, 90]), scale=1.0)
    assert "GC-I14" not in found
    assert found["GC-I18"].severity == "note"
    assert str(found["GC-I18"].text).startswith("2 pictures look much like others, but among many")


def test_a_test_picture_linked_to_train_through_another_is_no_leak():
    # cos 15° = 0.966 is a near duplicate, cos 30° = 0.866 is not
    found = _findings(_turned([0]), _turned([15, 30]), scale=1.0)
    assert _pairs(found["GC-I11"]) == [(0, 0)]
    assert found["GC-I11"].items[0]["likeness"] == pytest.approx(0.966, abs=1e-3)


def test_signature_of_a_mirrored_picture_has_its_odd_part_turned():
    scenes = _scenes(5, seed=12)
    straight, mirrored = signatures(_samples(scenes)), signatures(_samples(scenes[:, :, ::-1]))
    # 1e-6: float32 sums of 64 terms
    np.testing.assert_allclose(mirrored.even, straight.even, atol=1e-6)
    np.testing.assert_allclose(mirrored.odd, -straight.odd, atol=1e-6)
    likeness, turned = straight.likeness(np.arange(5), np.arange(5))
    np.testing.assert_allclose(np.diag(likeness), 1, atol=1e-6)
    assert not np.diag(turned).any()


def test_signature_is_the_cosine_transform():
    from scipy.fft import dctn

    scenes = _scenes(3, seed=13)
    F = dctn(scenes / 255, axes=(1, 2), norm="ortho")[:, :12, :12] / SIZE
    signed = signatures(_samples(scenes))
    np.testing.assert_allclose(signed.colour, F[:, 0, 0], atol=1e-6)
    F[:, 0, 0] = 0
    np.testing.assert_allclose(signed.contrast, np.sqrt((F**2).sum(axis=(1, 2, 3)) / 3), atol=1e-6)
    F *= np.sqrt(np.hypot(*np.mgrid[:12, :12]))[:, :, None]
    F /= np.linalg.norm(F.reshape(3, -1), axis=1)[:, None, None, None]
    np.testing.assert_allclose(signed.odd, F[:, :, 1::2].reshape(3, -1), atol=1e-6)


def test_blocks_of_signatures_agree_with_the_whole(monkeypatch):
    from glasscat.data.inspection import signatures as module

    scenes = _samples(_scenes(5, seed=14))
    whole = signatures(scenes).even
    monkeypatch.setattr(module, "BLOCK_BYTES", 1)
    np.testing.assert_allclose(signatures(scenes).even, whole, atol=1e-6)


def test_too_many_pictures_are_not_compared_and_that_is_told(monkeypatch):
    monkeypatch.setattr(look_alikes, "MOST", 10)
    finding = _findings(_scenes(11, seed=15))["GC-I17"]
    assert finding.severity == "note"
    assert "11 pictures" in str(finding.text)


def test_tiny_pictures_and_features_are_not_compared():
    scenes = _scenes(3, seed=16)[:, :7, :7]
    near = scenes.copy()
    near[:, 0, 0, 0] ^= 1
    assert "GC-I11" not in _findings(scenes, near)
    assert "GC-I11" not in _findings(scenes.reshape(3, -1), near.reshape(3, -1))


def test_blank_pictures_are_named_and_nothing_else_is_said_of_them():
    scenes = _scenes(30, seed=17)
    train, test = scenes[:20].copy(), scenes[20:].copy()
    train[[3, 4]] = (200, 30, 30)  # one plain red, not one grey level
    test[5] = 255
    train[6] = 100 + np.random.default_rng(0).integers(0, 4, train[6].shape)  # the grain of a compressed plain wall
    found = _findings(train, test)
    assert found["GC-I20"].severity == "warning"
    assert found["GC-I20"].items == (
        {"split": "train", "index": 3, "name": "train 3"},
        {"split": "train", "index": 4, "name": "train 4"},
        {"split": "train", "index": 6, "name": "train 6"},
        {"split": "test", "index": 5, "name": "test 5"},
    )
    assert "4 pictures are blank" in str(found["GC-I20"].text)
    assert "train 3, train 4, train 6 and 1 more" in str(found["GC-I20"].text)
    assert not found.keys() & {"GC-I10", "GC-I11", "GC-I12", "GC-I14", "GC-I16"}


def test_one_blank_picture_is_singular_and_a_dim_one_is_not_blank():
    scenes = _scenes(20, seed=18)
    scenes[0] = 7
    scenes[1] = 5
    scenes[1, 20:40, 20:40] = 14
    assert str(_findings(scenes)["GC-I20"].text) == "1 picture is blank, one plain colour: train 0."


def test_a_set_of_blank_pictures_only():
    blank = np.zeros((30, 16, 16, 3), dtype=np.uint8)
    found = _findings(blank)
    assert len(found["GC-I20"].items) == 30
    assert not found.keys() & {"GC-I12", "GC-I14", "GC-I18"}
