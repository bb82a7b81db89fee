"""One unit's answer, opened pixel by pixel: ``z = sum of w_i x_i + b``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PixelMap:
    """What each pixel adds to z. Exact: the map and the bias add up to z, up to rounding.

    Where a pixel is black, it adds nothing, whatever its weight. What it would change to have another picture there is
    the contrast.

    Parameters
    ----------
    channels : (height, width, 3)
        ``w_i x_i``, channel by channel.
    bias : float
    contrast : (height, width, 3) or None
        ``w_i (x_i - r_i)`` against a reference picture r, the mean of the training pictures; None without them.
    reference : float or None
        z of that reference, ``w.T r + b``.
    """

    channels: Array
    bias: float
    contrast: Array | None = None
    reference: float | None = None

    @property
    def map(self) -> Array:
        """Sum over the channels, (height, width)."""
        return np.sum(self.channels, axis=-1)

    @property
    def contrast_map(self) -> Array | None:
        """Sum of the contrast over the channels, (height, width): with `reference` it adds up to z as well."""
        return None if self.contrast is None else np.sum(self.contrast, axis=-1)

    @property
    def total(self) -> float:
        """The z that the map and the bias add up to."""
        return float(self.map.sum()) + self.bias

    def __repr__(self) -> str:
        height, width = self.channels.shape[:2]
        return f"PixelMap({height} × {width}, bias={self.bias:.6g}, total={self.total:.6g})"


def pixel_map(w: Array, b: float, x: Array, shape: tuple[int, int, int], r: Array | None = None) -> PixelMap:
    """Open ``z = w.T x + b`` pixel by pixel.

    Parameters
    ----------
    w : (n_x,)
    b : float
    x : (n_x,)
        The picture, 0 to 1.
    shape : (height, width, 3)
    r : (n_x,), optional
        The reference picture of the contrast, 0 to 1.
    """
    channels = (w * x).reshape(shape)
    if r is None:
        return PixelMap(channels, b)
    return PixelMap(channels, b, (w * (x - r)).reshape(shape), float(w @ r) + b)
