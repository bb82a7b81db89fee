"""One large array of an .npz file, which is a zip of .npy files: mapped where it lies, or unpacked into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import ZIP_STORED, ZipFile

import numpy as np

from glasscat.data import mapped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zipfile import ZipInfo

    from numpy.typing import NDArray

_LOCAL_HEADER = 30
"""Bytes before the name of a member; their last four are the lengths of the name and of what follows it (PKZIP)."""
_ENCRYPTED = 1


def large_array(path: Path, name: str) -> NDArray[Any] | None:
    """Array of a member that is too large to be read at once; None for any other, which NumPy is to read.

    An array that is mapped is not held against the zip's checksum: that would take reading it all.

    Raises
    ------
    ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error
        Where the file is damaged.
    DataError
        GC-D62, if there is no room to unpack it.
    """
    with ZipFile(path) as archive, path.open("rb") as file:
        if name not in archive.namelist():
            return None
        info = archive.getinfo(name)
        if info.file_size <= mapped.LARGE or info.flag_bits & _ENCRYPTED:
            return None
        with archive.open(info) as member:
            shape, in_columns, dtype = _header(member)
            if in_columns or dtype.kind not in "uif" or len(shape) < 2:
                return None
            if info.compress_type == ZIP_STORED:
                return mapped.mapped(path, dtype, shape, _start(file, info) + member.tell())
            return mapped.cached(shape, dtype, _blocks(member, shape, dtype))


def _header(member: Any) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:  # noqa: ANN401  (an open member)
    """Shape, whether columns come first, and dtype."""
    version = np.lib.format.read_magic(member)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, in_columns, dtype = read(member)
    return shape, in_columns, dtype


def _start(file: BinaryIO, info: ZipInfo) -> int:
    """Byte of the zip at which a member's own bytes begin."""
    file.seek(info.header_offset)
    header = file.read(_LOCAL_HEADER)
    name, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    return info.header_offset + _LOCAL_HEADER + name + extra


def _blocks(member: Any, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Iterator[NDArray[Any]]:  # noqa: ANN401
    """Samples, some at a time, as they are unpacked."""
    numbers = int(np.prod(shape[1:], dtype=np.int64))
    rows = max(1, mapped.PIECE_NUMBERS // max(1, numbers))
    for first in range(0, shape[0], rows):
        n = min(rows, shape[0] - first)
        data = member.read(n * numbers * dtype.itemsize)
        if len(data) < n * numbers * dtype.itemsize:
            raise EOFError("the array is shorter than it claims")
        yield np.frombuffer(data, dtype).reshape(n, *shape[1:])
