"""Exact copies: samples that are the same byte for byte, within a split and across the splits."""

from __future__ import annotations

from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.findings import Finding
from glasscat.data.inspection.examples import first_few
from glasscat.data.mapped import pieces
from glasscat.data.sample_name import sample_name
from glasscat.i18n import _, _n

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.data.inspection.pool import Pool
    from glasscat.i18n import Text


def equal_samples(pool: Pool) -> list[list[int]]:
    """Groups of two or more equal samples, as numbers of the pool; blank pictures are left out.

    A 128-bit digest stands for the bytes of a sample: two different ones share it with a chance of 1e-30 or less.
    """
    groups: dict[bytes, list[int]] = defaultdict(list)
    for offset, samples in zip((0, pool.n_train), pool.splits, strict=False):
        for piece in pieces(samples.X):
            for i, sample in enumerate(samples.X[piece], start=offset + piece.start):
                if not pool.blank[i]:
                    groups[blake2b(np.ascontiguousarray(sample).data, digest_size=16).digest()].append(i)
    return [group for group in groups.values() if len(group) > 1]


def copy_findings(pool: Pool, groups: list[list[int]]) -> Iterator[Finding]:
    """GC-I10 copies across the splits, GC-I12 within train, GC-I13 within test, GC-I16 copies that disagree."""
    yield from _across(pool, groups)
    yield from _within_train(pool, groups)
    yield from _within_test(pool, groups)
    yield from _contradictions(pool, groups)


def across_item(pool: Pool, train: int, test: int, *, exact: bool) -> dict[str, Any]:
    """One test sample and the training sample that it repeats; ``test`` counts from the first test sample."""
    number = pool.n_train + test
    return {
        "train": train,
        "test": test,
        "train_name": pool.names[train],
        "test_name": pool.names[number],
        "exact": exact,
        "same_class": pool.same_class([train, number]),
    }


def within_item(pool: Pool, split: str, part: list[int], *, exact: bool) -> dict[str, Any]:
    """One group of copies within a split: the first two by number, and all of them by ``indices`` and ``names``."""
    numbers = part if split == "train" else [pool.n_train + i for i in part]
    return {
        "split": split,
        "first": part[0],
        "second": part[1],
        "indices": part,
        "names": [pool.names[k] for k in numbers],
        "exact": exact,
        "same_class": pool.same_class(numbers),
    }


def pair(left: str, right: str) -> Text:
    """Two names with an equals sign."""
    return _("{left} = {right}", left=sample_name(left), right=sample_name(right))


def _across(pool: Pool, groups: list[list[int]]) -> Iterator[Finding]:
    parts = (pool.parts(group) for group in groups)
    items = [across_item(pool, train[0], i, exact=True) for train, test in parts if train for i in test]
    if items:
        text = _n(
            "{n} of {total} test samples is also in train, byte for byte ({examples}): it tests memory, not learning.",
            "{n} of {total} test samples are also in train, byte for byte ({examples}): "
            "they test memory, not learning.",
            len(items),
            total=len(pool.names) - pool.n_train,
            examples=first_few([pair(item["test_name"], item["train_name"]) for item in items]),
        )
        yield Finding("GC-I10", "warning", text, tuple(items))


def _within_train(pool: Pool, groups: list[list[int]]) -> Iterator[Finding]:
    items, extra = _groups_within(pool, groups, "train")
    if items:
        text = _n(
            "{n} training sample repeats another, byte for byte ({examples}): it counts twice in training.",
            "{n} training samples repeat others, byte for byte ({examples}): they count more than once in training.",
            extra,
            examples=first_few([pair(*item["names"][:2]) for item in items]),
        )
        yield Finding("GC-I12", "note", text, tuple(items))


def _within_test(pool: Pool, groups: list[list[int]]) -> Iterator[Finding]:
    items, extra = _groups_within(pool, groups, "test")
    if items:
        text = _n(
            "{n} test sample repeats another, byte for byte ({examples}): "
            "it counts twice in the score, whose interval is a little too narrow.",
            "{n} test samples repeat others, byte for byte ({examples}): "
            "they count more than once in the score, whose interval is too narrow.",
            extra,
            examples=first_few([pair(*item["names"][:2]) for item in items]),
        )
        yield Finding("GC-I13", "warning", text, tuple(items))


def _groups_within(pool: Pool, groups: list[list[int]], split: str) -> tuple[list[dict[str, Any]], int]:
    """Items of the groups with two or more members in the split, and how many samples are one too many."""
    parts = [pool.parts(group)[split == "test"] for group in groups]
    parts = [part for part in parts if len(part) > 1]
    return [within_item(pool, split, part, exact=True) for part in parts], sum(len(part) - 1 for part in parts)


def _contradictions(pool: Pool, groups: list[list[int]]) -> Iterator[Finding]:
    divided = [group for group in groups if not pool.same_class(group)]
    if divided:
        text = _n(
            "{n} group of equal samples carries different labels ({examples}): at least one label is wrong, "
            "or the sample does not decide its class.",
            "{n} groups of equal samples carry different labels ({examples}): at least one label in each is wrong, "
            "or the sample does not decide its class.",
            len(divided),
            examples=first_few([_disagreement(pool, group) for group in divided]),
        )
        items = tuple(
            {"names": [pool.names[k] for k in group], "classes": [_class_of(pool, k) for k in group]}
            for group in divided
        )
        yield Finding("GC-I16", "warning", text, items)


def _disagreement(pool: Pool, group: list[int]) -> Text:
    first = group[0]
    other = next(k for k in group if pool.y[k] != pool.y[first])
    return _(
        "{left}: {left_class}, {right}: {right_class}",
        left=sample_name(pool.names[first]),
        left_class=_class_of(pool, first),
        right=sample_name(pool.names[other]),
        right_class=_class_of(pool, other),
    )


def _class_of(pool: Pool, k: int) -> str:
    return pool.dataset.class_names[int(pool.y[k])]
