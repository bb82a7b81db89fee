"""Quantities of the verdict on a test set: confusion, its test against chance, and ranking."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import numpy as np

from glasscat.evaluation.association import association
from glasscat.evaluation.ranking import auc
from glasscat.explanation.expression import Number, whole
from glasscat.explanation.family import Axis
from glasscat.explanation.functions import Call, squared
from glasscat.explanation.of_answers import equals
from glasscat.explanation.sums import total
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    if scores.results["association_p_value"] is not None:
        yield from _of_two(scores) if len(scores.class_names) == 2 else _of_many(scores)


def _of_two(scores: Scores) -> Iterator[Family]:
    """Fisher's test, and the probabilities of the tables that it adds up."""
    row, column = scores.confusion.sum(axis=1).tolist(), scores.confusion.sum(axis=0).tolist()
    first, last = max(0, row[1] - column[0]), min(row[1], column[1])
    counts = tuple(scores.ref("confusion", scores.confusion[i, j], i, j) for i in (0, 1) for j in (0, 1))

    def chance(k: float, cells: Sequence[float]) -> float:
        a, b, c, d = map(int, cells)
        return comb(b + d, int(k)) * comb(a + c, c + d - int(k)) / comb(a + b + c + d, c + d)

    def as_likely() -> list[int]:
        seen = chance(scores.confusion[1, 1], [one.value for one in counts])
        # tables that are equally likely on paper differ by rounding: counted in, as the test does
        tables = range(first, last + 1)
        return [k for k in tables if chance(k, [one.value for one in counts]) <= seen * (1 + 1e-7)]

    def p_value() -> Expression:
        terms = [scores.ref("table", chance(k, [one.value for one in counts]), k) for k in as_likely()]
        return Call("min(1, {})", (total(terms),), lambda p: min(1.0, p), 1e-9)

    yield scores.family(
        "table",
        _("probability of k right answers in class 1, had the same answers been dealt out at random"),
        "C(c1, k) C(c0, r1 - k) / C(m, r1), r1 of class 1, c1 and c0 answered with 1 and 0",
        Axis(_("k"), words=tuple(range(first, last + 1))),
        value=lambda k: chance(k, [one.value for one in counts]),
        expression=lambda k: Call(
            f"C({{1}} + {{3}}, {k}) · C({{0}} + {{2}}, {{2}} + {{3}} - {k})"
            " / C({0} + {1} + {2} + {3}, {2} + {3})",
            counts,
            lambda *cells: chance(k, cells),
        ),
    )
    yield scores.family(
        "association_p_value",
        _("Fisher's exact test: have the answers to do with the truth?"),
        "sum of the probabilities of all tables that are no more likely than the one seen",
        value=lambda: scores.results["association_p_value"],
        expression=p_value,
    )


def _of_many(scores: Scores) -> Iterator[Family]:
    """The test of the number of right answers, of several classes."""
    n = len(scores.class_names)
    cells = tuple(scores.ref("confusion", scores.confusion[i, j], i, j) for i in range(n) for j in range(n))

    def p_value(*counts: float) -> float:
        return association(np.reshape(counts, (n, n)).astype(int)) or 0.0

    yield scores.family(
        "association_p_value",
        _("test of the number of right answers: have the answers to do with the truth?"),
        "2 Phi(-(|right - mean| - 1/2) / sqrt(variance)) over all orders of the same answers",
        value=lambda: scores.results["association_p_value"],
        expression=lambda: Call(f"association({', '.join(['{}'] * n**2)})", cells, p_value),
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
    axes = (scores.sample, scores.label) if several else (scores.sample,)
    yield scores.family(
        "rank",
        _("place of a sample by its probability, from 1; equal ones share their mean"),
        "1 + sum over the others of [p_other < p] + [p_other = p] / 2",
        *axes,
        value=lambda k, c=1: _rank(scores, k, c),
        expression=lambda k, c=1: _rank_of(scores, k, c),
    )

    def area(c: int) -> Expression:
        of_class = scores.y == c
        n_pos = int(of_class.sum())
        own = (lambda k: (k, c)) if several else (lambda k: (k,))
        ranks = total([scores.ref("rank", _rank(scores, k, c), *own(k)) for k in np.flatnonzero(of_class).tolist()])
        return (ranks - Number(n_pos * (n_pos + 1) / 2)) / whole(n_pos * (len(scores.y) - n_pos))

    formula = "(sum of the ranks of class c - n1 (n1 + 1) / 2) / (n1 n0)"
    if not several:
        meaning = _("area under the ROC curve: how often a sample of class 1 scores above one of class 0")
        yield scores.family("auc", meaning, formula, value=lambda: scores.results["auc"], expression=lambda: area(1))
        return

    def each(c: int) -> float:
        return auc(scores.probabilities[:, c], scores.y == c)

    classes = range(len(scores.class_names))
    yield scores.family(
        "auc_of",
        _("area under the ROC curve of a class: how often one of its samples scores above one of the others"),
        f"{formula}; {scores.known}",
        scores.label,
        value=each,
        expression=area,
    )
    yield scores.family(
        "auc",
        _("area under the ROC curve, the mean over the classes of each against the rest"),
        "mean(auc_of)",
        value=lambda: scores.results["auc"],
        expression=lambda: total([scores.ref("auc_of", each(c), c) for c in classes]) / whole(len(classes)),
    )


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
