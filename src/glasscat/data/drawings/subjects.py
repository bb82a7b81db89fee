"""Who is in the picture: a cat in one of its poses, or somebody or something else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from glasscat.data.drawings.birds import BIRDS
from glasscat.data.drawings.bodies import POSES
from glasscat.data.drawings.creatures import CREATURES
from glasscat.data.drawings.palette import pick
from glasscat.data.drawings.species import CAT, OTHERS, Species
from glasscat.data.drawings.things import THINGS
from glasscat.data.drawings.vehicles import VEHICLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from glasscat.data.drawings.brush import Brush
    from glasscat.data.drawings.coats import Coat

Place: TypeAlias = Literal["close", "ground", "air"]

FURRED = 0.56
"""Share of the not-cats that go on four furry legs: they differ from a cat in form alone."""

_REST: Mapping[str, Callable[[Brush, Coat, np.random.Generator], None]] = {**BIRDS, **CREATURES, **VEHICLES, **THINGS}
_NAMES = tuple(_REST)
_IN_THE_AIR = ("aeroplane", "balloon", "butterfly", "rocket")


@dataclass(frozen=True)
class Subject:
    """Figure of a picture.

    Parameters
    ----------
    name : str
        What to call it: ``"cat sitting"``, ``"dog"``, ``"house"``.
    place : "close", "ground" or "air"
        Seen from close by in the middle of the picture, standing on its ground, or above it.
    species, pose : Species and str, or None and ""
        Who it is and how it sits, if it goes on four furry legs.
    """

    name: str
    place: Place
    species: Species | None = None
    pose: str = ""

    def paint(self, brush: Brush, coat: Coat, rng: np.random.Generator) -> None:
        """Paint the figure around the brush's (0, 0), about 2 high and 2 wide."""
        if self.species is None:
            _REST[self.name](brush, coat, rng)
            return
        if coat.pattern in self.species.never:
            coat = replace(coat, pattern=self.species.instead)
        POSES[self.pose](brush, self.species, coat, rng)


def choose_cat(rng: np.random.Generator) -> Subject:
    """Return a cat in one of its poses."""
    pose = pick(rng, CAT.poses)
    return Subject(f"cat {pose}", _place_of(pose), CAT, pose)


def choose_other(rng: np.random.Generator) -> Subject:
    """Return another animal or a thing; now and then from close by, as cats are."""
    if rng.random() < FURRED:
        species = pick(rng, OTHERS)
        pose = pick(rng, species.poses)
        return Subject(species.name, _place_of(pose), species, pose)
    name = pick(rng, _NAMES)
    if rng.random() < 0.3:
        return Subject(name, "close")
    return Subject(name, "air" if name in _IN_THE_AIR else "ground")


def _place_of(pose: str) -> Place:
    return "close" if pose == "face" else "ground"
