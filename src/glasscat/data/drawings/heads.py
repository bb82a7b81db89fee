"""Heads, seen from the front. The head's radius is 1 and its centre (0, 0)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.drawings.coats import shade
from glasscat.data.drawings.ears import EARS
from glasscat.data.drawings.eyes import EYES
from glasscat.data.drawings.muzzles import MUZZLES
from glasscat.data.drawings.palette import veil
from glasscat.data.drawings.shapes import Shape, blob, curve, ellipse, ribbon, star, symmetric

if TYPE_CHECKING:
    import numpy as np

    from glasscat.data.drawings.brush import Brush
    from glasscat.data.drawings.coats import Coat
    from glasscat.data.drawings.species import Species


def draw_head(brush: Brush, kind: Species, coat: Coat, rng: np.random.Generator, *, asleep: bool = False) -> None:
    """Ears, skull, pattern, muzzle and eyes; the face looks a little aside, by chance."""
    if kind.muzzle == "sheep":
        brush.solid([star(0, -0.25, 1.12, 11, 0.86)], coat.base, coat.edge, 0.04)
    EARS[kind.ears](brush, coat, rng)
    skull = skull_of(kind)
    brush.solid([skull], coat.base, coat.edge, 0.045)
    x, y = rng.uniform(-0.13, 0.13), rng.uniform(-0.05, 0.06)
    with brush.inside([skull]) as skin:
        shade(skin, (-1, -0.9, 1, 0.9), coat)
        _mark_face(skin, kind, coat, x)
    face = brush.at(x, y)
    MUZZLES[kind.muzzle](face, coat, rng)
    for side in (-1, 1):
        EYES["shut" if asleep else kind.eyes](face.at(side * kind.eye_gap, -0.08), kind.eye_size, coat)


def draw_nape(brush: Brush, kind: Species, coat: Coat, rng: np.random.Generator) -> None:
    """Head seen from behind: ears and fur, no face."""
    EARS[kind.ears](brush, coat, rng, behind=True)
    skull = skull_of(kind)
    brush.solid([skull], coat.base, coat.edge, 0.045)
    with brush.inside([skull]) as skin:
        shade(skin, (-1, -0.9, 1, 0.9), coat)
        # A bib and a mask are in front.
        if coat.pattern not in ("bib", "points"):
            _mark_face(skin, kind, coat, 0.0)


def skull_of(kind: Species) -> Shape:
    """Outline of the head: as wide at the cheeks as the species' jowl says."""
    w, h = kind.face
    cheek = w * (1 + kind.jowl)
    return symmetric(
        (0, -h), (0.62 * w, -0.8 * h), (w, -0.1 * h), (0.88 * cheek, 0.45 * h), (0.45 * cheek, 0.88 * h), (0, h)
    )


def _mark_face(skin: Brush, kind: Species, coat: Coat, x: float) -> None:
    """The coat's pattern on the face."""
    w, h = kind.face
    if coat.pattern == "stripes":
        for at, length in ((-0.3, 0.36), (0.0, 0.46), (0.3, 0.36)):
            skin.fill(
                ribbon(curve((at * w + x, -1.05 * h), (at * w * 0.8 + x, (length - 1) * h)), 0.085, 0.03), coat.dark
            )
        for side in (-1, 1):
            for y in (0.12, 0.4):
                skin.fill(ribbon(curve((side * 1.1 * w, y - 0.06), (side * 0.66 * w, y + 0.04)), 0.07, 0.02), coat.dark)
    elif coat.pattern == "bib":
        skin.fill(
            blob((x, -0.75 * h), (x + 0.16, -0.1), (x + 0.62, 0.5), (x, 1.2 * h), (x - 0.62, 0.5), (x - 0.16, -0.1)),
            coat.light,
        )
    elif coat.pattern == "patches":
        skin.fill(ellipse(-0.6 * w, -0.45 * h, 0.56, 0.6), coat.mark)
        skin.fill(ellipse(0.75 * w, 0.62 * h, 0.5, 0.34), coat.light)
    elif coat.pattern == "points":
        skin.fill(ellipse(x, 0.3, 0.62, 0.62), veil(coat.tips, 0.45))
        skin.fill(ellipse(x, 0.36, 0.42, 0.42), veil(coat.tips, 0.6))
    elif coat.pattern == "spots":
        for a, b in (
            (-0.25, -0.7),
            (0.22, -0.66),
            (0.0, -0.48),
            (-0.75, 0.1),
            (0.76, 0.12),
            (-0.6, 0.42),
            (0.62, 0.42),
        ):
            skin.fill(ellipse(a * w, b * h, 0.09, 0.08), coat.dark)
