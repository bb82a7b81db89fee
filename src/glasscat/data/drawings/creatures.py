"""Animals that swim, creep or hop. Figures as in `bodies`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.drawings.coats import dress
from glasscat.data.drawings.eyes import bead
from glasscat.data.drawings.palette import INK, WHITE, lighter, mix, veil
from glasscat.data.drawings.shapes import blob, curve, ellipse, ribbon, symmetric

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from glasscat.data.drawings.brush import Brush
    from glasscat.data.drawings.coats import Coat


def fish(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """In profile, with bubbles."""
    swing = rng.uniform(-0.12, 0.12)
    brush.solid([blob((-0.5, 0.1), (-1.0, -0.32 + swing), (-0.86, 0.1), (-1.0, 0.54 + swing))], coat.dark, coat.edge)
    brush.solid(
        [blob((-0.3, -0.3), (0.0, -0.66), (0.4, -0.5), (0.5, -0.2)), blob((-0.1, 0.45), (-0.16, 0.78), (0.24, 0.55))],
        coat.dark,
        coat.edge,
    )
    body = blob((0.96, 0.12), (0.6, -0.3), (0.0, -0.4), (-0.64, 0.06), (-0.64, 0.16), (0.0, 0.6), (0.6, 0.5))
    brush.solid([body], coat.base, coat.edge)
    with brush.inside([body]) as skin:
        dress(skin, (-0.6, -0.4, 0.9, 0.6), coat, rng)
        skin.line(curve((0.42, -0.32), (0.28, 0.1), (0.42, 0.5)), 0.04, coat.dark)
    brush.fill(blob((0.2, 0.14), (-0.1, 0.05), (-0.16, 0.3)), coat.dark)
    brush.line(curve((0.92, 0.24), (0.8, 0.28), (0.74, 0.22)), 0.04, coat.edge)
    brush.fill(ellipse(0.64, 0.0, 0.13, 0.13), WHITE)
    bead(brush.at(0.66, 0.0), 0.08)
    for x, y, r in ((1.06, -0.2, 0.07), (1.14, -0.46, 0.05)):
        brush.line(ellipse(x, y, r, r), 0.025, WHITE, closed=True)


def turtle(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A shell with a head looking out."""
    skin_tone = mix(coat.light, (126, 164, 118), 0.5)
    for x in (-0.5, 0.42):
        brush.solid([ribbon(curve((x, 0.6), (x + 0.04, 0.9)), 0.17, 0.15)], skin_tone, coat.edge)
    brush.solid([ribbon(curve((-0.7, 0.7), (-1.02, 0.8)), 0.1, 0.02)], skin_tone, coat.edge)
    lift = rng.uniform(-0.1, 0.25)
    brush.solid(
        [ribbon(curve((0.6, 0.6), (0.84, 0.3 + lift)), 0.16, 0.16), ellipse(0.9, 0.22 + lift, 0.24, 0.2)],
        skin_tone,
        coat.edge,
    )
    bead(brush.at(0.97, 0.17 + lift), 0.06)
    shell = blob((-0.84, 0.7), (-0.72, 0.1), (-0.1, -0.24), (0.52, 0.06), (0.74, 0.7), (0, 0.78))
    brush.solid([shell], coat.base, coat.edge)
    with brush.inside([shell]) as skin:
        dress(skin, (-0.84, -0.2, 0.74, 0.75), coat, rng)
        for x, y in ((-0.42, 0.3), (0.0, 0.1), (0.4, 0.32), (-0.02, 0.52)):
            skin.line(ellipse(x, y, 0.2, 0.18), 0.04, coat.dark, closed=True)


