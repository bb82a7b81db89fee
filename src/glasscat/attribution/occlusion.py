"""Occlusion: a grey patch is slid over a picture, and the change of the answer is watched.

An approximate answer (Zeiler and Fergus, 2014): it says what happens without a part of the picture, where a grey square
is something that no training picture had; the changes do not add up to anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.typing import Array, Integers

GREY = 0.5
ACROSS = 8
"""Patches that fit side by side into the shorter side of a picture; they overlap by half."""
BLOCK_NUMBERS = 2**24
"""Numbers that go forward at once, 128 MiB: all patches of pictures up to about 150 × 150."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Occlusion:
    """How the probability of a class falls where a part of the picture is covered.

    Parameters
    ----------
    drops : (n_rows, n_columns)
        Probability of the whole picture minus that of the picture with the patch at this place.
    rows, columns : (n_rows,), (n_columns,)
        Top and left edges of the patches, in pixels.
    side : int
        Of the patch, in pixels.
    map : (height, width)
        Mean of the drops of all patches that cover a pixel.
    """

    drops: Array
    rows: Integers
    columns: Integers
    side: int
    map: Array

    @property
    def largest(self) -> tuple[int, int, float]:
        """Row and column of the patch that costs the class most, and by how much its probability falls."""
        return self._at(int(self.drops.argmax()))

    @property
    def smallest(self) -> tuple[int, int, float]:
        """Row and column of the patch that helps the class most, or costs it least, and that drop."""
        return self._at(int(self.drops.argmin()))

    def _at(self, place: int) -> tuple[int, int, float]:
        i, j = divmod(place, len(self.columns))
        return int(self.rows[i]), int(self.columns[j]), float(self.drops[i, j])

    def __repr__(self) -> str:
        return f"Occlusion({self.drops.size} patches of {self.side} × {self.side}, largest drop={self.largest[2]:.3g})"


def occlusion(probability: Callable[[Array], Array], x: Array, shape: tuple[int, int, int]) -> Occlusion:
    """Slide a grey patch over a picture.

    Parameters
    ----------
    probability : callable
        Probability of the class, (m,), of pictures (n_x, m); all patches go forward together.
    x : (n_x,)
        The picture, 0 to 1.
    shape : (height, width, 3)
    """
    height, width = shape[:2]
    side = max(1, min(height, width) // ACROSS)
    rows, columns = _edges(height, side), _edges(width, side)
    places = [(i, j) for i in rows for j in columns]
    whole = float(probability(x[:, np.newaxis])[0])
    blocks = np.array_split(np.array(places), ceil(len(places) * x.size / BLOCK_NUMBERS))
    covered = [probability(_covered(x.reshape(shape), block, side)) for block in blocks]
    drops = whole - np.concatenate(covered)
    sums, counts = np.zeros((height, width)), np.zeros((height, width))
    for (i, j), drop in zip(places, drops, strict=True):
        sums[i : i + side, j : j + side] += drop
        counts[i : i + side, j : j + side] += 1
    return Occlusion(drops.reshape(len(rows), len(columns)), rows, columns, side, sums / counts)


def _edges(length: int, side: int) -> Integers:
    """Where patches begin: half a patch apart, and one at the very end."""
    return np.unique(np.append(np.arange(0, length - side + 1, max(1, side // 2)), length - side))


def _covered(picture: Array, places: Integers, side: int) -> Array:
    """Copies of the picture, (n_x, n), each with a patch at one of the places."""
    copies = np.repeat(picture[np.newaxis], len(places), axis=0)
    for copy, (i, j) in zip(copies, places, strict=True):
        copy[i : i + side, j : j + side] = GREY
    return copies.reshape(len(places), -1).T
