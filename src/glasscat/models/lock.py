"""A lock that one process holds, and that ends with it, however it ends."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from glasscat.errors import LockedError
from glasscat.i18n import _
from glasscat.models.storage import storage_errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def locked(path: Path, what: Path) -> Iterator[None]:
    """Hold a lock for as long as the block lasts.

    The operating system holds it, so that it is free as soon as its owner is gone, killed or not; the file that bears
    it says who that is.

    Parameters
    ----------
    path : Path
        The file, which is gone afterwards.
    what : Path
        What is locked, for the message.

    Raises
    ------
    LockedError
        GC-L01, if another process, or another part of this one, holds it.
    StorageError
        GC-S01 to GC-S03, if the file cannot be written.
    """
    with storage_errors(path):
        descriptor = _opened(path, what)
        try:
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()}\n".encode())
        except BaseException:
            with suppress(OSError):
                path.unlink()
            os.close(descriptor)
            raise
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        with suppress(OSError):
            os.close(descriptor)


def _opened(path: Path, what: Path) -> int:
    """Descriptor of the file with the lock on it; opened again where its last owner has just removed it."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _take(descriptor)
            if path.exists() and os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor
        except BlockingIOError:
            owner = os.read(descriptor, 32).decode(errors="replace").strip() or "?"
            os.close(descriptor)
            raise LockedError(
                "GC-L01",
                str(what),
                _("process {pid} is training it.", pid=owner),
                _("wait until it has ended, or stop it."),
            ) from None
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


if sys.platform == "win32":  # pragma: no cover  (Windows has another call for it)
    import msvcrt

    _FAR = 2**30  # the byte that is locked, which on Windows nobody could read

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
