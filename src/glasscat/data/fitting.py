"""Pictures brought to one size: cut, padded or stretched, always with antialiasing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from glasscat.i18n import _, _n

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.data.dataset import Samples
    from glasscat.data.reading import Fit
    from glasscat.i18n import Text
    from glasscat.typing import Array, Stored

# Lanczos over the picture first reduced by box averages to 3 times the target: as good to the eye, and faster.
_GAP = 3.0


def fitted(image: Image.Image, size: tuple[int, int], fit: Fit) -> tuple[Image.Image, Text | None]:
    """Bring an image to ``size`` (height, width) and say how, or None where it had that size."""
    height, width = size
    if image.size == (width, height):
        return image, None
    same_shape = image.width * height == image.height * width
    if same_shape or fit == "stretch":
        resized = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=_GAP)
        if same_shape:
            return resized, _("resized to {width} × {height}", width=width, height=height)
        return resized, _("stretched to {width} × {height}", width=width, height=height)
    if fit == "crop":
        return _cropped(image, height, width), _(
            "cut to the middle and resized to {width} × {height}", width=width, height=height
        )
    return _padded(image, height, width), _(
        "resized to {width} × {height} with black borders", width=width, height=height
    )


def resized_samples(samples: Samples, size: tuple[int, int], fit: Fit) -> tuple[Samples, Text | None]:
    """Bring stored pictures to ``size`` (height, width), keeping their kind of number, and say how."""
    X = samples.X
    if X.shape[1:3] == size:
        return samples, None
    resized: NDArray[Any] = np.empty((len(X), *size, 3), X.dtype)
    how = None
    for k, picture in enumerate(X):
        if X.dtype == np.uint8:
            image, how = fitted(Image.fromarray(picture), size, fit)
            resized[k] = np.asarray(image)
        else:
            resized[k], how = _fitted_fractions(picture, samples.scale, size, fit)
    note = _n("{n} stored picture: {how}.", "{n} stored pictures: {how}.", len(X), how=how)
    return replace(samples, X=resized), note


def _cropped(image: Image.Image, height: int, width: int) -> Image.Image:
    """Cut the largest rectangle of the target's shape from the middle, and resize it, in one step."""
    scale = max(width / image.width, height / image.height)
    left, top = (image.width - width / scale) / 2, (image.height - height / scale) / 2
    box = (max(left, 0.0), max(top, 0.0), min(image.width - left, image.width), min(image.height - top, image.height))
    return image.resize((width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=_GAP)


def _padded(image: Image.Image, height: int, width: int) -> Image.Image:
    """Resize the whole picture into the target; borders are black: a pixel of 0 adds nothing to Z = W X + b."""
    scale = min(width / image.width, height / image.height)
    inner = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    small = image.resize(inner, Image.Resampling.LANCZOS, reducing_gap=_GAP)
    padded = Image.new(image.mode, (width, height))
    padded.paste(small, ((width - inner[0]) // 2, (height - inner[1]) // 2))
    return padded


def _fitted_fractions(picture: Stored, scale: float, size: tuple[int, int], fit: Fit) -> tuple[Array, Text | None]:
    """Fit channel by channel, as Pillow has no fractions in RGB. Lanczos overshoots at edges, hence the clip."""
    fits = [fitted(Image.fromarray(picture[..., c].astype(np.float32)), size, fit) for c in range(3)]
    return np.clip(np.stack([np.asarray(image) for image, _how in fits], axis=-1), 0, scale), fits[0][1]
