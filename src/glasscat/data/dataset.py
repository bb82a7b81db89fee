"""What every source of data becomes: a training set, perhaps a test set, and the names of the classes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.mapped import chosen, pieces
from glasscat.data.shortlist import shortlist
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.data.origin import Origin
    from glasscat.data.reading import Fit
    from glasscat.i18n import Text
    from glasscat.typing import Array, Integers, Stored


@dataclass(frozen=True, eq=False, repr=False)
class Samples:
    """Samples with their labels, stored samples first.

    Parameters
    ----------
    X : (m, height, width, 3) or (m, n_features)
        Pictures (uint8 0-255, or floats) or features, as stored. Pictures stay uint8 until a network needs them.
    y : (m,) int64
        Class of each sample, 0 to n_classes - 1.
    names : tuple of str
        What to call each sample in a message: a file name, or ``"train 146"``.
    scale : float
        What X is divided by on its way to the network: 255 for pixels 0-255, 1 for pixels 0-1 and for features.
    """

    X: Stored
    y: Integers
    names: tuple[str, ...]
    scale: float = 1.0

    def __len__(self) -> int:
        return len(self.y)

    @property
    def is_pictures(self) -> bool:
        """Whether a sample is a picture (height, width, 3) rather than a row of features."""
        return self.X.ndim == 4

    @property
    def n_features(self) -> int:
        """Numbers in one sample, n_x."""
        return int(np.prod(self.X.shape[1:]))

    def columns(self, dtype: np.dtype[np.floating] | type[np.floating] = np.float64) -> Array:
        """Samples as the network takes them: (n_features, m), one a column, divided by `scale`.

        The result is the transposed view of an array that is stored samples first: gathering a mini-batch then reads
        whole rows.
        """
        rows = self.X.reshape(len(self.X), -1)
        return np.divide(rows, self.scale, dtype=dtype, casting="unsafe").T

    def column_pieces(self, dtype: np.dtype[np.floating] | type[np.floating] = np.float64) -> Iterator[Array]:
        """The same, some samples at a time: of many samples all `columns` at once would take too much memory."""
        for piece in pieces(self.X):
            yield Samples(self.X[piece], self.y[piece], (), self.scale).columns(dtype)

    def lone_columns(self, dtype: np.dtype[np.floating] | type[np.floating] = np.float64) -> Iterator[Array]:
        """The same as stacks of matrices of one column, (m, n_features, 1), for answers that depend on nothing else.

        In one matrix of them all, BLAS would add up a column in an order that depends on its place and on how many
        there are.
        """
        return (columns.T[..., np.newaxis] for columns in self.column_pieces(dtype))

    def take(self, indices: Integers) -> Samples:
        """Return the samples at ``indices``, in that order; many of a file go into a temporary one."""
        return Samples(chosen(self.X, indices), self.y[indices], tuple(self.names[i] for i in indices), self.scale)

    @property
    def shape(self) -> str:
        """Shape of one sample, for people to read: ``"64 × 64 × 3"``."""
        return " × ".join(str(side) for side in self.X.shape[1:])

    def __repr__(self) -> str:
        return f"Samples({len(self)} of {self.shape}, {self.X.dtype}, {np.unique(self.y).size} classes)"

    def _repr_html_(self) -> str:
        from glasscat.data.card import samples_card  # noqa: PLC0415  (only notebooks ask for it)

        return samples_card(self)


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """A training set, perhaps a test set, and what their classes are called.

    Parameters
    ----------
    train : Samples
    test : Samples or None
    class_names : tuple of str
        Name of class 0, 1, …; with two classes, class 1 is the one that the sigmoid unit speaks for.
    source : str
        Where the data came from, for people to read.
    notes : tuple of Text
        Every automatic choice and conversion that was made on the way in. Nothing is converted silently.
    fit : "crop", "pad" or "stretch"
        How pictures of another shape were brought to theirs; a model treats new pictures in the same way.

    Attributes
    ----------
    origin : Origin or None
        How it was loaded; None where it was not, or has been changed since, as by `dataclasses.replace`.
    """

    train: Samples
    test: Samples | None
    class_names: tuple[str, ...]
    source: str
    notes: tuple[Text, ...] = ()
    fit: Fit = "crop"
    origin: Origin | None = field(init=False, default=None)

    @property
    def n_features(self) -> int:
        """Numbers in one sample, n_x."""
        return self.train.n_features

    @property
    def n_classes(self) -> int:
        """How many classes there are."""
        return len(self.class_names)

    @cached_property
    def fingerprint(self) -> str:
        """sha256 of every array in the data set: two data sets with one fingerprint train the same."""
        from hashlib import sha256  # noqa: PLC0415  (only runs that are saved ask for it)

        digest = sha256("\n".join(self.class_names).encode())
        for samples in (self.train, self.test):
            if samples is not None:
                for array in (samples.X, samples.y):
                    digest.update(f"{array.dtype.str}{array.shape}".encode())
                    for piece in pieces(array):
                        digest.update(np.ascontiguousarray(array[piece]).data)
        return digest.hexdigest()

    def __repr__(self) -> str:
        """Sizes and classes in one line, and the notes below it, one a line."""
        return "\n".join(str(line) for line in (self._summary, *self.notes))

    def _repr_html_(self) -> str:
        from glasscat.data.card import dataset_card  # noqa: PLC0415  (only notebooks ask for it)

        return dataset_card(self)

    @property
    def _summary(self) -> Text:
        values = {"source": self.source, "train": self._counts(self.train), "shape": self.train.shape}
        if self.test is None:
            return _("{source}: train {train}, no test set; {shape}", **values)
        return _("{source}: train {train}, test {test}; {shape}", test=self._counts(self.test), **values)

    def _counts(self, samples: Samples) -> Text:
        counts = np.bincount(samples.y, minlength=self.n_classes)
        classes = [f"{name} {n}" for name, n in zip(self.class_names, counts, strict=False)]
        return _("{n} ({classes})", n=len(samples), classes=shortlist(classes, 6))
