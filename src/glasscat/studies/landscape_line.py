"""Gradient descent in one dimension, from the left and from the right.

    x := x - learning_rate dJ/dx        J(x) = J(origin + x u)        dJ/dx = grad J . u

Where the slope is negative x grows, where it is positive x shrinks: from both sides the step leads downhill.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.i18n import Text
    from glasscat.studies.slices import Surface
    from glasscat.typing import Array

POINTS = 401
"""Of the curve: so many that its bends and its lowest point are seen."""
FURTHEST = 1.5
"""How many times as far as ``half`` is looked for a place that is high enough."""
EAGER = 0.35
"""Learning rate times the strongest bend upwards on the line: a few clear steps, and no overshooting, as above 1."""
STEPS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """J along a line through the end of a training, and two descents on it.

    Parameters
    ----------
    name : Text or str
        Of the direction.
    x, costs : (n,)
        Where J was computed, and J there.
    walks : (STEPS + 1, 2)
        Positions of the walker from the left and of the one from the right, before each step and after the last.
    walk_costs : (STEPS + 1, 2)
        J there.
    slopes : (2,)
        dJ/dx where they begin.
    learning_rate : float
        Of both, for this one dimension.
    """

    name: Text | str
    x: Array
    costs: Array
    walks: Array
    walk_costs: Array
    slopes: Array
    learning_rate: float

    def moved(self, by: float) -> Line:
        """The same line with ``by`` added to every x."""
        return replace(self, x=self.x + by, walks=self.walks + by)

    @property
    def lowest(self) -> tuple[float, float]:
        """Lowest point of the curve: x and J."""
        k = int(self.costs.argmin())
        return float(self.x[k]), float(self.costs[k])

    @property
    def has_bottom(self) -> bool:
        """Whether the lowest point lies inside: otherwise the cost goes on falling, as far as was looked."""
        return 0 < int(self.costs.argmin()) < len(self.costs) - 1


def line_through(  # noqa: PLR0917  (a line, and how much of it)
    surface: Surface, origin: Array, direction: Array, half: float, high: float, name: Text | str
) -> Line:
    """Compute J on a line, and descend on it from both ends.

    Parameters
    ----------
    surface : Surface
    origin, direction : (P,)
        Narrowed; x counts steps of ``direction`` from ``origin``.
    half, high : float
        To either side the line reaches where J is ``high`` for the first time, within `FURTHEST` times ``half``; or
        only to ``half``, where it nowhere is.
    name : Text or str
    """
    x = np.linspace(*_ends(surface, origin, direction, half, high), POINTS)
    costs = surface.costs(origin + x[:, None] * direction)
    bend = np.gradient(np.gradient(costs, x), x).max()
    learning_rate = EAGER / float(bend) if bend > 0 else half
    position, walks, slopes = x[[0, -1]], [x[[0, -1]]], []
    for _step in range(STEPS):
        slopes.append(surface.gradients(origin + position[:, None] * direction) @ direction)
        position = np.clip(position - learning_rate * slopes[-1], x[0], x[-1])
        walks.append(position)
    walked = np.array(walks)
    walk_costs = surface.costs(origin + walked.reshape(-1, 1) * direction).reshape(walked.shape)
    return Line(name, x, costs, walked, walk_costs, slopes[0], learning_rate)


def _ends(surface: Surface, origin: Array, direction: Array, half: float, high: float) -> tuple[float, float]:
    """How far to look to the left and to the right: to where J is ``high`` first, if that is not too far."""
    x = np.linspace(0, FURTHEST * half, POINTS)[:, None] * direction
    ends = []
    for side in (-1, 1):
        above = np.flatnonzero(surface.costs(origin + side * x) >= high)
        ends.append(float(side * (FURTHEST * half * above[0] / (POINTS - 1) if len(above) and above[0] else half)))
    return ends[0], ends[1]
