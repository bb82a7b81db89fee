"""Contact sheets: small pictures in rows, each with lines of text below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil, isqrt
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from glasscat.data.picture_bytes import pixels_of
from glasscat.data.sample_name import sample_name
from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.reports.figures.fonts import ending, literal
from glasscat.reports.figures.style import HEADING, INK, MARGIN, SMALL, WIDTH, head, page, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from glasscat.data.dataset import Samples
    from glasscat.i18n import Text

    Pixels: TypeAlias = NDArray[np.uint8]

COLUMNS = 6
GAP = 14.0
PLACE = re.compile(r" \(\w+\[\d+\]\)$")
"""Place of a held-out sample in its source, as in "test 3 (train_set_x[11])"."""
LINE = 15.0
SIDE = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS
# In an SVG 100,000 pixels weigh 0.3 MB where they are photographs, 0.5 MB where they are pure noise.
PIXELS = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text below a picture."""

    words: Text | str
    color: str = INK
    bold: bool = False
    is_file: bool = False
    """Whether its end matters most."""


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A picture (height, width, 3) uint8, and the lines below it."""

    picture: Pixels
    lines: tuple[Line, ...]


def contact_sheet(title: Text | str, below: Text | str, tiles: Sequence[Tile], *, group: int = 1) -> Figure:
    """Draw ``tiles`` in rows of `COLUMNS`; the ``group`` tiles that belong together stand closer to each other.

    Pictures are embedded at their own resolution, or averaged to a smaller one where all together exceed `PIXELS`.
    """
    n_lines = max((len(tile.lines) for tile in tiles), default=0)
    row = SIDE + 6 + n_lines * LINE + 14
    figure, axes = page(HEADING + ceil(len(tiles) / COLUMNS) * row + MARGIN / 2)
    head(axes, title, below)
    limit = isqrt(PIXELS // max(1, len(tiles)))
    for i, tile in enumerate(tiles):
        column = i % COLUMNS
        x = MARGIN + column * (SIDE + GAP) - (column % group) * GAP / 2
        y = HEADING + i // COLUMNS * row
        show(axes, averaged(tile.picture, limit).round().astype(np.uint8), x, y, SIDE)
        for k, line in enumerate(tile.lines):
            place = y + SIDE + 6 + (k + 0.75) * LINE
            room = SIDE + GAP / 2
            words = ending(literal(str(line.words)), room, SMALL) if line.is_file else line.words
            write(axes, x, place, words, size=SMALL, color=line.color, bold=line.bold, width=room)
    return figure


def show(axes: Axes, picture: Pixels, x: float, y: float, side: float) -> None:
    """Put a picture into the square at (x, y) of the page, in its own proportions, each pixel a sharp square."""
    h, w = picture.shape[:2]
    width, height = side * w / max(h, w), side * h / max(h, w)
    left, top = x, y + side - height  # it stands on its words, flush with them
    axes.imshow(picture, extent=(left, left + width, top + height, top), interpolation="none", aspect="auto")


def averaged(picture: NDArray[np.generic], limit: int) -> NDArray[np.float64]:
    """Average of blocks of k × k pixels, with the smallest k that makes both sides at most ``limit`` pixels.

    Parameters
    ----------
    picture : (height, width, ...)
    limit : int
        Pixels.

    Returns
    -------
    (ceil(height / k), ceil(width / k), ...) float64
    """
    h, w = picture.shape[:2]
    k = ceil(max(h, w) / limit)
    rows, columns = np.arange(0, h, k), np.arange(0, w, k)
    sums = np.add.reduceat(np.add.reduceat(picture.astype(np.float64), rows, axis=0), columns, axis=1)
    counts = np.outer(np.diff(rows, append=h), np.diff(columns, append=w))
    average: NDArray[np.float64] = sums / counts.reshape(counts.shape + (1,) * (picture.ndim - 2))
    return average


def pixels(samples: Samples) -> Pixels:
    """Pictures as pixels 0-255 (m, height, width, 3), whatever range they are stored in.

    Raises
    ------
    UsageError
        GC-F03 if the samples are rows of features.
    """
    if not samples.is_pictures:
        shape = " × ".join(map(str, samples.X.shape))
        raise UsageError(
            "GC-F03",
            "X",
            _("pictures are (m, height, width, 3); this array is {shape}.", shape=shape),
            _("use a set of pictures."),
        )
    return pixels_of(samples.X, samples.scale)


def short(name: str) -> Text | str:
    """Return the `last_part` of a name without its place in the source, for which a tile has no room."""
    return sample_name(PLACE.sub("", last_part(name)))


def last_part(name: str) -> str:
    """Return the last part of a path: the class, which is often the folder, is told beside it."""
    return name.replace("\\", "/").rpartition("/")[2] or name


def check_classes(labels: NDArray[np.integer], class_names: Sequence[str]) -> None:
    """Refuse labels that have no name.

    Raises
    ------
    UsageError
        GC-F04 if a label is not a place in ``class_names``.
    """
    if len(labels) and not 0 <= labels.min() <= labels.max() < len(class_names):
        raise UsageError(
            "GC-F04",
            "class_names",
            _(
                "labels go from {low} to {high}; {n} class names were given.",
                low=labels.min(),
                high=labels.max(),
                n=len(class_names),
            ),
            _("give a name for every class."),
        )
