"""Tails, by kind, from the root (0, 0) to the left and up, as long as the body is high."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.drawings.palette import BLUSH, lighter, mix
from glasscat.data.drawings.shapes import Shape, blob, curve, ribbon, star

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from glasscat.data.drawings.brush import Brush
    from glasscat.data.drawings.coats import Coat


def _band(brush: Brush, line: Shape, coat: Coat, start: float, end: float) -> None:
    """A furry tail along a line, ringed where the coat is striped."""
    tail = ribbon(line, start, end)
    brush.solid([tail], coat.tips, coat.edge)
    tip = ribbon(line[-len(line) // 4 :], 0.9 * end, 0.9 * end)
    if coat.pattern == "stripes":
        with brush.inside([tail]) as skin:
            for k in range(4, len(line) - 1, 5):
                across = (line[k + 1] - line[k])[::-1] * (-4, 4)
                skin.line(line[k] + (across * [[-1], [1]]), 0.07, coat.dark)
    elif coat.pattern == "bib":
        brush.fill(tip, coat.light)
    elif coat.pattern == "patches":
        brush.fill(tip, coat.mark)


def long(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A cat's: up and curling, like a question mark one way or the other, or trailing."""
    shape = rng.integers(3)
    if shape == 0:
        line = curve((0.08, 0.08), (-0.24, -0.06), (-0.36, -0.42), (-0.22, -0.78), (-0.42, -1.0))
    elif shape == 1:
        line = curve((0.08, 0.08), (-0.2, -0.1), (-0.3, -0.5), (-0.26, -0.86), (-0.02, -0.98))
    else:
        line = curve((0.06, 0.05), (-0.2, 0.14), (-0.46, 0.36), (-0.72, 0.34), (-0.86, 0.1))
    _band(brush, line, coat, 0.095, 0.085)


def wag(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A dog's: short, thick at the root."""
    lift = rng.uniform(-0.62, -0.3)
    _band(brush, curve((0.08, 0.1), (-0.14, -0.05), (-0.32, 0.6 * lift), (-0.36, lift)), coat, 0.12, 0.04)


def puff(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A tuft of wool."""
    del rng
    brush.solid([star(-0.04, 0.05, 0.2, 8, 0.8)], lighter(coat.base, 0.4), coat.edge)


def string(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A mouse's: thin and bare."""
    reach = rng.uniform(0.6, 0.95)
    line = curve((0.05, 0.1), (-0.25, 0.2), (-0.45, 0.0), (-0.7, -0.05), (-reach, -0.3))
    brush.solid([ribbon(line, 0.05, 0.02)], mix(BLUSH, coat.base, 0.2), coat.edge, 0.02)


def curly(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A pig's."""
    del rng
    line = curve(
        (0.05, 0.08), (-0.14, 0.0), (-0.2, -0.14), (-0.08, -0.18), (-0.08, -0.02), (-0.26, -0.04), (-0.34, -0.2)
    )
    brush.line(line, 0.1, coat.edge)
    brush.line(line, 0.055, coat.base)


def tuft(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A cow's: a cord with a tassel."""
    swing = rng.uniform(-0.45, -0.15)
    brush.solid(
        [ribbon(curve((0.05, 0.0), (-0.1, 0.05), (0.6 * swing - 0.1, 0.4), (swing, 0.6)), 0.04, 0.03)],
        coat.base,
        coat.edge,
        0.02,
    )
    brush.fill(blob((swing, 0.5), (swing + 0.1, 0.74), (swing - 0.02, 0.88), (swing - 0.12, 0.74)), coat.edge)


def brush_(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """A fox's: thick in the middle, with a white tip."""
    lift = rng.uniform(-0.35, 0.2)
    brush.solid(
        [
            blob(
                (0.08, 0.0),
                (-0.3, lift - 0.12),
                (-0.75, lift - 0.15),
                (-1.05, lift - 0.25),
                (-0.8, lift + 0.2),
                (-0.35, lift + 0.22),
            )
        ],
        coat.tips,
        coat.edge,
    )
    brush.fill(
        blob((-0.78, lift - 0.13), (-1.02, lift - 0.23), (-0.8, lift + 0.16), (-0.7, lift + 0.02)),
        lighter(coat.light, 0.6),
    )


def none(brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
    """No tail to be seen."""


TAILS: Mapping[str, Callable[[Brush, Coat, np.random.Generator], None]] = {
    "long": long,
    "wag": wag,
    "puff": puff,
    "string": string,
    "curly": curly,
    "tuft": tuft,
    "brush": brush_,
    "none": none,
}
