"""What a verdict looks at: is a score repeatable, is it better than guessing, and would fresh samples give it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import bdtrc

from glasscat.checks.museum.exhibit import Evidence
from glasscat.i18n import Text, _

if TYPE_CHECKING:
    from glasscat.typing import Integers

UNLIKELY = 0.001
"""Probability below which chance is no explanation."""


def out_of(correct: int, total: int) -> str:
    """A score that never goes without its total."""
    return str(_("{n} of {total}", n=correct, total=total))


def chance_of(correct: int, total: int, share: float) -> float:
    """Probability of so many right answers or more, where each is right with probability ``share``."""
    return float(bdtrc(correct - 1, total, share)) if correct else 1.0


def judge_repeatable(y: Integers, first: Integers, second: Integers, ways: tuple[Text, Text]) -> Evidence:
    """The answers must not depend on ``ways`` of asking for them.

    Parameters
    ----------
    y : (m,)
        True classes.
    first, second : (m,)
        Answers for the same samples, asked for in one way and in the other.
    ways : pair of Text
    """
    changed = int(np.sum(first != second))
    sentence = _("no answer changes from “{first}” to “{second}”.", first=ways[0], second=ways[1])
    if changed:
        sentence = _(
            "{n} of {total} answers change from “{first}” to “{second}”.",
            n=changed,
            total=len(y),
            first=ways[0],
            second=ways[1],
        )
    return Evidence(
        numbers=(
            (_("right answers, {way}", way=ways[0]), out_of(int(np.sum(first == y)), len(y))),
            (_("right answers, {way}", way=ways[1]), out_of(int(np.sum(second == y)), len(y))),
            (_("answers that differ"), changed),
        ),
        alarm=changed > 0,
        sentence=sentence,
    )


def judge_skill(y_train: Integers, trained: Integers, y: Integers, answers: Integers) -> Evidence:
    """The score on test samples must be better than that of always giving the most frequent answer."""
    right, majority = int(np.sum(answers == y)), int(np.bincount(y).max())
    p = chance_of(right, len(y), majority / len(y))
    return Evidence(
        numbers=(
            (_("right answers on the training set"), out_of(int(np.sum(trained == y_train)), len(y_train))),
            (_("right answers on the test set"), out_of(right, len(y))),
            (_("always the most frequent answer"), out_of(majority, len(y))),
            (_("probability of that score by guessing"), p),
        ),
        alarm=p > UNLIKELY,
        sentence=_(
            "{right} of {total} right where the most frequent answer gets {majority}: by chance with p = {p:.2g}.",
            right=right,
            total=len(y),
            majority=majority,
            p=p,
        ),
    )


def judge_honest(y: Integers, answers: Integers, y_fresh: Integers, fresh: Integers) -> Evidence:
    """The score on the test set must be what samples that were drawn later get as well."""
    right, right_fresh = int(np.sum(answers == y)), int(np.sum(fresh == y_fresh))
    p = chance_of(right, len(y), right_fresh / len(y_fresh))
    return Evidence(
        numbers=(
            (_("right answers on the test set"), out_of(right, len(y))),
            (_("right answers on fresh samples"), out_of(right_fresh, len(y_fresh))),
            (_("probability of the former, given the latter"), p),
        ),
        alarm=p < UNLIKELY,
        sentence=_(
            "{right} of {total} right on the test set, {right_fresh} of {total_fresh} on fresh samples: p = {p:.2g}.",
            right=right,
            total=len(y),
            right_fresh=right_fresh,
            total_fresh=len(y_fresh),
            p=p,
        ),
    )
