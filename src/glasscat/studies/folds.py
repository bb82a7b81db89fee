"""Folds: every sample is held out once, and every class has its share in every fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.data.dataset import Samples
    from glasscat.typing import Integers


def stratified_folds(y: Integers, n_folds: int, seed: int) -> Integers:
    """Fold of each sample, (m,), 0 to n_folds - 1.

    The samples, sorted by class, are dealt to the folds in turn: that is how many of each class a fold gets. Which ones
    it gets is drawn. These are the folds of scikit-learn's ``StratifiedKFold(n_folds, shuffle=True,
    random_state=seed)``, sample by sample, so that anybody can repeat them with the best-known library.

    Parameters
    ----------
    y : (m,) int
    n_folds : int
    seed : int
    """
    # scikit-learn draws with NumPy's older generator; it is made here from the seed, and nobody else's
    random = np.random.RandomState(seed % 2**32)
    _classes, first = np.unique(y, return_index=True)
    classes = y[np.sort(first)]  # in the order in which they occur
    in_order = np.repeat(np.arange(len(classes)), [(y == k).sum() for k in classes])
    folds = np.empty(len(y), dtype=np.int64)
    for position, k in enumerate(classes):
        dealt = [int((in_order[fold::n_folds] == position).sum()) for fold in range(n_folds)]
        of_class = np.repeat(np.arange(n_folds), dealt)
        random.shuffle(of_class)
        folds[y == k] = of_class
    return folds


def check_folds(samples: Samples, class_names: tuple[str, ...], n_folds: int) -> None:
    """Raise GC-Y06 for fewer than 2 folds, or more than the smallest class has samples."""
    counts = np.bincount(samples.y, minlength=len(class_names))
    present = np.flatnonzero(counts)
    smallest = int(present[counts[present].argmin()])
    if not isinstance(n_folds, int | np.integer) or not 2 <= n_folds <= counts[smallest]:
        problem = _(
            "there can be 2 to {most} folds: the smallest class, {name}, has {most} samples; found {found}.",
            most=int(counts[smallest]),
            name=class_names[smallest],
            found=repr(n_folds),
        )
        raise UsageError("GC-Y06", _("folds"), problem, _("give for example {n}.", n=min(5, int(counts[smallest]))))
