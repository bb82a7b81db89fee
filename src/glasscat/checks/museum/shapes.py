"""Mistakes that broadcasting hides: every operation goes through, and gives arrays of another shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.checks.museum.exhibit import Evidence, Exhibit
from glasscat.i18n import _
from glasscat.kernels import sigmoid

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from glasscat.typing import Array

N, M = 3, 5


def zeros(n: int) -> Array:
    """Weights of one neuron: a column."""
    return np.zeros((n, 1))


def zeros_without_axis(n: int) -> Array:
    """Neither row nor column."""
    return np.zeros(n)


def bias_gradient(dZ: Array, m: int) -> Array:
    """Mean of dZ over the samples."""
    return np.sum(dZ, axis=1, keepdims=True) / m


def bias_gradient_over_units(dZ: Array, m: int) -> Array:
    """Mean over the units instead."""
    return np.sum(dZ, axis=0, keepdims=True) / m


def hits(A: Array, y: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether each answer is right; A is (1, m) and y (m,)."""
    answers = (A > 0.5).ravel()
    return answers == y


def hits_of_all_pairs(A: Array, y: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Every answer beside every truth."""
    answers = (A > 0.5).T
    return answers == y


def _judged(*named: tuple[str, tuple[int, ...], tuple[int, ...]]) -> Evidence:
    """Compare shapes with those that the formulas ask for: name, expected, found."""
    wrong = [(name, expected, found) for name, expected, found in named if found != expected]
    sentence = _("every array has the shape that the formula asks for.")
    if wrong:
        name, expected, found = wrong[0]
        sentence = _("{name} must be {expected}; found {found}.", name=name, expected=expected, found=found)
    numbers = tuple((_("shape of {name}", name=name), str(found)) for name, _expected, found in named)
    return Evidence(numbers, bool(wrong), sentence)


def _examine_weights(zeros: Callable[[int], Array]) -> Evidence:
    """One step of a neuron from these weights."""
    rng = np.random.default_rng(4)
    X, Y = rng.standard_normal((N, M)), np.array([[1.0, 0, 1, 0, 1]])
    w = zeros(N)
    A = sigmoid(w.T @ X)
    dw = X @ (A - Y).T / M
    after = w - 0.1 * dw
    return _judged(
        ("w", (N, 1), w.shape),
        ("dw", (N, 1), dw.shape),
        (str(_("w after one step")), (N, 1), after.shape),
        (str(_("A after one step")), (1, M), sigmoid(after.T @ X).shape),
    )


def _examine_bias(bias_gradient: Callable[[Array, int], Array]) -> Evidence:
    """One step of the bias of a layer of N units."""
    dZ, b = np.random.default_rng(5).standard_normal((N, M)), np.zeros((N, 1))
    db = bias_gradient(dZ, M)
    return _judged(("db", (N, 1), db.shape), (str(_("b after one step")), (N, 1), (b - 0.1 * db).shape))


def _examine_hits(hits: Callable[[Array, NDArray[np.bool_]], NDArray[np.bool_]]) -> Evidence:
    """Count the right answers of a model that is always right."""
    y = np.array([True, False, True, False, True])
    found = hits(np.where(y, 0.9, 0.1)[None], y)
    judged = _judged((str(_("the comparison")), (M,), found.shape))
    right = _("{n} of {total}", n=int(found.sum()), total=found.size)
    return Evidence(
        (*judged.numbers, (_("right answers of a model that is always right"), str(right))),
        judged.alarm,
        judged.sentence,
    )


RANK_ONE = Exhibit(
    name="rank-one",
    title=_("(n,) where (n, 1) was meant"),
    story=_(
        "The weights are an array of shape (n,), which is neither a row nor a column. "
        "The first forward pass works; then w - learning_rate dw broadcasts to (n, n), and nothing complains."
    ),
    check="shapes",
    right=zeros,
    wrong=zeros_without_axis,
    examine=_examine_weights,
)
BIAS_AXIS = Exhibit(
    name="bias-axis",
    title=_("db summed over the wrong axis"),
    story=_(
        "db adds up the units of each sample instead of the samples of each unit. "
        "b, a column, becomes a matrix with a bias of its own for every training sample."
    ),
    check="shapes",
    right=bias_gradient,
    wrong=bias_gradient_over_units,
    examine=_examine_bias,
)
ALL_PAIRS = Exhibit(
    name="all-pairs",
    title=_("a column of answers compared with a row of labels"),
    story=_(
        "Answers of shape (m, 1) == labels of shape (m,) compares every answer with every label. "
        "The mean of the m x m result is a plausible accuracy, near one half, however good the model is."
    ),
    check="shapes",
    right=hits,
    wrong=hits_of_all_pairs,
    examine=_examine_hits,
)
EXHIBITS = (RANK_ONE, BIAS_AXIS, ALL_PAIRS)
