"""The verdict as tables that only say what is in them; a terminal and a notebook draw them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.evaluation.sentence import p_words
from glasscat.i18n import _, sentences
from glasscat.notebook.grid import Grid

if TYPE_CHECKING:
    from glasscat.evaluation.score import Score
    from glasscat.evaluation.verdict import Verdict
    from glasscat.i18n import Text

WIDEST_MATRIX = 7
"""Classes whose confusion matrix still fits; above, the most frequent mistakes are listed instead."""
MOST_MISTAKES = 7
BASELINES: dict[str, Text] = {
    "train-majority": _("majority of training"),
    "test-majority": _("majority of the test set"),
    "nearest-neighbour": _("nearest neighbour"),
    "mean-colour": _("mean colour"),
}
"""Baselines by name, as they are called in a narrow table."""


def baseline_rows(verdict: Verdict) -> Grid:
    """The model and what one gets without learning: right answers, score, interval, comparison."""
    fresh = verdict.without_leaks
    rows: list[tuple[object, ...]] = [
        (_("this model"), *score_cells(verdict.score), ""),
        *(
            (BASELINES.get(one.name, one.name), *score_cells(one.score), p_words(one.p_value).removeprefix("= "))
            for one in verdict.baselines
        ),
        *([] if fresh is None else [(_("this model, without repeats"), *score_cells(fresh), "")]),
    ]
    return Grid((_("answers"), _("right"), _("score"), _("95 % interval"), _("p (McNemar)")), rows)


def class_rows(verdict: Verdict) -> Grid:
    """Recall of each class."""
    rows = [(one.name, *(score_cells(one.recall) if one.recall else ("-", "-", "-"))) for one in verdict.per_class]
    return Grid((_("class"), _("found"), _("recall"), _("95 % interval")), rows)


def score_cells(score: Score) -> tuple[Text, Text, Text]:
    """Right answers, share and interval."""
    low, high = score.interval
    return (
        _("{correct} of {total}", correct=score.correct, total=score.total),
        _("{share:.1f} %", share=score.accuracy),
        _("{low:.1f} to {high:.1f} %", low=low, high=high),
    )


def confusion_rows(verdict: Verdict) -> Grid:
    """Truth in rows, answers in columns; of many classes the pairs that are mixed up most often."""
    names = [one.name for one in verdict.per_class]
    if len(names) > WIDEST_MATRIX:
        return _mistakes(verdict, names)
    rows = [(name, *row) for name, row in zip(names, verdict.confusion.tolist(), strict=True)]
    return Grid((_("truth, and answered:"), *names), rows)


def _mistakes(verdict: Verdict, names: list[str]) -> Grid:
    mistakes = verdict.confusion - np.diag(verdict.confusion.diagonal())
    places = [divmod(int(place), len(names)) for place in np.argsort(-mistakes, axis=None, kind="stable")]
    rows = [
        (names[truth], names[answer], mistakes[truth, answer])
        for truth, answer in places[:MOST_MISTAKES]
        if mistakes[truth, answer]
    ]
    return Grid((_("most frequent mistakes: truth"), _("answered"), _("times")), rows)


def measures(verdict: Verdict) -> Text:
    """Numbers that the shares of the classes do not move."""
    low, high = verdict.balanced.interval
    said = [
        _(
            "Balanced accuracy {value:.1f} % (95 % interval {low:.1f} to {high:.1f} %).",
            value=verdict.balanced.value,
            low=low,
            high=high,
        )
    ]
    if verdict.auc is not None:
        said.append(_("AUC {auc:.3f} (0.5 is chance).", auc=verdict.auc))
    said.append(_("Brier score {brier:.3f} (0 is perfect).", brier=verdict.brier))
    return sentences(*said)
