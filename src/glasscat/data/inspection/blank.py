"""Pictures on which there is nothing to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.findings import Finding
from glasscat.data.inspection.examples import first_few
from glasscat.data.mapped import pieces
from glasscat.data.sample_name import sample_name
from glasscat.i18n import _n

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from glasscat.data.dataset import Samples
    from glasscat.data.inspection.pool import Pool
    from glasscat.typing import Array, Stored

VISIBLE = 8 / 255
"""A picture whose channels each vary by less is one plain colour to the eye; JPEG alone adds 1 to 3 grey levels."""


def blank_findings(pool: Pool) -> Iterator[Finding]:
    """GC-I20: pictures of one plain colour, by name."""
    blank = np.flatnonzero(pool.blank).tolist()
    if not blank:
        return
    text = _n(
        "{n} picture is blank, one plain colour: {examples}.",
        "{n} pictures are blank, one plain colour each: {examples}.",
        len(blank),
        examples=first_few([sample_name(pool.names[k]) for k in blank]),
    )
    items = [
        {"split": split, "index": i, "name": pool.names[i + offset]}
        for split, offset, part in zip(("train", "test"), (0, pool.n_train), pool.parts(blank), strict=True)
        for i in part
    ]
    yield Finding("GC-I20", "warning", text, tuple(items))


def blank_pictures(samples: Samples) -> NDArray[np.bool_]:
    """Which samples are pictures of one plain colour, (m,); features never are."""
    m = len(samples)
    if not samples.is_pictures:
        return np.zeros(m, dtype=np.bool_)
    return np.concatenate([_spans(samples.X[piece]) < VISIBLE * samples.scale for piece in pieces(samples.X)])


def _spans(X: Stored) -> Array:
    """By how much the channel that varies most does so, picture by picture, (m,)."""
    m, height, width, channels = X.shape
    # rows first: the inner loop then runs over width × channels neighbours in memory, not over 3
    rows = X.reshape(m, height, width * channels)
    low = rows.min(axis=1).reshape(m, width, channels).min(axis=1)
    high = rows.max(axis=1).reshape(m, width, channels).max(axis=1)
    spans: Array = (high.astype(np.float64) - low).max(axis=1)
    return spans
