"""Large arrays that stay in a file: read piece by piece where they are needed, and let go of afterwards.

A mapped array is an array like any other, whose numbers the system reads from the file when they are looked at. What
has been read stays in the memory of the process until somebody says that it may go: `pieces` and `let_go` do.
"""

from __future__ import annotations

import mmap
from tempfile import TemporaryFile, gettempdir
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.errors import DataError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from glasscat.i18n import Text

LARGE = 2**28
"""Bytes; an array of a file that takes more is mapped instead of read."""

AROUND = 2**21
"""Bytes that the system may read around a number that is looked at."""

PIECE_NUMBERS = 2**22
"""Numbers that are looked at together: 32 MiB as float64."""


def mapped(path: Path, dtype: np.dtype[Any], shape: tuple[int, ...], offset: int) -> NDArray[Any]:
    """Array that lies in a file from byte ``offset`` on, to be read only."""
    return np.asarray(np.memmap(path, dtype, "r", offset, shape))


def cached(shape: tuple[int, ...], dtype: np.dtype[Any], blocks: Iterable[NDArray[Any]]) -> NDArray[Any]:
    """Write an array block by block into a temporary file, which is deleted with the last array that looks into it.

    Raises
    ------
    DataError
        GC-D62, if the file cannot be written.
    """
    try:
        with TemporaryFile() as file:
            for block in blocks:
                file.write(np.ascontiguousarray(block, dtype).data)
            file.flush()
            return np.asarray(np.memmap(file, dtype, "r", 0, shape))
    except OSError as error:
        problem = _(
            "a temporary file of {size:.1f} GB is needed there; it cannot be written ({reason}).",
            size=np.prod(shape, dtype=float) * dtype.itemsize / 1e9,
            reason=error.strerror or str(error),
        )
        fix = _("make room, or name another folder in TMPDIR.")
        raise DataError("GC-D62", gettempdir(), problem, fix) from error


def converted(X: NDArray[Any], change: Callable[[NDArray[Any]], NDArray[Any]]) -> NDArray[Any]:
    """``change(X)``, some samples at a time: of a mapped array another one, in a temporary file."""
    sample = change(X[:1])
    if not is_mapped(X):
        out = np.empty((len(X), *sample.shape[1:]), sample.dtype)
        for piece in pieces(X):
            out[piece] = change(X[piece])
        return out
    return cached((len(X), *sample.shape[1:]), sample.dtype, (change(X[piece]) for piece in pieces(X)))


def chosen(X: NDArray[Any], indices: NDArray[np.integer[Any]]) -> NDArray[Any]:
    """``X[indices]``; where that is large and X is mapped, in a temporary file."""
    if not is_mapped(X):
        return X[indices]
    n = len(indices)
    rows = n if n * X[:1].nbytes <= LARGE else _rows(X)
    starts = range(0, max(1, n), max(1, rows))
    blocks = (gathered(X, indices[k : k + rows]) for k in starts)
    return next(blocks) if len(starts) == 1 else cached((n, *X.shape[1:]), X.dtype, blocks)


def gathered(X: NDArray[Any], indices: NDArray[np.integer[Any]], out: NDArray[Any] | None = None) -> NDArray[Any]:
    """``X[indices]`` of a mapped array, one sample after the other: each brings its neighbourhood into memory."""
    out = np.empty((len(indices), *X.shape[1:]), X.dtype) if out is None else out
    for place, index in enumerate(indices.tolist()):
        sample = X[index : index + 1]
        out[place] = sample[0]
        let_go(sample)
    return out


def pieces(X: NDArray[Any]) -> Iterator[slice]:
    """Slices of the samples, some at a time; what has been read is let go of as soon as the next is asked for."""
    rows = _rows(X)
    for first in range(0, max(1, len(X)), rows):
        piece = slice(first, first + rows)
        yield piece
        let_go(X[piece])


def let_go(X: NDArray[Any]) -> None:
    """Give back the memory that a mapped array has been read into; it is read again where it is looked at again."""
    mapping = mapping_of(X)
    if mapping is None or X.size == 0:
        return
    low, high = np.lib.array_utils.byte_bounds(X)
    begin = np.frombuffer(mapping, np.uint8).ctypes.data
    start = max(0, (low - begin) // AROUND - 1) * AROUND
    mapping.madvise(mmap.MADV_DONTNEED, start, min(high - begin + AROUND, len(mapping)) - start)


def mapping_of(X: NDArray[Any]) -> mmap.mmap | None:
    """The mapping that an array looks into, if what it has read can be given back; Windows has no way to say so."""
    if not is_mapped(X):
        return None
    base: Any = X
    while isinstance(base, np.ndarray):
        if isinstance(base, np.memmap) and base.mode == "c":
            return None  # what was written into it is nowhere else
        base = base.base
    return base if isinstance(base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED") else None


def is_mapped(X: NDArray[Any]) -> bool:
    """Whether an array lies in a file."""
    base: Any = X
    while isinstance(base, np.ndarray):
        if isinstance(base, np.memmap):
            return True
        base = base.base
    return False


def cached_note(X: NDArray[Any], where: str | Text) -> Text:
    """Say that an array lies in a temporary file."""
    return _(
        "{where}: kept in a temporary file of {size:.1f} GB, deleted afterwards.", where=where, size=X.nbytes / 1e9
    )


def _rows(X: NDArray[Any]) -> int:
    """Samples that are looked at together."""
    return int(max(1, PIECE_NUMBERS // max(1, X[:1].size)))
