"""The first layer's weights, drawn as the pictures they are multiplied with."""

from __future__ import annotations

from math import ceil, isqrt
from typing import TYPE_CHECKING

import numpy as np
from matplotlib import colormaps

from glasscat.errors import UsageError
from glasscat.i18n import _, sentences
from glasscat.reports.figures.fonts import fitted
from glasscat.reports.figures.style import (
    BODY,
    HEADING,
    INK,
    MARGIN,
    QUIET,
    SMALL,
    WIDTH,
    Align,
    head,
    look,
    page,
    write,
)
from glasscat.reports.figures.tiles import averaged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from glasscat.i18n import Text
    from glasscat.typing import Array

# ColorBrewer's red-blue: white at zero, and its two ends are told apart with any kind of colour vision.
COLOURS = "RdBu_r"
GAP = 14.0
BAR = 62.0
TICKS: tuple[tuple[float, Align], ...] = ((0.0, "left"), (0.5, "center"), (1.0, "right"))
PIXELS = 120_000


@look()
def weights(
    W1: Array,
    picture_shape: tuple[int, int, int],
    *,
    class_names: Sequence[str] = (),
    limit: int = 32,
    title: Text | str | None = None,
) -> Figure:
    """Draw each unit's weights as a picture: blue where a brighter pixel lowers z, red where it raises it.

    Several units are drawn as the mean over their three channels, side by side; a lone neuron also channel by channel.
    All pictures of a figure share one range, from -r to r, so that they can be compared.

    Parameters
    ----------
    W1 : (n_units, height * width * 3)
        Weights of the first layer.
    picture_shape : (height, width, 3)
    class_names : sequence of str
        Only where this layer is also the last one: two names for one neuron (the second is what it speaks for), else
        a name for each unit.
    limit : int
        How many units at most: the first ones.
    title : Text or str, optional

    Returns
    -------
    Figure

    Raises
    ------
    UsageError
        GC-F02 if the weights do not fit the pictures or the names.
    """
    _check(W1, picture_shape, class_names)
    pictures = W1.reshape(len(W1), *picture_shape)
    if len(W1) == 1:
        tiles = [pictures[0].mean(axis=-1), *np.moveaxis(pictures[0], -1, 0)]
        names: list[Text | str] = [_("mean of the three"), _("red"), _("green"), _("blue")]
        columns = 4
    else:
        tiles = list(pictures[:limit].mean(axis=-1))
        names = list(class_names[:limit]) or [_("unit {i}", i=i) for i in range(len(tiles))]
        columns = min(8, max(4, ceil(len(tiles) / ceil(len(tiles) / 8))))
    return _draw(tiles, names, columns, title or _title(len(W1)), _summary(len(W1), len(tiles), class_names))


def _check(W1: Array, picture_shape: tuple[int, int, int], class_names: Sequence[str]) -> None:
    expected = int(np.prod(picture_shape))
    if W1.ndim != 2 or W1.shape[1] != expected or picture_shape[2:] != (3,):
        raise UsageError(
            "GC-F02",
            "W1",
            _(
                "pictures {shape} need weights (n, {expected}); found {found}.",
                shape=" × ".join(map(str, picture_shape)),
                expected=expected,
                found=" × ".join(map(str, W1.shape)),
            ),
            _("give the first layer of a network of these pictures."),
        )
    needed = 2 if len(W1) == 1 else len(W1)
    if class_names and len(class_names) != needed:
        raise UsageError(
            "GC-F02",
            "class_names",
            _("expected {n} names; found {found}.", n=needed, found=len(class_names)),
            _("give class names only where the first layer is also the last one."),
        )


def _title(n_units: int) -> Text:
    return _("The neuron's weights") if n_units == 1 else _("Weights of the first layer")


def _summary(n_units: int, n_shown: int, class_names: Sequence[str]) -> Text:
    if n_units == 1 and class_names:
        no, yes = (fitted(name, 130, BODY) for name in class_names)
        return _("Blue: a brighter pixel speaks for {no}. Red: for {yes}.", no=no, yes=yes)
    meaning = _("Blue: a brighter pixel lowers z. Red: it raises z.")
    if n_shown < n_units:
        return sentences(meaning, _("The first {shown} of {n} units.", shown=n_shown, n=n_units))
    return meaning


def _draw(tiles: Sequence[Array], names: Sequence[Text | str], columns: int, title: Text | str, below: Text) -> Figure:
    side = (WIDTH - 2 * MARGIN - (columns - 1) * GAP) / columns
    h, w = tiles[0].shape
    tall = side * h / w
    row = tall + 32
    bottom = HEADING + ceil(len(tiles) / columns) * row
    figure, axes = page(bottom + BAR)
    head(axes, title, below)
    limit = isqrt(PIXELS // len(tiles))
    drawn = [averaged(tile, limit) for tile in tiles]
    reach = max(float(np.abs(tile[np.isfinite(tile)]).max(initial=0.0)) for tile in drawn) or 1.0
    for i, (tile, name) in enumerate(zip(drawn, names, strict=True)):
        x, y = MARGIN + i % columns * (side + GAP), HEADING + i // columns * row
        _paint(axes, tile, (x, x + side, y + tall, y), reach)
        write(axes, x, y + tall + 15, name, size=SMALL, color=INK, width=side)
    _colour_bar(axes, bottom, reach)
    return figure


def _paint(axes: Axes, values: Array, extent: tuple[float, float, float, float], reach: float) -> None:
    axes.imshow(
        values, extent=extent, cmap=colormaps[COLOURS], vmin=-reach, vmax=reach, interpolation="none", aspect="auto"
    )


def _colour_bar(axes: Axes, top: float, reach: float) -> None:
    """Draw the range from -reach to reach, with its unit."""
    left, right = WIDTH - MARGIN - 240, WIDTH - MARGIN
    _paint(axes, np.linspace(-reach, reach, 129)[None], (left, right, top + 18, top + 6), reach)
    for place, ha in TICKS:
        value = f"{(2 * place - 1) * reach:+.2g}".replace("-", "−")
        write(
            axes,
            left + place * (right - left),
            top + 34,
            "0" if place == 0.5 else value,
            size=SMALL,
            color=QUIET,
            ha=ha,
        )
    meaning = _("weight: change of z when a pixel goes from black to full")
    write(axes, left - 12, top + 16, meaning, size=SMALL, color=QUIET, ha="right")
