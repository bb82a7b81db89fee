"""The two directions of a slice: those of the path, random ones, or two parameters by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _
from glasscat.studies.slices import Plane, principal_directions, random_directions

if TYPE_CHECKING:
    from glasscat.i18n import Text
    from glasscat.network import Network
    from glasscat.parameters import Layout
    from glasscat.typing import Array

PATH, RANDOM = "path", "random"
WORDS = (PATH, RANDOM)
_PARAMETER = re.compile(r"\s*(?P<name>[A-Za-z]\w*)\s*(?:\[(?P<place>[\d\s,]*)\])?\s*")


@dataclass(frozen=True, slots=True)
class Directions:
    """Which two directions a slice has.

    Parameters
    ----------
    word : str
        ``"path"``, ``"random"``, or the two parameters as ``"W1[0,3], b1[0,0]"``.
    places : pair of int, or None
        Where the two parameters lie in theta.
    """

    word: str
    places: tuple[int, int] | None = None

    @property
    def names(self) -> tuple[Text | str, Text | str]:
        """What the two are called on a figure."""
        if self.word == PATH:
            return _("along the path (1st principal direction)"), _("across it (2nd principal direction)")
        if self.word == RANDOM:
            return _("one random direction, in lengths of the weights"), _("another one")
        first, second = re.findall(r"\w+\[[\d,]+\]", self.word)
        return first, second

    def start_of_count(self, end: Array) -> Array:
        """What the two coordinates of the end (P,) are called, (2,): the values of two parameters, else zeros."""
        return np.zeros(2) if self.places is None else end[list(self.places)]

    def plane(self, network: Network, path: Array, seed: int) -> Plane:
        """Plane through the end of a path (T, P)."""
        if self.word == PATH:
            directions = principal_directions(path)
        elif self.word == RANDOM:
            directions = random_directions(network, path[-1], np.random.default_rng(seed))
        else:
            directions = np.zeros((2, path.shape[1]))
            directions[[0, 1], list(self.places or ())] = 1
        return Plane(path[-1], directions, self.names)


def directions_of(word: str, layout: Layout) -> Directions:
    """Read ``path``, ``random`` or two parameters such as ``W1[0,3],b1``.

    Of an array with one row or one column the number along it is enough, and of a single number none is needed.

    Raises
    ------
    UsageError
        GC-Y31, for anything else; GC-Y32 for an unknown parameter, GC-Y33 for a place that it does not have, GC-Y34 for
        the same parameter twice.
    """
    if word in WORDS:
        return Directions(word)
    found = list(_PARAMETER.finditer(word))
    if len(found) != 2 or ",".join(one.group() for one in found) != word:
        problem = _("path, random, or two parameters are expected; found {found!r}.", found=word)
        raise UsageError("GC-Y31", _("directions"), problem, _("give for example path, or W1[0,3],b1."))
    first, second = (_place(one["name"], one["place"], layout) for one in found)
    if first == second:
        problem = _("two different parameters are needed; found {name} twice.", name=first[0])
        raise UsageError("GC-Y34", _("directions"), problem, _("give another one for the second."))
    return Directions(f"{first[0]}, {second[0]}", (first[1], second[1]))


def _place(name: str, place: str | None, layout: Layout) -> tuple[str, int]:
    """Full name of one number, and where it lies in theta."""
    shapes = {entry.name: entry.shape for entry in layout.entries}
    if name not in shapes:
        raise unknown_name("GC-Y32", _("directions"), name, shapes)
    shape = shapes[name]
    given = [int(part) for part in (place or "").split(",") if part.strip()]
    index = given or [0] if prod(shape) == 1 else given
    if len(index) == 1 and max(shape) == prod(shape):
        index = [index[0] if side == max(shape) else 0 for side in shape]
    if len(index) != len(shape) or any(k >= side for k, side in zip(index, shape, strict=True)):
        problem = _("{name} has the shape {shape}; found [{found}].", name=name, shape=shape, found=place or "")
        fix = _("count from 0: the last one is {name}[{last}].", name=name, last=",".join(str(s - 1) for s in shape))
        raise UsageError("GC-Y33", _("directions"), problem, fix)
    full = f"{name}[{','.join(map(str, index))}]"
    return full, layout.slices[name].start + int(np.ravel_multi_index(index, shape))
