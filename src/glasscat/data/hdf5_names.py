"""Strings of any length in HDF5, read without libhdf5: they lie in heaps, and some heaps it reads for ever.

in the array    for each string its length (4 bytes), address of a collection (8), number of an object in it (4)
collection      "GCOL", version (1), nothing (3), size (8); then objects: number (2), uses (2), nothing (4),
                size (8), and the bytes, filled up to a multiple of 8; the free rest has the number 0

See the HDF5 File Format Specification, version 3.0, "Disk Format: Level 1E - Global Heap".
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from glasscat.data.bombs import burst
from glasscat.data.hdf5_headers import DamagedHeaderError, Headers, number_in
from glasscat.i18n import _

if TYPE_CHECKING:
    import h5py

_ENTRY = _HEAD = 16


def strings_of_any_length(stored: h5py.Dataset, where: str) -> list[bytes] | None:
    """Strings of an array of them; None where it does not lie in one piece.

    Raises
    ------
    DataError
        GC-D43, if they are longer than their file: many may be one and the same.
    DamagedHeaderError
    """
    offset = stored.id.get_offset()
    if offset is None:
        return None
    path = Path(stored.file.filename)
    most = path.stat().st_size
    with path.open("rb") as file:
        headers = Headers(file)
        file.seek(offset)
        entries = file.read(_ENTRY * stored.size)
        objects = lru_cache(maxsize=None)(lambda address: _objects(headers, address))
        strings: list[bytes] = []
        total = 0
        for at in range(0, len(entries), _ENTRY):
            n, address, k = (number_in(entries, at + place, width) for place, width in ((0, 4), (4, 8), (12, 4)))
            string = objects(address).get(k, b"")[:n] if n else b""
            total += len(string)
            if total > most:
                raise burst(where, total, most)
            strings.append(string)
        return strings


def _objects(headers: Headers, address: int) -> dict[int, bytes]:
    """Objects of a collection by their numbers."""
    head = headers.bytes_at(address, _HEAD)
    if head[:4] != b"GCOL":
        raise DamagedHeaderError(_("strings that are nowhere"))
    block = headers.bytes_at(address, number_in(head, 8))
    found: dict[int, bytes] = {}
    at = _HEAD
    while at + _HEAD <= len(block):
        number, n = number_in(block, at, 2), number_in(block, at + 8)
        if number == 0:
            break
        found[number] = block[at + _HEAD : at + _HEAD + n]
        at += _HEAD + -(-n // 8) * 8
    return found
