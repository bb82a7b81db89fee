"""All trained numbers of a network as one flat vector theta, and the layout that knows who lives where in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import prod
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from glasscat.typing import Array

Kind = Literal["weight", "bias", "gain", "shift", "mean", "variance"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One named array of parameters, such as ``W1`` of shape (20, 12288).

    Parameters
    ----------
    name : str
    shape : tuple of int
    kind : "weight", "bias", "gain" or "shift"; "mean" or "variance" of a running statistic
        What it is to its layer: decay spares everything but weights.
    """

    name: str
    shape: tuple[int, ...]
    kind: Kind

    @property
    def size(self) -> int:
        """How many numbers."""
        return prod(self.shape)


@dataclass(frozen=True)
class Layout:
    """Where each entry lies in the flat vector, in the order given.

    Parameters
    ----------
    entries : tuple of Entry

    Raises
    ------
    ValueError
        If two entries have one name, as those of two normalisations of one dense layer would.
    """

    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        names = [entry.name for entry in self.entries]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"entries must have names of their own; found {names.count(name)} called {name}")

    @cached_property
    def slices(self) -> dict[str, slice]:
        """Place of each entry along the last axis of theta, by name."""
        ends = list(accumulate(entry.size for entry in self.entries))
        starts = [0, *ends[:-1]]
        return {entry.name: slice(a, z) for entry, a, z in zip(self.entries, starts, ends, strict=True)}

    @property
    def size(self) -> int:
        """Length P of the vector."""
        return sum(entry.size for entry in self.entries)

    def views(self, theta: Array) -> dict[str, Array]:
        """Return each entry as a view into ``theta``: writing to it writes to theta.

        Parameters
        ----------
        theta : (..., P)
            Leading axes, if any, are runs.

        Returns
        -------
        dict of str to (..., *shape)

        Raises
        ------
        ValueError
            If theta has another length, or lies in memory so that a view is impossible; a copy is never made instead.
        """
        if theta.shape[-1] != self.size:
            raise ValueError(f"theta must have {self.size} numbers along its last axis; found {theta.shape[-1]}")
        return {
            entry.name: theta[..., self.slices[entry.name]].reshape(*theta.shape[:-1], *entry.shape, copy=False)
            for entry in self.entries
        }
