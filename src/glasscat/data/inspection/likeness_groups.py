"""Groups of pictures that look almost the same, and stand alone in that.

How much alike is too much depends on the data: two photographs hardly ever agree, two drawn strokes often do. So a
group must not only be close but also alone. Pictures are linked when their distance, 1 - likeness, is at most d; the
groups that this makes are compared with those at distance 2 d. A group that is the same at both has nobody else near
by: it holds copies. One that grows is part of a crowd, and is asked again at d / 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.data.inspection.signatures import Signatures
    from glasscat.typing import Integers

WIDEST = 0.07
"""Largest distance of a near duplicate. Measured on 258 different photographs of 64 × 64: the two closest are at 0.20.
Of their distorted copies, JPEG of quality 50 reaches 0.04, brightness × 1.1 reaches 0.02, and cutting 3 % off width
and height reaches 0.06; cutting 6 % off goes beyond, to 0.16."""

HALVINGS = 4
"""Distances asked: 0.07, 0.035, 0.0175, 0.00875. Below that, float32 and 8-bit pixels begin to matter."""

FARTHEST_COLOUR = 0.2
LARGEST_CONTRAST_RATIO = 2.0
"""Copies made darker or paler than this are no longer told; without the limits a red disc would be a copy of a blue one
on another ground."""

BLOCK_PAIRS = 2**20
"""Pairs compared at once: about 50 MB where all of them are close."""


def standing_alone(signatures: Signatures) -> tuple[list[Integers], int]:
    """Find the groups that hold copies.

    Returns
    -------
    groups : list of (size,) int64
        Indices of each group, ascending.
    crowded : int
        Pictures that are as close to another as copies are, but in a crowd at every distance asked.
    """
    distance = 2 * WIDEST
    parents, members = _linked(signatures, np.arange(len(signatures)), distance)
    groups: list[Integers] = []
    close = 0
    for halving in range(HALVINGS):
        distance /= 2
        children, kept = _linked(signatures, members, distance, parents)
        parent_of = parents[np.searchsorted(members, kept)]
        child_size, parent_size = np.bincount(children, minlength=1), np.bincount(parents, minlength=1)
        alone = child_size[children] == parent_size[parent_of]
        groups += [kept[children == child] for child in np.unique(children[alone])]
        close = len(kept) if halving == 0 else close
        parents, members = children[~alone], kept[~alone]
    groups.sort(key=lambda group: int(group[0]))
    return groups, close - sum(map(len, groups))


def _linked(
    signatures: Signatures, members: Integers, distance: float, within: Integers | None = None
) -> tuple[Integers, Integers]:
    """Link ``members`` that are at most ``distance`` apart, directly or through others.

    Parameters
    ----------
    within : (len(members),), optional
        Links are only made between members with equal numbers here.

    Returns
    -------
    group : (kept,) int64
        Number of each kept member's group.
    kept : (kept,) int64
        Those of ``members`` that are linked to any other.
    """
    n = len(members)
    leader: Integers = np.arange(n)
    step = max(1, BLOCK_PAIRS // max(1, n))
    for start in range(0, n, step):
        rows, columns = np.arange(start, min(start + step, n)), np.arange(start, n)
        close = close_pairs(signatures, members[rows], members[columns], distance)
        if within is not None:
            close &= within[rows][:, None] == within[columns]
        i, j = np.nonzero(close)
        if len(i) > len(rows):  # a picture is always close to itself
            leader = _merged(leader, rows[i], columns[j])
    sizes = np.bincount(leader, minlength=1)
    kept = sizes[leader] > 1 if n else np.zeros(0, dtype=np.bool_)
    return leader[kept], members[kept]


def close_pairs(signatures: Signatures, rows: Integers, columns: Integers, distance: float) -> NDArray[np.bool_]:
    """Which pictures of ``rows`` and ``columns`` look alike: by signature, mean colour and contrast."""
    likeness, _mirrored = signatures.likeness(rows, columns)
    close: NDArray[np.bool_] = likeness >= 1 - distance
    i, j = np.nonzero(close)
    first, second = rows[i], columns[j]
    colour = np.abs(signatures.colour[first] - signatures.colour[second]).max(axis=1, initial=0)
    low, high = np.sort([signatures.contrast[first], signatures.contrast[second]], axis=0)
    close[i, j] = (colour <= FARTHEST_COLOUR) & (high <= LARGEST_CONTRAST_RATIO * low)
    return close


def _merged(leader: Integers, i: Integers, j: Integers) -> Integers:
    """Unite the groups of each pair; a group's leader is its first picture.

    Old links are kept as one edge to each leader, so memory stays at one block.
    """
    from scipy.sparse import coo_array  # noqa: PLC0415  (most data sets have no pair at all)
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415  (as above)

    n = len(leader)
    start, end = np.concatenate([np.arange(n), i]), np.concatenate([leader, j])
    edges = coo_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(n, n))
    _count, groups = connected_components(edges, directed=False)
    _groups, first = np.unique(groups, return_index=True)
    return np.asarray(first[groups], dtype=np.int64)
