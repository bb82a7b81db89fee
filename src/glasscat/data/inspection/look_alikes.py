"""Near duplicates: pictures that are the same but for size, compression, brightness, a trimmed edge or mirroring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.findings import Finding
from glasscat.data.inspection.copies import across_item, within_item
from glasscat.data.inspection.examples import first_few
from glasscat.data.inspection.likeness_groups import WIDEST, close_pairs, standing_alone
from glasscat.data.inspection.signatures import joined, signatures
from glasscat.data.sample_name import sample_name
from glasscat.i18n import _, _n

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.data.inspection.pool import Pool
    from glasscat.data.inspection.signatures import Signatures
    from glasscat.i18n import Text
    from glasscat.typing import Integers

SMALLEST_SIDE = 8
"""Pixels. Smaller pictures have too few numbers to be recognised by."""

MOST = 10_000
"""Pictures. Every pair is compared, so the time grows with the square: 3 to 4 s here on two cores."""


def look_alike_findings(pool: Pool, copies: list[list[int]]) -> Iterator[Finding]:
    """GC-I11 near duplicates across the splits, GC-I14 within train, GC-I15 within test; GC-I17 and I18 the untold.

    Parameters
    ----------
    pool : Pool
    copies : list of list of int
        Groups of exact copies, ascending; the first of each stands for all.
    """
    train = pool.dataset.train
    if not train.is_pictures or min(train.X.shape[1:3]) < SMALLEST_SIDE:
        return
    repeated = {k for group in copies for k in group[1:]}
    asked = np.array([k for k in range(len(pool.names)) if k not in repeated and not pool.blank[k]], dtype=np.int64)
    if len(asked) > MOST:
        text = _(
            "Near duplicates were not looked for: {n} pictures make too many pairs (limit: {limit} pictures).",
            n=len(asked),
            limit=MOST,
        )
        yield Finding("GC-I17", "note", text)
        return
    parts = (asked[asked < pool.n_train], asked[asked >= pool.n_train] - pool.n_train)
    signed = joined([signatures(samples.take(part)) for samples, part in zip(pool.splits, parts, strict=False)])
    groups, n_crowded = standing_alone(signed)
    yield from _across(pool, copies, [_leaks(signed.take(group), asked[group], pool.n_train) for group in groups])
    yield from _within(pool, [pool.parts(asked[group].tolist()) for group in groups])
    yield from _crowded(n_crowded)


@dataclass(frozen=True, slots=True)
class Leak:
    """A test picture and the training picture that it resembles most, both by their number in the pool."""

    train: int
    test: int
    likeness: float
    mirrored: bool


def _leaks(signed: Signatures, numbers: Integers, n_train: int) -> list[Leak]:
    """Leaks of one group; a test picture that is linked to train only through others is none."""
    in_train, in_test = np.flatnonzero(numbers < n_train), np.flatnonzero(numbers >= n_train)
    leaks = []
    for k in in_test[: len(in_test) if len(in_train) else 0]:
        likeness, mirrored = (row[0] for row in signed.likeness(k[None], in_train))
        close = close_pairs(signed, k[None], in_train, WIDEST)[0]
        best = int(np.argmax(np.where(close, likeness, -1)))
        if close[best]:
            train = int(numbers[in_train[best]])
            leaks.append(Leak(train, int(numbers[k]), float(likeness[best]), bool(mirrored[best])))
    return leaks


def _across(pool: Pool, copies: list[list[int]], leaks: list[list[Leak]]) -> Iterator[Finding]:
    # the exact copies of a test picture that leaks do so too
    twins = {group[0]: group for group in copies}
    items = [
        across_item(pool, leak.train, number - pool.n_train, exact=False)
        | {"likeness": round(leak.likeness, 3), "mirrored": leak.mirrored}
        for group in leaks
        for leak in group
        for number in twins.get(leak.test, [leak.test])
    ]
    if items:
        text = _n(
            "{n} of {total} test pictures is almost the same as one in train ({examples}): look at the pair; "
            "if it is one picture, it tests memory, not learning.",
            "{n} of {total} test pictures are almost the same as some in train ({examples}): look at the pairs; "
            "where they are one picture, they test memory, not learning.",
            len(items),
            total=len(pool.names) - pool.n_train,
            examples=first_few([resembling(item["test_name"], item["train_name"]) for item in items]),
        )
        yield Finding("GC-I11", "warning", text, tuple(items))


def _within(pool: Pool, parts: list[tuple[list[int], list[int]]]) -> Iterator[Finding]:
    train = [within_item(pool, "train", part, exact=False) for part, _test in parts if len(part) > 1]
    if train:
        text = _n(
            "{n} group of training pictures looks almost the same ({examples}): it counts more than once in training.",
            "{n} groups of training pictures look almost the same ({examples}): they count more than once in training.",
            len(train),
            examples=first_few([resembling(*item["names"][:2]) for item in train]),
        )
        yield Finding("GC-I14", "note", text, tuple(train))
    test = [within_item(pool, "test", part, exact=False) for _train, part in parts if len(part) > 1]
    if test:
        text = _n(
            "{n} group of test pictures looks almost the same ({examples}): it counts more than once in the score, "
            "whose interval is too narrow.",
            "{n} groups of test pictures look almost the same ({examples}): they count more than once in the score, "
            "whose interval is too narrow.",
            len(test),
            examples=first_few([resembling(*item["names"][:2]) for item in test]),
        )
        yield Finding("GC-I15", "warning", text, tuple(test))


def _crowded(n: int) -> Iterator[Finding]:
    if n:
        text = _n(
            "{n} picture looks much like another, but among many that do: it is not counted as a near duplicate.",
            "{n} pictures look much like others, but among many that do: they are not counted as near duplicates.",
            n,
        )
        yield Finding("GC-I18", "note", text)


def resembling(left: str, right: str) -> Text:
    """Two names with an almost-equal sign."""
    return _("{left} ≈ {right}", left=sample_name(left), right=sample_name(right))
