"""Pictures inside the page, as data addresses: no request goes anywhere."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.picture_bytes import indexed_png, webp
from glasscat.reports.figures.tiles import averaged, pixels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.data.dataset import Samples
    from glasscat.typing import Array

SIDE = 96
"""Pixels: larger pictures are made smaller, as a page of hundreds would be heavy."""


def picture(samples: Samples, i: int) -> str:
    """Sample ``i`` as the address of a picture."""
    return _address("webp", webp(pixels(samples.take(np.array([i])))[0], SIDE))


def signed_picture(values: Array, reach: float) -> str:
    """Numbers from -reach to reach as a picture in red and blue, white at zero.

    Parameters
    ----------
    values : (height, width)
    reach : float
        Above 0.
    """
    from matplotlib import colormaps  # noqa: PLC0415  (0.3 s, and many reports have no weights to draw)

    palette = np.rint(255 * colormaps["RdBu_r"](np.arange(256))[:, :3]).astype(np.uint8)
    shares = (averaged(values, SIDE) / reach + 1) / 2
    indices: NDArray[np.uint8] = np.rint(255 * shares.clip(0, 1)).astype(np.uint8)
    return _address("png", indexed_png(indices, palette))


def _address(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{b64encode(content).decode('ascii')}"
