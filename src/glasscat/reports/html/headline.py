"""The largest words of the page: the score with its doubt, and the training in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasscat.i18n import _
from glasscat.reports.html.scores import score_of

if TYPE_CHECKING:
    from glasscat.i18n import Text
    from glasscat.reports.html.subject import Subject


@dataclass(frozen=True, slots=True)
class Headline:
    """What is said before anything else.

    Parameters
    ----------
    right, share, interval : Text or None
        The score on the test set; None without one.
    train : Text
        The score on the training set.
    training : Text
        The training in a sentence.
    """

    right: Text | None
    share: Text | None
    interval: Text | None
    train: Text
    training: Text


def headline(subject: Subject) -> Headline:
    """Say what a run came to."""
    document, history = subject.document, subject.stored.history
    right = share = interval = None
    if subject.verdict is not None:
        score = score_of(subject.verdict)
        low, high = score.interval
        right = _("{correct} of {total} right", correct=score.correct, total=score.total)
        share = _("{share:.1f} %", share=score.accuracy)
        interval = _(
            "The true score may lie anywhere from {low:.1f} to {high:.1f} % (95 % interval).", low=low, high=high
        )
    return Headline(
        right,
        share,
        interval,
        _("On the samples it was trained on: {score}.", score=score_of(document["train"]).text),
        _(
            "{parameters:,} parameters. {steps:,} iterations took {seconds:.2f} s; the cost went from {first:#.4g} "
            "to {last:#.4g}.",
            parameters=document["parameters"],
            steps=history.iterations,
            seconds=history.seconds,
            first=history.first_cost,
            last=history.final_cost,
        ),
    )
