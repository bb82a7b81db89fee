"""Several runs side by side: their scores, their costs, and whether one is shown to be better than another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasscat.evaluation.probabilities import decide
from glasscat.evaluation.sentence import p_words
from glasscat.evaluation.tally import SIGNIFICANT
from glasscat.explanation.duel import Side, duel
from glasscat.i18n import _
from glasscat.reports.html.charts import chart
from glasscat.reports.html.disagreements import disagreements
from glasscat.reports.html.opened_view import opened_view
from glasscat.reports.html.repeat_view import settings_of
from glasscat.reports.html.scores import ScoreRow, score_of
from glasscat.statistics.exact_tests import mcnemar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.explanation.duel import Between
    from glasscat.i18n import Text
    from glasscat.reports.html.charts import Chart
    from glasscat.reports.html.disagreements import DisagreementsView
    from glasscat.reports.html.opened_view import OpenedNumber
    from glasscat.reports.html.subject import Subject
    from glasscat.typing import Integers


@dataclass(frozen=True, slots=True, eq=False)
class DuelView:
    """One run against another on the same test samples.

    Parameters
    ----------
    said : Text
        Whether one is better.
    is_told : bool
        The same, for a script.
    counts : Text
        What that rests on.
    opened : Between or None
        Its p-value, to be opened; None where no numbers of the two can be opened.
    """

    said: Text
    is_told: bool
    counts: Text
    opened: Between | None


@dataclass(frozen=True, slots=True, eq=False)
class ComparisonView:
    """What the page says of several runs.

    Parameters
    ----------
    rows : list of (Subject, ScoreRow, ScoreRow)
        Each run with its score on the training and on the test set.
    said : list of Text
        What the page says first: what came of the duels, or why there are none.
    duels : list of DuelView
        Each run against the one with most right answers.
    chosen : Text or None
        With what care to read more than one duel.
    opened : list of OpenedNumber
        The p-values of the duels.
    disagreements : DisagreementsView or None
        Test pictures that some get right and others wrong.
    charts : list of (Text, Chart)
        Training and test costs, each run a line.
    settings : list of (name, list of values)
        What the runs do not have in common.
    """

    rows: list[tuple[Subject, ScoreRow, ScoreRow]]
    said: list[Text]
    duels: list[DuelView]
    chosen: Text | None
    opened: list[OpenedNumber]
    disagreements: DisagreementsView | None
    charts: list[tuple[Text, Chart]]
    settings: list[tuple[str, list[str]]]


def comparison(subjects: Sequence[Subject]) -> ComparisonView:
    """Lay runs side by side."""
    rows = [
        (
            subject,
            ScoreRow(_("training"), score_of(subject.document["train"]), "train"),
            ScoreRow(_("test"), None if subject.verdict is None else score_of(subject.verdict), "model"),
        )
        for subject in subjects
    ]
    same = len({subject.document["source"]["fingerprint"] for subject in subjects}) == 1
    duels = _duels(subjects) if same else []
    chosen = _(
        "The best of {n} runs was chosen on these very test samples. The tests do not know that: they flatter it.",
        n=len(subjects),
    )
    return ComparisonView(
        rows,
        [*_doubts(subjects, same=same), *_outcome(subjects, duels)],
        duels,
        chosen if len(duels) > 1 else None,
        opened_view(one.opened for one in duels if one.opened is not None),
        disagreements(subjects) if same else None,
        _charts(subjects),
        _differing(subjects),
    )


def _doubts(subjects: Sequence[Subject], *, same: bool) -> list[Text]:
    if not same:
        return [_("These runs saw different data: their scores cannot be compared with each other.")]
    if any(subject.verdict is None for subject in subjects):
        return [_("There is no test set: what these runs know of samples they have not seen, nobody knows.")]
    if any(subject.probabilities is None for subject in subjects):
        return [_("Whether one is better than another cannot be tested: that needs the answers to each test sample.")]
    return []


def _duels(subjects: Sequence[Subject]) -> list[DuelView]:
    """Hold each run against the one with most right answers, on the same test samples."""
    right = [_right_answers(subject) for subject in subjects]
    if any(one is None for one in right):
        return []
    known = [one for one in right if one is not None]
    best = _best(known)
    return [_duel(subjects[best], subjects[i], known[best], known[i]) for i in range(len(known)) if i != best]


def _best(right: Sequence[Integers]) -> int:
    """The first of those with most right answers."""
    return max(range(len(right)), key=lambda i: int(right[i].sum()))


def _outcome(subjects: Sequence[Subject], duels: Sequence[DuelView]) -> list[Text]:
    """What came of all duels, in a sentence."""
    if len(duels) < 2:
        return [one.said for one in duels]
    right = [one for one in map(_right_answers, subjects) if one is not None]
    best, n, k = subjects[_best(right)].name, len(duels), sum(one.is_told for one in duels)
    if k == 0:
        return [_("“{best}” cannot be told apart from any other run.", best=best)]
    if k == n:
        return [_("“{best}” does better than every other run.", best=best)]
    return [_("“{best}” does better than {k} of the {n} other runs.", best=best, k=k, n=n)]


def _right_answers(subject: Subject) -> Integers | None:
    if subject.test is None or subject.probabilities is None:
        return None
    right: Integers = decide(subject.probabilities, subject.stored.model.threshold) == subject.test.y
    return right


def _duel(best: Subject, other: Subject, best_right: Integers, other_right: Integers) -> DuelView:
    only_best, only_other = int((best_right & ~other_right).sum()), int((other_right & ~best_right).sum())
    p = mcnemar(only_best, only_other)
    names = {"best": best.name, "other": other.name}
    better = _("“{best}” does better than “{other}”.", **names)
    alike = _("“{best}” and “{other}” cannot be told apart.", **names)
    counts = _(
        "{only_best} test samples only “{best}” gets right, {only_other} only “{other}” (exact McNemar test, p {p}).",
        only_best=only_best,
        only_other=only_other,
        p=p_words(p),
        **names,
    )
    opened = None
    if best.book is not None and other.book is not None:
        sides = Side(best.name, best.book), Side(other.name, other.book)
        opened = duel(*sides, (only_best, only_other), p)
    is_told = p < SIGNIFICANT
    return DuelView(better if is_told else alike, is_told, counts, opened)


def _charts(subjects: Sequence[Subject]) -> list[tuple[Text, Chart]]:
    train = [(subject.name, str(i), subject.stored.history.all_costs) for i, subject in enumerate(subjects)]
    test = [(subject.name, str(i), subject.stored.history.test_costs) for i, subject in enumerate(subjects)]
    charts = [(_("Cost on the training set"), chart(train, _("cost J (mean over samples)")))]
    if any(curve for _name, _colour, curve in test):
        charts.append((_("Cost on the test set"), chart(test, _("cost J (mean over samples)"))))
    return charts


def _differing(subjects: Sequence[Subject]) -> list[tuple[str, list[str]]]:
    """Settings that are not the same in all runs."""
    settings = [dict(settings_of(subject.document)) for subject in subjects]
    names = list(dict.fromkeys(name for one in settings for name in one))
    rows = [(name, [one.get(name, "–") for one in settings]) for name in names]
    return [(name, values) for name, values in rows if len(set(values)) > 1]
