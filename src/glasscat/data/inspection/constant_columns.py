"""Features that are the same number in every training sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.findings import Finding
from glasscat.data.mapped import pieces
from glasscat.i18n import _n

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.data.dataset import Dataset


def constant_column_findings(dataset: Dataset) -> Iterator[Finding]:
    """GC-I21: constant columns of features; nothing is lost by them, so it is a note. Pictures are not asked."""
    X = dataset.train.X
    if dataset.train.is_pictures or len(X) < 2:
        return
    constant = np.flatnonzero(np.all([(X[piece] == X[0]).all(axis=0) for piece in pieces(X)], axis=0)).tolist()
    if constant:
        text = _n(
            "{n} of {total} features has the same value in every training sample: nothing can be learnt from it.",
            "{n} of {total} features have the same value in every training sample: nothing can be learnt from them.",
            len(constant),
            total=X.shape[1],
        )
        yield Finding("GC-I21", "note", text, tuple({"column": column} for column in constant))
