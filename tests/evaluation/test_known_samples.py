"""What a model knows again: its own training samples, and nothing else."""

from __future__ import annotations

import json

import numpy as np
import pytest

from glasscat.data import mapped
from glasscat.data.dataset import Samples
from glasscat.errors import ModelError
from glasscat.evaluation import known_samples
from glasscat.evaluation.known_samples import digests_of, find_known
from glasscat.evaluation.memory import TrainMemory
from glasscat.evaluation.verdict import judge


def samples(X, scale=1.0):
    X = np.asarray(X)
    return Samples(X, np.arange(len(X)) % 2, tuple(f"picture {i}" for i in range(len(X))), scale)


def pictures(m, seed):
    return np.random.default_rng(seed).integers(0, 256, (m, 4, 5, 3), dtype=np.uint8)


def pairs(finding):
    return [(item["train"], item["test"]) for item in finding.items]


def remembered(train):
    """A memory that has been through JSON, as in a model file."""
    memory = TrainMemory.of(train, 2, digests_of(train))
    return TrainMemory.from_json(json.loads(json.dumps(memory.as_json(), allow_nan=False)))


def test_copies_are_found_by_their_place_in_both_sets():
    train, fresh = pictures(6, 0), pictures(3, 1)
    test = samples([fresh[0], train[4], fresh[1], train[0], fresh[2]], 255.0)
    found = find_known(digests_of(samples(train, 255.0)), test)
    assert (found.code, found.severity, pairs(found)) == ("GC-I10", "warning", [(4, 1), (0, 3)])
    assert "2 of 5 test samples were trained on" in str(found.text)
    assert "picture 1, picture 3" in str(found.text)


def test_one_changed_level_is_another_picture():
    train = pictures(2, 0)
    other = train.copy()
    other[:, 0, 0, 0] ^= 1
    assert find_known(digests_of(samples(train, 255.0)), samples(other, 255.0)) is None


@pytest.mark.parametrize(
    "stored",
    [
        lambda X: samples(X / 255),
        lambda X: samples(X.astype(np.float32) / np.float32(255)),
        lambda X: samples(X.astype(np.float32), 255.0),
        lambda X: samples(X.astype(np.float64), 255.0),
    ],
    ids=["0-1", "0-1 single", "0-255 single", "0-255"],
)
def test_a_picture_is_the_same_however_it_is_stored(stored):
    """All 256 levels: the quotient by 255 rounds to the same single-precision number on every way."""
    X = np.arange(3 * 256, dtype=np.uint16).reshape(1, 16, 16, 3) // 3
    X = np.concatenate([X, X[:, ::-1]]).astype(np.uint8)
    assert pairs(find_known(digests_of(samples(X, 255.0)), stored(X))) == [(0, 0), (1, 1)]


def test_features_are_told_apart_in_double_precision():
    X = np.array([[1.0, 0.0], [2.0, 3.0]])
    digests = digests_of(samples(X))
    assert find_known(digests, samples(X + np.array([1e-12, 0]))) is None
    assert pairs(find_known(digests, samples([[1.0, -0.0]]))) == [(0, 0)]


def test_blank_pictures_are_nothing_to_know_again():
    blank = np.full((2, 4, 4, 3), 7, np.uint8)
    assert find_known(digests_of(samples(blank, 255.0)), samples(blank, 255.0)) is None


def test_blocks_change_nothing(monkeypatch):
    X = samples(pictures(7, 3), 255.0)
    whole = digests_of(X)
    monkeypatch.setattr(mapped, "PIECE_NUMBERS", 130)  # two pictures of 60 numbers at a time
    assert digests_of(X) == whole
    assert len(whole) == 7 * 16


def test_too_many_samples_are_not_remembered(monkeypatch):
    monkeypatch.setattr(known_samples, "MOST_SAMPLES", 3)
    assert digests_of(samples(pictures(4, 0), 255.0)) is None
    assert digests_of(samples(pictures(3, 0), 255.0)) is not None


def test_a_verdict_from_the_memory_alone_gives_the_score_without_copies():
    train, fresh = samples(pictures(6, 0), 255.0), pictures(3, 1)
    test = samples(np.concatenate([fresh, train.X[:1]]), 255.0)
    p = np.array([[0.9, 0.1], [0.2, 0.8], [0.1, 0.9], [0.3, 0.7]])  # right, right, wrong, right
    verdict = judge(p, test, ("a", "b"), memory=remembered(train))
    assert [finding.code for finding in verdict.findings] == ["GC-I10"]
    assert (verdict.score.correct, verdict.without_leaks.correct, verdict.without_leaks.total) == (3, 2, 3)
    assert any("Only exact copies" in str(note) for note in verdict.notes)


def test_a_verdict_without_digests_says_that_copies_are_unknown():
    train = samples(pictures(6, 0), 255.0)
    p = np.full((6, 2), 0.5)
    verdict = judge(p, train, ("a", "b"), memory=TrainMemory.of(train, 2))
    assert verdict.findings == ()
    assert any("it remembers none" in str(note) for note in verdict.notes)


def test_a_verdict_of_features_does_not_speak_of_pictures():
    train = samples(np.eye(4))
    verdict = judge(np.full((4, 2), 0.5), samples(np.eye(4) + 1), ("a", "b"), memory=remembered(train))
    assert verdict.findings == ()
    assert len(verdict.notes) == 1


def test_digests_survive_json():
    train = samples(pictures(5, 0), 255.0)
    assert remembered(train).digests == digests_of(train)


@pytest.mark.parametrize("digests", ["ab", "zz" * 16 * 5, "00" * 16 * 4, 7, ["00"]])
def test_what_are_no_digests_is_refused(digests):
    document = TrainMemory.of(samples(pictures(5, 0), 255.0), 2).as_json() | {"digests": digests}
    with pytest.raises(ModelError, match="GC-V08"):
        TrainMemory.from_json(document)


def test_a_memory_shows_itself_without_its_digests():
    train = samples(pictures(5, 0), 255.0)
    assert repr(TrainMemory.of(train, 2, digests_of(train))) == "TrainMemory(class_counts=(3, 2))"
