"""Weights of the samples in the loss: given one by one, or by class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Dataset
    from glasscat.typing import Array


def sample_weights(
    data: Dataset, class_weight: str | Mapping[str, float] | None, sample_weight: ArrayLike | None
) -> Array | None:
    """Weight s of each training sample, (m,), by which its loss is multiplied; None where all are 1.

    Parameters
    ----------
    data : Dataset
    class_weight : "balanced" or mapping of class name to weight, optional
        "balanced" gives class k the weight m / (n_classes m_k), so that every class counts the same and the mean is 1.
    sample_weight : (m,), optional
        Taken as they are; the loss stays a mean over samples, so doubling all of them doubles the cost.

    Raises
    ------
    UsageError
        GC-U63 for weights that are not finite numbers, 0 or more, one a sample; GC-U64 for an unknown class or word.
    """
    if class_weight is None and sample_weight is None:
        return None
    s = np.ones(len(data.train))
    if sample_weight is not None:
        given = _numbers(sample_weight)
        if given.shape != s.shape:
            problem = _(
                "one weight a training sample, {m} in all, is needed; found shape {found}.", m=len(s), found=given.shape
            )
            raise UsageError("GC-U63", _("weights"), problem, _("give one number a sample, in their order."))
        s *= given
    if class_weight is not None:
        s *= _by_class(data, class_weight)[data.train.y]
    if not (np.isfinite(s).all() and (s >= 0).all() and s.any()):
        raise _no_weights()
    return s


def _by_class(data: Dataset, class_weight: str | Mapping[str, float]) -> Array:
    """Weight of each class, (n_classes,)."""
    if isinstance(class_weight, str):
        if class_weight != "balanced":
            raise unknown_name("GC-U64", _("class weight"), class_weight, ["balanced"])
        counts = np.bincount(data.train.y, minlength=data.n_classes)
        return len(data.train) / (data.n_classes * np.maximum(counts, 1))
    if not isinstance(class_weight, Mapping):
        raise unknown_name("GC-U64", _("class weight"), class_weight, ["balanced", "{…}"])
    weights = {str(name): weight for name, weight in class_weight.items()}  # class 0 of numbered classes is called "0"
    for name in weights:
        if name not in data.class_names:
            raise unknown_name("GC-U64", _("class weight"), name, data.class_names)
    return _numbers([weights.get(name, 1.0) for name in data.class_names])


def _numbers(weights: ArrayLike) -> Array:
    """Weights as an array of numbers."""
    try:
        return np.asarray(weights, dtype=float)
    except (TypeError, ValueError):
        raise _no_weights() from None


def _no_weights() -> UsageError:
    return UsageError(
        "GC-U63",
        _("weights"),
        _("they must be finite numbers, 0 or more, and not all 0."),
        _("give 1 where nothing is special."),
    )
