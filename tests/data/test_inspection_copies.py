"""Exact copies: within a split, across the splits, many of them, and copies that disagree about their class."""

from __future__ import annotations

import numpy as np
import pytest

from glasscat.data.dataset import Dataset, Samples
from glasscat.data.inspection import inspect


def _samples(X, y, split, scale=255.0):
    return Samples(X, np.asarray(y, dtype=np.int64), tuple(f"{split} {i}" for i in range(len(y))), scale)


def _dataset(train_X, train_y, test_X=None, test_y=None, scale=255.0):
    test = None if test_X is None else _samples(test_X, test_y, "test", scale)
    return Dataset(_samples(train_X, train_y, "train", scale), test, ("a", "b"), "made here")


def _found(dataset, code):
    return [finding for finding in inspect(dataset) if finding.code == code]


@pytest.fixture
def noise():
    """Thirty pictures that have nothing in common."""
    return np.random.default_rng(0).integers(0, 256, (30, 16, 16, 3), dtype=np.uint8)


def test_different_samples_are_no_copies(noise):
    codes = {
        finding.code for finding in inspect(_dataset(noise[:20], np.arange(20) % 2, noise[20:], np.arange(10) % 2))
    }
    assert not codes & {"GC-I10", "GC-I12", "GC-I13", "GC-I16"}


def test_a_copy_across_the_splits_is_told_with_both_places(noise):
    test = noise[20:].copy()
    test[4] = noise[7]
    (finding,) = _found(_dataset(noise[:20], np.arange(20) % 2, test, np.ones(10)), "GC-I10")
    assert finding.severity == "warning"
    assert finding.items == (
        {"train": 7, "test": 4, "train_name": "train 7", "test_name": "test 4", "exact": True, "same_class": True},
    )
    assert "1 of 10 test samples is also in train" in str(finding.text)
    assert "test 4 = train 7" in str(finding.text)


def test_one_byte_makes_a_sample_another(noise):
    test = noise[20:].copy()
    test[4] = noise[7]
    test[4, 0, 0, 0] ^= 1
    dataset = _dataset(noise[:20], np.arange(20) % 2, test, np.ones(10))
    assert _found(dataset, "GC-I10") == []
    assert [(item["train"], item["test"]) for item in _found(dataset, "GC-I11")[0].items] == [(7, 4)]


def test_every_test_copy_is_told_once_and_train_copies_do_not_multiply_it(noise):
    train = noise[:20].copy()
    train[[3, 9]] = train[1]
    test = np.concatenate([noise[20:23], train[[1, 1]]])
    dataset = _dataset(train, np.zeros(20), test, np.zeros(5))
    assert [(item["train"], item["test"]) for item in _found(dataset, "GC-I10")[0].items] == [(1, 3), (1, 4)]
    (within_train,) = _found(dataset, "GC-I12")
    assert within_train.severity == "note"
    assert within_train.items[0]["indices"] == [1, 3, 9]
    assert (within_train.items[0]["first"], within_train.items[0]["second"]) == (1, 3)
    assert "2 training samples repeat others" in str(within_train.text)
    (within_test,) = _found(dataset, "GC-I13")
    assert within_test.severity == "warning"
    assert within_test.items == (
        {
            "split": "test",
            "first": 3,
            "second": 4,
            "indices": [3, 4],
            "names": ["test 3", "test 4"],
            "exact": True,
            "same_class": True,
        },
    )
    assert "1 test sample repeats another" in str(within_test.text)


def test_a_thousand_equal_rows_are_one_group():
    X = np.tile(np.linspace(0, 1, 4), (1000, 1))
    (finding,) = _found(_dataset(X, np.zeros(1000), scale=1.0), "GC-I12")
    assert len(finding.items) == 1
    assert finding.items[0]["indices"] == list(range(1000))
    assert "999 training samples" in str(finding.text)


def test_a_long_list_is_cut_in_the_text_only(noise):
    dataset = _dataset(noise[:20], np.zeros(20), noise[:10], np.zeros(10))
    (finding,) = _found(dataset, "GC-I10")
    assert len(finding.items) == 10
    assert "(test 0 = train 0, test 1 = train 1, test 2 = train 2 and 7 more)" in str(finding.text)


def test_copies_with_different_labels_contradict_each_other(noise):
    train = noise[:20].copy()
    train[11] = train[2]
    y = np.zeros(20)
    y[11] = 1
    (finding,) = _found(_dataset(train, y), "GC-I16")
    assert finding.severity == "warning"
    assert finding.items == ({"names": ["train 2", "train 11"], "classes": ["a", "b"]},)
    assert "1 group of equal samples carries different labels (train 2: a, train 11: b)" in str(finding.text)
    (copies,) = _found(_dataset(train, y), "GC-I12")
    assert copies.items[0]["same_class"] is False


def test_rows_that_do_not_lie_together_in_memory_are_compared_by_their_numbers():
    X = np.asfortranarray([[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]])
    assert _found(_dataset(X, [0, 1, 0], scale=1.0), "GC-I12")[0].items[0]["indices"] == [0, 2]
