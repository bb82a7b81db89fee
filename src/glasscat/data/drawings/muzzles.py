"""Muzzles with nose and mouth, by kind, for a head of radius 1 around (0, 0)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.drawings.palette import BLUSH, INK, WHITE, darker, lighter, mix
from glasscat.data.drawings.shapes import curve, ellipse, polygon, rectangle, symmetric

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from glasscat.data.drawings.brush import Brush
    from glasscat.data.drawings.coats import Coat

_TONGUE = (226, 112, 116)


def _smile(brush: Brush, y: float, reach: float) -> None:
    """A mouth like a w, hanging from the nose."""
    brush.line(curve((-reach, y), (-0.55 * reach, y + 0.13), (0, y)), 0.04, INK)
    brush.line(curve((reach, y), (0.55 * reach, y + 0.13), (0, y)), 0.04, INK)


def _whiskers(brush: Brush, coat: Coat, length: float) -> None:
    """Three a side: light on dark fur, dark on light fur."""
    colour = lighter(coat.light, 0.6) if sum(coat.base) < 400 else darker(coat.edge, 0.2)
    for side in (-1, 1):
        for rise, y in ((-0.18, 0.32), (-0.02, 0.42), (0.14, 0.52)):
            brush.line(
                curve(
                    (side * 0.36, y), (side * (0.36 + 0.5 * length), y + 0.4 * rise), (side * (0.36 + length), y + rise)
                ),
                0.024,
                colour,
            )


def cat(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """Two round pads, a small nose, whiskers."""
    pad = coat.tips if coat.pattern == "points" else lighter(coat.chest, 0.35)
    for side in (-1, 1):
        brush.fill(ellipse(side * 0.18, 0.44, 0.26, 0.2), pad)
    brush.fill(ellipse(0, 0.6, 0.16, 0.12), pad)
    brush.fill(polygon((-0.14, 0.2), (0.14, 0.2), (0.06, 0.33), (-0.06, 0.33)), mix(BLUSH, coat.edge, 0.15))
    brush.line(curve((0, 0.32), (0, 0.42)), 0.04, INK)
    _smile(brush, 0.42, 0.26)
    _whiskers(brush, coat, rng.uniform(0.7, 0.95))


def dog(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A long broad muzzle with a big nose, the tongue perhaps out."""
    if rng.random() < 0.5:
        brush.solid([symmetric((0.15, 0.7), (0.16, 1.02), (0, 1.14))], _TONGUE, darker(_TONGUE), 0.02)
    brush.fill(symmetric((0, -0.02), (0.3, 0.2), (0.5, 0.55), (0.3, 0.86), (0, 0.9)), lighter(coat.chest, 0.3))
    brush.fill(symmetric((0, 0.1), (0.24, 0.16), (0.12, 0.38), (0, 0.42)), INK)
    brush.fill(ellipse(-0.07, 0.19, 0.06, 0.035), (150, 146, 156))
    brush.line(curve((0, 0.4), (0, 0.58)), 0.045, INK)
    _smile(brush, 0.58, 0.34)


def rabbit(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """Small pads, a pink nose, two teeth."""
    pad = lighter(coat.chest, 0.4)
    brush.fill(rectangle(-0.12, 0.5, 0.12, 0.78), WHITE)
    brush.line(curve((0, 0.5), (0, 0.78)), 0.03, coat.edge)
    for side in (-1, 1):
        brush.fill(ellipse(side * 0.17, 0.42, 0.24, 0.18), pad)
        brush.fill(ellipse(side * 0.62, 0.34, 0.16, 0.1), mix(BLUSH, coat.base, 0.4))
    brush.fill(ellipse(0, 0.28, 0.11, 0.07), BLUSH)
    _smile(brush, 0.42, 0.2)
    if rng.random() < 0.5:
        _whiskers(brush, coat, 0.6)


def bear(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """One light oval, an oval nose."""
    del rng
    brush.fill(ellipse(0, 0.42, 0.42, 0.34), lighter(coat.light, 0.2))
    brush.fill(ellipse(0, 0.25, 0.17, 0.12), INK)
    brush.line(curve((0, 0.3), (0, 0.48)), 0.045, INK)
    _smile(brush, 0.48, 0.2)


def mouse(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A pointed snout with a pink button, and whiskers like a cat's."""
    brush.fill(ellipse(0, 0.5, 0.3, 0.3), lighter(coat.chest, 0.3))
    _whiskers(brush, coat, rng.uniform(0.6, 0.85))
    brush.solid([ellipse(0, 0.56, 0.14, 0.12)], BLUSH, darker(BLUSH), 0.02)
    for side in (-1, 1):
        brush.fill(ellipse(side * 0.56, 0.26, 0.15, 0.1), mix(BLUSH, coat.base, 0.35))


def snout(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A disc with two holes."""
    del rng
    disc = mix(BLUSH, coat.base, 0.3)
    brush.line(curve((-0.34, 0.66), (0, 0.8), (0.34, 0.66)), 0.05, coat.edge)
    brush.solid([ellipse(0, 0.34, 0.4, 0.28)], disc, darker(disc, 0.4), 0.03)
    for side in (-1, 1):
        brush.fill(ellipse(side * 0.15, 0.34, 0.07, 0.11), darker(disc, 0.65))


def cow(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A broad pink mouth end."""
    del rng
    disc = mix(BLUSH, coat.light, 0.3)
    brush.solid([ellipse(0, 0.66, 0.64, 0.38)], disc, darker(disc, 0.4), 0.03)
    for side in (-1, 1):
        brush.fill(ellipse(side * 0.26, 0.58, 0.09, 0.07), darker(disc, 0.6))
    brush.line(curve((-0.25, 0.82), (0, 0.88), (0.25, 0.82)), 0.04, INK)


def koala(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A tall dark nose."""
    del rng
    brush.fill(ellipse(0, 0.5, 0.4, 0.26), lighter(coat.chest, 0.3))
    brush.fill(ellipse(0, 0.22, 0.2, 0.32), INK)
    brush.fill(ellipse(-0.06, 0.06, 0.06, 0.1), (120, 116, 126))
    _smile(brush, 0.58, 0.18)


def fox(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """White cheeks that meet in a narrow point, black at its end."""
    del rng
    for side in (-1, 1):
        brush.fill(
            polygon((0, 0.9), (side * 0.22, 0.5), (side * 0.5, 0.12), (side * 0.9, 0.12), (side * 0.62, 0.5)), WHITE
        )
    brush.fill(polygon((-0.2, 0.3), (0.2, 0.3), (0, 0.95)), lighter(coat.base, 0.15))
    brush.fill(ellipse(0, 0.78, 0.15, 0.12), INK)


def sheep(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A narrow nose in a bare face, under a woollen cap."""
    del rng
    brush.fill(symmetric((0, 0.3), (0.26, 0.36), (0.2, 0.56), (0, 0.62)), mix(BLUSH, coat.edge, 0.25))
    _smile(brush, 0.66, 0.16)
    for x, y in ((-0.4, -0.86), (0.0, -0.98), (0.4, -0.86)):
        brush.fill(ellipse(x, y, 0.32, 0.24), lighter(coat.base, 0.3))


MUZZLES: Mapping[str, Callable[[Brush, Coat, np.random.Generator], None]] = {
    "cat": cat,
    "dog": dog,
    "rabbit": rabbit,
    "bear": bear,
    "mouse": mouse,
    "snout": snout,
    "cow": cow,
    "koala": koala,
    "fox": fox,
    "sheep": sheep,
}
