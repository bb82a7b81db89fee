"""Quantities of the verdict on a test set: confusion, tests against baselines and against chance, ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.evaluation.exact_tests import fisher, mcnemar
from glasscat.explanation.expression import Number, whole
from glasscat.explanation.family import Axis
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
        "sum([answer = j] where y = i)",
        scores.label,
        scores.label,
        value=lambda i, j: scores.results["confusion"][i][j],
        expression=cell,
    )
    if len(scores.class_names) == 2 and scores.results["association_p_value"] is not None:

        def p_value() -> Expression:
            cells = [(i, j) for i in (0, 1) for j in (0, 1)]
            parts = tuple(scores.ref("confusion", scores.confusion[i, j], i, j) for i, j in cells)
            return Call("fisher({}, {}, {}, {})", parts, test, 1e-9)

        def test(*counts: float) -> float:
            return fisher(np.reshape(counts, (2, 2)).astype(int))

        yield scores.family(
            "association_p_value",
            _("Fisher's exact test: have the answers to do with the truth?"),
            "sum of the probabilities of all tables that are no more likely",
            value=lambda: scores.results["association_p_value"],
            expression=p_value,
        )


def baseline_families(scores: Scores) -> Iterator[Family]:
    """McNemar's test against each baseline, from the samples that only one of the two gets right."""
    stored = {one["name"]: one["p_value"] for one in scores.results["baselines"]}
    axis = Axis(_("baseline"), words=tuple(stored))
    yield scores.family(
        "baseline_right",
        _("1 where a baseline is right, else 0"),
        "[its answer = y]",
        axis,
        scores.sample,
        value=lambda name, k: scores.beaten[name][k],
        expression=lambda name, k: whole(int(scores.beaten[name][k])),
    )
    yield _only(scores, axis, of_model=True)
    yield _only(scores, axis, of_model=False)

    def p_value(name: str) -> Expression:
        b = scores.ref("only_model", (scores.right & ~scores.beaten[name]).sum(), name)
        c = scores.ref("only_baseline", (scores.beaten[name] & ~scores.right).sum(), name)
        return Call("min(1, 2 P(Binomial({0} + {1}, 1/2) <= min({0}, {1})))", (b, c), _mcnemar)

    yield scores.family(
        "p_value",
        _("exact McNemar test: how often chance alone makes such a difference to a baseline"),
        "min(1, 2 P(Binomial(b + c, 1/2) <= min(b, c)))",
        axis,
        value=lambda name: stored[name],
        expression=p_value,
    )


def _mcnemar(b: float, c: float) -> float:
    return mcnemar(int(b), int(c))


def _only(scores: Scores, axis: Axis, *, of_model: bool) -> Family:
    """Samples that only one of network and baseline gets right."""

    def sides(name: str) -> tuple[Any, Any]:
        both = scores.right, scores.beaten[name]
        return both if of_model else (both[1], both[0])

    def counted(name: str) -> Expression:
        terms = []
        for k, is_right in enumerate(scores.right):
            mine, its = scores.ref("right", is_right, k), scores.ref("baseline_right", scores.beaten[name][k], name, k)
            winner, loser = (mine, its) if of_model else (its, mine)
            terms.append(winner * (Number(1) - loser))
        return total(terms)

    if of_model:
        symbol, meaning = "only_model", _("samples that only the network gets right")
        formula = "sum(right (1 - baseline_right))"
    else:
        symbol, meaning = "only_baseline", _("samples that only the baseline gets right")
        formula = "sum(baseline_right (1 - right))"
    return scores.family(
        symbol,
        meaning,
        formula,
        axis,
        value=lambda name: (sides(name)[0] & ~sides(name)[1]).sum(),
        expression=counted,
    )


def ranking_families(scores: Scores) -> Iterator[Family]:
    """The area under the ROC curve of two classes, and the Brier score."""
    several, y = len(scores.class_names) > 2, scores.y
    if scores.results["auc"] is not None and not several:
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
    positive = scores.y == 1
    n_pos, n_neg = int(positive.sum()), int((~positive).sum())

    def place(k: int) -> tuple[int, int]:
        chances = scores.probabilities[:, 1]
        return int((chances < chances[k]).sum()), int((chances == chances[k]).sum())

    def rank(k: int) -> float:
        below, equal = place(k)
        return below + (equal + 1) / 2

    def below_and_equal(k: int) -> Expression:
        below, equal = place(k)
        return whole(below) + (whole(equal) + Number(1)) / Number(2)

    yield scores.family(
        "rank",
        _("place of a sample by its probability, from 1; equal ones share their mean"),
        "samples below + (equal ones + 1) / 2",
        scores.sample,
        value=rank,
        expression=below_and_equal,
    )

    def area() -> Expression:
        ranks = total([scores.ref("rank", rank(k), k) for k in np.flatnonzero(positive).tolist()])
        return (ranks - Number(n_pos * (n_pos + 1) / 2)) / whole(n_pos * n_neg)

    yield scores.family(
        "auc",
        _("area under the ROC curve: how often a sample of class 1 scores above one of class 0"),
        "(sum of the ranks of class 1 - n1 (n1 + 1) / 2) / (n1 n0)",
        value=lambda: scores.results["auc"],
        expression=area,
    )
