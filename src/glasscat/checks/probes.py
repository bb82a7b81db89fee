"""Where a gradient is looked at: single parameters, and random directions through a whole W or b."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.parameters import Layout
    from glasscat.typing import Array, Integers

MOST_IN_FULL = 2000
"""Networks with at most so many parameters are checked in every one of them."""
COORDINATES = 20
"""Parameters of each entry of a larger network that are checked: half of them where the gradient is largest."""
PROJECTIONS = 4
"""Random directions through each entry of a larger network, so that no parameter of it stays unseen."""


@dataclass(frozen=True, slots=True, eq=False)
class Probes:
    """Directions in which theta is nudged: first along single parameters, then along projections.

    Parameters
    ----------
    coordinates : (K,) int
        Positions in theta.
    projections : tuple of (slice, array)
        Place of an entry in theta, and a direction of length 1 through it.
    entries : (K + N,) int
        Which entry of the layout each probe is in.
    """

    coordinates: Integers
    projections: tuple[tuple[slice, Array], ...]
    entries: Integers

    def __len__(self) -> int:
        return len(self.entries)

    def slopes(self, grad: Array) -> Array:
        """Slopes of J along the probes, (K + N,), that a gradient (P,) promises: ``grad . v``."""
        along = [float(grad[place] @ v) for place, v in self.projections]
        return np.concatenate([grad[self.coordinates], along])

    def nudged(self, theta: Array, step: complex, first: int, last: int) -> Array:
        """Rows ``theta + step v`` for the probes ``first`` to ``last - 1``; (last - first, P)."""
        rows = np.repeat(theta[None], last - first, axis=0).astype(np.result_type(theta, step))
        single = self.coordinates[first:last]
        rows[np.arange(len(single)), single] += step
        K = len(self.coordinates)
        for row, probe in enumerate(range(max(first, K), last), len(single)):
            place, v = self.projections[probe - K]
            rows[row, place] += step * v
        return rows


def choose_probes(layout: Layout, grad: Array, rng: np.random.Generator) -> Probes:
    """Every parameter of a small network; of a large one, in each entry, some parameters and some projections.

    Parameters
    ----------
    layout : Layout
    grad : (P,)
        The gradient to be checked.
    rng : numpy.random.Generator
        Draws parameters and directions.
    """
    coordinates: list[Integers] = []
    projections: list[tuple[slice, Array]] = []
    for entry in layout.entries:
        place = layout.slices[entry.name]
        in_full = layout.size <= MOST_IN_FULL or entry.size <= COORDINATES
        chosen = np.arange(entry.size) if in_full else _some(np.abs(grad[place]), rng)
        coordinates.append(place.start + chosen)
        if not in_full:
            drawn = rng.standard_normal((PROJECTIONS, entry.size))
            projections += [(place, v / np.linalg.norm(v)) for v in drawn]
    starts = [layout.slices[entry.name].start for entry in layout.entries]
    flat = np.concatenate(coordinates)
    positions = np.concatenate([flat, np.array([place.start for place, _v in projections], dtype=np.intp)])
    return Probes(flat, tuple(projections), np.searchsorted(starts, positions, side="right") - 1)


def _some(size: Array, rng: np.random.Generator) -> Integers:
    """Positions of the largest sizes, and as many random ones."""
    largest = np.argpartition(size, -COORDINATES // 2)[-COORDINATES // 2 :]
    others = np.setdiff1d(np.arange(len(size)), largest)
    return np.sort(np.concatenate([largest, rng.choice(others, COORDINATES // 2, replace=False)]))