def snail(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A spiral house on a foot, two horns."""
    flesh = lighter(coat.light, 0.1)
    lift = rng.uniform(-0.08, 0.08)
    for x in (0.62, 0.84):
        brush.line(curve((0.7, 0.3), (x, -0.12 + lift)), 0.06, coat.edge)
        brush.fill(ellipse(x, -0.14 + lift, 0.07, 0.07), INK)
    brush.solid(
        [blob((-1.0, 0.98), (-0.4, 0.72), (0.4, 0.7), (0.5, 0.3), (0.74, 0.18), (0.94, 0.36), (0.86, 0.8), (0.5, 1.0))],
        flesh,
        coat.edge,
    )
    shell = ellipse(-0.16, 0.22, 0.64, 0.62)
    brush.solid([shell], coat.base, coat.edge)
    with brush.inside([shell]) as skin:
        dress(skin, (-0.8, -0.4, 0.48, 0.84), coat, rng)
        skin.line(
            curve(
                (0.4, 0.5),
                (-0.3, 0.7),
                (-0.62, 0.2),
                (-0.16, -0.2),
                (0.22, 0.2),
                (-0.1, 0.44),
                (-0.3, 0.2),
                (-0.1, 0.08),
            ),
            0.07,
            coat.dark,
        )


def whale(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A round back, a fluke and a fountain."""
    for lean in (-0.3, 0.3):
        brush.line(curve((0.3, -0.2), (0.3 + 0.3 * lean, -0.6), (0.3 + lean, -0.72)), 0.07, (176, 212, 228))
    lift = rng.uniform(-0.2, 0.1)
    brush.solid(
        [blob((-0.8, 0.2), (-1.08, -0.3 + lift), (-0.82, -0.16 + lift), (-0.6, -0.36 + lift), (-0.62, 0.2))],
        coat.base,
        coat.edge,
    )
    body = blob(
        (0.94, 0.36), (0.76, -0.06), (0.2, -0.22), (-0.3, 0.1), (-0.84, 0.12), (-0.66, 0.62), (0.0, 0.9), (0.7, 0.84)
    )
    brush.solid([body], coat.base, coat.edge)
    with brush.inside([body]) as skin:
        dress(skin, (-0.85, -0.2, 0.95, 0.9), coat, rng)
        skin.fill(ellipse(0.4, 0.98, 0.9, 0.36), lighter(coat.light, 0.3))
    bead(brush.at(0.6, 0.3), 0.08)
    brush.line(curve((0.92, 0.5), (0.74, 0.56), (0.6, 0.5)), 0.04, coat.edge)


def frog(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """Two eyes on top of a wide smile."""
    del rng
    for side in (-1, 1):
        brush.solid(
            [ellipse(side * 0.66, 0.72, 0.32, 0.24), ellipse(side * 0.72, 0.97, 0.34, 0.09)], coat.base, coat.edge
        )
    body = symmetric((0, -0.3), (0.66, -0.12), (0.82, 0.3), (0.6, 0.84), (0, 0.98))
    bulges = [ellipse(side * 0.46, -0.32, 0.28, 0.28) for side in (-1, 1)]
    brush.solid([body, *bulges], coat.base, coat.edge)
    with brush.inside([body]) as skin:
        skin.fill(ellipse(0, 0.82, 0.56, 0.42), lighter(coat.light, 0.2))
        skin.fill(ellipse(-0.2, -0.1, 0.5, 0.2), veil(WHITE, 0.18))
    brush.line(curve((-0.58, 0.16), (-0.3, 0.34), (0.3, 0.34), (0.58, 0.16)), 0.05, coat.edge)
    for side in (-1, 1):
        brush.fill(ellipse(side * 0.46, -0.34, 0.18, 0.18), WHITE)
        brush.fill(ellipse(side * 0.44, -0.34, 0.11, 0.12), INK)
        brush.fill(ellipse(side * 0.5, 0.18, 0.1, 0.06), veil((236, 120, 110), 0.5))


CREATURES: Mapping[str, Callable[[Brush, Coat, np.random.Generator], None]] = {
    "fish": fish,
    "turtle": turtle,
    "snail": snail,
    "whale": whale,
    "frog": frog,
}
