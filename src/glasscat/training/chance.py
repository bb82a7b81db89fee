"""The cost of having learnt nothing but how frequent the classes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.layers import Output
    from glasscat.typing import Array


UNLEARNT = 0.9
"""A cost above this share of that of chance has learnt little more than how frequent the classes are."""


def chance_cost(output: Output, Y: Array, s: Array | None = None) -> float:
    """J where every sample is answered with the shares of the classes: no constant answer costs less.

    For cross-entropy this is the entropy of the classes, ln 2 = 0.693 for two that are as frequent as each other.

    Parameters
    ----------
    output : Output
    Y : (n_units, m)
    s : (m,), optional
        Weights of the samples, which count in the shares as in the cost.
    """
    shares = np.average(Y, axis=-1, weights=s, keepdims=True)
    limits = np.finfo(shares.dtype)
    shares = np.clip(shares, limits.tiny, 1 - limits.eps)  # a class without samples, or with all of them
    Z = np.log(shares / (1 - shares)) if len(shares) == 1 else np.log(shares)
    Z = np.broadcast_to(Z, Y.shape)
    return float(output.cost(Z, output.activate(Z), Y, s))
