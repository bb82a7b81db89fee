"""The pieces that an HDF5 array is stored in, looked at before libhdf5 unpacks them: it trusts what it is given."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from math import ceil, prod
from typing import TYPE_CHECKING

from glasscat.data.hdf5_filters import CHECKSUM, DEFLATE, LZF, SHUFFLE

if TYPE_CHECKING:
    from collections.abc import Callable

    import h5py

MOST_CHUNK = 2**27
"""Bytes of one chunk as numbers; libhdf5 holds it whole, packed and unpacked."""

_PIECE = 2**20
_SUM = 4
"""Bytes that a Fletcher checksum adds."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Where a chunk lies: first element, place in the file, bytes there, and which filters it went without (bits)."""

    first: tuple[int, ...]
    offset: int
    size: int
    skipped: int


def flaw_of_chunks(dataset: h5py.Dataset, filters: tuple[int, ...], file_size: int) -> bool:
    """Whether a chunk is missing, lies beyond the file, or unpacks to more than a chunk has.

    Parameters
    ----------
    dataset : h5py.Dataset
        In chunks.
    filters : tuple of int
        Of its pipeline, in the order of writing; known ones only.
    file_size : int
        Bytes.
    """
    bytes_each = prod(dataset.chunks) * dataset.dtype.itemsize
    chunks: list[_Chunk] = []
    dataset.id.chunk_iter(lambda c: chunks.append(_Chunk(c.chunk_offset, c.byte_offset, c.size, c.filter_mask)))
    expected = prod(ceil(n / step) for n, step in zip(dataset.shape, dataset.chunks, strict=True))
    if bytes_each > MOST_CHUNK or len(chunks) != expected or len({chunk.first for chunk in chunks}) != expected:
        return True
    return any(_is_wrong(dataset, chunk, filters, bytes_each, file_size) for chunk in chunks)


def _is_wrong(dataset: h5py.Dataset, chunk: _Chunk, filters: tuple[int, ...], bytes_each: int, file_size: int) -> bool:
    if chunk.offset + chunk.size > file_size:
        return True
    used = [number for k, number in enumerate(filters) if not chunk.skipped >> k & 1]
    unpacked = _UNPACKED_SIZE.get(next((number for number in used if number not in (SHUFFLE, CHECKSUM)), 0))
    if unpacked is None:
        return chunk.size != bytes_each + _SUM * (CHECKSUM in used)
    packed = dataset.id.read_direct_chunk(chunk.first)[1]
    return unpacked(packed, bytes_each + _SUM) > bytes_each + _SUM


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
