"""The filters of HDF5 that are read: those that come with h5py. Others would load foreign code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFLATE, SHUFFLE, CHECKSUM, LZF = 1, 2, 3, 32000
"""Numbers under which the HDF Group keeps them."""

KNOWN = frozenset({DEFLATE, SHUFFLE, CHECKSUM, LZF})


def foreign_filter(filters: Sequence[int]) -> int | None:
    """First filter that is not read: unknown, there twice, or a second compression. Each would multiply the last."""
    seen: set[int] = set()
    for number in filters:
        if number not in KNOWN or number in seen or (number in (DEFLATE, LZF) and seen & {DEFLATE, LZF}):
            return number
        seen.add(number)
    return None
