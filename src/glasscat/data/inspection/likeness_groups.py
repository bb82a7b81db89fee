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
"""Largest distance of a near duplicate. Measured on 258 different photographs of 64 × 64: the two closest are at
0.22. Their distorted copies come up to 0.05 with JPEG of quality 50, 0.01 with brightness × 1.1, and 0.06 where 3 % of
width and height is cut off, half on each side; where 6 % is cut off, two of five go beyond. Of 3000 drawings, in which
the same animal stands in the same place now and then, the two closest are at 0.09."""

HALVINGS = 4
"""Distances asked: 0.07, 0.035, 0.0175, 0.00875. Below that, float32 and 8-bit pixels begin to matter."""

FARTHEST_BRIGHTNESS = 0.2
FARTHEST_TINT = 0.08
LARGEST_CONTRAST_RATIO = 2.0
"""Limits on the mean over all pixels and channels, on what each channel differs from it (both of 1), and on contrast.
Signatures forgive all three without limit: a dark disc on grass would be the copy of a pale one on the sea. Brightness
× 1.3 stays within them for all but very bright photographs."""

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
        groups += [kept[children == child] for child in np.flatnonzero(np.bincount(children[alone]))]
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
        asked = leader[rows][:, None] != leader[columns]  # what is linked already need not be asked again
        if within is not None:
            asked &= within[rows][:, None] == within[columns]
        close = close_pairs(signatures, members[rows], members[columns], distance, asked)
        i, j = np.nonzero(close)
        if len(i):
            leader = _merged(leader, rows[i], columns[j])
    kept = np.bincount(leader, minlength=1)[leader] > 1
    return leader[kept], members[kept]


def close_pairs(
    signatures: Signatures,
    rows: Integers,
    columns: Integers,
    distance: float,
    asked: NDArray[np.bool_] | None = None,
) -> NDArray[np.bool_]:
    """Which pictures of ``rows`` and ``columns`` look alike, where ``asked``: signature, brightness, tint, contrast."""
    likeness, _mirrored = signatures.likeness(rows, columns)
    close: NDArray[np.bool_] = likeness >= 1 - distance
    if asked is not None:
        close &= asked
    i, j = np.nonzero(close)
    first, second = rows[i], columns[j]
    colour = signatures.colour[first] - signatures.colour[second]
    brightness = colour.mean(axis=1)
    tint = np.abs(colour - brightness[:, None]).max(axis=1, initial=0)
    low, high = np.sort([signatures.contrast[first], signatures.contrast[second]], axis=0)
    close[i, j] = (
        (np.abs(brightness) <= FARTHEST_BRIGHTNESS) & (tint <= FARTHEST_TINT) & (high <= LARGEST_CONTRAST_RATIO * low)
    )
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
