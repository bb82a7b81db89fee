"""Weights of the samples as scikit-learn means them: a whole number counts a sample so many times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.utils.validation import _check_sample_weight  # what scikit-learn's own estimators check weights with

from glasscat.errors import DataError
from glasscat.i18n import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from glasscat.typing import Array, Integers


def weights_of(sample_weight: ArrayLike | None, rows: NDArray[Any]) -> tuple[Array | None, float]:
    """Weights with mean 1, (m,), and their sum as they were given; None and m where none were.

    glasscat's loss is a mean over samples. Divided by their own mean, weights give the same cost and the same
    gradients as a training set in which each sample stands as many times as its weight says.

    Raises
    ------
    ValueError
        From scikit-learn: weights that are negative, not finite, all zero, or not one a sample.
    """
    if sample_weight is None:
        return None, float(len(rows))
    s: Array = _check_sample_weight(sample_weight, rows, dtype=np.float64, ensure_non_negative=True)
    total = float(s.sum())
    if not 0 < total < np.inf:
        problem = _("the weights of the samples must add up to a finite number above 0; found {total:g}.", total=total)
        raise DataError("GC-E10", "sample_weight", problem, _("give at least one sample a weight above 0."))
    return s * (len(s) / total), total


def check_classes(classes: NDArray[Any], y: Integers, s: Array | None) -> None:
    """Refuse samples of one class, or samples of which only one class has any weight.

    Raises
    ------
    DataError
        GC-E09.
    """
    present = np.unique(y if s is None else y[s > 0])
    if len(present) < 2:
        problem = _(
            "a classifier needs samples of two classes at least; found one class, {name}.", name=classes[present[0]]
        )
        raise DataError("GC-E09", "y", problem, _("add samples of what it is to be told from."))
