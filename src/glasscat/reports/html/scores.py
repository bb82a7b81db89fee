"""The verdict, for a page: the score first, then what it is worth, each number with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glasscat.evaluation.score import Score
from glasscat.evaluation.sentence import p_words
from glasscat.i18n import _, sentences

if TYPE_CHECKING:
    from glasscat.i18n import Text
    from glasscat.reports.html.kept import Kept
    from glasscat.reports.html.subject import Subject


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A score as a line of a table, with its interval drawn.

    Parameters
    ----------
    name : Text, Kept or str
    score : Score or None
        None where there was nothing to count.
    kind : "model", "fresh" or "rival"
    p : str
        p-value of McNemar's test of the model against it, as written; empty where there is none.
    """

    name: Text | Kept | str
    score: Score | None
    kind: str = "rival"
    p: str = ""

    @property
    def right(self) -> Text | str:
        """How many of how many."""
        score = self.score
        return "–" if score is None else _("{correct} of {total}", correct=score.correct, total=score.total)

    @property
    def share(self) -> Text | str:
        """The same in percent."""
        return "–" if self.score is None else _("{share:.1f} %", share=self.score.accuracy)

    @property
    def interval(self) -> Text | str:
        """Wilson's 95 % interval."""
        if self.score is None:
            return "–"
        low, high = self.score.interval
        return _("{low:.1f} to {high:.1f} %", low=low, high=high)


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What the page says of the test set.

    Parameters
    ----------
    score : ScoreRow
    sentences : list of Text, Kept or str
        What the score is worth, in the order of the verdict.
    rows : list of ScoreRow
        The model, without repeats where there are any, and what one gets without learning.
    classes : list of ScoreRow
        Recall of each class.
    measures : Text
        Balanced accuracy, AUC, Brier score.
    notes : list of Text, Kept or str
    """

    score: ScoreRow
    sentences: list[Text | Kept | str]
    rows: list[ScoreRow]
    classes: list[ScoreRow]
    measures: Text
    notes: list[Text | Kept | str]


def verdict_view(subject: Subject) -> VerdictView | None:
    """Verdict of a run; None where it has no test set."""
    verdict = subject.verdict
    if verdict is None:
        return None
    model = ScoreRow(_("this model"), score_of(verdict), "model")
    rivals = [
        ScoreRow(name, score_of(one), "rival", p_words(one["p_value"]).removeprefix("= "))
        for name, one in zip(
            subject.said("baselines", [one["name"] for one in verdict["baselines"]]), verdict["baselines"], strict=True
        )
    ]
    fresh = verdict["without_leaks"]
    repeats = [] if fresh is None else [ScoreRow(_("this model, without repeats"), score_of(fresh), "fresh")]
    classes = [
        ScoreRow(one["name"], Score(one["correct"], one["n"]) if one["n"] else None, "class")
        for one in verdict["per_class"]
    ]
    first, *rest = subject.said("sentences", [verdict["sentence"]])
    sentences = rest if "texts" in subject.document else [first]  # the first one is the score, which is the headline
    notes = subject.said("verdict_notes", verdict["notes"])
    return VerdictView(model, [*sentences], [model, *repeats, *rivals], classes, _measures(verdict), [*notes])


def score_of(kept: dict[str, Any]) -> Score:
    """A score from its counts in run.json."""
    return Score(kept["correct"], kept["total"])


def _measures(verdict: dict[str, Any]) -> Text:
    low, high = verdict["balanced_interval"]
    said = [
        _(
            "Balanced accuracy {value:.1f} % (95 % interval {low:.1f} to {high:.1f} %).",
            value=verdict["balanced_accuracy"],
            low=low,
            high=high,
        )
    ]
    if verdict["auc"] is not None:
        said.append(_("AUC {auc:.3f} (0.5 is chance).", auc=verdict["auc"]))
    said.append(_("Brier score {brier:.3f} (0 is perfect).", brier=verdict["brier"]))
    return sentences(*said)
