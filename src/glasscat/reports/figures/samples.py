"""What is in a data set: some pictures of each class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.i18n import _, _n, listing, sentences
from glasscat.reports.figures.fonts import fitted
from glasscat.reports.figures.style import BODY, QUIET, look
from glasscat.reports.figures.tiles import Line, Tile, check_classes, contact_sheet, pixels, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from glasscat.data.dataset import Samples
    from glasscat.i18n import Text
    from glasscat.typing import Integers


@look()
def sample_pictures(
    samples: Samples, class_names: Sequence[str], *, n: int = 24, title: Text | str | None = None
) -> Figure:
    """Draw ``n`` pictures, as many of each class as can be, evenly spaced through the class so that none is favoured.

    Parameters
    ----------
    samples : Samples
        Pictures.
    class_names : sequence of str
    n : int
        How many pictures at most.
    title : Text or str, optional

    Returns
    -------
    Figure

    Raises
    ------
    UsageError
        GC-F03 if the samples are not pictures, GC-F04 if a label has no name.
    """
    check_classes(samples.y, class_names)
    chosen = _some_of_each(samples.y, len(class_names), n)
    some = samples.take(chosen)
    tiles = [
        Tile(picture, (Line(class_names[c], bold=True), Line(short(name), QUIET, is_file=True)))
        for picture, c, name in zip(pixels(some), some.y, some.names, strict=True)
    ]
    below = _n("{shown} of {n:,} picture.", "{shown} of {n:,} pictures.", len(samples), shown=len(chosen))
    return contact_sheet(
        title or _("Sample pictures"),
        sentences(below, _shares(samples.y, class_names)),
        tiles,
    )


def _shares(y: Integers, class_names: Sequence[str]) -> Text:
    """How many of each class there are, or, of many classes, the fewest and the most."""
    counts = np.bincount(y, minlength=len(class_names)).tolist()
    if len(counts) > 4:
        return _("{n} classes, with {low:,} to {high:,} each.", n=len(counts), low=min(counts), high=max(counts))
    names = [fitted(name, 90, BODY) for name in class_names]
    shares = [_("{class_name} {n:,}", class_name=name, n=n) for name, n in zip(names, counts, strict=True)]
    return _("In all: {shares}.", shares=listing(shares))


def _some_of_each(y: Integers, n_classes: int, n: int) -> Integers:
    """Indices of at most ``n`` samples, class by class; a class too small for its part leaves it to the others."""
    counts = np.bincount(y, minlength=n_classes)
    parts = np.zeros(n_classes, dtype=int)
    for _turn in range(min(n, len(y))):
        parts[np.where(parts < counts, parts, n + 1).argmin()] += 1
    chosen: list[int] = []
    for c, part in enumerate(parts):
        places = np.linspace(0, max(0, counts[c] - 1), part).round().astype(int)
        chosen += np.flatnonzero(y == c)[places].tolist()
    return np.array(chosen, dtype=np.int64)
