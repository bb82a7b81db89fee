"""Two sets of slopes side by side, entry by entry, with the course's measure of how far they are apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.checks.probes import Probes
    from glasscat.parameters import Entry, Layout
    from glasscat.typing import Array

LIMITS = {"differences": 1e-4, "complex-step": 1e-12, "graph": 1e-12}
"""Relative error above which there may be a mistake: for differences the course's, for the exact ways near rounding."""
WORST = 3


@dataclass(frozen=True, slots=True)
class Slope:
    """One slope as the backward pass says it and as the other way does.

    Parameters
    ----------
    place : str
        ``W1[0, 3]``, or ``W1 projection 2``.
    backward, other : float
    """

    place: str
    backward: float
    other: float

    @property
    def distance(self) -> float:
        """How far they are apart."""
        return abs(self.backward - self.other)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The gradient of one W or b, and how well another way agrees with it.

    Parameters
    ----------
    entry : Entry
    method : str
    n_compared : int
        Slopes that were compared.
    n_left_out : int
        Slopes whose nudge went over a kink.
    norm : float
        ``||g||`` of the slopes that were compared.
    distance : float
        ``||g - g'||``.
    error : float or None
        ``||g - g'|| / (||g|| + ||g'||)``; 0 where both are 0; None where nothing could be compared.
    rounding : float
        Distance that the rounding of the method alone can cause.
    worst : tuple of Slope
        Those farthest apart, the farthest first.
    """

    entry: Entry
    method: str
    n_compared: int
    n_left_out: int
    norm: float
    distance: float
    error: float | None
    rounding: float
    worst: tuple[Slope, ...]

    @property
    def limit(self) -> float:
        """Largest error that is no reason to doubt."""
        return LIMITS[self.method]

    @property
    def is_nothing(self) -> bool:
        """Whether the two are as near as the method can tell, and so small that their relative error is large."""
        return self.error is not None and self.error > self.limit and self.distance <= self.rounding

    @property
    def passed(self) -> bool:
        """Whether there is nothing to say against this entry."""
        return self.error is None or self.error <= self.limit or self.is_nothing

    def as_json(self) -> dict[str, Any]:
        """Keys error, limit, passed, and what they are made of."""
        return {
            "error": self.error,
            "limit": self.limit,
            "passed": self.passed,
            "within_rounding": self.is_nothing,
            "compared": self.n_compared,
            "left_out": self.n_left_out,
            "norm": self.norm,
            "distance": self.distance,
        }


def relative_error(g: Array, other: Array) -> float:
    """``||g - g'|| / (||g|| + ||g'||)``, between 0 and 1; 0 where both are 0, and nan where one is not finite."""
    both = float(np.linalg.norm(g) + np.linalg.norm(other))
    return float(np.linalg.norm(g - other)) / both if both != 0 else 0.0


def compare(  # noqa: PLR0917  (what is compared, in its order)
    layout: Layout,
    probes: Probes,
    backward: Array,
    other: Array,
    crossed: NDArray[np.bool_],
    method: str,
    rounding: Array | float,
) -> list[Comparison]:
    """Compare slopes along probes, one `Comparison` an entry of the layout.

    Parameters
    ----------
    layout : Layout
    probes : Probes
    backward, other : (len(probes),)
        Slopes by the backward pass and by the other method.
    crossed : (len(probes),) bool
        Slopes that are not to be compared.
    method : str
        One of `LIMITS`.
    rounding : float or (len(probes),)
        What rounding can do to each slope.
    """
    found = []
    granted = np.broadcast_to(rounding, len(probes))
    for k, entry in enumerate(layout.entries):
        mine = probes.entries == k
        chosen = np.flatnonzero(mine & ~crossed)
        g, its = backward[chosen], other[chosen]
        apart = np.abs(g - its)
        worst = [chosen[i] for i in np.argsort(-apart, kind="stable")[:WORST]]
        found.append(
            Comparison(
                entry=entry,
                method=method,
                n_compared=len(chosen),
                n_left_out=int(mine.sum()) - len(chosen),
                norm=float(np.linalg.norm(g)),
                distance=float(np.linalg.norm(apart)),
                error=relative_error(g, its) if len(chosen) else None,
                rounding=float(np.linalg.norm(granted[chosen])),
                worst=tuple(
                    Slope(_place(layout, entry, probes, int(i)), float(backward[i]), float(other[i])) for i in worst
                ),
            )
        )
    return found


def _place(layout: Layout, entry: Entry, probes: Probes, probe: int) -> str:
    K = len(probes.coordinates)
    start = layout.slices[entry.name].start
    if probe < K:
        index = np.unravel_index(int(probes.coordinates[probe]) - start, entry.shape)
        return f"{entry.name}[{', '.join(str(i) for i in index)}]"
    number = sum(place.start == start for place, _v in probes.projections[: probe - K + 1])
    return f"{entry.name} projection {number}"
