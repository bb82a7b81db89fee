"""The built-in set: cats and other things, drawn by glasscat, so that everything works without a file at hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.dataset import Samples
from glasscat.data.drawings import draw
from glasscat.data.parts import Part
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.data.parts import Role, Source

NAME = "drawn-cats"
CLASS_NAMES = ("not-cat", "cat")
COUNTS: dict[Role, int] = {"train": 800, "test": 200}


def drawn_source() -> Source:
    """Return the set's two parts. They are the same for everybody: a data set does not depend on how it is split."""
    # Spawned seeds never meet, so no drawing of one part comes back in the other.
    seeds = np.random.SeedSequence(0).generate_state(len(COUNTS))
    return {
        role: partial(_draw_part, n, int(seed), role) for (role, n), seed in zip(COUNTS.items(), seeds, strict=True)
    }


def _draw_part(n: int, seed: int, role: Role, called: str | None) -> Part:
    X, y, kinds = draw(n, seed=seed)
    names = tuple(f"{called or role} {k} ({kind})" for k, kind in enumerate(kinds))
    note = _(
        "drawn-cats are drawings made by glasscat, not photographs: a score on them says nothing about photographs."
    )
    return Part(
        Samples(X, y, names, 255.0), CLASS_NAMES, named=True, where=NAME, notes=(note,) if role == "train" else ()
    )
