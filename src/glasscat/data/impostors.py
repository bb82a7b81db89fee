"""What a file really is, told from its first bytes: a web page saved as data is the commonest broken download."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.nearby import nearby
from glasscat.errors import DataError
from glasscat.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from glasscat.i18n import Text

HDF5_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_PAGE = (b"<!doctype html", b"<html", b"<head", b"<body")
_POINTER = b"version https://git-lfs.github.com/spec/"
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
_SIGNATURES = (
    (HDF5_SIGNATURE, _("an HDF5 file")),
    (b"\x89PNG\r\n\x1a\n", _("a PNG picture")),
    (b"\xff\xd8\xff", _("a JPEG picture")),
    (b"GIF8", _("a GIF picture")),
    (b"BM", _("a BMP picture")),
    (b"II*\x00", _("a TIFF picture")),
    (b"MM\x00*", _("a TIFF picture")),
    (b"PK\x03\x04", _("a ZIP archive")),
    (b"\x1f\x8b", _("a gzip archive")),
    (b"\x93NUMPY", _("a single NumPy array (.npy)")),
    (b"%PDF", _("a PDF document")),
    (b"<?xml", _("an XML document")),
    (b"<svg", _("an SVG drawing")),
)


def head_of(path: Path) -> bytes:
    """Return the first 512 bytes of the file.

    Raises
    ------
    DataError
        GC-D01 where there is no such file, GC-D02 where it may not be read, GC-D27 where it is a pipe or a device.
    """
    if path.exists() and not path.is_dir() and not path.is_file():  # a pipe would be waited at for ever
        raise DataError("GC-D27", str(path), _("this is neither a file nor a folder."), _("give a file."))
    try:
        with path.open("rb") as file:
            return file.read(512)
    except FileNotFoundError:
        fix = nearby(path, _("check the path."))
        raise DataError("GC-D01", str(path), _("there is no such file."), fix) from None
    except OSError as error:
        problem = _("the file cannot be read: {reason}.", reason=error.strerror)
        raise DataError("GC-D02", str(path), problem, _("check its permissions.")) from error


def is_page(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an HTML page."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGE)


def is_heic(head: bytes) -> bool:
    """Whether a file is a HEIC or AVIF picture, by the brand that stands in its first box (ISO/IEC 23008-12)."""
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS


def is_pointer(head: bytes) -> bool:
    """Whether a file is a git-lfs pointer: a note of where the real file is kept."""
    return head.startswith(_POINTER)


def kind_of(head: bytes) -> Text:
    """Name in words what a file with these first bytes is."""
    if not head:
        return _("an empty file")
    if is_page(head):
        return _("an HTML page")
    if is_pointer(head):
        return _("a git-lfs pointer")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _("a WebP picture")
    if is_heic(head):
        return _("a HEIC or AVIF picture")
    return next((name for signature, name in _SIGNATURES if head.startswith(signature)), _("a file of another kind"))


def refuse_impostors(path: Path, head: bytes) -> None:
    """Raise `DataError` for an HTML page (GC-D03) or a git-lfs pointer (GC-D04) that was saved as a data file."""
    if is_page(head):
        raise DataError(
            "GC-D03",
            str(path),
            _("this is an HTML page, not data: the download saved the web page about the file."),
            _("download the file itself, for example by the link named raw or download."),
        )
    if is_pointer(head):
        raise DataError(
            "GC-D04",
            str(path),
            _("this is a git-lfs pointer, not data: it only says where the real file is kept."),
            _("fetch the real file with: git lfs pull"),
        )
