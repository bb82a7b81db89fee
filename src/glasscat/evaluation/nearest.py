"""One nearest neighbour: the answer of the most similar training sample, number by number."""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.mapped import let_go, pieces
from glasscat.errors import DataError
from glasscat.i18n import _
from glasscat.kernels.gram import gram

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.data.dataset import Samples
    from glasscat.typing import Integers, Stored

BLOCK_NUMBERS = 2**22
"""Numbers of samples, and distances, at a time: 32 MiB as float64, whatever the size of the data."""

FAR = 400
"""Powers of two within which squares, and sums of as many as there may be features, are ordinary numbers."""

MOST_PRODUCTS = 4e12
"""Multiplications, some minutes' worth; with more the nearest neighbour is not asked."""


def too_many(train: Samples, test: Samples) -> bool:
    """Whether there are too many pairs of samples to find the nearest neighbours in."""
    return float(len(train)) * len(test) * test.n_features > MOST_PRODUCTS


def nearest_neighbour(train: Samples, test: Samples, progress: Callable[[int, int], None] | None = None) -> Integers:
    """Class of the training sample at the smallest Euclidean distance; of equals, the first.

    ``‖x - t‖² = ‖x‖² - 2 x·t + ‖t‖²``, and ‖x‖² is the same for every t, so the t with the smallest ``‖t‖²/2 - x·t``
    wins: one matrix product for a block. Bytes give whole and half numbers far below 2**52, which float64 holds
    exactly, and `gram` multiplies them in float32 without rounding; with other data rounding may decide between
    neighbours that are equally near.

    Parameters
    ----------
    train, test : Samples
        With the same number of features.
    progress : callable, optional
        Called with how many training samples were compared, and of how many.

    Returns
    -------
    (m,) int64
        Answers for the test samples.

    Raises
    ------
    DataError
        GC-V07 where the samples of the two sets differ in size.
    """
    if train.n_features != test.n_features:
        raise DataError(
            "GC-V07",
            _("test set"),
            _(
                "samples as large as in training were expected, {expected}; found {found}.",
                expected=train.X.shape[1:],
                found=test.X.shape[1:],
            ),
            _("read both sets with the same picture size."),
        )
    smallest = np.full(len(test), np.inf)
    answers = np.zeros(len(test), dtype=np.int64)
    rows = max(1, min(BLOCK_NUMBERS // train.n_features, isqrt(BLOCK_NUMBERS)))
    whole = train.X.dtype == test.X.dtype == np.uint8 and train.scale == test.scale
    exponent = _exponent(train, test)
    for t in range(0, len(train), rows):
        T = _block(train, t, rows, exponent, whole=whole)
        half_norms = np.einsum("ij,ij->i", T, T, dtype=np.float64) / 2
        for x in range(0, len(test), rows):
            distance = gram(_block(test, x, rows, exponent, whole=whole), T)
            np.subtract(half_norms, distance, out=distance)
            winner = distance.argmin(axis=1)
            found = distance[np.arange(len(winner)), winner]
            here = slice(x, x + rows)
            # Strictly: of equal distances the earlier block, so the lowest index, keeps the place.
            closer = found < smallest[here]
            answers[here][closer] = train.y[t + winner[closer]]
            smallest[here][closer] = found[closer]
        if progress is not None:
            progress(t + len(T), len(train))
    return answers


def _exponent(train: Samples, test: Samples) -> int:
    """Power of two to divide by, which rounds nothing, where squares would be beyond float64 or vanish; else 0."""
    if {train.X.dtype.kind, test.X.dtype.kind} == {"u"}:
        return 0
    largest = max(float(np.abs(part.X[piece]).max()) for part in (train, test) for piece in pieces(part.X))
    exponent = int(np.frexp(largest)[1])
    return exponent if abs(exponent) > FAR else 0


def _block(samples: Samples, start: int, rows: int, exponent: int, *, whole: bool) -> Stored:
    """Rows from ``start``: bytes as stored where both sets are bytes, else float64 on the network's scale."""
    stored = samples.X[start : start + rows]
    flat = stored.reshape(-1, samples.n_features)
    block: Stored = flat.astype(np.uint8) if whole else flat.astype(np.float64)
    let_go(stored)
    if exponent:
        block = np.ldexp(block, -exponent)
    return block if whole else np.asarray(block / samples.scale)
