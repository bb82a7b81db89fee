"""Poses of four-legged animals: figures about 2 high and 2 wide, around (0, 0), standing on the ground y = 1.

Animals in profile look to the right; whoever places the brush may mirror it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.drawings.coats import dress
from glasscat.data.drawings.heads import draw_head, draw_nape
from glasscat.data.drawings.palette import ACCENTS, INK, darker, mix, pick, veil
from glasscat.data.drawings.shapes import Shape, blob, curve, ellipse, ribbon, symmetric
from glasscat.data.drawings.tails import TAILS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from glasscat.data.drawings.brush import Brush
    from glasscat.data.drawings.coats import Coat
    from glasscat.data.drawings.species import Species


def face(brush: Brush, kind: Species, coat: Coat, rng: np.random.Generator) -> None:
    """Close-up: the head, with the shoulders below it."""
    w = 0.72 * kind.girth
    body = symmetric((0, 0.3), (0.62 * w, 0.5), (w, 1.0), (1.1 * w, 1.9))
    brush.solid([body], coat.base, coat.edge)
    with brush.inside([body]) as skin:
        dress(skin, (-w, 0.4, w, 1.9), coat, rng)
        skin.fill(ellipse(0, 1.35, 0.42 * w, 0.7), coat.chest)
        skin.fill(ellipse(0, 0.62, 0.8 * w, 0.3), veil(coat.edge, 0.3))
    _collar(brush.at(0, 0.62), 0.5 * w, rng)
    draw_head(brush.at(0, -0.02, 0.86, rng.uniform(-0.16, 0.16)), kind, coat, rng, asleep=bool(rng.random() < 0.06))


def sitting(brush: Brush, kind: Species, coat: Coat, rng: np.random.Generator) -> None:
    """Upright, facing us, the tail around one side."""
    _shadow(brush, 0.0, 0.78)
    g = kind.girth
    TAILS[kind.tail](brush.at(-0.42 * g, 0.82, 0.95), coat, rng)
    body = symmetric((0, 1.0), (0.52 * g, 0.97), (0.6 * g, 0.68), (0.4 * g, 0.15), (0.26 * g, -0.3))
    brush.solid([body], coat.base, coat.edge)
    with brush.inside([body]) as skin:
        dress(skin, (-0.6 * g, -0.1, 0.6 * g, 1.0), coat, rng)
        skin.fill(ellipse(0, 0.22, 0.24 * g, 0.42), coat.chest)
        skin.fill(ellipse(0, -0.02, 0.42 * g, 0.2), veil(coat.edge, 0.25))
        for side in (-1, 1):
            skin.line(curve((side * 0.3 * g, 0.98), (side * 0.3 * g, 0.72), (side * 0.5 * g, 0.6)), 0.03, coat.edge)
        for x in (-0.29, -0.01, 0.01, 0.29):
            skin.line(curve((x * g, 0.46), (0.95 * x * g, 0.95)), 0.03, veil(coat.edge, 0.8))
    for side in (-1, 1):
        _paw(brush, side * 0.15 * g, 0.95, coat)
        _paw(brush, side * 0.45 * g, 0.97, coat)
    _collar(brush.at(0, -0.04), 0.3 * g, rng)
    draw_head(brush.at(rng.uniform(-0.05, 0.05), -0.46, 0.53 * kind.head, rng.uniform(-0.15, 0.15)), kind, coat, rng)


def watching(brush: Brush, kind: Species, coat: Coat, rng: np.random.Generator) -> None:
    """Sitting with its back to us."""
    _shadow(brush, 0.0, 0.78)
    g = kind.girth
    body = symmetric((0, 1.02), (0.5 * g, 0.98), (0.62 * g, 0.66), (0.42 * g, 0.1), (0.24 * g, -0.4))
    brush.solid([body], coat.base, coat.edge)
    with brush.inside([body]) as skin:
        dress(skin, (-0.6 * g, -0.3, 0.6 * g, 1.0), coat, rng)
    draw_nape(brush.at(0.04, -0.48, 0.5 * kind.head, rng.uniform(-0.2, 0.2)), kind, coat, rng)
    TAILS[kind.tail](brush.at(-0.3 * g, 0.86), coat, rng)


def standing(brush: Brush, kind: Species, coat: Coat, rng: np.random.Generator) -> None:
    """On four legs in profile, walking or still; the head turned to us."""
    _shadow(brush, 0.0, 0.9)
    g, drop = kind.girth, 1.0 - 0.62 * kind.legs
    low = drop + 0.06
    step = rng.uniform(0.0, 0.16)
    for x, swing in ((-0.5, step), (0.52, -step)):
        _far_leg(brush, (x, low - 0.1), (x + swing, 0.9), coat)
    top = low - 0.52 * g
    TAILS[kind.tail](brush.at(-0.7, top + 0.16), coat, rng)
    body = blob(
        (-0.74, top + 0.16),
        (-0.5, top),
        (0.0, top + 0.07),
        (0.5, top - 0.02),
        (0.72, top + 0.22),
        (0.62, low - 0.04),
        (0.05, low),
        (-0.6, low - 0.06),
        (-0.78, low - 0.26),
    )
    legs = [_limb((x, low - 0.2), (x + swing, 0.92)) for x, swing in ((-0.6, -step), (0.42, step))]
    brush.solid([body, *legs], coat.base, coat.edge)
    with brush.inside([body, *legs]) as skin:
        dress(skin, (-0.78, top, 0.75, low), coat, rng)
    _paw(brush, -0.57 - step, 0.94, coat)
    _paw(brush, 0.45 + step, 0.94, coat)
    _collar(brush.at(0.66, top + 0.12), 0.22, rng)
    draw_head(brush.at(0.68, top - 0.18, 0.46 * kind.head, rng.uniform(-0.2, 0.15)), kind, coat, rng)


def lying(brush: Brush, kind: Species, coat: Coat, rng: np.random.Generator) -> None:
    """Like a loaf, the paws in front, the head up."""
    _shadow(brush, 0.0, 1.0)
    TAILS[kind.tail](brush.at(-0.78, 0.74, 0.8), coat, rng)
    top = 0.42 - 0.2 * kind.girth
    body = blob(
        (-0.95, 0.8),
        (-0.82, top + 0.14),
        (-0.3, top),
        (0.3, top + 0.06),
        (0.72, top + 0.12),
        (0.86, 0.8),
        (0.72, 1.0),
        (-0.78, 1.0),
    )
    brush.solid([body], coat.base, coat.edge)
    with brush.inside([body]) as skin:
        dress(skin, (-0.95, top, 0.86, 1.0), coat, rng)
        skin.line(curve((-0.42, 0.98), (-0.44, 0.7), (-0.72, 0.58)), 0.03, coat.edge)
        skin.fill(ellipse(0.5, 0.62, 0.26, 0.3), coat.chest)
    for x in (0.36, 0.68):
        _paw(brush, x, 0.95, coat)
    _collar(brush.at(0.5, top + 0.28), 0.26, rng)
    draw_head(
        brush.at(0.5, top - 0.12, 0.5 * kind.head, rng.uniform(-0.2, 0.2)),
        kind,
        coat,
        rng,
        asleep=bool(rng.random() < 0.25),
    )


def curled(brush: Brush, kind: Species, coat: Coat, rng: np.random.Generator) -> None:
    """Asleep in a ring, the tail around it."""
    _shadow(brush, 0.0, 1.0)
    body = ellipse(0, 0.52, 0.95, 0.5)
    brush.solid([body], coat.base, coat.edge)
    with brush.inside([body]) as skin:
        dress(skin, (-0.95, 0.02, 0.95, 1.0), coat, rng)
        skin.line(curve((-0.5, 0.98), (-0.3, 0.6), (-0.62, 0.4)), 0.03, coat.edge)
    line = curve((-0.92, 0.62), (-0.8, 0.92), (-0.3, 1.02), (0.2, 0.98), (0.42, 0.9))
    brush.solid([ribbon(line, 0.1, 0.09)], coat.tips, coat.edge)
    draw_head(brush.at(0.46, 0.5, 0.48 * kind.head, rng.uniform(0.0, 0.4)), kind, coat, rng, asleep=True)


def stretching(brush: Brush, kind: Species, coat: Coat, rng: np.random.Generator) -> None:
    """Front low, rear high, tail up."""
    _shadow(brush, 0.1, 1.0)
    _far_leg(brush, (-0.42, 0.4), (-0.36, 0.92), coat)
    _far_leg(brush, (0.5, 0.76), (0.98, 0.95), coat)
    TAILS[kind.tail](brush.at(-0.58, 0.02, 0.9, 0.25), coat, rng)
    body = blob(
        (-0.68, 0.1),
        (-0.5, -0.12),
        (-0.1, 0.1),
        (0.3, 0.42),
        (0.62, 0.6),
        (0.6, 0.9),
        (0.3, 0.92),
        (-0.1, 0.66),
        (-0.4, 0.5),
        (-0.68, 0.46),
    )
    legs = [_limb((-0.54, 0.3), (-0.58, 0.92)), _limb((0.4, 0.8), (0.86, 0.94))]
    brush.solid([body, *legs], coat.base, coat.edge)
    with brush.inside([body, *legs]) as skin:
        dress(skin, (-0.68, -0.1, 0.62, 0.9), coat, rng)
    _paw(brush, -0.55, 0.94, coat)
    _paw(brush, 0.9, 0.95, coat)
    draw_head(
        brush.at(0.52, 0.36, 0.45 * kind.head, rng.uniform(-0.1, 0.3)), kind, coat, rng, asleep=bool(rng.random() < 0.5)
    )


def _far_leg(brush: Brush, hip: tuple[float, float], foot: tuple[float, float], coat: Coat) -> None:
    """A leg on the far side, in the shade of the body."""
    tone = mix(coat.base, coat.edge, 0.35)
    brush.solid([_limb(hip, foot)], tone, coat.edge, 0.025)
    brush.solid(
        [ellipse(foot[0] + 0.03, foot[1] + 0.02, 0.135, 0.075)], mix(coat.paws, coat.edge, 0.35), coat.edge, 0.025
    )


def _limb(hip: tuple[float, float], foot: tuple[float, float]) -> Shape:
    return ribbon(curve(hip, foot), 0.13, 0.095)


def _paw(brush: Brush, x: float, y: float, coat: Coat) -> None:
    brush.solid([ellipse(x, y, 0.15, 0.08)], coat.paws, coat.edge, 0.025)


def _collar(brush: Brush, reach: float, rng: np.random.Generator) -> None:
    """One animal in three wears one, whatever animal it is."""
    if rng.random() < 0.33:
        colour = pick(rng, ACCENTS)
        brush.fill(ribbon(curve((-reach, -0.04), (0, 0.08), (reach, -0.04)), 0.06, 0.06), colour)
        brush.fill(ellipse(0, 0.14, 0.07, 0.07), darker((240, 206, 96), 0.1))


def _shadow(brush: Brush, x: float, reach: float) -> None:
    brush.fill(ellipse(x, 1.0, reach, 0.1), veil(INK, 0.22))


POSES: Mapping[str, Callable[[Brush, Species, Coat, np.random.Generator], None]] = {
    "face": face,
    "sitting": sitting,
    "watching": watching,
    "standing": standing,
    "lying": lying,
    "curled": curled,
    "stretching": stretching,
}
