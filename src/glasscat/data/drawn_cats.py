"""The built-in set: cats and other things, drawn by glasscat, so that everything works without a file at hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.dataset import Samples
from glasscat.data.drawings import CLASS_NAMES, draw
from glasscat.data.parts import Part
from glasscat.data.splits import check_seed
from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.data.parts import Role, Source

NAME = "drawn-cats"
COUNTS: dict[Role, int] = {"train": 800, "test": 200}


def drawn_source() -> Source:
    """Return the set's two parts. They are the same for everybody: a data set does not depend on how it is split."""
    # Different seeds, so that no drawing of one part comes back in the other.
    seeds = np.random.SeedSequence(0).generate_state(len(COUNTS))
    return {
        role: partial(_draw_part, n, int(seed), role) for (role, n), seed in zip(COUNTS.items(), seeds, strict=True)
    }


def drawings(n: int, seed: int) -> tuple[Samples, tuple[str, ...]]:
    """Draw n samples, half of them cats, and name their classes.

    Raises
    ------
    UsageError
        GC-U23 for a seed, GC-U27 for an invalid number.
    """
    check_seed(seed)
    if n < 1:
        problem = _("the number of drawings must be at least 1; found {n}.", n=n)
        raise UsageError("GC-U27", _("number"), problem, _("give for example 100."))
    return _draw_part(n, seed, "train", None).samples, CLASS_NAMES


def _draw_part(n: int, seed: int, role: Role, called: str | None) -> Part:
    X, y, kinds = draw(n, seed=seed)
    names = tuple(f"{called or role} {k} ({kind})" for k, kind in enumerate(kinds))
    note = _(
        "drawn-cats are drawings made by glasscat, not photographs: a score on them says nothing about photographs."
    )
    return Part(Samples(X, y, names, 255.0), CLASS_NAMES, named=True, where=NAME, notes=(note,))
