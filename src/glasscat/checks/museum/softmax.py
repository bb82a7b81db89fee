"""A softmax that adds up over the wrong axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.checks.museum.exhibit import Evidence, Exhibit
from glasscat.checks.museum.gradient_evidence import check_gradient
from glasscat.checks.museum.plain_network import dense_layout, joined, split
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.typing import Array

LAYOUT = dense_layout(2, 3)


def softmax(Z: Array) -> Array:
    """Probabilities of the classes: every column, a sample, adds up to 1."""
    powers = np.exp(Z - np.max(Z, axis=-2, keepdims=True))
    return powers / np.sum(powers, axis=-2, keepdims=True)


def softmax_over_samples(Z: Array) -> Array:
    """Rows add up to 1 instead."""
    powers = np.exp(Z - np.max(Z, axis=-2, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _examine(softmax: Callable[[Array], Array]) -> Evidence:
    """Gradient check of one softmax layer with cross-entropy, whose error is A - Y."""
    rng = np.random.default_rng(2)
    theta, X = rng.standard_normal(LAYOUT.size), rng.standard_normal((2, 5))
    Y = np.eye(3)[:, [0, 1, 2, 1, 0]]
    m = Y.shape[1]

    def output(W: list[Array], b: list[Array]) -> Array:
        return softmax(W[0] @ X + b[0])

    dZ = output(*split(LAYOUT, theta)) - Y
    grad = joined([dZ @ X.T / m], [np.sum(dZ, axis=1, keepdims=True) / m])
    found = check_gradient(LAYOUT, theta, lambda W, b: -np.sum(Y * np.log(output(W, b)), axis=(-2, -1)) / m, grad)
    total = float(output(*split(LAYOUT, theta))[:, 0].sum())
    numbers = ((_("probabilities of the first sample, added up"), total), *found.numbers)
    return Evidence(numbers, found.alarm, found.sentence)


SOFTMAX_AXIS = Exhibit(
    name="softmax-axis",
    title=_("softmax over the samples instead of the classes"),
    story=_(
        "The sum under the exponentials runs along the samples, so that not the classes of a sample share the "
        "probability, but the samples of a class. Every number is between 0 and 1 and looks well."
    ),
    check="gradient-check",
    right=softmax,
    wrong=softmax_over_samples,
    examine=_examine,
)
EXHIBITS = (SOFTMAX_AXIS,)
