"""The feed: the samples of each step, as columns of numbers, gathered into buffers that are made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from glasscat.data.mapped import PIECE_NUMBERS, chosen, gathered, is_mapped, let_go

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.data.batches import Batches
    from glasscat.typing import Array, Integers, Stored

Batch = tuple["Array", "Array", "Array | None"]
"""X (n_features, m), Y (n_units, m) and weights s (m,) or None."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Samples as they are stored, one a row, with what the network is to answer.

    Parameters
    ----------
    X : (m, n_features)
        Numbers as the network takes them; or whole numbers, such as pixels, that are divided by ``scale`` on their way.
    Y : (n_units, m)
    s : (m,) or None
        Weights.
    scale : float
    """

    X: Stored
    Y: Array
    s: Array | None = None
    scale: float = 1.0

    @property
    def is_ready(self) -> bool:
        """Whether the network can take the rows as they are."""
        return self.X.dtype == self.Y.dtype and self.scale == 1

    def ready(self) -> Rows:
        """The same as the network takes them; the rows themselves, if they are ready."""
        if self.is_ready:
            return self
        X = np.divide(self.X, self.scale, dtype=self.Y.dtype, casting="unsafe")
        return Rows(X, self.Y, self.s)

    @property
    def columns(self) -> Array:
        """Rows that are ready, as the network takes them: (n_features, m)."""
        return cast("Array", self.X.T)

    def spread(self, most: int) -> Rows:
        """At most so many samples, spread evenly over all of them."""
        every = -(-len(self.X) // most)
        X = chosen(self.X, np.arange(0, len(self.X), every))
        return Rows(X, self.Y[:, ::every], None if self.s is None else self.s[::every], self.scale)

    def pieces(self, size: int) -> Iterator[Batch]:
        """All samples in their order, so many at a time, as floats; the next piece overwrites this one."""
        size = max(1, min(size, len(self.X), PIECE_NUMBERS // self.X.shape[1]))
        floats = np.empty((0 if self.is_ready else size, self.X.shape[1]), self.Y.dtype)
        for first in range(0, len(self.X), size):
            piece = slice(first, first + size)
            X = self.X[piece]
            if not self.is_ready:
                stored, X = X, floats[: len(X)]
                np.copyto(X, stored, casting="unsafe")
                X /= self.scale
            yield cast("Array", X.T), self.Y[:, piece], None if self.s is None else self.s[piece]
            let_go(self.X[piece])


class Feed:
    """Gives the batch of any step.

    Whole rows are gathered, which is about 26 times faster than picking columns, and the network gets the transposed
    view of them.

    Parameters
    ----------
    rows : Rows
    batches : Batches
    """

    def __init__(self, rows: Rows, batches: Batches) -> None:
        self._rows = rows
        self._batches = batches
        self._whole: Batch = rows.columns, rows.Y, rows.s
        self._places = {} if batches.size is None else {m: _Place.of(rows, m) for m in batches.sizes}
        self._epoch = -1
        self._order: Integers = np.empty(0 if batches.size is None else batches.m, np.intp)

    def batch(self, iteration: int) -> Batch:
        """Samples that step number ``iteration``, counted from 0, sees; the next call overwrites them."""
        if self._batches.size is None:
            return self._whole
        epoch, number = divmod(iteration, self._batches.per_epoch)
        if epoch != self._epoch:
            self._epoch = epoch
            self._batches.order(epoch, self._order)
        chosen = self._order[number * self._batches.size : (number + 1) * self._batches.size]
        return self._places[len(chosen)].filled(self._rows, chosen)


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Where a batch of one size is put: rows as they are stored, the same as numbers, answers and weights."""

    stored: Stored
    X: Array
    Y: Array
    s: Array | None
    is_mapped: bool

    @classmethod
    def of(cls, rows: Rows, m: int) -> _Place:
        stored: Any = np.empty((m, rows.X.shape[1]), rows.X.dtype)
        X: Array = stored if rows.is_ready else np.empty(stored.shape, rows.Y.dtype)
        Y = np.empty((len(rows.Y), m), rows.Y.dtype)
        return cls(stored, X, Y, None if rows.s is None else np.empty(m, rows.s.dtype), is_mapped(rows.X))

    def filled(self, rows: Rows, chosen: Integers) -> Batch:
        """Gather the chosen samples. ``mode="clip"`` because ``take`` would else write by way of a copy."""
        if self.is_mapped:
            gathered(rows.X, chosen, self.stored)
        else:
            np.take(rows.X, chosen, axis=0, out=self.stored, mode="clip")
        if self.X is not self.stored:
            np.copyto(self.X, self.stored, casting="unsafe")
            np.divide(self.X, rows.scale, out=self.X)
        np.take(rows.Y, chosen, axis=1, out=self.Y, mode="clip")
        if self.s is not None and rows.s is not None:
            np.take(rows.s, chosen, out=self.s, mode="clip")
        return self.X.T, self.Y, self.s
