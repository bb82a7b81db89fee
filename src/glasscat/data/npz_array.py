"""One array of an .npz file, which is a zip of .npy files: read, mapped where it lies, or unpacked into a file.

NumPy's own reader asks for the memory that a header claims before it has seen a byte of it, and evaluates the header
as a literal of Python. Here a header has to be what `numpy.save` writes of numbers and strings, and to claim the very
size of its member.
"""

from __future__ import annotations

import re
import sys
from math import prod
from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile

import numpy as np

from glasscat.data import mapped
from glasscat.data.bombs import check_packing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zipfile import ZipFile, ZipInfo

    from numpy.typing import NDArray

_LOCAL_HEADER = 30
"""Bytes before the name of a member; their last four are the lengths of the name and of what follows it (PKZIP)."""
_ENCRYPTED = 1
_MAGIC = b"\x93NUMPY"
_LONGEST_HEADER = 10_000
"""Bytes; NumPy's own limit."""
_ENTRY = rb"""\s*(?:'descr':\s*'(?P<kind>[<>|=][biufcSU]\d{1,9})'
                  |'fortran_order':\s*(?P<columns>True|False)
                  |'shape':\s*\((?P<shape>[\d,\s]*)\))\s*"""
_HEADER = re.compile(
    rb"\{" + rb",".join(re.sub(rb"<(\w+)>", rb"<\g<1>%d>" % k, _ENTRY) for k in range(3)) + rb",?\s*\}\s*", re.VERBOSE
)
"""The three entries of a header, in any order."""
_PIECE = 2**20


class PythonObjectsError(ValueError):
    """What is stored are Python objects, which could only be unpickled."""


def stored_array(path: Path, archive: ZipFile, name: str) -> NDArray[Any]:
    """Array of a member; a large one stays in a file.

    An array that is mapped is not held against the zip's checksum: that would take reading it all.

    Raises
    ------
    ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error
        Where the file is damaged.
    PythonObjectsError
        Where it holds such.
    DataError
        GC-D43 for one that was packed to burst, GC-D62, if there is no room to unpack it.
    """
    info = archive.getinfo(name)
    if info.flag_bits & _ENCRYPTED or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile("it is encrypted, or not packed as numpy.savez does")
    with archive.open(info) as member:
        shape, in_columns, dtype = _header(member)
        begin = member.tell()
        if prod(shape) * dtype.itemsize != info.file_size - begin:
            raise ValueError("the array is not as large as it claims")
        check_packing(f"{path}, {name.removesuffix('.npy')}", shape, info.file_size, info.compress_size)
        if info.file_size <= mapped.LARGE or in_columns or dtype.kind not in "uif" or len(shape) < 2:
            return _read(member, shape, in_columns, dtype)
        if info.compress_type == ZIP_STORED:
            with path.open("rb") as file:
                return mapped.mapped(path, dtype, shape, _start(file, info) + begin)
        return mapped.cached(shape, dtype, _blocks(member, shape, dtype))


def _header(member: Any) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:  # noqa: ANN401  (an open member)
    """Shape, whether columns come first, and dtype."""
    start = member.read(len(_MAGIC) + 2)
    n = int.from_bytes(member.read(2 if start[6:7] == b"\1" else 4), "little")
    if start[:6] != _MAGIC or n > _LONGEST_HEADER:
        raise ValueError("it is no array")
    text = member.read(n)
    if b"O'" in text:
        raise PythonObjectsError
    found = _HEADER.fullmatch(text)
    entries = (
        {} if found is None else {key[:-1]: value for key, value in found.groupdict().items() if value is not None}
    )
    if len(entries) < 3:
        raise ValueError("its header is none of an array of numbers or strings")
    shape = tuple(int(n) for n in entries["shape"].split(b",") if n.strip())
    try:
        return shape, entries["columns"] == b"True", np.dtype(entries["kind"].decode())
    except TypeError as error:  # such as floats of 3 bytes
        raise ValueError(str(error)) from None


def _read(member: Any, shape: tuple[int, ...], in_columns: bool, dtype: np.dtype[Any]) -> NDArray[Any]:  # noqa: ANN401
    """Read a whole array, in pieces, so that there is one copy of it only."""
    array = np.empty(shape, dtype, order="F" if in_columns else "C")
    memory = array.reshape(-1, order="A").view(np.uint8).data if array.nbytes else memoryview(b"")
    at = 0
    while at < len(memory):
        piece = member.read(min(_PIECE, len(memory) - at))
        if not piece:
            raise EOFError("the array is shorter than it claims")
        memory[at : at + len(piece)] = piece
        at += len(piece)
    if (
        dtype.kind == "U"
        and (array.reshape(-1).view(np.dtype("u4").newbyteorder(dtype.byteorder)) > sys.maxunicode).any()
    ):
        raise ValueError("its strings are no text")  # Python cannot hold them, and fails on them late
    return array


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
