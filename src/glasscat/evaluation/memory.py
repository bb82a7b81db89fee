"""What a model file remembers of its training set, so that a verdict needs nothing but the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.mapped import pieces
from glasscat.errors import ModelError
from glasscat.evaluation.known_samples import DIGEST_BYTES
from glasscat.evaluation.probabilities import class_counts
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glasscat.data.dataset import Samples
    from glasscat.typing import Array, Integers, Stored


@dataclass(frozen=True, eq=False, repr=False)
class TrainMemory:
    """Class counts of a training set, the discriminant of its mean colours, and digests to know its samples again.

    Parameters
    ----------
    class_counts : tuple of int
        Training samples of each class.
    coefficients : (n_classes, 3) or None
        Weight of mean red, green and blue (0 to 1) in the score of each class; None where the samples are not pictures.
    intercepts : (n_classes,) or None
        Minus infinity for a class without training samples, which is then never the answer.
    digests : bytes or None
        See `glasscat.evaluation.known_samples`; None where none were kept.
    """

    class_counts: tuple[int, ...]
    coefficients: Array | None = None
    intercepts: Array | None = None
    digests: bytes | None = None

    @classmethod
    def of(cls, train: Samples, n_classes: int, digests: bytes | None = None) -> TrainMemory:
        """Summarise a training set.

        Raises
        ------
        DataError
            GC-V05 where it is empty, GC-V06 for a label that is not a class.
        """
        counts = class_counts(train.y, n_classes, "train")
        totals = tuple(int(count) for count in counts)
        if not train.is_pictures:
            return cls(totals, digests=digests)
        return cls(totals, *_discriminant(mean_colours(train), train.y, counts), digests)

    @property
    def n_classes(self) -> int:
        """How many classes there are."""
        return len(self.class_counts)

    @property
    def majority(self) -> int:
        """Most frequent class of the training set; the first of equals."""
        return int(np.argmax(self.class_counts))

    def answer_by_colour(self, pictures: Samples) -> Integers | None:
        """Answer with the mean colour of each picture alone; None where that cannot be done."""
        if self.coefficients is None or self.intercepts is None or not pictures.is_pictures:
            return None
        scores: Array = mean_colours(pictures) @ self.coefficients.T + self.intercepts
        answers: Integers = scores.argmax(axis=1)
        return answers

    def as_json(self) -> dict[str, Any]:
        """Plain lists, for the metadata of a model file; JSON has no infinity, so a missing class has null."""
        coefficients = intercepts = None
        if self.coefficients is not None and self.intercepts is not None:
            coefficients = self.coefficients.tolist()
            intercepts = [value if np.isfinite(value) else None for value in self.intercepts.tolist()]
        return {
            "class_counts": list(self.class_counts),
            "coefficients": coefficients,
            "intercepts": intercepts,
            "digests": None if self.digests is None else self.digests.hex(),
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> TrainMemory:
        """Read what `as_json` wrote.

        Raises
        ------
        ModelError
            GC-V08 where it is something else.
        """
        try:
            counts = tuple(int(count) for count in document["class_counts"])
            digests = document.get("digests")  # files written before there were any have no such key
            digests = None if digests is None else bytes.fromhex(digests)
            if document["coefficients"] is None:
                return cls.checked(counts, None, None, digests)
            intercepts = [-np.inf if value is None else value for value in document["intercepts"]]
            arrays = np.array(document["coefficients"], float), np.array(intercepts, float)
        except (KeyError, TypeError, ValueError) as error:
            raise _not_a_memory() from error
        return cls.checked(counts, *arrays, digests)

    @classmethod
    def checked(
        cls,
        class_counts: tuple[int, ...],
        coefficients: Array | None,
        intercepts: Array | None,
        digests: bytes | None,
    ) -> TrainMemory:
        """Put together what a file holds.

        Raises
        ------
        ModelError
            GC-V08 where it does not fit together.
        """
        memory = cls(class_counts, coefficients, intercepts, digests)
        if not memory._is_sound():
            raise _not_a_memory()
        return memory

    def _is_sound(self) -> bool:
        if self.n_classes < 2 or min(self.class_counts) < 0 or sum(self.class_counts) == 0:
            return False
        if self.digests is not None and len(self.digests) != DIGEST_BYTES * sum(self.class_counts):
            return False
        if self.coefficients is None or self.intercepts is None:
            return self.coefficients is self.intercepts
        shapes = self.coefficients.shape == (self.n_classes, 3) and self.intercepts.shape == (self.n_classes,)
        return shapes and bool(np.isfinite(self.coefficients).all() and (self.intercepts < np.inf).all())

    def __repr__(self) -> str:
        return f"TrainMemory(class_counts={self.class_counts})"


def mean_colours(pictures: Samples) -> Array:
    """Mean red, green and blue of each picture, 0 to 1.

    Returns
    -------
    (m, 3) float64
    """
    _m, height, width, _channels = pictures.X.shape
    sums = np.concatenate([_sums(pictures.X[piece]) for piece in pieces(pictures.X)])
    return sums / (height * width) / pictures.scale


def _sums(X: Stored) -> Array:
    """Red, green and blue of each picture, summed over its pixels, (m, 3) float64."""
    m, height, width, _channels = X.shape
    if X.dtype != np.uint8:
        return np.asarray(X.reshape(m, -1, 3).sum(axis=1, dtype=np.float64))
    # row by row, of which 2**24 fit into uint32: the inner loop then runs over a row, not over 3 numbers
    rows = X.reshape(m, height, 3 * width).sum(axis=1, dtype=np.uint32)
    return np.asarray(rows.reshape(m, width, 3).sum(axis=1, dtype=np.float64))


def _discriminant(colours: Array, y: Integers, counts: Integers) -> tuple[Array, Array]:
    """Linear discriminant analysis: score_k(x) = x·S⁻¹μ_k - μ_k·S⁻¹μ_k / 2 + log π_k (Fisher, 1936).

    μ_k is the mean of class k, S the covariance within the classes, pooled over them with divisor m, and π_k the share
    of class k in training.
    """
    present = counts > 0
    means = np.zeros((len(counts), 3))
    np.add.at(means, y, colours)
    means[present] /= counts[present, None]
    within = colours - means[y]
    S = within.T @ within / len(y)
    # Grey pictures have R = G = B, and S no inverse: a millionth of its size, and for pictures all alike a grey level
    # of 1e-6, make it invertible without moving an answer anywhere else.
    S += np.eye(3) * (1e-6 * np.trace(S) / 3 + 1e-12)
    coefficients = np.linalg.solve(S, means.T).T
    intercepts = np.full(len(counts), -np.inf)
    intercepts[present] = np.log(counts[present] / len(y)) - (coefficients * means).sum(axis=1)[present] / 2
    return coefficients, intercepts


def _not_a_memory() -> ModelError:
    return ModelError(
        "GC-V08",
        _("what the model file remembers of its training set"),
        _(
            "class counts, three coefficients and one intercept a class, and a digest a sample were expected; "
            "found something else."
        ),
        _("save the model again from its run."),
    )
