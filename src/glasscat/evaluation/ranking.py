"""Ranking: whether the model puts the right samples first, whatever the threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.typing import Array, Integers


def auc(scores: Array, positive: NDArray[np.bool_]) -> float:
    """Area under the ROC curve: the chance that a positive sample scores above a negative one, ties counting half.

    With ranks R of the scores, equal ones sharing their mean rank, ``U = sum R_positive - n_pos (n_pos + 1) / 2`` and
    ``AUC = U / (n_pos n_neg)`` (Mann and Whitney, 1947).

    Parameters
    ----------
    scores : (m,)
    positive : (m,) bool
        At least one of each.

    Returns
    -------
    float
        1 where every positive stands above every negative, 0.5 for chance.
    """
    _, place, ties = np.unique(scores, return_inverse=True, return_counts=True)
    last_rank = np.cumsum(ties)
    rank = (last_rank - (ties - 1) / 2)[place]
    n_pos = int(positive.sum())
    u = rank[positive].sum() - n_pos * (n_pos + 1) / 2
    return float(u / (n_pos * (len(scores) - n_pos)))


def auc_of_classes(probabilities: Array, y: Integers) -> float | None:
    """AUC of class 1 for two classes; for more, the mean over classes of each against the rest.

    Parameters
    ----------
    probabilities : (m, n_classes)
    y : (m,) int

    Returns
    -------
    float or None
        None where a class has no sample: its ranking cannot be judged.
    """
    n_classes = probabilities.shape[1]
    if not np.bincount(y, minlength=n_classes).all():
        return None
    if n_classes == 2:
        return auc(probabilities[:, 1], y == 1)
    return float(np.mean([auc(probabilities[:, k], y == k) for k in range(n_classes)]))
