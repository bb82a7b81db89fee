"""The one door for picture files: read safely, turned upright, made RGB of one size, and every conversion said."""

from __future__ import annotations

import struct
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from glasscat.data.fitting import fitted
from glasscat.data.impostors import head_of, is_heic, kind_of, refuse_impostors
from glasscat.data.picture_cost import check_cost, check_pixels, too_many_pixels
from glasscat.data.reading import checked_fit, sides
from glasscat.errors import DataError, GlasscatError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from glasscat.data.reading import Fit
    from glasscat.i18n import Text

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF")
"""Formats that are decoded, told by content, never by name: every further decoder is a further way in."""

_UNREAD = frozenset({".heic", ".heif", ".avif", ".tif", ".tiff"})
SUFFIXES = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif"}) | _UNREAD
"""Names of pictures. Also of those that are not read: half of somebody's photographs must not be left out in a note."""

# What Pillow's decoders raise on files that are damaged in one way or another.
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error)
_ORIENTATION = 0x0112
_BAND = 256
"""Rows."""
_MODES = {
    "P": _("palette colours made RGB"),
    "PA": _("palette colours made RGB"),
    "CMYK": _("print colours (CMYK) made RGB"),
    "1": _("black and white made RGB"),
    "L": _("grey made RGB"),
    "LA": _("grey made RGB"),
}


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture as a network takes it.

    Parameters
    ----------
    pixels : (height, width, 3) uint8
    conversions : tuple of Text
        What was changed on the way, in order; the same change has the same words for every picture.
    """

    pixels: NDArray[np.uint8]
    conversions: tuple[Text, ...]


def read_picture(path: str | Path, size: int | tuple[int, int], fit: Fit = "crop") -> Picture:
    """Read one picture file.

    Parameters
    ----------
    path : str or Path
        A JPEG, PNG, WebP, BMP or GIF file, told by its content.
    size : int or (height, width)
        Pixels.
    fit : "crop", "pad" or "stretch"

    Returns
    -------
    Picture

    Raises
    ------
    DataError
        GC-D01 and GC-D02 where it cannot be opened, GC-D03 and GC-D04 for a web page or a git-lfs pointer, GC-D40 for a
        file of another kind, GC-D41 for a damaged or truncated one, GC-D42, GC-D45 and GC-D46 for one that would take
        too much: see `glasscat.data.picture_cost`, GC-D48 for a HEIC or AVIF picture.
    UsageError
        GC-U20, GC-U21.
    """
    with pillow_silenced():
        return decoded(Path(path), sides(size), checked_fit(fit))


def picture_files(folder: str | Path) -> list[Path]:
    """Return the files in ``folder`` that are named as pictures, sorted; hidden ones and sub-folders stay out."""
    return [path for path in visible(Path(folder)) if is_picture_file(path)]


def visible(folder: Path) -> list[Path]:
    """Return what lies in ``folder`` and is not hidden, sorted by name; GC-D02 where it may not be read."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        problem = _("the folder cannot be read: {reason}.", reason=error.strerror)
        raise DataError("GC-D02", str(folder), problem, _("check its permissions.")) from error


def is_picture_file(path: Path) -> bool:
    """Whether a file is named as a picture, in capitals or not."""
    return path.suffix.lower() in SUFFIXES and path.is_file()


@contextmanager
def pillow_silenced() -> Iterator[None]:
    """Keep Pillow's warnings off the screen: what matters of them is raised as an error or listed as a conversion.

    Not to be entered in worker threads: the filter belongs to the whole process.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def decoded(path: Path, size: tuple[int, int], fit: Fit) -> Picture:
    """Read one picture, arguments checked already; the errors are those of `read_picture`."""
    head = head_of(path)
    refuse_impostors(path, head)
    try:
        with Image.open(path, formats=FORMATS) as image:
            check_pixels(path, image)
            pixels = image.width * image.height
            # A JPEG can be decoded at 1/2, 1/4 or 1/8: at least twice the target is kept for the antialiasing.
            image.draft("RGB", (2 * max(size), 2 * max(size)))
            check_cost(path, image, pixels)
            return _converted(image, size, fit)
    except GlasscatError:
        raise
    except Image.DecompressionBombError:  # Pillow's own, far beyond the cap
        raise too_many_pixels(path) from None
    except UnidentifiedImageError:
        if is_heic(head):
            raise _heic(path) from None
        problem = _("a picture must be JPEG, PNG, WebP, BMP or GIF; this is {kind}.", kind=kind_of(head))
        raise DataError("GC-D40", str(path), problem, _("save it as PNG or JPEG.")) from None
    except _DAMAGED as error:
        problem = _("the picture is damaged or ends too early ({reason}).", reason=str(error))
        raise DataError("GC-D41", str(path), problem, _("get the file again, or remove it.")) from error


def _heic(path: Path) -> DataError:
    """Error for the pictures that many phones take: the commonest file of another kind among photographs."""
    problem = _("this is a HEIC or AVIF picture, as phones take them; only JPEG, PNG, WebP, BMP and GIF are read.")
    fix = _(
        "save it as JPEG, for example by exporting it from a photo program; an iPhone takes JPEG pictures with "
        "Settings > Camera > Formats > Most Compatible."
    )
    return DataError("GC-D48", str(path), problem, fix)


def _converted(image: Image.Image, size: tuple[int, int], fit: Fit) -> Picture:
    said = []
    if getattr(image, "is_animated", False):
        said.append(_("only the first frame taken"))
    if ";16B" in _raw_mode(image):
        said.append(_("16 bits a colour reduced to 8"))
    image.load()
    if image.getexif().get(_ORIENTATION, 1) in range(2, 9):
        said.append(_("turned upright as its EXIF data says"))
    ImageOps.exif_transpose(image, in_place=True)
    rgb, more = _rgb(image)
    small, how = fitted(rgb, size, fit)
    said += more if how is None else [*more, how]
    return Picture(np.asarray(small, dtype=np.uint8), tuple(said))


def _raw_mode(image: Image.Image) -> str:
    """How the file stores its pixels, such as "RGB;16B" in a PNG: `Image.mode` tells only what they are decoded to."""
    tile = getattr(image, "tile", None)
    return str(tile[0][3]) if tile else ""


def _rgb(image: Image.Image) -> tuple[Image.Image, list[Text]]:
    """Bring any mode to RGB and say what that changed."""
    mode = "L" if image.mode.startswith("I") else image.mode  # 16 bits of grey
    said = [_MODES[mode]] if mode in _MODES else []
    transparent = False
    if mode == "RGB" and not image.has_transparency_data:
        return image, said
    rgb = Image.new("RGB", image.size)
    for top in range(0, image.height, _BAND):  # so that there are no further copies of the whole picture
        box = (0, top, image.width, min(top + _BAND, image.height))
        band, laid_over = _band_in_rgb(image.crop(box))
        rgb.paste(band, box)
        transparent = transparent or laid_over
    return rgb, [*said, _("transparent parts laid over white")] if transparent else said


def _band_in_rgb(band: Image.Image) -> tuple[Image.Image, bool]:
    """Bring a part of a picture to RGB; whether some of it was transparent."""
    if band.mode.startswith("I"):
        band = Image.fromarray((np.asarray(band) / 257).round().astype(np.uint8))  # 65535 = 257 · 255
    if not band.has_transparency_data:
        return band.convert("RGB"), False
    rgba = band.convert("RGBA")
    if rgba.getchannel("A").getextrema() == (255, 255):
        return rgba.convert("RGB"), False
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB"), True
