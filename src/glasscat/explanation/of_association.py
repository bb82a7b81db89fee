"""Quantities of the test against chance, of whether the answers have to do with the truth."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import numpy as np

from glasscat.evaluation.association import association
from glasscat.explanation.family import Axis
from glasscat.explanation.functions import Call
from glasscat.explanation.sums import total
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.explanation.expression import Expression, Input
    from glasscat.explanation.family import Family
    from glasscat.explanation.scores import Scores


def association_families(scores: Scores) -> Iterator[Family]:
    """The test of the confusion matrix; nothing where truth or answers are all of one class."""
    if scores.results["association_p_value"] is not None:
        yield from _of_two(scores) if len(scores.class_names) == 2 else _of_many(scores)


def _cells(scores: Scores) -> tuple[Input, ...]:
    """The confusion matrix, row by row."""
    stored = enumerate(scores.results["confusion"])
    return tuple(scores.ref("confusion", count, i, j) for i, row in stored for j, count in enumerate(row))


def _chance(k: int, *cells: float) -> float:
    """Probability of a table with k in its last corner and the same margins: the hypergeometric distribution."""
    a, b, c, d = map(int, cells)
    return comb(b + d, k) * comb(a + c, c + d - k) / comb(a + b + c + d, c + d)


def _of_two(scores: Scores) -> Iterator[Family]:
    """Fisher's test, and the probabilities of the tables that it adds up."""
    cells = _cells(scores)
    a, b, c, d = (int(cell.value) for cell in cells)
    tables = range(max(0, d - a), min(c + d, b + d) + 1)

    def p_value() -> Expression:
        # tables that are equally likely on paper differ by rounding: counted in, as the test does
        limit = _chance(d, a, b, c, d) * (1 + 1e-7)
        chances = {k: _chance(k, a, b, c, d) for k in tables}
        terms = [scores.ref("table", chance, k) for k, chance in chances.items() if chance <= limit]
        return Call("min(1, {})", (total(terms),), lambda p: min(1.0, p), 1e-9)

    yield scores.family(
        "table",
        _("probability of k right answers in class 1, had the same answers been dealt out at random"),
        "C(c1, k) C(c0, r1 - k) / C(m, r1), r1 of class 1, c1 and c0 answered with 1 and 0",
        Axis(_("k"), words=tuple(tables)),
        value=lambda k: _chance(k, a, b, c, d),
        expression=lambda k: Call(
            f"C({{1}} + {{3}}, {k}) · C({{0}} + {{2}}, {{2}} + {{3}} - {k})"
            " / C({0} + {1} + {2} + {3}, {2} + {3})",
            cells,
            lambda *counts: _chance(k, *counts),
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
    n, cells = len(scores.class_names), _cells(scores)

    def p_value(*counts: float) -> float:
        return association(np.reshape(counts, (n, n)).astype(int)) or 0.0

    yield scores.family(
        "association_p_value",
        _("test of the number of right answers: have the answers to do with the truth?"),
        "2 Phi(-(|right - mean| - 1/2) / sqrt(variance)) over all orders of the same answers",
        value=lambda: scores.results["association_p_value"],
        expression=lambda: Call(f"association({', '.join(['{}'] * n**2)})", cells, p_value),
    )
