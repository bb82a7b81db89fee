"""What rolls, sails and flies. Figures as in `bodies`: about 2 by 2 around (0, 0), on the ground y = 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.drawings.coats import shade
from glasscat.data.drawings.palette import ACCENTS, GLASS, INK, WHITE, darker, lighter, mix, pick, veil
from glasscat.data.drawings.shapes import blob, curve, ellipse, polygon, rectangle, symmetric

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from glasscat.data.drawings.brush import Brush
    from glasscat.data.drawings.coats import Coat


def car(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A small old car in profile."""
    brush.fill(ellipse(0, 1.0, 1.0, 0.09), veil(INK, 0.22))
    top = rng.uniform(-0.2, 0.0)
    cabin = blob((-0.62, 0.3), (-0.46, top), (0.1, top - 0.06), (0.36, top + 0.06), (0.6, 0.34))
    body = blob(
        (-1.0, 0.5), (-0.86, 0.28), (0.5, 0.26), (0.94, 0.4), (1.02, 0.7), (0.94, 0.86), (-0.9, 0.86), (-1.02, 0.74)
    )
    brush.solid([cabin, body], coat.base, coat.edge)
    with brush.inside([body]) as paint:
        shade(paint, (-1, 0.2, 1, 0.9), coat)
        paint.fill(rectangle(-1.1, 0.6, 1.1, 0.68), coat.light)
    for left, right in ((-0.44, -0.06), (0.04, 0.36)):
        brush.fill(blob((left, 0.3), (left + 0.04, top + 0.1), (right - 0.04, top + 0.1), (right + 0.04, 0.3)), GLASS)
    brush.fill(ellipse(0.94, 0.52, 0.08, 0.09), (252, 226, 140))
    _wheels(brush, (-0.54, 0.56), 0.2)


