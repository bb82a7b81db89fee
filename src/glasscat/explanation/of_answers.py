"""Quantities of a score: from the probabilities to the right answers, the accuracy and its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.explanation.expression import Number, whole
from glasscat.explanation.functions import Call, Function
from glasscat.explanation.sums import total
from glasscat.explanation.wilson import ENDS, WILSON, wilson_end
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.explanation.expression import Expression, Input
    from glasscat.explanation.family import Family
    from glasscat.explanation.scores import Scores


def answer_families(scores: Scores) -> Iterator[Family]:
    """From probabilities to right answers."""
    two = len(scores.class_names) == 2
    yield scores.family(
        "probability",
        _(
            "probability that the network gives to a class, all samples in one matrix product; predict, which asks "
            "about each alone, may differ in the last bits"
        ),
        "A",
        scores.sample,
        scores.label,
        value=lambda k, c: scores.probabilities[k, c],
        expression=lambda k, c: _probability(scores, k, c),
    )
    yield scores.family(
        "answer",
        _("number of the class that is answered"),
        f"[probability > {scores.book.subject.threshold:g}]" if two else "argmax(probability)",
        scores.sample,
        value=lambda k: scores.answers[k],
        expression=lambda k: _answer(scores, k),
    )
    yield scores.family(
        "right",
        _("1 where the answer is right, else 0"),
        "[answer = y]",
        scores.sample,
        value=lambda k: scores.right[k],
        expression=lambda k: equals(scores.ref("answer", scores.answers[k], k), int(scores.y[k])),
    )


def accuracy_families(scores: Scores) -> Iterator[Family]:
    """Right answers counted, their share, and how far that can be trusted."""
    m = len(scores.y)

    def correct() -> Input:
        return scores.ref("correct", scores.right.sum())

    yield scores.family(
        "correct",
        _("number of right answers"),
        "sum(right)",
        value=lambda: scores.results["correct"],
        expression=lambda: total([scores.ref("right", one, k) for k, one in enumerate(scores.right)]),
    )
    yield scores.family(
        "accuracy",
        _("share of right answers, percent"),
        "100 correct / m",
        value=lambda: scores.results["accuracy"],
        expression=lambda: Number(100) * correct() / whole(m),
    )
    yield scores.family(
        "interval",
        _("end of Wilson's 95 % interval of the accuracy, percent"),
        f"{WILSON}, p = correct / m",
        ENDS,
        value=lambda end: scores.results["interval"][end == "high"],
        expression=lambda end: wilson_end(correct(), m, end),
    )


def equals(answer: Input, label: int) -> Expression:
    """1 where an answer is a class, else 0."""
    return Call("[{} = {}]", (answer, whole(label)), lambda a, b: float(a == b), 0.0)


def _probability(scores: Scores, k: int, c: int) -> Expression:
    symbol = f"A{scores.book.blocks[-1].number}"
    A = scores.book.scene(scores.part, None).arrays[symbol]
    if len(A) > 1:
        return scores.ref(symbol, A[c, k], c, k)
    own = scores.ref(symbol, A[0, k], 0, k)
    return own if c == 1 else Number(1) - own


def _answer(scores: Scores, k: int) -> Expression:
    parts = tuple(scores.ref("probability", p, k, c) for c, p in enumerate(scores.probabilities[k]))
    if len(parts) == 2:
        limit = scores.book.subject.threshold
        return Function(f"[{{}} > {limit:g}]", parts[1], lambda p: float(p > limit), lambda _p: 0.0, exact=True)
    return Call(f"argmax({', '.join(['{}'] * len(parts))})", parts, lambda *p: float(np.argmax(p)), 0.0)
