"""A gradient check that spoils what it checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.checks.comparison import LIMITS, relative_error
from glasscat.checks.museum.exhibit import Evidence, Exhibit
from glasscat.checks.museum.plain_network import backward, cross_entropy, dense_layout, forward, joined, split
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.typing import Array

LAYOUT = dense_layout(3, 4, 1)
EPSILON = 1e-4


def nudged(theta: Array, k: int, step: float) -> Array:
    """Parameters with one of them moved by a step."""
    theta = theta.copy()
    theta[k] += step
    return theta


def nudged_in_place(theta: Array, k: int, step: float) -> Array:
    """The caller's own parameters, moved."""
    theta[k] += step
    return theta


def _examine(nudge: Callable[[Array, int, float], Array]) -> Evidence:
    """Check a right backward pass by differences that are made with this nudge."""
    rng = np.random.default_rng(3)
    start, X = rng.standard_normal(LAYOUT.size), rng.standard_normal((3, 6))
    Y = np.array([[1.0, 0, 1, 1, 0, 0]])

    def cost(theta: Array) -> float:
        return float(cross_entropy(forward(*split(LAYOUT, theta), X)[-1], Y))

    theta = start.copy()
    W, b = split(LAYOUT, theta)
    grad = joined(*backward(W, forward(W, b, X), Y))
    slopes = np.array(
        [(cost(nudge(theta, k, EPSILON)) - cost(nudge(theta, k, -EPSILON))) / (2 * EPSILON) for k in range(LAYOUT.size)]
    )
    error, limit = relative_error(grad, slopes), LIMITS["differences"]
    alarm = error > limit
    return Evidence(
        numbers=(
            (_("{place} by the backward pass", place="dW1[0, 0]"), float(grad[0])),
            (_("{place} by differences", place="dW1[0, 0]"), float(slopes[0])),
            (_("relative error of the whole gradient"), error),
            (_("J after the check"), cost(theta)),
        ),
        alarm=alarm,
        sentence=_(
            "a backward pass that is right gets a relative error of {error:.2g}; up to {limit:g} is allowed.",
            error=error,
            limit=limit,
        ),
    )


SPOILT_CHECK = Exhibit(
    name="spoilt-check",
    title=_("a gradient check that moves the parameters it checks"),
    story=_(
        "The function that nudges a parameter changes the caller's array, so that the second nudge only takes the "
        "first one back. All slopes come out about half as large, and a backward pass that is right looks wrong."
    ),
    check="gradient-check",
    right=nudged,
    wrong=nudged_in_place,
    examine=_examine,
)
EXHIBITS = (SPOILT_CHECK,)
