"""The pieces that an HDF5 array is stored in, looked at before libhdf5 unpacks them: it trusts what it is given.

Each piece is looked up by its place in the array. libhdf5 must not be asked how many there are, how large they are
together, or where one lies: it walks through its index for that, and the index of a forged file leads back to itself.
"""

from __future__ import annotations

import zlib
from itertools import product
from math import prod
from typing import TYPE_CHECKING

import h5py

from glasscat.data.hdf5_filters import CHECKSUM, DEFLATE, LZF

if TYPE_CHECKING:
    from collections.abc import Callable


MOST_CHUNK = 2**27
"""Bytes of one chunk as numbers; libhdf5 holds it whole, packed and unpacked."""

_PIECE = 2**20
_SUM = 4
"""Bytes that a Fletcher checksum adds."""
_STRING = 16
_ENTRY = 8
"""Least bytes that a chunk takes in an index: its address."""


def bytes_of_a_value(dataset: h5py.Dataset) -> int:
    """Bytes that a value takes in the file: for a string of any length 16, of which libhdf5 says 8, as in memory."""
    return _STRING if h5py.check_vlen_dtype(dataset.dtype) or _is_string(dataset) else int(dataset.dtype.itemsize)


def _is_string(dataset: h5py.Dataset) -> bool:
    kind = h5py.check_string_dtype(dataset.dtype)
    return kind is not None and kind.length is None


def chunks_are_whole(dataset: h5py.Dataset, filters: tuple[int, ...], file_size: int) -> bool:
    """Whether every chunk is there and unpacks to what a chunk has.

    Parameters
    ----------
    dataset : h5py.Dataset
        In chunks, with at least one number.
    filters : tuple of int
        Of its pipeline, in the order of writing; known ones only.
    file_size : int
        Bytes.
    """
    bytes_each = prod(dataset.chunks) * bytes_of_a_value(dataset)
    corners = [range(0, n, step) for n, step in zip(dataset.shape, dataset.chunks, strict=True)]
    if bytes_each > MOST_CHUNK or prod(map(len, corners)) * _ENTRY > file_size:
        return False
    return all(_is_whole(dataset, corner, filters, bytes_each) for corner in product(*corners))


def _is_whole(dataset: h5py.Dataset, corner: tuple[int, ...], filters: tuple[int, ...], bytes_each: int) -> bool:
    """Whether the chunk that begins at ``corner`` unpacks to the bytes of a chunk, no more and no fewer."""
    skipped, packed = dataset.id.read_direct_chunk(corner)
    used = [number for k, number in enumerate(filters) if not skipped >> k & 1]
    packing = next((number for number in used if number in _UNPACKED_SIZE), None)
    if packing is None:
        return len(packed) == bytes_each + _SUM * (CHECKSUM in used)
    expected = bytes_each + _SUM * (CHECKSUM in used[: used.index(packing)])
    return _UNPACKED_SIZE[packing](packed, expected) == expected


def _inflated(packed: bytes, most: int) -> int:
    """Bytes that a deflate stream unpacks to, more than ``most`` where it is too many or none at all."""
    stream, n = zlib.decompressobj(), 0
    while not stream.eof and n <= most:
        try:
            piece = stream.decompress(packed, _PIECE)
        except zlib.error:
            return most + 1
        packed = stream.unconsumed_tail
        if not piece and not packed:
            break
        n += len(piece)
    return n


def _lzf(packed: bytes, most: int) -> int:
    """Bytes that LZF unpacks to: a byte below 32 says how many follow as they are, any other how many to repeat.

    The format is that of liblzf (Lehmann, 2005): ``lll ooooo oooooooo`` repeats l + 2 bytes, and where l is 7, one
    more byte is added to it.
    """
    at = n = 0
    while at < len(packed) and n <= most:
        byte = packed[at]
        if byte < 32:
            at, n = at + byte + 2, n + byte + 1
        elif byte < 224:
            at, n = at + 2, n + (byte >> 5) + 2
        else:
            at, n = at + 3, n + 9 + (packed[at + 1] if at + 1 < len(packed) else 0)
    return n


_UNPACKED_SIZE: dict[int, Callable[[bytes, int], int]] = {DEFLATE: _inflated, LZF: _lzf}
