"""The course's HDF5 layout: train_set_x, train_set_y, test_set_x, test_set_y, list_classes, in one file or in two."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import h5py

from glasscat.data import mapped
from glasscat.data.hdf5_guard import guarded, holds, opened
from glasscat.data.hdf5_names import strings_of_any_length
from glasscat.data.keys import listed
from glasscat.data.labels import checked_class_names
from glasscat.data.parts import Role, stored_part
from glasscat.data.pixels import check_kind, check_shape
from glasscat.errors import DataError
from glasscat.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from glasscat.data.parts import Part, Source
    from glasscat.i18n import Text


MOST_CLASSES = 10_000


def hdf5_source(path: Path) -> Source:
    """Look which parts the file holds; each is read when called.

    Raises
    ------
    DataError
        GC-D01 to GC-D06 and GC-D47 of `opened`, GC-D09 where the file holds neither part.
    """
    with opened(path) as file:
        roles: list[Role] = [role for role in ("train", "test") if any(holds(file, key) for key in _keys(role))]
        if not roles:
            raise _missing(path, "train_set_x", file)
    return {role: partial(_read_part, path, role) for role in roles}


def _keys(role: Role) -> tuple[str, str]:
    """Names of the pictures and of the labels of a part."""
    return f"{role}_set_x", f"{role}_set_y"


def no_training_part(path: Path) -> DataError:
    """Return the error of a file that holds a test part only (GC-D09)."""
    with opened(path) as file:
        return _missing(path, "train_set_x", file)


def _read_part(path: Path, role: Role, called: str | None) -> Part:
    """Read one part: pictures (m, height, width, 3) and labels (m,), where samples are called "train 0", …."""
    key_x, key_y = _keys(role)
    places = (f"{path}, {key_x}", f"{path}, {key_y}")
    with opened(path) as file:
        for key in (key_x, key_y):
            if not holds(file, key):
                raise _missing(path, key, file)
        pictures, labels = guarded(file, key_x), guarded(file, key_y)
        check_kind(pictures.dtype, places[0])
        check_shape(pictures.shape, places[0])
        if h5py.check_vlen_dtype(labels.dtype) is not None or labels.dtype.kind not in "uifb":
            problem = _("labels must be whole numbers; found values of type {dtype}.", dtype=labels.dtype)
            raise DataError("GC-D20", places[1], problem, _("store the labels as whole numbers 0, 1, …"))
        names = _class_names(file, path)
        X, notes = _values(pictures, path, places[0])
        part = stored_part(X, labels[()], names, places=places, called=called or role)
        return replace(part, notes=notes + part.notes)


def _values(stored: h5py.Dataset, path: Path, where: str) -> tuple[NDArray[Any], tuple[Text, ...]]:
    """Read an array; a large one is mapped where it lies in one piece, else unpacked into a temporary file."""
    if stored.nbytes <= mapped.LARGE:
        return stored[()], ()
    if stored.chunks is None and (offset := stored.id.get_offset()) is not None:
        return mapped.mapped(path, stored.dtype, stored.shape, offset), ()
    rows = max(1, mapped.PIECE_NUMBERS // max(1, stored.size // len(stored)))
    if stored.chunks is not None:
        rows = -(-rows // stored.chunks[0]) * stored.chunks[0]  # or each chunk would be unpacked more than once
    X = mapped.cached(stored.shape, stored.dtype, (stored[k : k + rows] for k in range(0, len(stored), rows)))
    return X, (mapped.cached_note(X, where),)


def _class_names(file: h5py.File, path: Path) -> tuple[str, ...] | None:
    """Read list_classes, bytes or strings; None where the file has none."""
    if not holds(file, "list_classes"):
        return None
    stored = guarded(file, "list_classes")
    where = f"{path}, list_classes"
    fix = _("store one name a class, in the order of the labels.")
    if stored.ndim != 1 or stored.size == 0:
        raise DataError(
            "GC-D25", where, _("a list of names is expected; found the shape {shape}.", shape=stored.shape), fix
        )
    if stored.dtype.kind not in "SUuif" and h5py.check_string_dtype(stored.dtype) is None:
        raise DataError("GC-D25", where, _("names are expected; found {dtype}.", dtype=stored.dtype), fix)
    if stored.size > MOST_CLASSES:
        problem = _("at most {most} names are read; found {n}.", most=MOST_CLASSES, n=stored.size)
        raise DataError("GC-D25", where, problem, fix)
    strings = strings_of_any_length(stored, where) if stored.dtype.kind == "O" else stored[()].tolist()
    if strings is None:
        raise DataError("GC-D25", where, _("names of any length must lie in one piece; found chunks."), fix)
    try:
        names = tuple(name.decode("utf-8") if isinstance(name, bytes) else str(name) for name in strings)
    except UnicodeDecodeError as error:
        raise DataError("GC-D25", where, _("names must be UTF-8; found {bytes}.", bytes=error.object), fix) from None
    return checked_class_names(names, where)


def _missing(path: Path, key: str, file: h5py.File) -> DataError:
    """Return GC-D09: a key of the course layout is not in the file, but these are."""
    problem = _("{key} is missing; the file has: {found}.", key=key, found=listed(map(str, file)))
    return DataError("GC-D09", str(path), problem, _("name the arrays train_set_x, train_set_y and list_classes."))
