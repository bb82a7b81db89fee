"""The landscape of a training: slices through its cost surface, a line, and the curvature at both ends of its path."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.splits import check_seed
from glasscat.studies.curvature import curvature, hessian_product, is_convex_everywhere
from glasscat.studies.described import described
from glasscat.studies.landscape_directions import PATH, RANDOM, Directions, directions_of
from glasscat.studies.landscape_line import line_through
from glasscat.studies.landscape_outcome import Surveyed, line_row, slice_row
from glasscat.studies.landscape_path import path_again, path_of
from glasscat.studies.slices import Surface, sides, slice_of
from glasscat.training.arguments import dataset_of
from glasscat.training.sample_weights import sample_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glasscat.data.dataset import Dataset
    from glasscat.studies.landscape_path import Path
    from glasscat.studies.slices import Plane
    from glasscat.studies.study import Numbered, Row, Tell
    from glasscat.training.plan import Plan
    from glasscat.training.record import History
    from glasscat.typing import Array

POINTS = 51
"""A side of a slice: 2,601 costs."""


@dataclass(frozen=True, eq=False)
class Landscape:
    """What a training has walked through.

    Parameters
    ----------
    plan : Plan
        The training. It is carried out again.
    directions : str, optional
        Of the slice: ``path``, ``random``, or two parameters such as ``W1[0,3],b1``. By default those of the path, and
        for a deep network random ones too; the two parameters themselves where there are only two.
    seed : int
        Of random directions.
    history : History, optional
        Of a run by this plan, whose costs have to be met on the way.

    Raises
    ------
    UsageError
        GC-Y31 to GC-Y34 for directions, GC-U23 for a seed.
    """

    plan: Plan
    directions: str | None = None
    seed: int = 0
    history: History | None = None
    kind: str = field(default="landscape", init=False)

    def __post_init__(self) -> None:
        check_seed(self.seed)
        self.slices  # noqa: B018  (bad directions are refused before anything is trained)

    @cached_property
    def slices(self) -> list[Directions]:
        """Directions of each slice."""
        layout = self.plan.network.layout
        if self.directions is not None:
            words = [self.directions]
        elif layout.size == 2:
            words = [",".join(entry.name for entry in layout.entries)]
        else:
            words = [PATH] if is_convex_everywhere(self.plan.network) else [PATH, RANDOM]
        return [directions_of(word, layout) for word in words]

    @cached_property
    def data(self) -> Dataset:
        """What is trained on."""
        return dataset_of(self.plan.data)

    @cached_property
    def asked(self) -> dict[str, Any]:
        """The directions, and the plan."""
        words = [one.word for one in self.slices]
        return {"directions": words, "points": POINTS, "seed": self.seed, "plan": described(self.plan)}

    @property
    def fingerprint(self) -> str:
        """That of the data."""
        return self.data.fingerprint

    def __len__(self) -> int:
        return len(self.slices) + 2

    def rows(self, missing: Sequence[int], tell: Tell) -> Iterator[Numbered]:
        """Train once more, and look around: the slices, then the line, then the curvature."""
        path = path_of(self.plan) if self.history is None else path_again(self.plan, self.history)
        for done, number in enumerate(missing, 1):
            row = self._row(number, path)
            tell(done, len(missing))
            yield [(number, row)]

    def _row(self, number: int, path: Path) -> Row:
        if number < len(self.slices):
            return self._slice(self.slices[number], path)
        return self._line(path) if number == len(self.slices) else self._curvatures(path)

    @cached_property
    def _surface(self) -> Surface:
        plan, data = self.plan, self.data
        s = sample_weights(data, plan.class_weight, plan.sample_weight)
        X, Y = data.train.columns(np.float64), plan.network.targets(data.train.y)
        return Surface.of(plan.network, X, Y, s, float(plan.l2))

    def _slice(self, directions: Directions, path: Path) -> Row:
        plane = directions.plane(self.plan.network, path.thetas, self.seed)
        seen = slice_of(self._surface, plane, path.thetas, *self._sides(directions, plane, path))
        return slice_row(directions, path, seen.moved(directions.start_of_count(path.thetas[-1])))

    def _sides(self, directions: Directions, plane: Plane, path: Path) -> tuple[Array, Array]:
        """Where to compute costs, x and y."""
        if directions.word == RANDOM:
            return np.linspace(-1, 1, POINTS), np.linspace(-1, 1, POINTS)
        reach = None if directions.word == PATH else self._reach(plane, path)
        return sides(plane.points(path.thetas), POINTS, reach=reach)

    def _reach(self, plane: Plane, path: Path) -> Array:
        """How far from the end J would be as high as at the start, in each direction, if it were a parabola."""
        start, end = self._surface.costs(self._surface.narrowed(path.thetas[[0, -1]]))
        here = self._surface.narrowed(path.thetas[-1])
        bends = np.array(
            [v @ hessian_product(self._surface, here, v) for v in self._surface.narrowed(plane.directions)]
        )
        high = max(start - end, 0.0)
        return np.sqrt(2 * high / bends, out=np.zeros(2), where=bends > 1e-12)

    def _line(self, path: Path) -> Row:
        """Along the bias for one neuron, where the bowl has a bottom, else along the first direction."""
        directions, k = self.slices[0], 0
        if directions.word == PATH and is_convex_everywhere(self.plan.network):
            directions, k = directions_of("W1[0,0],b1[0,0]", self.plan.network.layout), 1
        plane = directions.plane(self.plan.network, path.thetas, self.seed)
        half = max(abs(plane.points(path.thetas)[0, k]), self._reach(plane, path)[k]) or 1.0
        surface = self._surface
        start = surface.narrowed(path.thetas[0])
        line = line_through(
            surface,
            surface.narrowed(plane.origin),
            surface.narrowed(plane.directions[k]),
            half,
            float(surface.costs(start[None])[0]),
            plane.names[k],
        )
        return line_row(directions, k, line.moved(float(directions.start_of_count(path.thetas[-1])[k])))

    def _curvatures(self, path: Path) -> Row:
        surface = self._surface
        start, end = (curvature(surface, surface.narrowed(theta)) for theta in path.thetas[[0, -1]])
        return {
            "piece": "curvature",
            "plan": described(self.plan),
            "start": start.as_json(),
            "end": end.as_json(),
            "parameters": self.plan.network.layout.size,
            "is_convex_everywhere": is_convex_everywhere(self.plan.network),
        }

    def conclude(self, rows: Sequence[Row]) -> Surveyed:
        """Say how much the slices show, and what shape the surface has."""
        return Surveyed(tuple(rows), self.data.source)
