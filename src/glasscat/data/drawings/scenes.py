"""Where the figure is: rooms, landscapes, plain and patterned backdrops.

The brush works in fractions of the picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.drawings.furnishings import FURNISHINGS
from glasscat.data.drawings.palette import ACCENTS, COATS, DEEPS, PASTELS, RGB, WHITE, darker, lighter, mix, pick, veil
from glasscat.data.drawings.shapes import blob, ellipse, polygon, rectangle, star

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.data.drawings.brush import Brush

# Sky at the top, sky at the horizon, ground.
_WEATHERS: tuple[tuple[RGB, RGB, RGB], ...] = (
    ((84, 146, 190), (176, 206, 214), (104, 140, 78)),  # summer day
    ((110, 164, 188), (206, 212, 186), (138, 152, 82)),  # spring
    ((216, 128, 86), (240, 192, 136), (112, 88, 70)),  # sunset
    ((84, 66, 112), (210, 132, 116), (68, 64, 84)),  # dusk
    ((28, 36, 72), (66, 78, 124), (42, 60, 64)),  # night
    ((122, 134, 148), (178, 184, 186), (108, 116, 92)),  # grey day
    ((120, 146, 176), (184, 196, 208), (206, 214, 226)),  # snow
    ((104, 168, 190), (196, 212, 200), (206, 176, 124)),  # beach
    ((168, 144, 104), (222, 198, 152), (150, 92, 52)),  # autumn
)
_NIGHT = 4


def _wall_colour(rng: np.random.Generator) -> RGB:
    """A wall in a pastel, a deep tone or the colour of some coat, darkened."""
    coat = pick(rng, COATS)[0]
    return pick(
        rng,
        (
            darker(pick(rng, PASTELS), 0.1),
            darker(pick(rng, PASTELS), 0.4),
            pick(rng, DEEPS),
            pick(rng, DEEPS),
            darker(coat, 0.45),
        ),
    )


def room(brush: Brush, rng: np.random.Generator) -> None:
    """A wall with its paper, a floor, and one or two pieces of furniture."""
    wall = _wall_colour(rng)
    brush.wash(lighter(wall, 0.12), darker(wall, 0.1))
    _wallpaper(brush, wall, rng)
    horizon = rng.uniform(0.56, 0.78)
    floor = pick(rng, (darker(pick(rng, COATS)[1], 0.25), darker(pick(rng, COATS)[0], 0.15), pick(rng, ACCENTS)))
    brush.fill(rectangle(0, horizon, 1, 1), floor)
    brush.fill(rectangle(0, horizon - 0.035, 1, horizon), lighter(wall, 0.45))
    if rng.random() < 0.6:
        for k in range(1, 6):
            y = horizon + (1 - horizon) * (k / 6) ** 1.4
            brush.line(polygon((0, y), (1, y)), 0.006, veil(darker(floor, 0.6), 0.4))
    for name in rng.permutation(len(FURNISHINGS))[: rng.integers(1, 3)]:
        FURNISHINGS[name](brush, horizon, rng)
    if rng.random() < 0.5:
        rug = pick(rng, ACCENTS)
        x, w = rng.uniform(0.35, 0.65), rng.uniform(0.35, 0.5)
        brush.fill(ellipse(x, 0.93, w, 0.11), rug)
        brush.line(ellipse(x, 0.93, 0.86 * w, 0.08), 0.012, lighter(rug, 0.5), closed=True)


def landscape(brush: Brush, rng: np.random.Generator) -> None:
    """Sky with its lights, hills or sea, ground with grass and flowers."""
    weather = int(rng.integers(len(_WEATHERS)))
    top, low, ground = _WEATHERS[weather]
    brush.wash(top, low)
    _sky(brush, weather, rng)
    horizon = rng.uniform(0.5, 0.74)
    if rng.random() < 0.25:
        sea = mix(darker(top, 0.2), ACCENTS[0], 0.35)
        brush.fill(rectangle(0, horizon - 0.08, 1, 1), sea)
        for _wave in range(6):
            x, y = rng.random(), rng.uniform(horizon - 0.06, horizon + 0.1)
            brush.line(polygon((x, y), (x + 0.12, y)), 0.008, veil(WHITE, 0.5))
    else:
        for k in (0, 1):
            _hills(brush, horizon - 0.12 + 0.08 * k, mix(mix(ground, low, 0.55 - 0.3 * k), ACCENTS[0], 0.15), rng)
        if rng.random() < 0.6:
            _grove(brush, horizon, mix(darker(ground, 0.35), ACCENTS[9], 0.4), rng)
    _hills(brush, horizon + 0.04, ground, rng)
    brush.fill(rectangle(0, horizon + 0.16, 1, 1), ground)
    _meadow(brush, horizon + 0.08, ground, rng)


def backdrop(brush: Brush, rng: np.random.Generator) -> None:
    """A gradient, as in a photographer's studio."""
    first = _wall_colour(rng)
    second = pick(rng, (lighter(first, 0.5), darker(first, 0.35), _wall_colour(rng)))
    pick(rng, (brush.wash, brush.glow))(first, second)


