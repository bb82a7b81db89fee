"""What has wings: birds and a butterfly. Figures as in `bodies`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.drawings.coats import dress
from glasscat.data.drawings.eyes import bead
from glasscat.data.drawings.palette import INK, WHITE, darker, lighter
from glasscat.data.drawings.shapes import blob, curve, ellipse, polygon, symmetric

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from glasscat.data.drawings.brush import Brush
    from glasscat.data.drawings.coats import Coat

_BEAK = (238, 168, 66)


def owl(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """Two tufts like ears, two wide eyes and a beak: nearly a cat."""
    for side in (-1, 1):
        brush.solid([ellipse(side * 0.24, 1.0, 0.16, 0.08)], _BEAK, darker(_BEAK, 0.4), 0.02)
    body = symmetric((0, -0.66), (0.3, -0.62), (0.62, -0.72), (0.66, -0.2), (0.7, 0.4), (0.4, 0.94), (0, 1.0))
    tufts = [polygon((s * 0.2, -0.62), (s * 0.66, -1.02), (s * 0.66, -0.4)) for s in (-1, 1)]
    brush.solid([*tufts, body], coat.base, coat.edge)
    with brush.inside([body]) as skin:
        dress(skin, (-0.7, -0.6, 0.7, 1.0), coat, rng)
        skin.fill(ellipse(0, 0.52, 0.42, 0.5), lighter(coat.light, 0.2))
        for k in range(7):
            x, y = -0.24 + 0.24 * (k % 3), 0.25 + 0.22 * (k // 3)
            skin.line(curve((x - 0.08, y), (x, y + 0.08), (x + 0.08, y)), 0.03, coat.dark)
    for side in (-1, 1):
        brush.solid(
            [blob((side * 0.62, -0.1), (side * 0.78, 0.3), (side * 0.5, 0.8), (side * 0.46, 0.3))],
            coat.dark,
            coat.edge,
            0.025,
        )
        brush.fill(ellipse(side * 0.28, -0.32, 0.3, 0.3), lighter(coat.light, 0.4))
        brush.fill(ellipse(side * 0.27, -0.31, 0.19, 0.19), coat.iris)
        brush.fill(ellipse(side * 0.26, -0.31, 0.11, 0.11), INK)
        brush.fill(ellipse(side * 0.26 - 0.04, -0.36, 0.045, 0.045), WHITE)
    brush.fill(polygon((-0.1, -0.2), (0.1, -0.2), (0, 0.04)), _BEAK)


def bird(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A songbird in profile, on thin legs."""
    for x in (-0.06, 0.16):
        brush.line(curve((x, 0.6), (x + 0.02, 0.98), (x + 0.16, 1.0)), 0.05, darker(_BEAK, 0.3))
    tail = rng.uniform(-0.2, 0.35)
    brush.solid([polygon((-0.5, 0.1), (-1.1, tail - 0.08), (-1.0, tail + 0.2), (-0.4, 0.42))], coat.dark, coat.edge)
    brush.solid([polygon((0.72, -0.5), (1.08, -0.34), (0.7, -0.24))], _BEAK, darker(_BEAK, 0.4), 0.02)
    body = blob(
        (0.42, -0.86), (0.78, -0.5), (0.72, 0.1), (0.36, 0.6), (-0.2, 0.66), (-0.62, 0.3), (-0.3, -0.1), (0.02, -0.6)
    )
    brush.solid([body], coat.base, coat.edge)
    with brush.inside([body]) as skin:
        dress(skin, (-0.6, -0.8, 0.75, 0.66), coat, rng)
        skin.fill(ellipse(0.42, 0.3, 0.4, 0.46), lighter(coat.chest, 0.2))
    brush.solid(
        [blob((0.2, -0.16), (0.26, 0.24), (-0.2, 0.42), (-0.72, 0.3), (-0.2, 0.0))], coat.dark, coat.edge, 0.025
    )
    bead(brush.at(0.46, -0.5), 0.09)


