"""Coats: the fur, skin or paint of whatever is drawn, and the patterns on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasscat.data.drawings.palette import (
    COATS,
    IRISES,
    RGB,
    WHITE,
    darker,
    distance,
    lighter,
    main_colour,
    mix,
    pick,
    veil,
)
from glasscat.data.drawings.shapes import Shape, blob, curve, ellipse, ribbon

if TYPE_CHECKING:
    import numpy as np

    from glasscat.data.drawings.brush import Brush

PATTERNS = ("solid", "solid", "stripes", "stripes", "bib", "bib", "patches", "points", "spots")
"""As often as they stand here, on cats as on dogs."""


@dataclass(frozen=True)
class Coat:
    """Colours of one figure.

    Parameters
    ----------
    base, light, dark : RGB
        Main tone, muzzle and belly, stripes.
    edge : RGB
        Line around it.
    tips : RGB
        Ears, paws and tail.
    mark : RGB
        Colour of patches.
    iris : RGB
    pattern : str
        One of `PATTERNS`.
    """

    base: RGB
    light: RGB
    dark: RGB
    edge: RGB
    tips: RGB
    mark: RGB
    iris: RGB
    pattern: str

    @property
    def paws(self) -> RGB:
        """A coat with a bib has light paws too."""
        return self.light if self.pattern == "bib" else self.tips

    @property
    def chest(self) -> RGB:
        """Chest and muzzle: hardly lighter than the rest on a plain coat."""
        return self.light if self.pattern in ("bib", "stripes") else mix(self.base, self.light, 0.65)


def any_coat(rng: np.random.Generator, backdrop: RGB) -> Coat:
    """Coat by chance, one that stands out from the backdrop."""
    base, light, dark = main_colour(rng, backdrop)
    pattern = pick(rng, PATTERNS)
    others = [tones for tones in COATS if distance(tones[0], base) > 35]
    mark = pick(rng, others)[0]
    iris = pick(rng, IRISES)
    if pattern == "bib":
        light = WHITE if distance(base, WHITE) > 40 else light
    if pattern == "points":
        base, tips = mix(base, light, 0.7), darker(dark, 0.2)
        return Coat(base, lighter(base, 0.5), tips, darker(dark, 0.3), tips, mark, iris, pattern)
    return Coat(base, light, dark, darker(dark, 0.55), base, mark, iris, pattern)


def shade(skin: Brush, box: tuple[float, float, float, float], coat: Coat) -> None:
    """Soft light from the upper left: a thin dark veil below, a thin light one above."""
    left, top, right, bottom = box
    x, y, w, h = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    skin.fill(ellipse(x - 0.25 * w, y - 0.35 * h, 1.0 * w, 0.95 * h), veil(lighter(coat.base, 0.5), 0.22))
    skin.fill(ellipse(x - 0.3 * w, y - 0.5 * h, 0.65 * w, 0.6 * h), veil(lighter(coat.base, 0.5), 0.25))
    skin.fill(ellipse(x + 0.2 * w, y + 1.15 * h, 1.3 * w, 0.6 * h), veil(coat.dark, 0.28))


def dress(skin: Brush, box: tuple[float, float, float, float], coat: Coat, rng: np.random.Generator) -> None:
    """Paint the coat's pattern over a body that fills ``box`` (left, top, right, bottom)."""
    shade(skin, box, coat)
    left, top, right, bottom = box
    w, h = right - left, bottom - top
    if coat.pattern == "stripes":
        count = int(rng.integers(5, 8))
        for k in range(count):
            x = left + w * (k + 0.6) / count
            skin.fill(
                _stripe(x, top - 0.05 * h, 0.045 * w, rng.uniform(0.42, 0.68) * h, rng.uniform(-0.1, 0.1) * w),
                coat.dark,
            )
    elif coat.pattern == "bib":
        skin.fill(ellipse(left + 0.5 * w, bottom, 0.46 * w, 0.34 * h), coat.light)
    elif coat.pattern == "patches":
        for colour in (coat.mark, coat.light, coat.mark):
            x, y = left + w * rng.uniform(0.05, 0.95), top + h * rng.uniform(0.0, 0.9)
            skin.fill(_patch(x, y, 0.2 * w, 0.24 * h, rng), colour)
    elif coat.pattern == "fleece":
        for k in range(24):
            x, y = left + w * (0.02 + 0.16 * (k % 7) + 0.08 * (k // 7 % 2)), top + h * (0.08 + 0.24 * (k // 7))
            curl = curve(
                (x - 0.06 * w, y), (x - 0.03 * w, y + 0.05 * w), (x + 0.03 * w, y + 0.05 * w), (x + 0.06 * w, y)
            )
            skin.line(curl, 0.035, veil(coat.dark, 0.55))
    elif coat.pattern == "spots":
        for _spot in range(12):
            x, y = left + w * rng.uniform(0.03, 0.97), top + h * rng.uniform(0.03, 0.8)
            skin.fill(ellipse(x, y, 0.045 * w, 0.05 * h), coat.dark)


def _stripe(x: float, y: float, width: float, length: float, lean: float) -> Shape:
    line = curve((x, y), (x + 0.6 * lean, y + 0.5 * length), (x + lean, y + length))
    return ribbon(line, width, 0.15 * width)


def _patch(x: float, y: float, across: float, down: float, rng: np.random.Generator) -> Shape:
    """Return an uneven round patch."""
    r = rng.uniform(0.75, 1.25, 6)
    ring = ((1, 0), (0.5, 0.87), (-0.5, 0.87), (-1, 0), (-0.5, -0.87), (0.5, -0.87))
    return blob(*((x + across * k * p, y + down * k * q) for k, (p, q) in zip(r, ring, strict=True)))
