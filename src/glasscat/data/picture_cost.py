"""What decoding a picture will take, told from its header: some kilobytes can ask for gigabytes, or for minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.errors import DataError
from glasscat.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

MOST_PIXELS = 100_000_000
"""Cap on width × height."""

MOST_MEGABYTES = 380
"""Memory to decode a picture in; what Python and its libraries take comes on top."""

MOST_SCANS = 100
"""Passes over the pixels in a progressive JPEG; programs write about 10, and a pass over all may be some bytes long."""

# Bytes a pixel while it is decoded and made RGB, as measured. A progressive JPEG keeps its coefficients besides, of 16
# bits, one for each colour of each pixel, even where it is then decoded at a smaller size.
_BYTES = {"WEBP": 17}
_BYTES_ELSE = 9
_COEFFICIENTS = 2


def check_pixels(path: Path, image: Image.Image) -> None:
    """Raise GC-D42 where a picture, not decoded yet, claims more than `MOST_PIXELS`."""
    if image.width * image.height > MOST_PIXELS:
        raise too_many_pixels(path)


def check_cost(path: Path, image: Image.Image, pixels: int) -> None:
    """Refuse a picture that would take too much.

    Parameters
    ----------
    path : Path
    image : Image
        Opened, not decoded; a JPEG drafted to the size that it is decoded at.
    pixels : int
        Width × height in the file.

    Raises
    ------
    DataError
        GC-D45 beyond `MOST_MEGABYTES`, GC-D46 for a JPEG of more than `MOST_SCANS`.
    """
    needed = image.width * image.height * _BYTES.get(str(image.format), _BYTES_ELSE)
    if image.format != "BMP":  # the only one whose file is not taken into memory
        needed += path.stat().st_size
    is_progressive = "progressive" in image.info
    if is_progressive:
        needed += pixels * len(image.getbands()) * _COEFFICIENTS
    if needed > MOST_MEGABYTES * 10**6:
        problem = _(
            "to decode the picture would take {needed} MB of memory; at most {most} are used.",
            needed=needed // 10**6,
            most=MOST_MEGABYTES,
        )
        raise DataError("GC-D45", str(path), problem, _("make it smaller, or save it as an ordinary JPEG."))
    if is_progressive and (scans := path.read_bytes().count(b"\xff\xda")) > MOST_SCANS:
        problem = _("a JPEG may have at most {most} scans; this one has {n}.", most=MOST_SCANS, n=scans)
        raise DataError("GC-D46", str(path), problem, _("save it as an ordinary JPEG."))


def too_many_pixels(path: Path) -> DataError:
    """Error GC-D42."""
    problem = _("a picture may have at most {most} million pixels; this one claims more.", most=MOST_PIXELS // 10**6)
    return DataError("GC-D42", str(path), problem, _("make it smaller, or remove it."))
