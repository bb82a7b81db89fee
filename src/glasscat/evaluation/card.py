"""The verdict in a notebook: the score with its doubt, what one gets without learning, and the conclusion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.card import finding_notice
from glasscat.evaluation.rows import baseline_rows, class_rows, confusion_rows, measures
from glasscat.i18n import each_sentence, sentences
from glasscat.notebook.fragment import beside, card, paragraph
from glasscat.notebook.table import table

if TYPE_CHECKING:
    from glasscat.evaluation.verdict import Verdict
    from glasscat.i18n import Text


def verdict_card(verdict: Verdict) -> str:
    """Show a verdict: what `_repr_html_` returns."""
    return card(
        verdict.score.text,
        paragraph(worth(verdict)),
        table(baseline_rows(verdict)),
        beside(table(class_rows(verdict)), table(confusion_rows(verdict))),
        paragraph(measures(verdict), quiet=True),
        *(finding_notice(one.code, one.text, one.severity) for one in verdict.findings),
        *(paragraph(note, quiet=True) for note in verdict.notes),
    )


def worth(verdict: Verdict) -> Text:
    """What the score is worth: the conclusion without its first sentence, which is the score."""
    first, *rest = each_sentence(verdict.sentence)
    return sentences(*rest) if rest else first
