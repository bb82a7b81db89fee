"""What is checked of an HDF5 file before a value of it is read: an allow-list, since the format can do far too much."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import h5py

from glasscat.data.bombs import check_packing
from glasscat.data.hdf5_chunks import bytes_of_a_value, chunks_are_whole
from glasscat.data.hdf5_filters import foreign_filter
from glasscat.data.hdf5_headers import EXTERNAL, Headers, UnusualHeaderError
from glasscat.data.impostors import HDF5_SIGNATURE, head_of, kind_of, refuse_impostors
from glasscat.data.pixels import MOST_BYTES
from glasscat.errors import DataError, GlasscatError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.i18n import Text


@contextmanager
def opened(path: Path) -> Iterator[h5py.File]:
    """Open an HDF5 file for reading.

    Raises
    ------
    DataError
        GC-D01 and GC-D02 where it cannot be opened, GC-D03 for an HTML page, GC-D04 for a git-lfs pointer, GC-D05 for
        another kind of file, GC-D06 for a damaged or truncated one, at opening or inside the ``with`` block, GC-D47 for
        one that is built in a way that is not read.
    """
    head = head_of(path)
    refuse_impostors(path, head)
    if not head.startswith(HDF5_SIGNATURE) and not h5py.is_hdf5(path):
        problem = _("this is not an HDF5 file but {kind}.", kind=kind_of(head))
        raise DataError("GC-D05", str(path), problem, _("get the file again, or check which file was meant."))
    try:
        with path.open("rb") as raw:
            Headers(raw).check_names()
        with h5py.File(path, "r") as file:
            yield file
    except GlasscatError:
        raise
    except UnusualHeaderError as error:
        problem = _("the HDF5 file is built in a way that is not read; found: {what}.", what=error.args[0])
        raise DataError(
            "GC-D47", str(path), problem, _("write its arrays again with h5py, in a file of their own.")
        ) from None
    except (OSError, RuntimeError, KeyError, TypeError, ValueError, MemoryError) as error:
        problem = _(
            "the HDF5 file is damaged or truncated; it has {size} bytes ({reason}).",
            size=path.stat().st_size,
            reason=str(error).splitlines()[0],
        )
        raise DataError("GC-D06", str(path), problem, _("download or copy it again.")) from error


def holds(file: h5py.File, key: str) -> bool:
    """Whether the file has something of that name. ``key in file`` would follow a link, to any file it names."""
    return bool(file.id.links.exists(key.encode()))


def guarded(file: h5py.File, key: str) -> h5py.Dataset:
    """Return the array ``key`` of an open file without reading it.

    Raises
    ------
    DataError
        GC-D07 for anything that reaches outside the file or needs foreign code, GC-D08 for an array larger than
        `MOST_BYTES` or not whole in its file, GC-D10 where ``key`` is no array, GC-D43 for one packed to burst.
    """
    where = f"{file.filename}, {key}"
    if not isinstance(file.get(key, getlink=True), h5py.HardLink):
        raise _foreign(where, _("a link"))
    # not by H5Oget_info: it adds up the sizes of all that there is, and so walks through the index of chunks
    found = h5py.h5g.get_objinfo(file.id, key.encode())
    if found.type != h5py.h5g.DATASET:
        raise DataError("GC-D10", where, _("this must be an array; it is a group."), _("store one array of this name."))
    with Path(file.filename).open("rb") as raw:
        if any(kind == EXTERNAL for kind, _data in Headers(raw).messages(found.objno[0])):
            raise _foreign(where, _("external storage"))  # before libhdf5 looks for the names of the files
    dataset = file[key]
    if dataset.external or dataset.is_virtual:
        raise _foreign(where, _("external storage"))
    plan = dataset.id.get_create_plist()
    filters = tuple(plan.get_filter(k)[0] for k in range(plan.get_nfilters()))
    if (foreign := foreign_filter(filters)) is not None:
        raise _foreign(where, _("filter {n}", n=foreign))
    _check_size(dataset, filters, where)
    return dataset


def _check_size(dataset: h5py.Dataset, filters: tuple[int, ...], where: str) -> None:
    """Hold what the array claims against what there is: a damaged header can claim more storage than there is file."""
    if dataset.shape is None:
        raise DataError("GC-D08", where, _("the array is empty."), _("write the file again, with all its values."))
    size = Path(dataset.file.filename).stat().st_size
    claimed = dataset.size * bytes_of_a_value(dataset)
    in_chunks = dataset.chunks is not None
    held = size if in_chunks else min(dataset.id.get_storage_size(), size)
    if filters:
        check_packing(where, dataset.shape, claimed, held)
    whole = claimed <= held if not in_chunks else claimed == 0 or chunks_are_whole(dataset, filters, size)
    if claimed > MOST_BYTES or not whole:
        problem = _(
            "the array claims {claimed} bytes; the file holds {held} for it, and {most} are the most that is read.",
            claimed=claimed,
            held=held,
            most=MOST_BYTES,
        )
        raise DataError("GC-D08", where, problem, _("write the file again, with all its values."))


def _foreign(where: str, what: Text) -> DataError:
    problem = _("the data must lie in this file itself; found: {what}.", what=what)
    return DataError("GC-D07", where, problem, _("copy the array into one file, for example with h5repack."))