def duck(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A duck, swimming or sitting."""
    brush.solid([blob((0.76, -0.44), (1.14, -0.36), (1.12, -0.2), (0.74, -0.22))], _BEAK, darker(_BEAK, 0.4), 0.02)
    body = blob(
        (-1.0, 0.1),
        (-0.6, 0.36),
        (0.0, 0.24),
        (0.24, 0.0),
        (0.14, -0.4),
        (0.44, -0.72),
        (0.8, -0.46),
        (0.74, -0.08),
        (0.78, 0.5),
        (0.4, 0.94),
        (-0.4, 0.96),
        (-0.84, 0.66),
    )
    brush.solid([body], coat.base, coat.edge)
    with brush.inside([body]) as skin:
        dress(skin, (-1.0, -0.7, 0.8, 0.96), coat, rng)
        skin.fill(blob((0.1, -0.06), (0.5, 0.04), (0.84, -0.06), (0.84, 0.06), (0.5, 0.18), (0.1, 0.08)), WHITE)
    brush.solid([blob((0.3, 0.34), (0.2, 0.68), (-0.3, 0.76), (-0.8, 0.44), (-0.2, 0.36))], coat.dark, coat.edge, 0.025)
    bead(brush.at(0.52, -0.44), 0.08)


def penguin(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """Upright, in a tail coat."""
    for side in (-1, 1):
        brush.solid([ellipse(side * 0.24, 0.98, 0.22, 0.08)], _BEAK, darker(_BEAK, 0.4), 0.02)
        brush.solid(
            [blob((side * 0.46, -0.2), (side * 0.84, 0.36), (side * 0.7, 0.44), (side * 0.44, 0.2))],
            coat.dark,
            coat.edge,
            0.025,
        )
    body = symmetric((0, -1.0), (0.4, -0.78), (0.46, -0.36), (0.6, 0.3), (0.44, 0.9), (0, 1.0))
    brush.solid([body], coat.base, coat.edge)
    with brush.inside([body]) as skin:
        dress(skin, (-0.6, -1.0, 0.6, 1.0), coat, rng)
        white = lighter(coat.light, 0.6)
        skin.fill(ellipse(0, 0.42, 0.42, 0.6), white)
        for side in (-1, 1):
            skin.fill(ellipse(side * 0.17, -0.54, 0.2, 0.24), white)
    brush.fill(polygon((-0.12, -0.5), (0.12, -0.5), (0, -0.3)), _BEAK)
    for side in (-1, 1):
        bead(brush.at(side * 0.17, -0.6), 0.07)


def butterfly(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """Four wings, open."""
    spread = rng.uniform(0.8, 1.0)
    for side in (-1, 1):
        brush.solid(
            [
                blob(
                    (side * 0.06, 0.1),
                    (side * 0.3 * spread, -0.7),
                    (side * 0.95 * spread, -0.8),
                    (side * 0.8 * spread, 0.0),
                )
            ],
            coat.base,
            coat.edge,
            0.04,
        )
        brush.solid(
            [blob((side * 0.06, 0.1), (side * 0.7 * spread, 0.1), (side * 0.62 * spread, 0.78), (side * 0.2, 0.6))],
            coat.mark,
            coat.edge,
            0.04,
        )
        brush.fill(ellipse(side * 0.58 * spread, -0.42, 0.17, 0.2), lighter(coat.light, 0.2))
        brush.fill(ellipse(side * 0.42 * spread, 0.36, 0.1, 0.14), lighter(coat.light, 0.2))
        brush.line(curve((0, -0.5), (side * 0.1, -0.84), (side * 0.26, -0.98)), 0.04, INK)
    brush.fill(ellipse(0, 0.02, 0.09, 0.56), INK)


BIRDS: Mapping[str, Callable[[Brush, Coat, np.random.Generator], None]] = {
    "owl": owl,
    "bird": bird,
    "duck": duck,
    "penguin": penguin,
    "butterfly": butterfly,
}
