"""One picture: a scene, a figure in it, things around it and perhaps before it, then light."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from glasscat.data.drawings.brush import CANVAS, FINENESS, SIDE, Brush
from glasscat.data.drawings.clutter import occlude, scatter
from glasscat.data.drawings.coats import any_coat
from glasscat.data.drawings.palette import RGB, pick
from glasscat.data.drawings.scenes import SCENES
from glasscat.data.drawings.subjects import Place, choose_cat, choose_other

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLASS_NAMES = ("not-cat", "cat")

_RAMP = np.linspace(-0.5, 0.5, SIDE)
_VIGNETTE = 1 - 0.4 * (_RAMP[:, None] ** 2 + _RAMP**2)


def draw(n: int, *, seed: int = 0) -> tuple[NDArray[np.uint8], NDArray[np.int64], tuple[str, ...]]:
    """Draw n pictures, half of them cats.

    Parameters
    ----------
    n : int
        How many; 0 or more.
    seed : int
        0 or more. Picture i depends on (seed, i) alone, so ``draw(10)`` is the beginning of ``draw(100)``.

    Returns
    -------
    X : (n, 64, 64, 3) uint8
    y : (n,) int64
        1 for a cat, 0 for anything else; each two in a row, from the first on, are one of each.
    kinds : tuple of str
        What each picture shows: ``"cat sitting"``, ``"dog"``, ``"house"``.

    Raises
    ------
    ValueError
        If ``n`` or ``seed`` is below 0.
    """
    X = np.empty((n, SIDE, SIDE, 3), dtype=np.uint8)
    y = np.empty(n, dtype=np.int64)
    kinds = []
    for i in range(n):
        y[i] = _label(seed, i)
        X[i], kind = _picture(np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(i,))), cat=bool(y[i]))
        kinds.append(kind)
    return X, y, tuple(kinds)


def _label(seed: int, i: int) -> int:
    """Labels come in pairs, a cat and a not-cat, in an order tossed once for the pair."""
    toss = np.random.SeedSequence(seed, spawn_key=(i // 2, 1)).generate_state(1)[0] % 2
    return int(toss ^ (i % 2))


def _picture(rng: np.random.Generator, *, cat: bool) -> tuple[NDArray[np.uint8], str]:
    """Only the subject knows the class: scene, place, colours, clutter and light are drawn without it."""
    canvas = Image.new("RGB", (CANVAS, CANVAS))
    brush = Brush(canvas)
    pick(rng, SCENES)(brush, rng)
    scatter(brush, rng)
    coat = any_coat(rng, _middle(canvas))
    subject = choose_cat(rng) if cat else choose_other(rng)
    subject.paint(_placed(brush, subject.place, rng), coat, rng)
    occlude(brush, rng)
    return _lit(np.asarray(canvas.reduce(FINENESS)), rng), subject.name


def _placed(brush: Brush, place: Place, rng: np.random.Generator) -> Brush:
    """Where the figure is, how large, how tilted, which way round."""
    if place == "close":
        size, x, y = rng.uniform(0.38, 0.45), rng.uniform(0.46, 0.54), rng.uniform(0.5, 0.56)
    else:
        size, x = rng.uniform(0.32, 0.41), rng.uniform(0.42, 0.58)
        y = rng.uniform(0.38, 0.52) if place == "air" else rng.uniform(0.84, 0.95) - size
    return brush.at(x, y, size, rng.uniform(-0.06, 0.06), flip=bool(rng.random() < 0.5))


def _middle(canvas: Image.Image) -> RGB:
    """Mean colour of the middle of the picture, which the figure must stand out from."""
    r, g, b = np.asarray(canvas.reduce(CANVAS // 4))[1:3, 1:3].mean(axis=(0, 1)).astype(int).tolist()
    return r, g, b


def _lit(pixels: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Light of a lamp or of a day: brighter or darker, warmer or colder, weaker in the corners."""
    gain = rng.uniform(0.88, 1.1) * rng.uniform(0.96, 1.04, 3)
    slope = 1 + rng.uniform(-0.12, 0.12) * _RAMP[:, None] + rng.uniform(-0.12, 0.12) * _RAMP
    light = (slope * _VIGNETTE)[..., None] * gain
    return np.minimum(np.rint(pixels * light), 255).astype(np.uint8)
