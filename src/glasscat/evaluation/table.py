"""The verdict as plain text: a few tables that fit 80 columns, and the conclusion."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text as Cell

from glasscat.evaluation.sentence import p_words
from glasscat.i18n import _, sentences, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from glasscat.evaluation.score import Score
    from glasscat.evaluation.verdict import Verdict
    from glasscat.i18n import Text

WIDTH = 80
WIDEST_MATRIX = 7
"""Classes whose confusion matrix still fits; above, the most frequent mistakes are listed instead."""
MOST_MISTAKES = 7


def render(verdict: Verdict, *, with_findings: bool = True) -> str:
    """Draw score, baselines, classes, confusion matrix and conclusion, at most 80 columns wide.

    Chinese characters take two columns; rich counts them so. The findings can be left out where they were shown before.
    """
    parts: list[RenderableType] = [_baselines(verdict), _classes(verdict), _confusion(verdict), _measures(verdict)]
    found = [finding.text for finding in verdict.findings] if with_findings else []
    parts += [Cell(wrapped(text, WIDTH)) for text in (*found, *verdict.notes)]
    parts.append(Cell(wrapped(verdict.sentence, WIDTH)))
    console = Console(
        file=StringIO(), width=WIDTH, color_system=None, force_terminal=False, force_jupyter=False, legacy_windows=False
    )
    with console.capture() as capture:
        for number, part in enumerate(parts):
            if number:
                console.print()
            console.print(part)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def _table(*headers: object) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, header in enumerate(headers):
        table.add_column(Cell(str(header)), justify="right" if number else "left", no_wrap=True, overflow="ellipsis")
    return table


def _add(table: Table, cells: Iterable[object]) -> None:
    # As Cell, not str: rich would read "[red]" in a class name as markup.
    table.add_row(*(Cell(str(cell)) for cell in cells))


def _baselines(verdict: Verdict) -> Table:
    table = _table(_("answers"), _("right"), _("score"), _("95 % interval"), _("p (McNemar)"))
    _add(table, (_("this model"), *_score_cells(verdict.score), ""))
    for baseline in verdict.baselines:
        _add(table, (baseline.name, *_score_cells(baseline.score), p_words(baseline.p_value).removeprefix("= ")))
    if verdict.without_leaks is not None:
        _add(table, (_("this model, without repeats"), *_score_cells(verdict.without_leaks), ""))
    return table


def _classes(verdict: Verdict) -> Table:
    table = _table(_("class"), _("found"), _("recall"), _("95 % interval"))
    for one in verdict.per_class:
        _add(table, (one.name, *(_score_cells(one.recall) if one.recall else ("-", "-", "-"))))
    return table


def _score_cells(score: Score) -> tuple[Text, Text, Text]:
    low, high = score.interval
    return (
        _("{correct} of {total}", correct=score.correct, total=score.total),
        _("{share:.1f} %", share=score.accuracy),
        _("{low:.1f} to {high:.1f} %", low=low, high=high),
    )


def _confusion(verdict: Verdict) -> Table:
    names = [one.name for one in verdict.per_class]
    if len(names) > WIDEST_MATRIX:
        return _mistakes(verdict, names)
    table = _table(_("truth, and answered:"), *names)
    for name, row in zip(names, verdict.confusion, strict=True):
        _add(table, (name, *row))
    return table


def _mistakes(verdict: Verdict, names: list[str]) -> Table:
    """Pairs of truth and answer that are mixed up most often."""
    table = _table(_("most frequent mistakes: truth"), _("answered"), _("times"))
    mistakes = verdict.confusion - np.diag(verdict.confusion.diagonal())
    for place in np.argsort(-mistakes, axis=None, kind="stable")[:MOST_MISTAKES]:
        truth, answer = divmod(int(place), len(names))
        if mistakes[truth, answer]:
            _add(table, (names[truth], names[answer], mistakes[truth, answer]))
    return table


def _measures(verdict: Verdict) -> Cell:
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
    return Cell(wrapped(sentences(*said), WIDTH))