def bus(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A bus with a row of windows."""
    brush.fill(ellipse(0, 1.0, 1.0, 0.09), veil(INK, 0.22))
    body = blob(
        (-1.0, -0.3), (-0.8, -0.44), (0.86, -0.44), (1.0, -0.3), (1.04, 0.7), (0.96, 0.86), (-0.94, 0.86), (-1.04, 0.74)
    )
    brush.solid([body], coat.base, coat.edge)
    with brush.inside([body]) as paint:
        shade(paint, (-1, -0.4, 1, 0.9), coat)
        paint.fill(rectangle(-1.2, 0.34, 1.2, 0.5), coat.light if rng.random() < 0.5 else pick(rng, ACCENTS))
    for k in range(4):
        brush.fill(rectangle(-0.84 + 0.44 * k, -0.22, -0.5 + 0.44 * k, 0.2), GLASS)
    brush.fill(ellipse(1.0, 0.62, 0.06, 0.08), (252, 226, 140))
    _wheels(brush, (-0.56, 0.56), 0.2)


def truck(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A lorry: its load in one colour, its cab in another."""
    brush.fill(ellipse(0, 1.0, 1.0, 0.09), veil(INK, 0.22))
    load = rectangle(-1.02, rng.uniform(-0.5, -0.2), 0.3, 0.72)
    brush.solid([load], coat.base, coat.edge)
    with brush.inside([load]) as paint:
        shade(paint, (-1.02, -0.4, 0.3, 0.72), coat)
    cab = pick(rng, ACCENTS)
    brush.solid(
        [blob((0.36, 0.78), (0.38, 0.08), (0.7, 0.06), (0.86, 0.4), (1.02, 0.5), (1.0, 0.8))], cab, darker(cab, 0.5)
    )
    brush.fill(polygon((0.5, 0.18), (0.7, 0.18), (0.82, 0.42), (0.5, 0.42)), GLASS)
    brush.fill(rectangle(-1.0, 0.72, 1.0, 0.84), coat.edge)
    _wheels(brush, (-0.66, -0.24, 0.66), 0.18)


def boat(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A sailing boat."""
    sail = pick(rng, (WHITE, coat.light, *ACCENTS))
    brush.line(polygon((0, 0.5), (0, -1.0)), 0.06, coat.edge)
    brush.solid([polygon((0.06, -0.94), (0.06, 0.36), (rng.uniform(0.6, 0.85), 0.36))], sail, darker(sail, 0.45))
    brush.solid([polygon((-0.06, -0.7), (-0.06, 0.36), (-0.62, 0.36))], lighter(sail, 0.35), darker(sail, 0.45))
    hull = blob((-0.96, 0.5), (0, 0.54), (0.98, 0.46), (0.66, 0.94), (-0.6, 0.96))
    brush.solid([hull], coat.base, coat.edge)
    with brush.inside([hull]) as paint:
        shade(paint, (-1, 0.4, 1, 1), coat)
        paint.fill(rectangle(-1.1, 0.56, 1.1, 0.66), coat.light)
    for x in (-0.7, -0.1, 0.5):
        brush.line(curve((x - 0.3, 1.02), (x, 0.96), (x + 0.3, 1.02)), 0.05, (236, 244, 248))


def rocket(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """Upright, with a flame."""
    accent = pick(rng, ACCENTS)
    brush.fill(symmetric((0.2, 0.6), (0.1, 0.9), (0, 1.12)), (250, 190, 80))
    brush.solid(
        [polygon((s * 0.26, 0.1), (s * 0.64, 0.5), (s * 0.6, 0.8), (s * 0.22, 0.56)) for s in (-1, 1)],
        accent,
        darker(accent, 0.5),
    )
    body = symmetric((0, -1.06), (0.3, -0.6), (0.36, 0.0), (0.24, 0.6))
    brush.solid([body], coat.base, coat.edge)
    with brush.inside([body]) as paint:
        shade(paint, (-0.36, -1, 0.36, 0.6), coat)
        paint.fill(rectangle(-0.5, -1.2, 0.5, -0.62), accent)
    brush.solid([ellipse(0, -0.24, 0.17, 0.17)], GLASS, coat.edge)


def balloon(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A hot-air balloon in stripes."""
    for x in (-0.16, 0.16):
        brush.line(polygon((2.4 * x, 0.2), (x, 0.74)), 0.03, coat.edge)
    bag = symmetric((0, -1.02), (0.58, -0.8), (0.76, -0.3), (0.5, 0.18), (0.2, 0.44))
    brush.solid([bag], coat.base, coat.edge)
    with brush.inside([bag]) as paint:
        stripe = pick(rng, (coat.light, coat.mark))
        paint.fill(ellipse(0, -0.3, 0.2, 0.86), stripe)
        for side in (-1, 1):
            paint.line(curve((side * 0.1, -1.0), (side * 0.58, -0.3), (side * 0.14, 0.5)), 0.13, stripe)
        shade(paint, (-0.76, -1, 0.76, 0.44), coat)
    brush.solid([rectangle(-0.18, 0.72, 0.18, 1.0)], (158, 110, 74), (92, 60, 40))


def train(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A steam engine with its smoke."""
    for k in range(3):
        brush.fill(ellipse(0.5 - 0.3 * k, -0.62 - 0.14 * k, 0.16 + 0.05 * k, 0.14 + 0.04 * k), veil(WHITE, 0.75))
    accent = pick(rng, ACCENTS)
    brush.solid([rectangle(0.44, -0.4, 0.64, 0.1)], coat.dark, coat.edge)
    boiler = blob((-0.3, 0.1), (0.8, 0.06), (0.96, 0.3), (0.94, 0.66), (-0.3, 0.7))
    cab = rectangle(-0.94, -0.4, -0.2, 0.72)
    brush.solid([boiler, cab], coat.base, coat.edge)
    with brush.inside([boiler, cab]) as paint:
        shade(paint, (-1, -0.4, 1, 0.72), coat)
    brush.solid([rectangle(-1.02, -0.52, -0.12, -0.38)], accent, darker(accent, 0.5))
    brush.fill(rectangle(-0.74, -0.22, -0.4, 0.14), GLASS)
    brush.fill(rectangle(0.18, 0.08, 0.28, 0.68), accent)
    _wheels(brush, (-0.66, -0.1, 0.4, 0.76), 0.18)


def aeroplane(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """In the air, nose to the right."""
    air = brush.at(0, 0, 1.0, rng.uniform(-0.3, 0.1))
    accent = pick(rng, ACCENTS)
    air.solid([polygon((-0.8, 0.0), (-1.0, -0.56), (-0.7, -0.56), (-0.44, 0.0))], accent, darker(accent, 0.5))
    body = blob((1.0, 0.16), (0.7, -0.12), (-0.2, -0.16), (-0.98, -0.04), (-0.7, 0.26), (0.0, 0.4), (0.76, 0.36))
    air.solid([body], coat.base, coat.edge)
    with air.inside([body]) as paint:
        shade(paint, (-1, -0.2, 1, 0.4), coat)
    for k in range(5):
        air.fill(ellipse(-0.4 + 0.22 * k, 0.04, 0.065, 0.075), GLASS)
    air.solid(
        [polygon((0.16, 0.22), (-0.16, 0.22), (-0.62, 0.8), (-0.34, 0.8))], mix(coat.dark, accent, 0.4), coat.edge
    )


def _wheels(brush: Brush, places: tuple[float, ...], r: float) -> None:
    for x in places:
        brush.fill(ellipse(x, 0.84, r, r), INK)
        brush.fill(ellipse(x, 0.84, 0.5 * r, 0.5 * r), (214, 210, 204))


VEHICLES: Mapping[str, Callable[[Brush, Coat, np.random.Generator], None]] = {
    "car": car,
    "bus": bus,
    "truck": truck,
    "boat": boat,
    "rocket": rocket,
    "balloon": balloon,
    "train": train,
    "aeroplane": aeroplane,
}
