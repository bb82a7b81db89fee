"""Colours, shared by everything that is drawn: a cat, a dog, a bus and a house dip into the same pots.

No colour may give the answer away, so a painter never owns a colour: it draws one here, by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

RGB: TypeAlias = tuple[int, int, int]
Colour: TypeAlias = RGB | tuple[int, int, int, int]
"""Red, green, blue and perhaps opacity, each 0 to 255."""

T = TypeVar("T")

INK: RGB = (46, 40, 48)
WHITE: RGB = (252, 250, 244)
BLUSH: RGB = (236, 158, 152)
GLASS: RGB = (206, 228, 236)

# Each coat is its main tone, its light tone and its dark tone.
COATS: tuple[tuple[RGB, RGB, RGB], ...] = (
    ((226, 142, 70), (250, 214, 164), (176, 88, 38)),  # ginger
    ((238, 212, 170), (253, 242, 220), (200, 156, 106)),  # cream
    ((142, 148, 160), (206, 211, 218), (90, 96, 112)),  # grey
    ((76, 74, 88), (150, 148, 160), (42, 40, 52)),  # charcoal
    ((158, 110, 74), (222, 188, 150), (102, 66, 42)),  # brown
    ((240, 236, 230), (255, 254, 250), (188, 180, 178)),  # white
    ((108, 76, 62), (190, 156, 134), (66, 44, 38)),  # chocolate
    ((110, 134, 160), (190, 206, 220), (66, 86, 114)),  # slate blue
    ((208, 174, 124), (246, 226, 188), (152, 112, 70)),  # sand
    ((190, 98, 62), (240, 190, 150), (126, 56, 36)),  # rust
    ((184, 164, 178), (230, 218, 228), (128, 106, 126)),  # lilac
    ((232, 178, 166), (250, 222, 212), (188, 118, 112)),  # rose
)

ACCENTS: tuple[RGB, ...] = (
    (46, 134, 140),  # teal
    (232, 182, 72),  # mustard
    (226, 104, 88),  # coral
    (62, 82, 132),  # navy
    (126, 164, 118),  # sage
    (140, 88, 132),  # plum
    (112, 170, 208),  # sky
    (200, 66, 62),  # tomato
    (240, 220, 186),  # linen
    (88, 112, 90),  # moss
    (156, 196, 92),  # lime
    (122, 202, 174),  # mint
)

PASTELS: tuple[RGB, ...] = (
    (244, 226, 204),
    (214, 228, 220),
    (226, 214, 232),
    (208, 224, 240),
    (246, 214, 206),
    (238, 234, 214),
    (184, 206, 196),
    (202, 184, 170),
    (168, 190, 206),
    (228, 200, 150),
)

DEEPS: tuple[RGB, ...] = ((58, 78, 100), (92, 66, 84), (66, 92, 88), (112, 74, 62), (72, 66, 104), (124, 98, 72))

# Eyes have colours that cushions and buses have too.
IRISES: tuple[RGB, ...] = (ACCENTS[1], ACCENTS[6], ACCENTS[10], ACCENTS[11], COATS[0][0])


def pick(rng: np.random.Generator, options: Sequence[T]) -> T:
    """One of the options, each as likely as the others."""
    return options[int(rng.integers(len(options)))]


def mix(first: RGB, second: RGB, share: float) -> RGB:
    """Blend two colours; ``share`` 0 gives the first and 1 the second."""
    r, g, b = (round(p + (q - p) * share) for p, q in zip(first, second, strict=True))
    return r, g, b


def darker(colour: RGB, share: float = 0.25) -> RGB:
    """Mix with ink, which is kinder to a colour than black."""
    return mix(colour, INK, share)


def lighter(colour: RGB, share: float = 0.25) -> RGB:
    """Mix with a warm white."""
    return mix(colour, WHITE, share)


def veil(colour: RGB, opacity: float) -> Colour:
    """Return the colour as a thin layer, opacity 0 to 1."""
    return (*colour, round(255 * opacity))


def distance(first: RGB, second: RGB) -> float:
    """How far apart two colours look: differences weighted by the eye's sensitivity, 0 to about 255."""
    return sum(w * abs(p - q) for w, p, q in zip((0.3, 0.59, 0.11), first, second, strict=True))


def brightness(colour: RGB) -> float:
    """How bright a colour looks, 0 to 255 (ITU-R BT.601)."""
    r, g, b = colour
    return 0.299 * r + 0.587 * g + 0.114 * b


def main_colour(rng: np.random.Generator, backdrop: RGB) -> tuple[RGB, RGB, RGB]:
    """Main, light and dark tone of whatever is drawn: of four drawn by chance, the one that stands out most.

    A figure brighter than its backdrop counts for more than a darker one, as in a lit room.
    """
    candidates = [pick(rng, COATS) for _draw in range(4)]
    return max(
        candidates,
        key=lambda tones: distance(tones[0], backdrop) + 0.35 * (brightness(tones[0]) - brightness(backdrop)),
    )
