"""What lies around, and what stands before the figure and hides a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.drawings.coats import any_coat
from glasscat.data.drawings.palette import ACCENTS, COATS, darker, lighter, mix, pick
from glasscat.data.drawings.shapes import curve, ellipse, polygon, rectangle, ribbon
from glasscat.data.drawings.things import THINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from glasscat.data.drawings.brush import Brush

_SMALL = ("ball", "ball", "mug", "mushroom", "flower", "flower", "teapot", "cake")
_LEAF = (104, 146, 96)


def scatter(brush: Brush, rng: np.random.Generator) -> None:
    """Put none, one or two small things on the ground, left or right of the middle."""
    for _thing in range(pick(rng, (0, 0, 1, 1, 2))):
        x = pick(rng, (rng.uniform(0.04, 0.24), rng.uniform(0.76, 0.96)))
        size, low = rng.uniform(0.06, 0.13), rng.uniform(0.76, 0.95)
        THINGS[pick(rng, _SMALL)](brush.at(x, low - size, size), any_coat(rng, (128, 128, 128)), rng)


def occlude(brush: Brush, rng: np.random.Generator) -> None:
    """Hide a part of one picture in three."""
    if rng.random() < 0.34:
        pick(rng, _COVERS)(brush, rng)


def grass(brush: Brush, rng: np.random.Generator) -> None:
    """Tall blades along the lower edge."""
    leaf = mix(_LEAF, pick(rng, COATS)[0], rng.uniform(0.0, 0.5))
    for _blade in range(16):
        x, h = rng.uniform(-0.02, 1.02), rng.uniform(0.1, 0.26)
        lean = rng.uniform(-0.08, 0.08)
        brush.fill(
            ribbon(curve((x, 1.02), (x + 0.4 * lean, 1 - 0.6 * h), (x + lean, 1 - h)), 0.016, 0.003),
            mix(leaf, darker(leaf, 0.4), rng.random()),
        )


def fence(brush: Brush, rng: np.random.Generator) -> None:
    """A low fence of pointed boards."""
    wood = pick(rng, (lighter(pick(rng, COATS)[0], 0.3), (250, 246, 238), darker(pick(rng, ACCENTS), 0.1)))
    top, step = rng.uniform(0.76, 0.86), rng.uniform(0.12, 0.18)
    brush.solid([rectangle(-0.1, top + 0.09, 1.1, top + 0.12)], wood, darker(wood, 0.45), 0.005)
    for k in range(int(1 / step) + 2):
        x = step * (k - 0.5)
        brush.solid(
            [polygon((x, 1.1), (x, top + 0.04), (x + 0.035, top), (x + 0.07, top + 0.04), (x + 0.07, 1.1))],
            wood,
            darker(wood, 0.45),
            0.005,
        )


def box(brush: Brush, rng: np.random.Generator) -> None:
    """A cardboard box: if it fits, somebody sits in it."""
    card = pick(rng, ((200, 160, 112), *ACCENTS))
    x, w, top = rng.uniform(0.42, 0.58), rng.uniform(0.26, 0.38), rng.uniform(0.74, 0.84)
    brush.solid([rectangle(x - w, top, x + w, 1.1)], card, darker(card, 0.45), 0.007)
    for side in (-1, 1):
        flap = polygon(
            (x + side * w, top),
            (x + side * (w + 0.1), top + 0.06),
            (x + side * (w + 0.08), top + 0.14),
            (x + side * w, top + 0.1),
        )
        brush.solid([flap], lighter(card, 0.2), darker(card, 0.45), 0.006)
    brush.fill(rectangle(x - 0.04, top + 0.01, x + 0.04, 1.1), lighter(card, 0.3))


def table(brush: Brush, rng: np.random.Generator) -> None:
    """The edge of a table, with a cloth."""
    cloth = pick(rng, (*ACCENTS, *(tones[0] for tones in COATS)))
    top = rng.uniform(0.8, 0.9)
    brush.fill(rectangle(0, top, 1, 1.1), cloth)
    brush.fill(rectangle(0, top, 1, top + 0.02), lighter(cloth, 0.4))
    for k in range(8):
        brush.fill(ellipse(0.07 + 0.125 * k, 0.95, 0.025, 0.025), lighter(cloth, 0.3))


def leaves(brush: Brush, rng: np.random.Generator) -> None:
    """A branch that reaches in from one corner."""
    leaf = mix(_LEAF, pick(rng, COATS)[0], rng.uniform(0.0, 0.6))
    corner = brush.at(1, 0, flip=True) if rng.random() < 0.5 else brush
    if rng.random() < 0.4:
        corner = corner.at(0, 1, 1.0, -1.57)
    twig = curve((-0.05, 0.2), (0.14, 0.16), (0.3, 0.05), (0.4, -0.05))
    corner.line(twig, 0.014, darker(leaf, 0.6))
    for k in range(1, len(twig) - 1, 2):
        x, y = twig[k]
        corner.fill(
            ellipse(x + 0.03, y + 0.04, 0.06, 0.028, rng.uniform(0.3, 1.6)), mix(leaf, darker(leaf, 0.4), rng.random())
        )


def post(brush: Brush, rng: np.random.Generator) -> None:
    """A trunk or a pillar at one side."""
    wood = pick(rng, (*(tones[0] for tones in COATS), *ACCENTS))
    x, w = pick(rng, (rng.uniform(0.0, 0.2), rng.uniform(0.8, 1.0))), rng.uniform(0.04, 0.08)
    brush.solid([rectangle(x - w, -0.1, x + w, 1.1)], wood, darker(wood, 0.45), 0.006)
    brush.fill(rectangle(x - w, -0.1, x - 0.4 * w, 1.1), lighter(wood, 0.25))


_COVERS: tuple[Callable[[Brush, np.random.Generator], None], ...] = (
    grass,
    grass,
    fence,
    box,
    table,
    leaves,
    leaves,
    post,
)
