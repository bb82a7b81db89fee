"""What stands in a room or hangs on its wall; positions are fractions of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.drawings.palette import ACCENTS, COATS, PASTELS, WHITE, darker, lighter, mix, pick, veil
from glasscat.data.drawings.shapes import blob, curve, ellipse, polygon, rectangle, ribbon

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from glasscat.data.drawings.brush import Brush

_WOOD = (134, 92, 62)
_LEAF = (104, 146, 96)


def window(brush: Brush, horizon: float, rng: np.random.Generator) -> None:
    """A window with the day or the night in it, and curtains."""
    x, y, w = rng.uniform(0.12, 0.88), rng.uniform(0.1, 0.2), rng.uniform(0.13, 0.2)
    low = min(y + 0.42, horizon - 0.08)
    night = rng.random() < 0.3
    brush.solid(
        [rectangle(x - w, y, x + w, low)], (44, 56, 96) if night else (186, 218, 232), lighter(_WOOD, 0.75), 0.014
    )
    if night:
        brush.fill(ellipse(x + 0.4 * w, y + 0.1, 0.035, 0.035), (250, 238, 190))
    else:
        brush.fill(ellipse(x - 0.3 * w, y + 0.12, 0.06, 0.03), veil(WHITE, 0.8))
    for bar in (polygon((x, y), (x, low)), polygon((x - w, 0.5 * (y + low)), (x + w, 0.5 * (y + low)))):
        brush.line(bar, 0.016, lighter(_WOOD, 0.75))
    cloth = pick(rng, ACCENTS)
    if rng.random() < 0.6:
        for side in (-1, 1):
            edge = x + side * (w + 0.05)
            brush.fill(
                polygon(
                    (edge, y - 0.04),
                    (x + side * 0.45 * w, y - 0.04),
                    (x + side * 0.8 * w, low + 0.05),
                    (edge, low + 0.05),
                ),
                cloth,
            )


def frame(brush: Brush, horizon: float, rng: np.random.Generator) -> None:
    """A picture on the wall."""
    x, y = rng.uniform(0.12, 0.88), rng.uniform(0.14, max(0.16, horizon - 0.34))
    w, h = rng.uniform(0.07, 0.14), rng.uniform(0.07, 0.14)
    colour = pick(rng, ACCENTS)
    brush.solid([rectangle(x - w, y - h, x + w, y + h)], pick(rng, PASTELS), pick(rng, (_WOOD, (60, 54, 60))), 0.014)
    brush.fill(polygon((x - w, y + h), (x - 0.2 * w, y - 0.3 * h), (x + 0.3 * w, y + h)), colour)
    brush.fill(polygon((x - 0.2 * w, y + h), (x + 0.5 * w, y), (x + w, y + h)), darker(colour))


def plant(brush: Brush, horizon: float, rng: np.random.Generator) -> None:
    """Long leaves in a pot, on the floor."""
    x, h = pick(rng, (rng.uniform(0.05, 0.22), rng.uniform(0.78, 0.95))), rng.uniform(0.25, 0.42)
    low = horizon + 0.1
    for lean in (-0.13, -0.07, 0.0, 0.08, 0.14):
        line = curve((x, low - 0.1), (x + 0.6 * lean, low - 0.6 * h), (x + 1.3 * lean, low - h + 1.1 * abs(lean)))
        brush.fill(ribbon(line, 0.012, 0.026), mix(_LEAF, darker(_LEAF), rng.random()))
    pot = pick(rng, ACCENTS)
    brush.solid(
        [polygon((x - 0.08, low - 0.12), (x + 0.08, low - 0.12), (x + 0.055, low + 0.03), (x - 0.055, low + 0.03))],
        pot,
        darker(pot, 0.4),
        0.006,
    )


def sofa(brush: Brush, horizon: float, rng: np.random.Generator) -> None:
    """A sofa with a cushion, along the wall."""
    cloth = pick(rng, (*ACCENTS, *(tones[0] for tones in COATS)))
    edge, x, top = darker(cloth, 0.4), rng.uniform(0.3, 0.7), horizon - rng.uniform(0.16, 0.26)
    brush.solid(
        [
            blob(
                (x - 0.42, horizon + 0.1),
                (x - 0.42, top + 0.02),
                (x - 0.3, top - 0.02),
                (x + 0.3, top - 0.02),
                (x + 0.42, top + 0.02),
                (x + 0.42, horizon + 0.1),
            )
        ],
        cloth,
        edge,
        0.006,
    )
    brush.line(polygon((x, top), (x, horizon)), 0.008, edge)
    brush.solid([rectangle(x - 0.44, horizon - 0.02, x + 0.44, horizon + 0.1)], lighter(cloth, 0.15), edge, 0.006)
    for side in (-1, 1):
        brush.solid([ellipse(x + side * 0.45, horizon + 0.02, 0.07, 0.12)], cloth, edge, 0.006)
    pillow = pick(rng, ACCENTS)
    cx = x + rng.uniform(-0.25, 0.25)
    brush.solid(
        [polygon((cx - 0.07, top + 0.08), (cx, top), (cx + 0.09, top + 0.07), (cx + 0.02, top + 0.17))],
        pillow,
        darker(pillow, 0.4),
        0.006,
    )


def shelf(brush: Brush, horizon: float, rng: np.random.Generator) -> None:
    """Books on a board."""
    y = rng.uniform(0.2, max(0.22, horizon - 0.3))
    left = rng.uniform(0.0, 0.5)
    x = left + 0.02
    while x < left + 0.4:
        w, h = rng.uniform(0.02, 0.05), rng.uniform(0.08, 0.15)
        brush.fill(rectangle(x, y - h, x + w - 0.005, y), pick(rng, (*ACCENTS, *(tones[0] for tones in COATS))))
        x += w
    brush.fill(rectangle(left, y, left + 0.46, y + 0.022), _WOOD)


def lamp(brush: Brush, horizon: float, rng: np.random.Generator) -> None:
    """A standing lamp with its glow."""
    x, y = pick(rng, (rng.uniform(0.06, 0.25), rng.uniform(0.75, 0.94))), rng.uniform(0.14, 0.26)
    brush.fill(ellipse(x, y + 0.04, 0.22, 0.22), veil((255, 240, 190), 0.28))
    brush.fill(rectangle(x - 0.008, y, x + 0.008, horizon + 0.06), (84, 70, 66))
    hood = pick(rng, (*ACCENTS, (250, 232, 186)))
    brush.solid(
        [polygon((x - 0.055, y - 0.08), (x + 0.055, y - 0.08), (x + 0.1, y + 0.07), (x - 0.1, y + 0.07))],
        hood,
        darker(hood, 0.4),
        0.006,
    )


FURNISHINGS: tuple[Callable[[Brush, float, np.random.Generator], None], ...] = (window, frame, plant, sofa, shelf, lamp)
