"""What a training has gained, by formulas of the judge's own: nothing here is computed by glasscat.

A network without dropout and normalisation is a few lines of NumPy. They are written once more, in numbers longer than
those that were trained with, so that a defect in glasscat's own costs cannot call itself a success.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glasscat import Run
    from glasscat.data.dataset import Samples
    from glasscat.typing import Array

Long = np.longdouble
ROUNDING = 8
"""Times the last bit of a cost by which it may end higher: what was learnt is less than can be written down."""
WITHIN = {np.dtype(np.float64): 1e-9, np.dtype(np.float32): 1e-4}
"""Largest difference of a cost from glasscat's, as a share of it: sums of some hundred numbers, rounded."""


def flaw(run: Run, options: Mapping[str, Any]) -> str | None:
    """What is wrong with a training that calls itself a success; None if nothing is.

    Parameters
    ----------
    run : Run
        Of a network without dropout and batch normalisation.
    options : mapping
        Those of `glasscat train`.
    """
    history, theta = run.history, run.theta
    start = run.network.initial(options.get("seed", 0), dtype=theta.dtype.type)
    begin, end = (cost(run, parameters, options) for parameters in (start, theta))
    within, epsilon = WITHIN[theta.dtype], float(np.finfo(theta.dtype).eps)
    told = {"end": (end, history.final_cost)}
    if "batch-size" not in options:  # else the first cost is that of a batch
        told["beginning"] = (begin, history.first_cost)
    for name, (ours, theirs) in told.items():
        if not abs(ours - theirs) <= within * abs(ours):
            return f"it costs {float(ours)!r} at the {name}, and {theirs!r} is told"
    if not end <= begin * (1 + ROUNDING * epsilon):
        return f"judged by others, from {float(begin)!r} to {float(end)!r}"
    constant = cost_of_constant(run.fitted.data.train, options)
    if end > constant * Long(1.011) and "GC-N08" not in {finding.code for finding in run.diagnosis}:
        return f"judged by others, ended at {float(end)!r}, a constant answer {float(constant)!r}, and does not say so"
    return None


def cost(run: Run, theta: Array, options: Mapping[str, Any]) -> Long:
    """Mean loss of the training set at these parameters, and L2."""
    views, train = run.network.layout.views(theta), run.fitted.data.train
    A: Any = train.X.astype(theta.dtype).astype(Long) / Long(train.scale)
    last, squares = len(run.network.sizes) - 1, Long(0)
    for k in range(1, last + 1):
        W, b = (views[f"{name}{k}"].astype(Long) for name in "Wb")
        Z = A @ W.T + b.T
        A, squares = _activated(Z, options.get("activation", "relu")), squares + (W**2).sum()
    Z = np.hstack([np.zeros_like(Z), Z]) if Z.shape[1] == 1 else Z
    Z = Z - Z.max(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    return _mean_loss(logs, train, options) + Long(options.get("l2", 0)) / 2 * squares


def cost_of_constant(train: Samples, options: Mapping[str, Any]) -> Long:
    """Cost of answering every sample with the shares of the classes, weighted as in training."""
    shares = np.bincount(train.y, weights=_weights(train, options).astype(float)).astype(Long) / len(train)
    return _mean_loss(np.broadcast_to(np.log(shares), (len(train), len(shares))), train, options)


def _activated(Z: Any, name: str) -> Any:
    match name:
        case "relu":
            return np.maximum(Z, 0)
        case "leaky-relu":
            return np.where(Z > 0, Z, Long(0.01) * Z)
        case "tanh":
            return np.tanh(Z)
        case _:
            with np.errstate(over="ignore"):  # 1 / inf is 0, as is meant
                return 1 / (1 + np.exp(-Z))


def _mean_loss(logs: Any, train: Samples, options: Mapping[str, Any]) -> Long:
    """Mean loss of logarithms of probabilities, (m, n_classes)."""
    y, n_classes = train.y, logs.shape[1]
    if options.get("loss", "cross-entropy") == "cross-entropy":
        losses = -logs[np.arange(len(y)), y]
    else:
        losses = ((np.exp(logs) - np.eye(n_classes)[y]) ** 2).sum(axis=1) / (4 if n_classes == 2 else 2)
    return Long((_weights(train, options) * losses).sum() / len(y))


def _weights(train: Samples, options: Mapping[str, Any]) -> Any:
    """Weights of the samples: m / (n_classes m_k) where the classes are to count the same."""
    counts = np.bincount(train.y)
    if "class-weight" not in options:
        return np.ones(len(train), Long)
    return (Long(len(train)) / (len(counts) * counts))[train.y]
