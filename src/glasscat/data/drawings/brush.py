"""A brush: it paints shapes, given in its own coordinates, on a picture four times finer than the one handed out."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glasscat.data.drawings.palette import RGB, Colour
    from glasscat.data.drawings.shapes import Shape

SIDE = 64
FINENESS = 4
CANVAS = SIDE * FINENESS

_VERTICAL = Image.linear_gradient("L")
_RADIAL = Image.radial_gradient("L")


class Brush:
    """Paints on an image through a frame: fine pixel = matrix @ point + origin.

    Parameters
    ----------
    image : PIL.Image.Image
        RGB picture of `CANVAS` by `CANVAS` fine pixels, painted in place.
    matrix : (2, 2), optional
        Turn, scale and mirror. Without it, points are fractions of the picture's side.
        Its scale, fine pixels in one unit, is kept as `scale`.
    origin : (2,), optional
        Fine pixel of the point (0, 0).
    """

    __slots__ = ("_draw", "_glaze", "image", "matrix", "origin", "scale")

    def __init__(self, image: Image.Image, matrix: Shape | None = None, origin: Shape | None = None) -> None:
        self.image = image
        self.matrix = np.eye(2) * CANVAS if matrix is None else matrix
        self.origin = np.zeros(2) if origin is None else origin
        self.scale = float(np.hypot(*self.matrix[:, 0]))
        self._draw = ImageDraw.Draw(image)
        # Thin layers go another way through Pillow, which would be twice as slow for solid colours.
        self._glaze = ImageDraw.Draw(image, "RGBA") if image.mode == "RGB" else self._draw

    def at(self, x: float, y: float, scale: float = 1.0, turn: float = 0.0, *, flip: bool = False) -> Brush:
        """Return a brush whose (0, 0) is at (x, y), ``scale`` times as large, turned clockwise, perhaps mirrored."""
        c, s = np.cos(turn) * scale, np.sin(turn) * scale
        inner = np.array([[-c if flip else c, -s], [-s if flip else s, c]])
        return Brush(self.image, self.matrix @ inner, self.matrix @ (x, y) + self.origin)

    def fill(self, shape: Shape, colour: Colour | int) -> None:
        """Fill a closed outline."""
        self._medium(colour).polygon(self._fine(shape), fill=colour)

    def line(self, shape: Shape, width: float, colour: Colour, *, closed: bool = False) -> None:
        """Draw along a line; ``width`` is in the units of the brush, and at least one fine pixel."""
        points = self._fine(shape)
        width = max(1, round(width * self.scale))
        self._medium(colour).line(points + points[:2] if closed else points, colour, width)

    def solid(self, shapes: Sequence[Shape], colour: RGB, edge: RGB, width: float = 0.03) -> None:
        """Fill shapes as one body: the edge runs around all of them together."""
        for shape in shapes:
            self.line(shape, 2 * width, edge, closed=True)
        for shape in shapes:
            self.fill(shape, colour)

    @contextmanager
    def inside(self, shapes: Sequence[Shape]) -> Iterator[Brush]:
        """Give a brush that leaves paint only inside the shapes."""
        corners = np.concatenate(shapes) @ self.matrix.T + self.origin
        left, top = np.clip(corners.min(axis=0) - 1, 0, CANVAS - 1).astype(int).tolist()
        right, bottom = np.clip(corners.max(axis=0) + 2, 1, CANVAS).astype(int).tolist()
        # Only the box around the shapes is copied: a quarter of the picture, most often.
        box = (left, top, max(right, left + 1), max(bottom, top + 1))
        corner = self.origin - (left, top)
        layer = Brush(self.image.crop(box), self.matrix, corner)
        yield layer
        mask = Image.new("L", layer.image.size)
        stencil = Brush(mask, self.matrix, corner)
        for shape in shapes:
            stencil.fill(shape, 255)
        self.image.paste(layer.image, box, mask)

    def wash(self, top: RGB, bottom: RGB) -> None:
        """Cover the whole picture with a gradient from top to bottom."""
        self._blend(bottom, top, _VERTICAL)

    def glow(self, centre: RGB, rim: RGB) -> None:
        """Cover the whole picture with a gradient from its centre to its rim."""
        self._blend(rim, centre, _RADIAL)

    def _medium(self, colour: Colour | int) -> ImageDraw.ImageDraw:
        return self._glaze if isinstance(colour, tuple) and len(colour) == 4 else self._draw

    def _blend(self, light: RGB, dark: RGB, mask: Image.Image) -> None:
        self.image.paste(dark, (0, 0, CANVAS, CANVAS))
        self.image.paste(light, (0, 0, CANVAS, CANVAS), mask)

    def _fine(self, shape: Shape) -> list[int]:
        """Whole fine pixels: rounding here keeps the last bit of a sine out of the picture."""
        points = np.rint(shape @ self.matrix.T + self.origin)
        return points.astype(np.int64).ravel().tolist()
