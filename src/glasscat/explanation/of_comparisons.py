"""Quantities of the verdict on a test set: confusion, and ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.evaluation.ranking import auc
from glasscat.explanation.expression import Number, whole
from glasscat.explanation.functions import Call, squared
from glasscat.explanation.of_answers import equals
from glasscat.explanation.sums import total
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.explanation.expression import Expression
    from glasscat.explanation.family import Family
    from glasscat.explanation.scores import Scores


def confusion_families(scores: Scores) -> Iterator[Family]:
    """The confusion matrix, and Fisher's test of it."""

    def cell(i: int, j: int) -> Expression:
        return total([equals(scores.ref("answer", scores.answers[k], k), j) for k in np.flatnonzero(scores.y == i)])

    yield scores.family(
        "confusion",
        _("samples of the first class that were taken for the second"),
        f"sum([answer = j] where y = i); {scores.known}",
        scores.label,
        scores.label,
        value=lambda i, j: scores.results["confusion"][i][j],
        expression=cell,
    )


def ranking_families(scores: Scores) -> Iterator[Family]:
    """The area under the ROC curve of two classes, and the Brier score."""
    several, y = len(scores.class_names) > 2, scores.y
    if scores.results["auc"] is not None:
        yield from _area(scores)

    def brier() -> Expression:
        classes = range(len(scores.class_names)) if several else (1,)
        P = scores.probabilities
        pairs = [(k, c) for k in range(len(y)) for c in classes]
        terms = [squared(scores.ref("probability", P[k, c], k, c) - whole(int(y[k] == c))) for k, c in pairs]
        return total(terms) / whole(len(y))

    yield scores.family(
        "brier",
        _("mean squared error of the probabilities; 0 is perfect"),
        "mean(sum((p - [y = c])²))" if several else "mean((p - y)²)",
        value=lambda: scores.results["brier"],
        expression=brier,
    )


def _area(scores: Scores) -> Iterator[Family]:
    """The area of class 1; of several classes, of each against the rest, and their mean."""
    several = len(scores.class_names) > 2
    yield scores.family(
        "rank",
        _("place of a sample by its probability, from 1; equal ones share their mean"),
        "1 + sum over the others of [p_other < p] + [p_other = p] / 2",
        *((scores.sample, scores.label) if several else (scores.sample,)),
        value=lambda k, c=1: _rank(scores, k, c),
        expression=lambda k, c=1: _rank_of(scores, k, c),
    )
    if several:
        yield from _areas(scores)
        return
    yield scores.family(
        "auc",
        _("area under the ROC curve: how often a sample of class 1 scores above one of class 0"),
        _AREA,
        value=lambda: scores.results["auc"],
        expression=lambda: _area_of(scores, 1),
    )


_AREA = "(sum of the ranks of class c - n1 (n1 + 1) / 2) / (n1 n0)"


def _areas(scores: Scores) -> Iterator[Family]:
    """The area of each class, and their mean."""

    def each(c: int) -> float:
        return auc(scores.probabilities[:, c], scores.y == c)

    classes = range(len(scores.class_names))
    yield scores.family(
        "auc_of",
        _("area under the ROC curve of a class: how often one of its samples scores above one of the others"),
        f"{_AREA}; {scores.known}",
        scores.label,
        value=each,
        expression=lambda c: _area_of(scores, c),
    )
    yield scores.family(
        "auc",
        _("area under the ROC curve, the mean over the classes of each against the rest"),
        "mean(auc_of)",
        value=lambda: scores.results["auc"],
        expression=lambda: total([scores.ref("auc_of", each(c), c) for c in classes]) / whole(len(classes)),
    )


def _area_of(scores: Scores, c: int) -> Expression:
    """Area of a class, from the ranks of its samples."""
    found = np.flatnonzero(scores.y == c).tolist()
    places = [(k, c) if len(scores.class_names) > 2 else (k,) for k in found]
    ranks = total([scores.ref("rank", _rank(scores, k, c), *place) for k, place in zip(found, places, strict=True)])
    n1 = len(found)
    return (ranks - Number(n1 * (n1 + 1) / 2)) / whole(n1 * (len(scores.y) - n1))


def _rank(scores: Scores, k: int, c: int) -> float:
    chances = scores.probabilities[:, c]
    return int((chances < chances[k]).sum()) + (int((chances == chances[k]).sum()) + 1) / 2


def _rank_of(scores: Scores, k: int, c: int) -> Expression:
    own, *others = (
        scores.ref("probability", scores.probabilities[j, c], j, c)
        for j in (k, *range(k), *range(k + 1, len(scores.y)))
    )
    return Number(1) + total([Call("([{0} < {1}] + [{0} = {1}] / 2)", (one, own), _below, 0.0) for one in others])


def _below(other: float, own: float) -> float:
    return float(other < own) + float(other == own) / 2
