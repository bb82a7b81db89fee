"""Things that stand still: houses, plants, household things, plain shapes. Figures as in `bodies`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.drawings.coats import dress, shade
from glasscat.data.drawings.palette import ACCENTS, GLASS, INK, WHITE, darker, lighter, mix, pick, veil
from glasscat.data.drawings.shapes import blob, curve, ellipse, polygon, rectangle, star, symmetric

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from glasscat.data.drawings.brush import Brush
    from glasscat.data.drawings.coats import Coat

_WOOD = (134, 92, 62)
_LEAF = (112, 152, 96)


def house(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """Walls, a pointed roof, a door, windows and a chimney."""
    _shadow(brush, 0.95)
    roof = pick(rng, (*ACCENTS, coat.dark, coat.dark))
    top = rng.uniform(-0.2, 0.05)
    if rng.random() < 0.7:
        x = pick(rng, (-0.5, 0.34))
        brush.solid([rectangle(x, top - 0.66, x + 0.2, top)], darker(roof, 0.2), darker(roof, 0.55))
    wall = rectangle(-0.76, top, 0.76, 1.0)
    brush.solid([wall], coat.base, coat.edge)
    with brush.inside([wall]) as paint:
        shade(paint, (-0.76, top, 0.76, 1.0), coat)
    brush.solid([polygon((-0.98, top + 0.06), (0, top - 0.84), (0.98, top + 0.06))], roof, darker(roof, 0.5))
    door = pick(rng, (-0.5, -0.15, 0.2))
    brush.solid([rectangle(door, 0.46, door + 0.32, 1.0)], _WOOD, darker(_WOOD, 0.5))
    glass = pick(rng, (GLASS, (252, 222, 140)))
    for x in (-0.56, 0.28) if door == -0.15 else (0.0 if door < 0 else -0.5,):
        brush.solid([rectangle(x, top + 0.2, x + 0.3, top + 0.5)], glass, lighter(coat.light, 0.6))
        brush.line(polygon((x + 0.15, top + 0.2), (x + 0.15, top + 0.5)), 0.035, lighter(coat.light, 0.6))


def tree(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A round crown, green or in the colours of autumn."""
    _shadow(brush, 0.6)
    brush.solid([polygon((-0.14, 0.1), (0.14, 0.1), (0.2, 1.0), (-0.2, 1.0))], _WOOD, darker(_WOOD, 0.5))
    leaf = mix(coat.base, _LEAF, pick(rng, (0.0, 0.0, 0.7)))
    crown = [
        ellipse(x, y, r, r) for x, y, r in ((-0.4, -0.1, 0.46), (0.42, -0.12, 0.46), (0, -0.5, 0.52), (0.0, 0.06, 0.4))
    ]
    brush.solid(crown, leaf, darker(leaf, 0.5))
    for _leaf in range(12):
        x, y = rng.uniform(-0.6, 0.6), rng.uniform(-0.8, 0.2)
        brush.fill(ellipse(x, y, 0.09, 0.07), veil(pick(rng, (lighter(leaf), darker(leaf, 0.2))), 0.8))


