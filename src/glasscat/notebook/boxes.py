"""Layers as a small SVG: boxes in a row, the taller the more units, with words below each."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from glasscat.notebook.curve import TRAIN, label
from glasscat.notebook.fragment import Fragment, markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.i18n import Text

STEP, WIDE, LINE_HEIGHT = 124, 62, 16
TALLEST = 112
TOP = 2
MOST = 7
"""Boxes in a row; of more layers the first and the last ones are drawn, with dots between them."""


@dataclass(frozen=True, slots=True)
class Box:
    """A layer: how many numbers it puts out, lines of words about it, and a quiet one below them."""

    units: int
    lines: tuple[Text | str, ...]
    quiet: Text | str = ""


def boxes(row: Sequence[Box], title: object) -> Fragment:
    """Draw boxes from left to right, with arrows between them."""
    shown: list[Box | None] = list(row) if len(row) <= MOST else [*row[:3], None, *row[-3:]]
    width = STEP * len(shown)
    n_lines = max(len(box.lines) + bool(box.quiet) for box in shown if box is not None)
    height = TOP + TALLEST + LINE_HEIGHT * n_lines + 10
    parts = [part for k, box in enumerate(shown) for part in _box(box, STEP * (k + 0.5), last=k == len(shown) - 1)]
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    look = 'font-size="12" fill="currentColor" style="display:block;max-width:100%;height:auto"'
    return Fragment(
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} {look}>'
        f"<title>{markup(title)}</title>{''.join(parts)}</svg>"
    )


def tall(units: int) -> float:
    """Pixels of a box: ten times the units make it 20 pixels taller."""
    return min(TALLEST, 30 + 6 * log2(units))


def _box(box: Box | None, x: float, *, last: bool) -> list[str]:
    """A box around x with its words, and the arrow to the next one."""
    middle = TOP + TALLEST / 2
    start, end = x + WIDE / 2 + 5, x + STEP - WIDE / 2 - 5
    arrow = f"M{start:.0f} {middle:.0f}H{end:.0f}m-6 -4l6 4l-6 4"
    parts = [] if last else [f'<path d="{arrow}" fill="none" stroke="currentColor" opacity=".6"/>']
    if box is None:
        return [*parts, label(x, middle + 4, "⋯", anchor="middle")]
    high = tall(box.units)
    frame = f'x="{x - WIDE / 2:.0f}" y="{middle - high / 2:.1f}" width="{WIDE}" height="{high:.1f}" rx="5"'
    parts.append(f'<rect {frame} fill="{TRAIN}" fill-opacity=".14" stroke="{TRAIN}" stroke-width="1.5"/>')
    parts.append(label(x, middle + 4, Fragment(f'<tspan font-weight="600">{box.units:,}</tspan>'), anchor="middle"))
    below = TOP + TALLEST + 14
    for k, words in enumerate(box.lines):
        parts.append(label(x, below + LINE_HEIGHT * k, words, anchor="middle"))
    if box.quiet:
        parts.append(label(x, below + LINE_HEIGHT * len(box.lines), box.quiet, anchor="middle", quiet=True))
    return parts
