"""What a model hands to its judge: probabilities, checked, and the decision they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import DataError, ModelError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.typing import Array, Integers


def decide(probabilities: Array, threshold: float = 0.5) -> Integers:
    """Class that the probabilities speak for.

    Two classes: class 1 where its probability is above the threshold, strictly, as the course has it (A > 0.5). More
    classes: the most probable one, the first of equals; the threshold plays no part.

    Parameters
    ----------
    probabilities : (m, n_classes)
    threshold : float

    Returns
    -------
    (m,) int64
    """
    if probabilities.shape[1] == 2:
        return (probabilities[:, 1] > threshold).astype(np.int64)
    answers: Integers = probabilities.argmax(axis=1)
    return answers


def brier_score(probabilities: Array, y: Integers) -> float:
    """Mean squared distance of the probabilities from the truth; 0 is perfect.

    Two classes: ``mean (p_1 - y)²``, 0.25 for answering 1/2 always. More classes:
    ``mean sum_k (p_k - [y = k])²``, which is Brier's own form and for two classes would be twice the first.

    Parameters
    ----------
    probabilities : (m, n_classes)
    y : (m,) int

    References
    ----------
    G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950).
    """
    if probabilities.shape[1] == 2:
        return float(np.mean((probabilities[:, 1] - y) ** 2))
    truth = np.eye(probabilities.shape[1])[y]
    return float(np.mean(((probabilities - truth) ** 2).sum(axis=1)))


def check_probabilities(probabilities: Array, n_samples: int, n_classes: int, threshold: float) -> None:
    """Refuse what are not probabilities of ``n_classes`` classes for ``n_samples`` samples.

    Raises
    ------
    ModelError
        GC-V02 for another shape, GC-V03 for numbers that are no probabilities, GC-V04 for a threshold that is none.
    """
    where = _("probabilities")
    if probabilities.shape != (n_samples, n_classes):
        raise ModelError(
            "GC-V02",
            where,
            _(
                "one row a sample and one column a class were expected, {expected}; found {found}.",
                expected=(n_samples, n_classes),
                found=probabilities.shape,
            ),
            _("evaluate the model on data with the classes it was trained on."),
        )
    # 1e-3 passes the rounding of float32 over a thousand classes, and no real mistake.
    wrong = ~(
        np.isfinite(probabilities).all(axis=1)
        & (probabilities >= 0).all(axis=1)
        & (np.abs(probabilities.sum(axis=1) - 1) < 1e-3)
    )
    if wrong.any():
        sample = int(np.argmax(wrong))
        raise ModelError(
            "GC-V03",
            where,
            _(
                "each row must hold numbers from 0 to 1 whose sum is 1; found {row} at sample {sample}.",
                row=np.array2string(probabilities[sample], precision=4, threshold=6),
                sample=sample,
            ),
            _("look for a training that diverged, or for scores that never went through sigmoid or softmax."),
        )
    if not 0 <= threshold <= 1:
        raise ModelError(
            "GC-V04",
            _("threshold"),
            _("the threshold must lie between 0 and 1; found {threshold}.", threshold=threshold),
            _("the course uses 0.5."),
        )


def class_counts(y: Integers, n_classes: int, where: str) -> Integers:
    """How many samples each class has.

    Returns
    -------
    (n_classes,) int64

    Raises
    ------
    DataError
        GC-V05 where there are no samples, GC-V06 for a label that is not a class.
    """
    if len(y) == 0:
        raise DataError(
            "GC-V05", where, _("at least one sample was expected; found none."), _("give samples to judge on.")
        )
    outside = (y < 0) | (y >= n_classes)
    if outside.any():
        sample = int(np.argmax(outside))
        raise DataError(
            "GC-V06",
            where,
            _(
                "labels must be whole numbers from 0 to {last}; found {label} at sample {sample}.",
                last=n_classes - 1,
                label=y[sample],
                sample=sample,
            ),
            _("give the model data with the classes it was trained on."),
        )
    return np.bincount(y, minlength=n_classes)
