"""NumPy's .npz files: X, y and, if it is there, class_names. Pickled objects are never read."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from glasscat.data.impostors import head_of, kind_of, refuse_impostors
from glasscat.data.keys import listed
from glasscat.data.labels import checked_class_names
from glasscat.data.npz_array import PythonObjectsError, stored_array
from glasscat.data.parts import stored_part
from glasscat.data.pixels import MOST_BYTES
from glasscat.errors import DataError
from glasscat.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from glasscat.data.parts import Part, Source

_KEYS = ("X", "y", "class_names")

# What zipfile, zlib and NumPy raise on files that are damaged in one way or another.
_DAMAGED = (BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError, RuntimeError, MemoryError, OverflowError)


def npz_source(path: Path) -> Source:
    """Look at an .npz file: whatever it is used for, it is one part.

    Raises
    ------
    DataError
        GC-D01 to GC-D04 as for any file, GC-D28 where it is no .npz file.
    """
    head = head_of(path)
    refuse_impostors(path, head)
    if not head.startswith(b"PK"):
        problem = _("this is not an .npz file but {kind}.", kind=kind_of(head))
        raise DataError("GC-D28", str(path), problem, _("write it with numpy.savez(file, X=X, y=y)."))
    return {"train": lambda called: _read_part(path, called or "sample")}


def _read_part(path: Path, called: str) -> Part:
    """Read X (m, …), y (m,) and class_names; GC-D28 to GC-D31, GC-D43 and GC-D44 where the file cannot be read."""
    arrays = _arrays(path)
    names = arrays.get("class_names")
    where = f"{path}, class_names"
    class_names = None if names is None else checked_class_names(tuple(str(name) for name in names.reshape(-1)), where)
    return stored_part(
        arrays["X"], arrays["y"], class_names, places=(f"{path}, X", f"{path}, y"), called=called, features=True
    )


def _arrays(path: Path) -> dict[str, NDArray[Any]]:
    try:
        with ZipFile(path) as archive:
            keys = [name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy")]
            _check_keys(path, keys)
            for key in _KEYS:
                _check_claim(path, archive, key)
            return {key: stored_array(path, archive, f"{key}.npy") for key in _KEYS if key in keys}
    except DataError:
        raise
    except PythonObjectsError:
        problem = _("the file holds Python objects, which are never loaded: they can run code.")
        raise DataError("GC-D29", str(path), problem, _("store arrays of numbers or strings.")) from None
    except _DAMAGED as error:
        problem = _("the .npz file is damaged or truncated ({reason}).", reason=str(error))
        raise DataError("GC-D28", str(path), problem, _("download or copy it again.")) from error


def _check_claim(path: Path, archive: ZipFile, key: str) -> None:
    """Refuse an array that is there twice, or is too large."""
    members = [entry for entry in archive.infolist() if entry.filename == f"{key}.npy"]
    if len(members) > 1:
        problem = _("there must be one array {key}; the file has {n}.", key=key, n=len(members))
        raise DataError("GC-D44", str(path), problem, _("write it with numpy.savez(file, X=X, y=y)."))
    claimed = sum(entry.file_size for entry in members)
    if claimed > MOST_BYTES:
        problem = _("an array claims {claimed} bytes; at most {most} are read.", claimed=claimed, most=MOST_BYTES)
        raise DataError("GC-D31", str(path), problem, _("store pictures as uint8, or fewer of them."))


def _check_keys(path: Path, keys: list[str]) -> None:
    for key in ("X", "y"):
        if key not in keys:
            problem = _("{key} is missing; the file has: {found}.", key=key, found=listed(keys))
            raise DataError("GC-D30", str(path), problem, _("write it with numpy.savez(file, X=X, y=y)."))
