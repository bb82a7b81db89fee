"""Where a data set was loaded from, and how: what is needed to load it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glasscat.data.reading import Fit


@dataclass(frozen=True, slots=True)
class Origin:
    """Arguments of `glasscat.load` that gave a data set.

    Parameters
    ----------
    path : str
        Absolute, or the name of a built-in set.
    test : str or None
        Likewise; None where the test set is part of ``path``, or was held out of it.
    size : (height, width) or None
    fit : "crop", "pad" or "stretch"
    skip_broken : bool
    holdout : float
    seed : int
    """

    path: str
    test: str | None
    size: tuple[int, int] | None
    fit: Fit
    skip_broken: bool
    holdout: float
    seed: int
