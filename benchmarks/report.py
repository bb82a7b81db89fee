"""What a job hands over: the time of each way, what was asked, and whether the ways gave the same numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping


OURS = "glasscat"
"""The first way of every job."""


@dataclass(frozen=True)
class Row:
    """One thing asked of a job, and what was found."""

    job: str
    against: str
    asked: str
    found: str
    met: bool
    obstacle: str
    """What stands in the way, measured; told where the row is not met."""


@dataclass(frozen=True)
class Report:
    """All that a job has measured."""

    seconds: Mapping[str, float]
    """Median of each way; the first is glasscat's."""
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def faster(job: str, against: str, asked: float, *, ours: float, theirs: float, obstacle: str) -> Row:
    """At least ``asked`` times faster than the other way."""
    found = theirs / ours
    return Row(
        job, against, f"at least {asked:g} times faster", f"{_short(found)} times faster", found >= asked, obstacle
    )


def within(job: str, against: str, asked: float, *, ours: float, floor: float, obstacle: str) -> Row:
    """At most ``asked`` times the floor."""
    found = ours / floor
    return Row(job, against, f"within {asked:g} times", f"{found:.2f} times", found <= asked, obstacle)


def beside_products(ours: float, products: float, steps: int) -> str:
    """What there is beside the matrix products, which no way of writing the loop can do without."""
    rest = (ours - products) / steps * 1e6
    return f"its matrix products alone take {products / ours:.0%} of glasscat's time; the rest is {rest:.0f} µs a step"


def in_numpy(theirs: float, products: float, name: str) -> str:
    """How far anything written in NumPy could get ahead of another library."""
    return f"with no more than its matrix products NumPy would be {theirs / products:.2f} times faster than {name}"


def same(what: str, expected: np.ndarray, others: Mapping[str, np.ndarray], tolerance: float) -> str:
    """Sentence on how far the parameters of the ways lie apart.

    Raises
    ------
    ValueError
        If they lie further apart than ``tolerance``: then the ways did not do the same job.
    """
    size = np.linalg.norm(expected)
    apart = {name: float(np.linalg.norm(np.ravel(found) - np.ravel(expected)) / size) for name, found in others.items()}
    if far := {name: distance for name, distance in apart.items() if not distance <= tolerance}:
        raise ValueError(f"{what}: not the same parameters within {tolerance:g}: {far}")
    told = ", ".join(f"{name} {distance:.1e}" for name, distance in apart.items())
    return f"Parameters at the end, relative distance from glasscat's: {told}."


def _short(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2f}"
