"""One look for every figure: colours, sizes, and a page measured in points with its origin at the top left.

Colours are those of Okabe and Ito (2008), which people with any kind of colour vision tell apart: blue speaks of
training and of what is right, vermillion of the test set and of what is wrong.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TypeAlias

import matplotlib as mpl
from matplotlib.figure import Figure

from glasscat.reports.figures.fonts import drawing_fonts, fitted, literal
from glasscat.reports.figures.page_line import PageLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from glasscat.i18n import Text

Align: TypeAlias = Literal["left", "center", "right"]

TRAIN = "#0072B2"
TEST = "#D55E00"
INK = "#1A1A1A"
QUIET = "#666666"  # 5.7 : 1 on white: still easy to read
HAIR = "#DDDDDD"

# Points. A page is 9.4 inches wide, so that text of 11 points can still be read at half size.
WIDTH = 680.0
MARGIN = 28.0
TITLE, BODY, SMALL = 17.0, 12.0, 11.0
HEADING = 74.0
"""Height that a title and its line below take, from the top of the page."""


@contextmanager
def look() -> Iterator[None]:
    """Draw, or save, in glasscat's style whatever the user's own matplotlib settings; they are back afterwards."""
    with mpl.rc_context():
        # not mpl.rcdefaults: it reads 30 style sheets, which nobody uses
        mpl.rcParams.update(
            {
                **{name: setting for name, setting in mpl.rcParamsDefault.items() if name != "backend"},
                "font.family": drawing_fonts(),
                "text.parse_math": False,  # a class may be called "$x$"
                "image.composite_image": False,  # each picture stays in the SVG at its own resolution
                "svg.fonttype": "none",  # text stays text: found by a search, drawn with the reader's fonts
                "svg.hashsalt": "glasscat",  # the same ids every time
            },
        )
        yield


def page(height: float) -> tuple[Figure, Axes]:
    """Return an empty white page, `WIDTH` points wide, and axes over all of it that count points from the top left."""
    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    return figure, axes


def write(
    axes: Axes,
    x: float,
    y: float,
    words: Text | str,
    *,
    size: float = BODY,
    color: str = INK,
    bold: bool = False,
    ha: Align = "left",
    width: float = WIDTH,
    rotation: float = 0.0,
) -> None:
    """Write one line with its baseline at (x, y) in points; what is wider than ``width`` loses its middle."""
    line = PageLine(
        x,
        y,
        fitted(literal(str(words)), width, size),
        fontsize=size,
        color=color,
        fontweight="bold" if bold else "normal",
        horizontalalignment=ha,
        verticalalignment="baseline",
        rotation=rotation,
        rotation_mode="anchor",
        clip_on=False,
    )
    axes.add_artist(line)


def head(axes: Axes, title: Text | str, below: Text | str) -> None:
    """Write the title of a page and the quiet line below it."""
    write(axes, MARGIN, MARGIN + 10, title, size=TITLE, bold=True, width=WIDTH - 2 * MARGIN)
    write(axes, MARGIN, MARGIN + 32, below, color=QUIET, width=1.12 * (WIDTH - 2 * MARGIN))
    axes.figure.set_label(literal(str(title)))
