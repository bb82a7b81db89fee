"""How exhibits of the museum of mistakes look in a terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from glasscat.cli.terminal import heading, paragraph, row, table
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from glasscat.checks.museum.exhibit import Exhibit, Outcome
    from glasscat.checks.museum.quiz import Question
    from glasscat.i18n import Text


def show_list(console: Console, exhibits: Sequence[Exhibit]) -> None:
    """Print the names, by what catches them."""
    from rich.table import Table

    from glasscat.checks.museum.exhibit import CHECKS

    width = max(len(exhibit.name) for exhibit in exhibits)
    for check, group in groupby(exhibits, lambda exhibit: exhibit.check):
        heading(console, _("Caught by {check}", check=CHECKS[check]))
        names = Table.grid(padding=(0, 2))
        names.add_column(min_width=width + 2)
        for exhibit in group:
            row(names, f"  {exhibit.name}", exhibit.title)
        console.print(names)
    console.print()
    paragraph(console, _("Look at one with: glasscat bugs NAME. Guess one with: glasscat bugs --quiz"))


def show_outcome(console: Console, outcome: Outcome) -> None:
    """Print right and wrong side by side, and what catches the wrong one."""
    exhibit = outcome.exhibit
    heading(console, _("{name}: {title}", name=exhibit.name, title=exhibit.title))
    paragraph(console, exhibit.story)
    console.print()
    for word, mark, style, lines in zip(
        (_("right code"), _("wrong code")), "-+", ("green", "red"), exhibit.lines, strict=True
    ):
        for line in lines or (str(_("(nothing)")),):
            paragraph(console, f"{word}  {line}", mark, style)
    console.print()
    _numbers(console, outcome, _("right code"), _("wrong code"))
    console.print()
    paragraph(console, _("The right code: {said}", said=outcome.right.sentence), "✗" if outcome.right.alarm else "✓")
    paragraph(console, outcome.sentence, "✓" if outcome.caught else "✗", "" if outcome.caught else "bold red")


def show_all(console: Console, outcomes: Sequence[Outcome]) -> None:
    """Print what became of every exhibit, in a line or two each."""
    for outcome in outcomes:
        console.print(outcome.exhibit.name, style="bold", markup=False)
        paragraph(console, outcome.sentence, "✓" if outcome.caught else "✗", "" if outcome.caught else "bold red")
    console.print()
    caught = sum(outcome.caught for outcome in outcomes)
    paragraph(
        console,
        _(
            "{caught} of {total} mistakes were caught, and the right code of each passed the same check.",
            caught=caught,
            total=len(outcomes),
        ),
    )


def show_question(console: Console, question: Question) -> None:
    """Print the code with the mistake in it, and its symptoms."""
    heading(console, _("What is wrong with this code? (question {seed})", seed=question.seed))
    console.print()
    for line in question.exhibit.wrong_code:
        console.print(f"    {line}", markup=False)
    console.print()
    _numbers(console, question.outcome, _("should be"), _("is"))
    console.print()


def show_choices(console: Console, question: Question) -> None:
    """Print the mistakes to choose from."""
    for number, exhibit in enumerate(question.choices, 1):
        paragraph(console, _("{name}: {title}", name=exhibit.name, title=exhibit.title), str(number))
    console.print()


def _numbers(console: Console, outcome: Outcome, right: Text, wrong: Text) -> None:
    """Print what was measured of both versions."""
    numbers = table("", right, wrong)
    for (label, expected), (_label, found) in zip(outcome.right.numbers, outcome.wrong.numbers, strict=True):
        row(numbers, label, _shown(expected), _shown(found))
    console.print(numbers)


def _shown(value: float | str) -> str:
    """Four digits: enough to see that two numbers differ."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)
