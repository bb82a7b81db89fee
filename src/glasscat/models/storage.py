"""Writing files so that a crash leaves the old file or the new one, never half of one."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from secrets import token_hex
from typing import TYPE_CHECKING

from glasscat.errors import StorageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Network and user-space file systems that cannot sync a folder say so in one of these ways.
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF}


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``: temporary file beside it, flush, fsync, rename, fsync the folder.

    Raises
    ------
    StorageError
        GC-S01 to GC-S03; what was at ``path`` before is untouched, and the temporary file is gone.
    """
    temporary = beside(path)
    with storage_errors(path):
        try:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):  # the first error is the one to tell
                temporary.unlink()
            raise
        sync_folder(path.parent)


def beside(path: Path) -> Path:
    """Return a hidden name, of nobody else, in the folder of ``path``."""
    return path.with_name(f".glasscat-{token_hex(8)}.part")


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn an OSError inside the block into a StorageError that says what is wrong with ``path``."""
    try:
        yield
    except OSError as error:
        raise _storage_error(path, error) from error


def _storage_error(path: Path, error: OSError) -> StorageError:
    reason = error.strerror or str(error)
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        problem = _("the disk is full; nothing was kept there.")
        return StorageError("GC-S01", str(path), problem, _("free some space, or choose a folder on another disk."))
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        problem = _("writing is not allowed there ({reason}).", reason=reason)
        return StorageError("GC-S02", str(path), problem, _("choose a folder that you may write to."))
    problem = _("it could not be written ({reason}); nothing was kept there.", reason=reason)
    return StorageError("GC-S03", str(path), problem, _("check the path and the disk, or choose another folder."))