def fir(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """Three tiers of a fir tree."""
    _shadow(brush, 0.6)
    brush.fill(rectangle(-0.1, 0.6, 0.1, 1.0), darker(_WOOD))
    leaf = mix(coat.base, _LEAF, pick(rng, (0.0, 0.4, 0.8)))
    for y, w in ((0.78, 0.74), (0.3, 0.58), (-0.16, 0.42)):
        brush.solid([polygon((-w, y), (0, y - 0.84), (w, y))], leaf, darker(leaf, 0.5))
        brush.fill(polygon((-w, y), (0, y - 0.84), (-0.2 * w, y)), veil(lighter(leaf, 0.5), 0.4))
    if rng.random() < 0.4:
        brush.fill(star(0, -1.0, 0.18), (248, 206, 92))


def flower(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """One flower in a pot."""
    _shadow(brush, 0.5)
    brush.line(curve((0, 0.5), (0.04, 0.1), (0, -0.4)), 0.09, darker(_LEAF, 0.2))
    for side in (-1, 1):
        brush.fill(blob((0, 0.3), (side * 0.26, 0.02), (side * 0.54, 0.04), (side * 0.3, 0.26)), _LEAF)
    petals = int(rng.integers(5, 9))
    for k in range(petals):
        a = 2 * np.pi * k / petals
        brush.solid([ellipse(0.34 * np.cos(a), -0.48 + 0.34 * np.sin(a), 0.24, 0.15, a)], coat.base, coat.edge, 0.025)
    brush.fill(ellipse(0, -0.48, 0.2, 0.2), pick(rng, (coat.dark, (248, 206, 92))))
    pot = pick(rng, ACCENTS)
    brush.solid(
        [polygon((-0.4, 0.46), (0.4, 0.46), (0.28, 1.0), (-0.28, 1.0)), rectangle(-0.46, 0.4, 0.46, 0.54)],
        pot,
        darker(pot, 0.5),
    )


def mug(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A mug that steams."""
    _shadow(brush, 0.8)
    for x in (-0.3, 0.1):
        brush.line(curve((x, -0.36), (x + 0.12, -0.6), (x - 0.04, -0.8), (x + 0.1, -1.0)), 0.06, veil(WHITE, 0.7))
    brush.line(ellipse(0.62, 0.34, 0.3, 0.32), 0.16, coat.edge, closed=True)
    brush.line(ellipse(0.62, 0.34, 0.3, 0.32), 0.1, coat.base, closed=True)
    body = blob((-0.66, -0.24), (0.56, -0.24), (0.56, 0.6), (0.44, 0.96), (-0.5, 0.96), (-0.66, 0.6))
    brush.solid([body], coat.base, coat.edge)
    with brush.inside([body]) as paint:
        dress(paint, (-0.66, -0.2, 0.56, 0.96), coat, rng)
    brush.solid([ellipse(-0.05, -0.2, 0.62, 0.13)], darker(coat.light, 0.1), coat.edge)
    brush.fill(ellipse(-0.05, -0.18, 0.52, 0.09), (96, 62, 46))


def teapot(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """Spout, handle, lid."""
    _shadow(brush, 0.8)
    brush.line(ellipse(-0.72, 0.3, 0.28, 0.32), 0.15, coat.edge, closed=True)
    brush.line(ellipse(-0.72, 0.3, 0.28, 0.32), 0.09, coat.base, closed=True)
    body = ellipse(0, 0.4, 0.72, 0.58)
    spout = blob((0.5, 0.5), (0.74, 0.1), (0.94, -0.2), (1.1, -0.14), (0.9, 0.3), (0.6, 0.74))
    brush.solid([spout, body], coat.base, coat.edge)
    with brush.inside([body]) as paint:
        dress(paint, (-0.7, -0.1, 0.7, 0.98), coat, rng)
    brush.solid([blob((-0.4, -0.08), (0, -0.34), (0.4, -0.08)), ellipse(0, -0.4, 0.11, 0.11)], coat.light, coat.edge)


def lamp(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A table lamp."""
    _shadow(brush, 0.5)
    brush.solid([rectangle(-0.06, 0.0, 0.06, 0.9), ellipse(0, 0.94, 0.4, 0.1)], _WOOD, darker(_WOOD, 0.5))
    w = rng.uniform(0.3, 0.45)
    hood = polygon((-w, -0.9), (w, -0.9), (0.8, 0.12), (-0.8, 0.12))
    brush.solid([hood], coat.base, coat.edge)
    with brush.inside([hood]) as paint:
        dress(paint, (-0.8, -0.9, 0.8, 0.12), coat, rng)
        paint.fill(ellipse(0, 0.2, 0.6, 0.5), veil((255, 240, 190), 0.4))


def clock(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """An alarm clock: two bells where a cat has ears."""
    for side in (-1, 1):
        brush.solid([ellipse(side * 0.52, -0.66, 0.3, 0.24, side * 0.6)], coat.light, coat.edge)
        brush.line(polygon((side * 0.4, 0.7), (side * 0.6, 1.0)), 0.12, coat.edge)
    brush.solid([ellipse(0, 0.1, 0.78, 0.78)], coat.base, coat.edge)
    brush.fill(ellipse(0, 0.1, 0.6, 0.6), lighter(coat.light, 0.6))
    for k in range(12):
        a = k * np.pi / 6
        brush.fill(ellipse(0.49 * np.cos(a), 0.1 + 0.49 * np.sin(a), 0.04, 0.04), coat.edge)
    for length, width in ((0.28, 0.08), (0.42, 0.05)):
        a = rng.uniform(0, 2 * np.pi)
        brush.line(polygon((0, 0.1), (length * np.cos(a), 0.1 + length * np.sin(a))), width, INK)


def ball(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A ball or a ball of wool."""
    _shadow(brush, 0.6)
    disc = ellipse(0, 0.3, 0.7, 0.7)
    brush.solid([disc], coat.base, coat.edge)
    turned = brush.at(0, 0.3, 1.0, rng.uniform(0, 3.0))
    with turned.inside([ellipse(0, 0, 0.7, 0.7)]) as paint:
        if rng.random() < 0.5:
            paint.fill(ellipse(0, 0, 0.24, 0.8), coat.mark)
            paint.fill(rectangle(-0.8, -0.08, 0.8, 0.08), coat.light)
        else:
            for k in range(-3, 4):
                paint.line(curve((-0.7, 0.2 * k), (0, 0.2 * k + 0.14), (0.7, 0.2 * k)), 0.035, coat.dark)
    with brush.inside([disc]) as paint:
        shade(paint, (-0.7, -0.4, 0.7, 1.0), coat)


def mushroom(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A cap with dots."""
    _shadow(brush, 0.5)
    brush.solid([symmetric((0.2, 0.0), (0.26, 0.6), (0.34, 1.0))], (246, 234, 214), coat.edge)
    cap = symmetric((0, -0.86), (0.56, -0.62), (0.86, 0.0), (0.5, 0.16))
    brush.solid([cap], coat.base, coat.edge)
    with brush.inside([cap]) as paint:
        shade(paint, (-0.86, -0.86, 0.86, 0.16), coat)
        for x, y in ((-0.45, -0.3), (0.06, -0.55), (0.5, -0.2), (-0.05, -0.02)):
            paint.fill(ellipse(x + rng.uniform(-0.08, 0.08), y, 0.15, 0.12), WHITE)


def cake(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """Two tiers, icing and candles."""
    _shadow(brush, 0.9)
    icing = lighter(coat.light, 0.4)
    for k in range(int(rng.integers(2, 5))):
        x = -0.3 + 0.2 * k
        brush.fill(rectangle(x - 0.04, -0.56, x + 0.04, -0.2), pick(rng, ACCENTS))
        brush.fill(ellipse(x, -0.66, 0.06, 0.11), (252, 196, 84))
    for top, w in ((0.3, 0.84), (-0.24, 0.54)):
        brush.solid([rectangle(-w, top, w, top + (0.68 if w > 0.6 else 0.56))], coat.base, coat.edge)
        brush.fill(
            blob(
                (-w, top),
                (w, top),
                (w, top + 0.2),
                (0.6 * w, top + 0.14),
                (0.3 * w, top + 0.3),
                (-0.1 * w, top + 0.14),
                (-0.5 * w, top + 0.28),
                (-w, top + 0.16),
            ),
            icing,
        )


def chair(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """An armchair."""
    _shadow(brush, 0.95)
    h = rng.uniform(-0.8, -0.5)
    back = symmetric((0.4, h), (0.64, h + 0.1), (0.6, 0.8))
    brush.solid([back], coat.base, coat.edge)
    with brush.inside([back]) as paint:
        dress(paint, (-0.64, h, 0.64, 0.8), coat, rng)
    brush.solid([rectangle(-0.6, 0.3, 0.6, 0.6)], coat.light, coat.edge)
    brush.solid([rectangle(-0.6, 0.56, 0.6, 0.86)], coat.base, coat.edge)
    for side in (-1, 1):
        brush.solid(
            [blob((side * 0.56, 0.2), (side * 0.9, 0.14), (side * 0.94, 0.86), (side * 0.56, 0.86))],
            coat.dark,
            coat.edge,
        )
        brush.fill(rectangle(side * 0.7 - 0.06, 0.86, side * 0.7 + 0.06, 1.0), _WOOD)


def shapes(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """Triangles, discs and stars that mean nothing: a cat's pieces, not put together."""
    for _piece in range(int(rng.integers(4, 8))):
        x, y, r = rng.uniform(-0.8, 0.8), rng.uniform(-0.8, 0.8), rng.uniform(0.2, 0.5)
        piece = brush.at(x, y, r, rng.uniform(0, 3.0))
        colour = pick(rng, (coat.base, coat.base, coat.light, coat.dark, coat.mark, *ACCENTS[:3]))
        outline = pick(
            rng,
            (
                polygon((-0.9, 0.7), (0, -1.0), (0.9, 0.7)),
                ellipse(0, 0, 0.9, 0.9),
                star(0, 0, 1.1),
                rectangle(-0.8, -0.8, 0.8, 0.8),
                ellipse(0, 0, 1.1, 0.5),
            ),
        )
        piece.solid([outline], colour, darker(colour, 0.45), 0.06)


def _shadow(brush: Brush, reach: float) -> None:
    brush.fill(ellipse(0, 1.0, reach, 0.09), veil(INK, 0.22))


THINGS: Mapping[str, Callable[[Brush, Coat, np.random.Generator], None]] = {
    "house": house,
    "tree": tree,
    "fir": fir,
    "flower": flower,
    "mug": mug,
    "teapot": teapot,
    "lamp": lamp,
    "clock": clock,
    "ball": ball,
    "mushroom": mushroom,
    "cake": cake,
    "chair": chair,
    "shapes": shapes,
}
