"""Pictures as the bytes of a small file, for pages that carry their pictures with them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.typing import Stored


def pixels_of(X: Stored, scale: float) -> NDArray[np.uint8]:
    """Stored pictures as pixels 0-255, whatever range they are stored in.

    Parameters
    ----------
    X : (m, height, width, 3)
    scale : float
        What stands for full brightness, as in `glasscat.data.dataset.Samples`.
    """
    if X.dtype == np.uint8:
        return X  # type: ignore[return-value]
    return (X * (255 / scale)).round().clip(0, 255).astype(np.uint8)


def webp(picture: NDArray[np.uint8], side: int, *, quality: int = 85) -> bytes:
    """Picture as WebP, made smaller where it is larger than ``side`` pixels; what is lost is hard to see.

    Parameters
    ----------
    picture : (height, width, 3) uint8
    side : int
        Pixels.
    quality : int
        0 to 100.
    """
    image = Image.fromarray(picture)
    if max(image.size) > side:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
    file = BytesIO()
    image.save(file, "WEBP", quality=quality, method=4)
    return file.getvalue()


def indexed_png(indices: NDArray[np.uint8], palette: NDArray[np.uint8]) -> bytes:
    """Picture in at most 256 colours as PNG, nothing lost.

    Parameters
    ----------
    indices : (height, width) uint8
        Place of each pixel's colour in the palette.
    palette : (256, 3) uint8
    """
    image = Image.fromarray(indices)
    image.putpalette(palette.tobytes())
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
