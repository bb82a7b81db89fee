"""Writing files so that a crash leaves the old file or the new one, never half of one."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from glasscat.errors import StorageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``: temporary file beside it, flush, fsync, rename, fsync the folder.

    Raises
    ------
    StorageError
        GC-S01 to GC-S03; what was at ``path`` before is untouched, and the temporary file is gone.
    """
    with storage_errors(path):
        temporary = NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False)  # noqa: SIM115  (closed below, before the rename)
        try:
            with temporary:
                temporary.write(content)
                temporary.flush()
                os.fsync(temporary.fileno())
            # a temporary file is private; the finished one is as open as any file the user makes
            Path(temporary.name).chmod(0o666 & ~_umask())
            Path(temporary.name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(temporary.name).unlink()
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
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
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StorageError(
            "GC-S01", str(path), _("the disk is full; nothing was kept there."), _("free some space, or give another --out.")
        )
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return StorageError(
            "GC-S02", str(path), _("it cannot be written: {reason}.", reason=error.strerror), _("give another --out.")
        )
    return StorageError("GC-S03", str(path), _("it could not be written: {reason}.", reason=error.strerror or str(error)))


def _umask() -> int:
    """Read the process's umask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
