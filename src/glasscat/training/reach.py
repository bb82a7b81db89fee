"""Whether features are numbers where they are trained on: float32 ends at 3.4e38, and below 1e-45 it knows but 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.mapped import pieces
from glasscat.training.divergence import beyond_dtype

if TYPE_CHECKING:
    from glasscat.data.dataset import Samples
    from glasscat.typing import Array


def check_reach(samples: Samples, theta: Array) -> None:
    """Refuse features that are beyond all numbers of the type of theta (..., P); see GC-T04.

    Raises
    ------
    DivergedError
        GC-T04.
    """
    if not _is_wider(samples, theta.dtype):
        return
    largest = max(float(np.max(np.abs(samples.X[piece]), initial=0)) for piece in pieces(samples.X))
    if largest > float(np.finfo(theta.dtype).max):
        raise beyond_dtype(largest, theta.dtype, theta.size // theta.shape[-1])


def vanished(samples: Samples, dtype: np.dtype[np.floating]) -> int:
    """How many features are not 0 in every sample, but are so as numbers of this type."""
    if not _is_wider(samples, dtype):
        return 0
    flat = samples.X.reshape(len(samples), -1)
    largest = np.max([np.abs(flat[piece]).max(axis=0) for piece in pieces(flat)], axis=0)
    return int(np.count_nonzero((largest > 0) & (largest.astype(dtype) == 0)))


def _is_wider(samples: Samples, dtype: np.dtype[np.floating]) -> bool:
    return samples.X.dtype.kind == "f" and samples.X.dtype.itemsize > dtype.itemsize
