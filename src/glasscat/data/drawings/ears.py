"""Ears, by kind, for a head of radius 1 around (0, 0). Each is drawn on the right and mirrored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.drawings.palette import BLUSH, RGB, WHITE, darker, lighter, mix
from glasscat.data.drawings.shapes import Shape, blob, ellipse, polygon, shrunk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from glasscat.data.drawings.brush import Brush
    from glasscat.data.drawings.coats import Coat

# Outer edge of the ear, curved a little outwards; a sharp tip.
_POINTED = polygon((0.1, -0.72), (0.26, -1.0), (0.52, -1.3), (0.8, -1.5), (0.9, -1.2), (0.96, -0.8), (0.96, -0.2))
_PRICKED = polygon((0.2, -0.6), (0.42, -1.1), (0.78, -1.62), (0.98, -1.1), (0.98, -0.4))
_LONG = blob((0.16, -0.6), (0.14, -1.3), (0.3, -1.95), (0.52, -1.9), (0.62, -1.3), (0.56, -0.6))
_FLOPPY = blob((0.5, -0.86), (0.85, -0.82), (1.12, -0.3), (1.16, 0.35), (0.98, 0.6), (0.78, 0.3), (0.72, -0.3))


def _pair(brush: Brush, outer: Shape, coat: Coat, lining: RGB | None, inner: Shape | None = None) -> None:
    """Two ears, the left a mirror of the right."""
    for flip in (False, True):
        side = brush.at(0, 0, flip=flip)
        side.solid([outer], coat.tips, coat.edge, 0.045)
        if lining is not None:
            side.fill(shrunk(outer, 0.56, -0.02, 0.06) if inner is None else inner, lining)


def _lining(coat: Coat) -> RGB:
    return mix(BLUSH, coat.tips, 0.25)


def pointed(brush: Brush, coat: Coat, rng: np.random.Generator, *, behind: bool = False) -> None:
    """A cat's: two triangles, a little apart or upright as its mood is."""
    lean = rng.uniform(-0.1, 0.14)
    for flip in (False, True):
        side = brush.at(0, 0, 1.0, -lean if flip else lean).at(0, 0, flip=flip)
        side.solid([_POINTED], coat.tips, coat.edge, 0.045)
        if not behind:
            side.fill(shrunk(_POINTED, 0.58, 0.0, 0.1), _lining(coat))


def pricked(brush: Brush, coat: Coat, rng: np.random.Generator, *, behind: bool = False) -> None:
    """A fox's: tall, dark at the back, light in front."""
    del rng
    _pair(brush, _PRICKED, coat, None if behind else lighter(coat.light, 0.5))
    for flip in (False, True):
        brush.at(0, 0, flip=flip).fill(polygon((0.58, -1.3), (0.78, -1.62), (0.91, -1.26)), darker(coat.edge, 0.3))


def long(brush: Brush, coat: Coat, rng: np.random.Generator, *, behind: bool = False) -> None:
    """A rabbit's: upright, one perhaps leaning."""
    leans = (rng.uniform(-0.05, 0.2), rng.uniform(-0.05, 0.2))
    for flip, lean in zip((False, True), leans, strict=True):
        side = brush.at(0, 0, flip=flip).at(0, 0, 1.0, lean)
        side.solid([_LONG], coat.tips, coat.edge, 0.045)
        if not behind:
            side.fill(shrunk(_LONG, 0.62, 0.0, 0.0), _lining(coat))


def floppy(brush: Brush, coat: Coat, rng: np.random.Generator, *, behind: bool = False) -> None:
    """A hound's: hanging beside the face."""
    del rng, behind
    hanging = mix(coat.tips, coat.dark, 0.7)
    for flip in (False, True):
        brush.at(0, 0, flip=flip).solid([_FLOPPY], hanging, coat.edge, 0.045)


def folded(brush: Brush, coat: Coat, rng: np.random.Generator, *, behind: bool = False) -> None:
    """A terrier's: upright half-way, the tip folded forward."""
    del rng, behind
    for flip in (False, True):
        side = brush.at(0, 0, flip=flip)
        side.solid([polygon((0.2, -0.7), (0.42, -1.12), (0.92, -1.05), (0.95, -0.3))], coat.tips, coat.edge, 0.045)
        side.solid(
            [blob((0.42, -1.14), (0.95, -1.08), (1.22, -0.5), (1.02, -0.42), (0.7, -0.72))],
            mix(coat.tips, coat.dark, 0.7),
            coat.edge,
            0.03,
        )


def round_(brush: Brush, coat: Coat, rng: np.random.Generator, *, behind: bool = False) -> None:
    """A bear's."""
    del rng
    _pair(brush, ellipse(0.7, -0.72, 0.36, 0.36), coat, None if behind else _lining(coat))


def dish(brush: Brush, coat: Coat, rng: np.random.Generator, *, behind: bool = False) -> None:
    """A mouse's: as large as half its face."""
    size = rng.uniform(0.52, 0.64)
    _pair(
        brush,
        ellipse(0.86, -0.74, size, size),
        coat,
        None if behind else BLUSH,
        ellipse(0.86, -0.7, 0.66 * size, 0.66 * size),
    )


def flap(brush: Brush, coat: Coat, rng: np.random.Generator, *, behind: bool = False) -> None:
    """A pig's: short, falling forward."""
    del rng, behind
    for flip in (False, True):
        side = brush.at(0, 0, flip=flip)
        side.solid([polygon((0.3, -0.8), (0.75, -1.12), (1.16, -0.98), (1.0, -0.25))], coat.tips, coat.edge, 0.045)
        side.fill(polygon((0.5, -0.78), (0.98, -0.92), (0.9, -0.42)), _lining(coat))


def sideways(brush: Brush, coat: Coat, rng: np.random.Generator, *, behind: bool = False) -> None:
    """A cow's or a sheep's: level, with horns above or without."""
    if rng.random() < 0.6:
        for flip in (False, True):
            brush.at(0, 0, flip=flip).fill(
                blob((0.35, -0.7), (0.62, -0.95), (0.66, -1.3), (0.86, -0.9), (0.62, -0.6)), mix(WHITE, coat.dark, 0.25)
            )
    _pair(
        brush,
        ellipse(1.02, -0.38, 0.42, 0.2, 0.25),
        coat,
        None if behind else _lining(coat),
        ellipse(1.06, -0.37, 0.26, 0.1, 0.25),
    )


def fluffy(brush: Brush, coat: Coat, rng: np.random.Generator, *, behind: bool = False) -> None:
    """A koala's: wide and woolly."""
    del rng
    _pair(
        brush,
        ellipse(1.0, -0.5, 0.48, 0.46),
        coat,
        None if behind else lighter(coat.light, 0.4),
        ellipse(1.02, -0.42, 0.3, 0.28),
    )


EARS: Mapping[str, Callable[..., None]] = {
    "pointed": pointed,
    "pricked": pricked,
    "long": long,
    "floppy": floppy,
    "folded": folded,
    "round": round_,
    "dish": dish,
    "flap": flap,
    "sideways": sideways,
    "fluffy": fluffy,
}
