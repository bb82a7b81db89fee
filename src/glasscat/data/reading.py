"""How pictures are to be read: their size, how they are fitted into it, what to do about broken ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast, get_args

from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _

Fit = Literal["crop", "pad", "stretch"]
"""crop cuts the longer side, pad adds black borders, stretch ignores the proportions."""

Progress: TypeAlias = Callable[[int, int], None]
"""Called as ``progress(done, total)``, in the thread that asked for the reading."""

LARGEST_SIDE = 4096
"""Pixels; a side beyond it is taken for a slip: 4096 × 4096 × 3 are 50 million numbers a sample."""


@dataclass(frozen=True)
class Reading:
    """Settings of one reading of pictures, checked.

    Parameters
    ----------
    size : (height, width) or None
        Pixels; None keeps stored arrays as they are.
    fit : "crop", "pad" or "stretch"
    skip_broken : bool
        Leave pictures that cannot be read out, by name, instead of stopping.
    progress : callable, optional
    """

    size: tuple[int, int] | None = None
    fit: Fit = "crop"
    skip_broken: bool = False
    progress: Progress | None = None


def checked_reading(
    size: int | tuple[int, int] | None, fit: str, *, skip_broken: bool = False, progress: Progress | None = None
) -> Reading:
    """Check the arguments of a reader.

    Raises
    ------
    UsageError
        GC-U20 for a size, GC-U21 for an invalid fit.
    """
    return Reading(None if size is None else sides(size), checked_fit(fit), skip_broken, progress)


def sides(size: int | tuple[int, int]) -> tuple[int, int]:
    """Return (height, width) of ``size``, where one number means a square; GC-U20 where it is invalid."""
    pair = size if isinstance(size, tuple) else (size, size)
    if len(pair) == 2 and all(_is_side(side) for side in pair):
        return pair
    problem = _(
        "a picture size is a whole number from 1 to {largest}, or (height, width); found {size}.",
        largest=LARGEST_SIDE,
        size=repr(size),
    )
    raise UsageError("GC-U20", _("size"), problem, _("give for example 64."))


def checked_fit(fit: str) -> Fit:
    """Return ``fit``; GC-U21 where it is none of crop, pad and stretch."""
    if fit in get_args(Fit):
        return cast("Fit", fit)
    raise unknown_name("GC-U21", _("fit"), str(fit), get_args(Fit))


def _is_side(side: object) -> bool:
    return isinstance(side, int) and not isinstance(side, bool) and 1 <= side <= LARGEST_SIDE
