"""Pictures that are in the data twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from glasscat.i18n import _, _n, sentences
from glasscat.reports.figures.style import QUIET, TEST, look
from glasscat.reports.figures.tiles import Line, Tile, check_classes, contact_sheet, pixels, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from matplotlib.figure import Figure

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.data.findings import Finding
    from glasscat.i18n import Text


class Pair(NamedTuple):
    """Two places (split, index), whether their pictures are equal in every pixel, and how many more are like them."""

    first: tuple[str, int]
    second: tuple[str, int]
    exact: bool
    more: int


@look()
def duplicates(
    dataset: Dataset, findings: Iterable[Finding], *, limit: int = 12, title: Text | str | None = None
) -> Figure:
    """Draw the pairs of equal or nearly equal pictures side by side, with their places, names and classes.

    Parameters
    ----------
    dataset : Dataset
        Pictures.
    findings : iterable of Finding
        Those whose items are pairs are drawn, in their order: ``{"train": i, "test": j, "exact": …}`` across splits,
        ``{"split": "train" or "test", "first": i, "second": j, "exact": …}`` within one, where ``"indices"`` may list a
        group of more than two. Others are passed over.
    limit : int
        How many pairs at most; the figure says how many there are.
    title : Text or str, optional

    Returns
    -------
    Figure
        With one sentence and no picture where there is no pair.

    Raises
    ------
    UsageError
        GC-F03 if the samples are not pictures, GC-F04 if a label has no name.
    """
    pairs = list(_pairs(findings))
    tiles = [tile for pair in pairs[:limit] for tile in _tiles(dataset, pair)]
    return contact_sheet(title or _("Duplicate pictures"), _summary(pairs, limit), tiles, group=2)


def _pairs(findings: Iterable[Finding]) -> Iterator[Pair]:
    for finding in findings:
        for item in finding.items:
            if not isinstance(item, dict) or "exact" not in item:
                continue
            if "split" in item:
                more = max(0, len(item.get("indices", ())) - 2)
                yield Pair((item["split"], item["first"]), (item["split"], item["second"]), item["exact"], more)
            else:
                yield Pair(("train", item["train"]), ("test", item["test"]), item["exact"], 0)


def _tiles(dataset: Dataset, pair: Pair) -> tuple[Tile, Tile]:
    """Return the two tiles of a pair; classes that differ are a second fault, and are coloured as one."""
    (one, one_class), (other, other_class) = (_look_up(dataset, *place) for place in (pair.first, pair.second))
    color = QUIET if one_class == other_class else TEST
    same = _("identical") if pair.exact else _("near-identical")
    more = (Line(_n("and {n:,} more", "and {n:,} more", pair.more), QUIET),) if pair.more else ()
    return (
        Tile(
            pixels(one)[0],
            (Line(short(one.names[0]), bold=True, is_file=True), Line(one_class, color), Line(same, QUIET)),
        ),
        Tile(pixels(other)[0], (Line(short(other.names[0]), bold=True, is_file=True), Line(other_class, color), *more)),
    )


def _look_up(dataset: Dataset, split: str, index: int) -> tuple[Samples, str]:
    """One sample and the name of its class."""
    part = dataset.train if split == "train" or dataset.test is None else dataset.test
    sample = part.take(np.array([index]))
    check_classes(sample.y, dataset.class_names)
    return sample, dataset.class_names[sample.y[0]]


def _summary(pairs: list[Pair], limit: int) -> Text:
    if not pairs:
        return _("None was found.")
    across = sum(pair.first[0] != pair.second[0] for pair in pairs)
    words = sentences(
        _n("{n:,} pair.", "{n:,} pairs.", len(pairs)),
        _(
            "{across:,} across training and test set, {within:,} within one of them.",
            across=across,
            within=len(pairs) - across,
        ),
    )
    return words if len(pairs) <= limit else sentences(words, _("{shown:,} shown.", shown=limit))
