"""The conclusion in plain words: no more than the numbers carry, and no less.

Each function below says one thing, or nothing where it does not apply; `conclude` puts what they say into one order:
the score, what it is worth, what stands against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.evaluation.score import Score
from glasscat.i18n import _, _n, listing, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from glasscat.evaluation.memory import TrainMemory
    from glasscat.evaluation.tally import Tally
    from glasscat.i18n import Text

WIDE = 30.0
"""Percentage points: an interval wider than this hardly narrows anything down. Below about 35 samples it usually is."""


@dataclass(frozen=True, eq=False, slots=True)
class Case:
    """What there is to conclude from.

    Parameters
    ----------
    tally : Tally
        All test samples.
    class_names : sequence of str
    memory : TrainMemory or None
        What is known of the training set.
    n_leaked : int
        Test samples that repeat a training sample.
    fresh : Tally or None
        The test samples without those; None where none is leaked, or all are.
    """

    tally: Tally
    class_names: Sequence[str]
    memory: TrainMemory | None
    n_leaked: int
    fresh: Tally | None


def conclude(case: Case) -> Text:
    """Say what the numbers mean, in sentences of fewer than 25 words."""
    score = _("Test score: {score}.", score=case.tally.score.text)
    parts: tuple[Callable[[Case], Text | None], ...] = (
        _on_size,
        _on_perfection,
        _on_single_answer,
        _on_signal,
        _on_baselines,
        _on_shares,
        _on_missing_classes,
        _on_leaks,
        _on_change_without_leaks,
    )
    if case.n_leaked and case.fresh is None:
        parts = (_on_leaks,)  # nothing was tested, so that nothing else is worth a word
    return sentences(score, *(said for part in parts if (said := part(case)) is not None))


def p_words(p: float) -> str:
    """A p-value as written after "p": ``"= 0.015"``, or ``"< 0.0001"`` where its digits mean nothing."""
    if p < 1e-4:
        return "< 0.0001"
    # Two digits would write 0.0496 as 0.05, on the wrong side of the line that the words draw.
    return f"= {p:.4f}" if 0.045 < p < 0.055 else f"= {p:#.2g}"


def _on_size(case: Case) -> Text | None:
    low, high = case.tally.score.interval
    if case.tally.score.total == 1:
        return _("One test sample cannot tell a good model from a poor one.")
    if high - low <= WIDE:
        return None
    return _(
        "{n} test samples are few: the true score may lie anywhere in an interval {width:.0f} percentage points wide.",
        n=case.tally.score.total,
        width=high - low,
    )


def _on_perfection(case: Case) -> Text | None:
    score = case.tally.score
    if score.total == 1:
        return None
    if score.correct == score.total:
        return _("No mistake was seen, which does not mean that the model makes none.")
    return _("Not one answer is right.") if score.correct == 0 else None


def _on_single_answer(case: Case) -> Text | None:
    """One answer for everything is no judgement, however good the score looks."""
    answered = np.flatnonzero(case.tally.confusion.sum(axis=0))
    if len(answered) > 1 or case.tally.score.total == 1:
        return None
    return _(
        "It answers {name} for every sample, so its score is only the share of {name} in the test set.",
        name=case.class_names[int(answered[0])],
    )


def _on_signal(case: Case) -> Text | None:
    p_value = case.tally.association_p_value
    if p_value is None:
        return None
    p = p_words(p_value)
    match case.tally.signal:
        case "none":
            return _("Chance alone could give such answers (p {p}); that does not prove there is no signal.", p=p)
        case "against":
            return _(
                "Its answers run against the truth (p {p}): check that the classes mean the same in both sets.", p=p
            )
        case _ if case.tally.balanced.strength < 0.5:
            return _(
                "There is a signal (p {p}), but a weak one:"
                " balanced accuracy is less than half-way from guessing to perfect.",
                p=p,
            )
        case _:
            return _("There is a signal (p {p}): balanced accuracy is at least half-way from guessing to perfect.", p=p)


def _on_baselines(case: Case) -> Text | None:
    tally, best = case.tally, case.tally.best_baseline
    verdict = tally.against_best
    single_answer = (tally.confusion.sum(axis=0) > 0).sum() == 1
    if tally.score.total == 1 or (single_answer and verdict == "alike"):
        return None  # the size, or the single answer, has said it all
    values = {"baseline": best.text, "score": _short(best.score), "p": p_words(best.p_value)}
    if verdict == "better":
        return _("It does better than the best baseline, {baseline}: {score} (p {p}).", **values)
    if verdict == "worse":
        return _("It does worse than the best baseline, {baseline}: {score} (p {p}).", **values)
    return _("It cannot be told apart from the best baseline, {baseline}: {score} (p {p}).", **values)


def _on_shares(case: Case) -> Text | None:
    """Where another class leads in training than in the test, beyond chance, accuracy rewards the wrong habit."""
    if case.memory is None:
        return None
    test_counts = case.tally.confusion.sum(axis=1)
    if np.count_nonzero(test_counts) < 2:
        return None  # `_on_missing_classes` says what that means
    leader = int(np.argmax(test_counts))
    in_training = Score(case.memory.class_counts[leader], sum(case.memory.class_counts))
    in_test = Score(int(test_counts[leader]), case.tally.score.total)
    leads_in_training = case.memory.class_counts[leader] == max(case.memory.class_counts)
    if leads_in_training or in_training.interval[1] >= in_test.interval[0]:
        return None
    shares = _(
        "The class shares are turned round: {name} is {train} in training, but {test} in the test.",
        name=case.class_names[leader],
        train=_short(in_training),
        test=_short(in_test),
    )
    balanced = case.tally.balanced
    return sentences(
        shares,
        _(
            "Balanced accuracy, which shares do not move: {value:.1f} % (95 % interval {low:.1f} to {high:.1f} %);"
            " guessing gives {chance:.1f} %.",
            value=balanced.value,
            low=balanced.interval[0],
            high=balanced.interval[1],
            chance=balanced.chance,
        ),
    )


def _on_missing_classes(case: Case) -> Text | None:
    counts = case.tally.confusion.sum(axis=1)
    present = [name for name, n in zip(case.class_names, counts, strict=True) if n]
    missing = [name for name, n in zip(case.class_names, counts, strict=True) if not n]
    if not missing or case.tally.score.total == 1:
        return None
    if len(present) == 1:
        return _(
            "Every test sample is {name}: whether the model tells classes apart cannot be seen here.",
            name=present[0],
        )
    return _n(
        "No test sample is of the class {names}: nothing is known about it.",
        "The test set has no sample of {n} classes: {names}. Nothing is known about them.",
        len(missing),
        names=listing(missing),
    )


def _on_leaks(case: Case) -> Text | None:
    if case.n_leaked == 0:
        return None
    if case.fresh is None:
        return _(
            "Every test sample repeats a training sample, exactly or nearly: this score says nothing about new ones."
        )
    return _n(
        "Without the test sample that repeats a training sample, exactly or nearly: {score}.",
        "Without the {n} test samples that repeat training samples, exactly or nearly: {score}.",
        case.n_leaked,
        score=case.fresh.score.text,
    )


def _on_change_without_leaks(case: Case) -> Text | None:
    """A claim that rests on leaked samples is taken back."""
    if case.fresh is None:
        return None
    if case.tally.against_best == "better" and case.fresh.against_best != "better":
        return _(
            "Without them it is no longer shown to be better than the best baseline (p {p}).",
            p=p_words(case.fresh.best_baseline.p_value),
        )
    if case.tally.signal == "with" and case.fresh.signal != "with":
        return _("Without them no signal is shown any more.")
    return None


def _short(score: Score) -> Text:
    """A count of a count, inside a sentence that has no room for its interval."""
    return _("{correct} of {total}", correct=score.correct, total=score.total)