def pattern(brush: Brush, rng: np.random.Generator) -> None:
    """A flat colour with dots, stripes, checks, confetti or soft lights."""
    colour = _wall_colour(rng)
    brush.wash(lighter(colour, 0.15), darker(colour, 0.15))
    if rng.random() < 0.5:
        _wallpaper(brush, colour, rng, certain=True)
        return
    soft = rng.random() < 0.5
    for _spot in range(14):
        spot = pick(rng, (*ACCENTS, *PASTELS))
        r = rng.uniform(0.05, 0.14) if soft else rng.uniform(0.015, 0.035)
        outline = (
            ellipse(0, 0, r, r)
            if soft
            else pick(rng, (star(0, 0, r), ellipse(0, 0, r, r), rectangle(-r, -0.5 * r, r, 0.5 * r)))
        )
        brush.fill(outline + rng.random(2), veil(spot, 0.35 if soft else 0.9))


def _wallpaper(brush: Brush, wall: RGB, rng: np.random.Generator, *, certain: bool = False) -> None:
    ink = veil(pick(rng, (lighter(wall, 0.6), darker(wall, 0.3), pick(rng, ACCENTS))), 0.35)
    kind = int(rng.integers(3 if certain else 5))
    step = rng.uniform(0.1, 0.2)
    places, r = np.arange(0.5 * step, 1, step), 0.16 * step
    if kind == 0:
        for x in places:
            brush.fill(rectangle(x - 0.25 * step, 0, x + 0.25 * step, 1), ink)
    elif kind == 1:
        for row, y in enumerate(places):
            for x in places + 0.5 * step * (row % 2):
                brush.fill(rectangle(x - r, y - r, x + r, y + r), ink)
    elif kind == 2:
        for x in places:
            brush.line(polygon((x, 0), (x, 1)), 0.012, ink)
            brush.line(polygon((0, x), (1, x)), 0.012, ink)


def _sky(brush: Brush, weather: int, rng: np.random.Generator) -> None:
    x, y = rng.uniform(0.08, 0.92), rng.uniform(0.08, 0.26)
    if weather == _NIGHT:
        for place in rng.random((12, 2)) * (1, 0.5):
            brush.fill(rectangle(-0.006, -0.006, 0.006, 0.006) + place, (250, 240, 200))
        brush.fill(ellipse(x, y, 0.07, 0.07), (250, 240, 200))
        brush.fill(ellipse(x + 0.03, y - 0.015, 0.06, 0.06), mix(*_WEATHERS[_NIGHT][:2], 0.3))
    elif rng.random() < 0.5:
        brush.fill(ellipse(x, y, 0.11, 0.11), veil((255, 236, 170), 0.3))
        brush.fill(ellipse(x, y, 0.075, 0.075), (255, 226, 140))
    for _cloud in range(int(rng.integers(0, 4))):
        cx, cy, r = rng.random(), rng.uniform(0.05, 0.35), rng.uniform(0.04, 0.08)
        for dx, k in ((-1.3, 0.7), (0.0, 1.1), (1.3, 0.8)):
            brush.fill(ellipse(cx + dx * r, cy, 1.2 * r * k, r * k), veil(WHITE, 0.25 if weather == _NIGHT else 0.75))


def _hills(brush: Brush, y: float, colour: RGB, rng: np.random.Generator) -> None:
    heights = y + rng.uniform(-0.06, 0.06, 5)
    ridge = [(0.25 * k, float(h)) for k, h in enumerate(heights)]
    brush.fill(blob((-0.3, 1.2), (-0.2, ridge[0][1]), *ridge, (1.2, ridge[-1][1]), (1.3, 1.2)), colour)


def _grove(brush: Brush, horizon: float, leaf: RGB, rng: np.random.Generator) -> None:
    """A few small trees on the horizon; some end in a point, as ears do."""
    for _tree in range(int(rng.integers(1, 5))):
        x, h = rng.random(), rng.uniform(0.08, 0.24)
        tint = mix(leaf, pick(rng, COATS)[0], rng.uniform(0, 0.5))
        brush.fill(rectangle(x - 0.012, horizon - 0.4 * h, x + 0.012, horizon + 0.06), darker(tint, 0.6))
        if rng.random() < 0.5:
            brush.fill(polygon((x - 0.4 * h, horizon), (x, horizon - 1.3 * h), (x + 0.4 * h, horizon)), tint)
        else:
            brush.fill(ellipse(x, horizon - 0.6 * h, 0.42 * h, 0.55 * h), tint)


def _meadow(brush: Brush, top: float, ground: RGB, rng: np.random.Generator) -> None:
    blade = pick(rng, (darker(ground, 0.25), lighter(ground, 0.35)))
    for x, y in rng.uniform((0, top), 1, (10, 2)):
        brush.fill(polygon((x - 0.014, y), (x - 0.006, y - 0.05), (x, y), (x + 0.012, y - 0.04), (x + 0.016, y)), blade)
    if rng.random() < 0.5:
        petal = pick(rng, (WHITE, *ACCENTS[1:3], *ACCENTS[5:8]))
        for place in rng.uniform((0, top), 1, (7, 2)):
            brush.fill(ellipse(0, 0, 0.018, 0.015) + place, petal)


SCENES: tuple[Callable[[Brush, np.random.Generator], None], ...] = (room, room, landscape, landscape, backdrop, pattern)
"""As often as they stand here, behind cats as behind all else."""
