"""Training pictures in rows: those that push towards a class and away from it, or those nearest to a picture."""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

import numpy as np

from glasscat.attribution.words import signed
from glasscat.i18n import _
from glasscat.reports.figures.fonts import ending, literal
from glasscat.reports.figures.style import BODY, INK, MARGIN, QUIET, SMALL, WIDTH, write
from glasscat.reports.figures.tiles import COLUMNS, GAP, LINE, SIDE, averaged, pixels, short, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from glasscat.attribution.attribution import Attribution
    from glasscat.attribution.nearest import Nearest
    from glasscat.attribution.training_sum import TrainingSum
    from glasscat.i18n import Text
    from glasscat.typing import Integers

ROW = 18 + SIDE + 6 + 3 * LINE + 22
"""Points that a row takes, with its heading and three lines of words below each picture."""
PIXELS = 6_000
"""Of one picture, at most: larger ones are averaged."""
TOWARDS, AWAY = "#B2182B", "#2166AC"
"""ColorBrewer's red and blue, as in the maps: red speaks for the class, blue against it."""


def draw_pushes(sheet: Axes, top: float, attribution: Attribution, found: TrainingSum) -> None:
    """Draw the training pictures that push most towards the class, and below them those that push most away from it.

    Parameters
    ----------
    sheet : Axes
        A page in points.
    top : float
    attribution : Attribution
        With its training pictures.
    found : TrainingSum
        Of this attribution.
    """
    shares = found.contributions
    towards, away = shares > 0, shares < 0
    numbers = {"m": len(shares), "name": attribution.class_name}
    heading = _(
        "Towards {name}: {total} in all, from {n:,} of {m:,} training pictures",
        n=int(towards.sum()),
        total=signed(float(shares[towards].sum())),
        **numbers,
    )
    values = [signed(float(share)) for share in shares]
    _draw_row(sheet, top, (heading, TOWARDS), attribution, found.towards(COLUMNS), values)
    heading = _(
        "Away from {name}: {total} in all, from {n:,} of {m:,} training pictures",
        n=int(away.sum()),
        total=signed(float(shares[away].sum())),
        **numbers,
    )
    _draw_row(sheet, top + ROW, (heading, AWAY), attribution, found.away(COLUMNS), values)


def draw_nearest(
    sheet: Axes, top: float, attribution: Attribution, by_pixels: Nearest, by_activations: Nearest
) -> None:
    """Draw the training pictures nearest in their pixels, and below them those nearest in the last hidden layer.

    Parameters
    ----------
    sheet : Axes
        A page in points.
    top : float
    attribution : Attribution
        With its training pictures.
    by_pixels, by_activations : Nearest
        Of this attribution.
    """
    headings = (
        _("Nearest training pictures by their pixels, with their distance"),
        _("Nearest by what the last hidden layer makes of them, with their distance"),
    )
    for k, (heading, near) in enumerate(zip(headings, (by_pixels, by_activations), strict=True)):
        values = [f"{distance:#.3g}" for distance in near.distances]
        _draw_row(sheet, top + k * ROW, (heading, INK), attribution, near.first(COLUMNS), values)


def _draw_row(  # noqa: PLR0917  (what a row shows)
    sheet: Axes,
    top: float,
    heading: tuple[Text, str],
    attribution: Attribution,
    chosen: Integers,
    values: Sequence[Text | str],
) -> None:
    """Draw a heading, and below it the chosen training pictures, each with its value, its class and its name."""
    words, color = heading
    write(sheet, MARGIN, top + 6, words, size=BODY, bold=True, width=1.1 * (WIDTH - 2 * MARGIN))
    some = attribution.training_pictures(chosen)
    for column, (j, picture) in enumerate(zip(chosen, pixels(some), strict=True)):
        x, y = MARGIN + column * (SIDE + GAP), top + 18
        show(sheet, averaged(picture, isqrt(PIXELS)).round().astype(np.uint8), x, y, SIDE)
        class_name = attribution.class_names[some.y[column]]
        tail = ending(literal(str(short(some.names[column]))), SIDE + GAP / 2, SMALL)
        lines = ((values[j], color, True), (class_name, INK, False), (tail, QUIET, False))
        for k, (line, ink, bold) in enumerate(lines):
            place = y + SIDE + 6 + (k + 0.75) * LINE
            write(sheet, x, place, line, size=SMALL, color=ink, bold=bold, width=SIDE + GAP / 2)
