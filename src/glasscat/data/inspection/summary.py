"""How many samples of which class: the ``data`` part of every JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from glasscat.data.dataset import Dataset, Samples
    from glasscat.typing import Integers


def summarize(dataset: Dataset) -> dict[str, Any]:
    """Count the samples of each class in each split.

    Returns
    -------
    dict
        ``{"train": {"n": 209, "classes": {"non-cat": 137, "cat": 72}}, "test": {…}}``; no ``"test"`` without one.
    """
    splits = {"train": dataset.train} | ({} if dataset.test is None else {"test": dataset.test})
    return {
        name: {
            "n": len(samples),
            "classes": dict(zip(dataset.class_names, class_counts(samples, dataset.n_classes).tolist(), strict=True)),
        }
        for name, samples in splits.items()
    }


def class_counts(samples: Samples, n_classes: int) -> Integers:
    """Samples of each class, (n_classes,)."""
    return np.bincount(samples.y, minlength=n_classes)
