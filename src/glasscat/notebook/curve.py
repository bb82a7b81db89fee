"""Curves as a small SVG: cost against iteration, each line named at its end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor, isfinite, log, log10
from typing import TYPE_CHECKING

from glasscat.i18n import _
from glasscat.notebook.fragment import LINE, Fragment, markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.i18n import Text

TRAIN, TEST = "#1F83C9", "#D55E00"
"""Blue and vermillion after Okabe and Ito (2008), the blue lighter than in the figures: it is seen on black as well."""

WIDTH, HEIGHT = 400, 176
LEFT, RIGHT, TOP, BOTTOM = 46, 306, 12, 148
MOST_POINTS = 120
"""Of one line: more are not seen at this size."""
STEEP = 30
"""Where the largest value is more times the smallest than this, the axis is logarithmic, as in the figures."""
APART = 28
"""Pixels between the names of two ends, each of two lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name, its colour and its points (iteration, value); values that are not finite leave a gap."""

    name: Text | str
    colour: str
    points: Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where values lie in the picture."""

    first: float
    last: float
    low: float
    high: float
    logarithmic: bool

    def x(self, iteration: float) -> float:
        return LEFT + (RIGHT - LEFT) * (iteration - self.first) / ((self.last - self.first) or 1)

    def y(self, value: float) -> float:
        low, high = self.low, self.high
        share = log(value / low) / log(high / low) if self.logarithmic else (value - low) / ((high - low) or 1)
        return BOTTOM - (BOTTOM - TOP) * share


def curves(lines: Sequence[Line], quantity: Text | str) -> Fragment:
    """Draw lines over iterations.

    Parameters
    ----------
    lines : sequence of Line
        Those without a finite value are left out.
    quantity : Text or str
        What the values are.

    Returns
    -------
    Fragment
        Empty where there is nothing to draw.
    """
    drawn = [line for line in lines if _finite(line.points)]
    if not drawn:
        return Fragment("")
    axes = _axes(drawn)
    name = _("{quantity}, logarithmic", quantity=quantity) if axes.logarithmic else quantity
    parts = [*_frame(axes, name), *(_path(line, axes) for line in drawn), *_ends(drawn, axes)]
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    look = 'font-size="12" fill="currentColor" style="display:block;max-width:100%;height:auto"'
    return Fragment(
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} {look}>'
        f"<title>{markup(name)}</title>{''.join(parts)}</svg>"
    )


def levels(low: float, high: float, *, logarithmic: bool) -> list[float]:
    """Round numbers from ``low`` to ``high``, seldom more than five.

    Multiples of 1, 2 or 5 times a power of ten; of a logarithmic axis powers of ten, or 1, 2 and 5 times those where
    there are few.
    """
    if not logarithmic:
        step = _round_up((high - low) / 4) or 1.0
        return [k * step for k in range(ceil(low / step), floor(high / step * (1 + 1e-9)) + 1)]
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    every = max(1, ceil(log10(high / low) / 5))
    parts = (1, 2, 5) if high < 300 * low else (1,)
    found = [part * 10.0**power for power in powers[::every] for part in parts]
    return [value for value in found if low * (1 - 1e-9) <= value <= high * (1 + 1e-9)]


def _round_up(step: float) -> float:
    """The next of 1, 2, 5, 10 times a power of ten; 0 of 0."""
    if step <= 0:
        return 0.0
    power = 10.0 ** floor(log10(step))
    return next(part * power for part in (1, 2, 5, 10) if part * power >= step * (1 - 1e-9))


def label(x: float, y: float, words: object, *, anchor: str = "start", quiet: bool = False) -> str:
    """Words with their baseline at y."""
    look = ' opacity=".68"' if quiet else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{look}>{markup(words)}</text>'


def _finite(points: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    return [point for point in points if isfinite(point[1])]


def _axes(lines: Sequence[Line]) -> _Axes:
    seen = [point for line in lines for point in _finite(line.points)]
    iterations, values = [point[0] for point in seen], [point[1] for point in seen]
    low, high = min(values), max(values)
    logarithmic = 0 < STEEP * low < high
    return _Axes(min(iterations), max(iterations), low if logarithmic else min(low, 0.0), high, logarithmic)


def _frame(axes: _Axes, name: object) -> list[str]:
    """A few levels with their values, the first and the last iteration, and what is drawn."""
    parts = []
    for value in levels(axes.low, axes.high, logarithmic=axes.logarithmic):
        y = axes.y(value)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{RIGHT}" stroke="{LINE}"/>')
        parts.append(label(LEFT - 6, y + 4, f"{value:.6g}", anchor="end", quiet=True))
    below = BOTTOM + 18
    parts.append(label(LEFT, below, f"{axes.first:,.0f}", quiet=True))
    parts.append(label(RIGHT, below, _("iteration {n:,}", n=int(axes.last)), anchor="end", quiet=True))
    parts.append(label((LEFT + RIGHT) / 2 - 20, below, name, anchor="middle", quiet=True))
    return parts


def _path(line: Line, axes: _Axes) -> str:
    """Draw a line, thinned; a lone point is a dot."""
    step = 1 + (len(line.points) - 1) // MOST_POINTS
    thin = [*line.points[:-1:step], line.points[-1]]
    pieces = []
    for finite, some in groupby(thin, key=lambda point: isfinite(point[1])):
        if finite:
            places = [f"{axes.x(iteration):.1f} {axes.y(value):.1f}" for iteration, value in some]
            pieces.append("M" + "L".join(places if len(places) > 1 else [*places, *places]))
    look = f'stroke="{line.colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{"".join(pieces)}" fill="none" {look}/>'


def _ends(lines: Sequence[Line], axes: _Axes) -> list[str]:
    """Write each line's name and last value beside its end, far enough apart to be read."""
    last = [_finite(line.points)[-1][1] for line in lines]
    order = sorted(range(len(lines)), key=lambda k: axes.y(last[k]))
    places: list[float] = []
    for k in order:
        places.append(max(axes.y(last[k]), places[-1] + APART if places else TOP))
    lift = max(0.0, places[-1] - (BOTTOM - 10))
    parts = []
    for k, y in zip(order, places, strict=True):
        line, top = lines[k], y - lift
        parts.append(f'<circle cx="{RIGHT + 12}" cy="{top:.1f}" r="4" fill="{line.colour}"/>')
        parts.append(label(RIGHT + 22, top + 4, line.name))
        parts.append(label(RIGHT + 22, top + 18, f"{last[k]:#.4g}", quiet=True))
    return parts
