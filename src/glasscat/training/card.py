"""Costs in a notebook: a small curve, and how it began and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.i18n import _
from glasscat.notebook.curve import TEST, TRAIN, Line, curves
from glasscat.notebook.fragment import card, paragraph

if TYPE_CHECKING:
    from glasscat.i18n import Text
    from glasscat.notebook.fragment import Fragment
    from glasscat.training.record import History


def history_card(history: History) -> str:
    """Show a history: what `_repr_html_` returns."""
    return card(cost_words(history), cost_curves(history), paragraph(duration(history), quiet=True))


def cost_words(history: History) -> Text:
    """How the cost began and ended."""
    return _("cost {first:#.4g} → {last:#.4g}", first=history.first_cost, last=history.final_cost)


def duration(history: History) -> Text:
    """How long it took."""
    return _("{steps:,} iterations in {seconds:.2f} s", steps=history.iterations, seconds=history.seconds)


def cost_curves(history: History) -> Fragment:
    """Draw the costs on the training and the test set."""
    lines = [Line(_("training"), TRAIN, history.all_costs), Line(_("test"), TEST, history.test_costs)]
    return curves(lines, _("cost J"))
