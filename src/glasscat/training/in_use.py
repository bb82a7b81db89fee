"""Costs of many samples as the network is used: no unit is switched off, and no batch normalised by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.training.feed import Rows
    from glasscat.training.problem import Problem
    from glasscat.typing import Array

PIECE = 2048
"""Samples that are costed at once: more of them would not stay in the processor's cache from layer to layer."""


def cost_in_use(problem: Problem, rows: Rows) -> Array:
    """J () or (R,) of training samples at the parameters as they are now, with the penalty."""
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows shows in the cost
        penalty = problem.penalty.cost(problem.theta)
    return np.asarray(loss_in_use(problem, rows) + penalty)


def loss_in_use(problem: Problem, rows: Rows) -> Array:
    """The same without a penalty, as samples are judged by that are not trained on."""
    m = rows.Y.shape[-1]
    return np.asarray(sum(_loss(problem, X, Y, s) * (Y.shape[-1] / m) for X, Y, s in rows.pieces(PIECE)))


def _loss(problem: Problem, X: Array, Y: Array, s: Array | None) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows shows in the cost
        return problem.network.loss(problem.theta, X, Y, problem.buffers, s)
