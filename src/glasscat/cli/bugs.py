"""``glasscat bugs``: the museum of mistakes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from glasscat.cli.bugs_shown import show_all, show_choices, show_list, show_outcome, show_question
from glasscat.cli.options import Debug, Json, Lang
from glasscat.cli.terminal import paragraph, print_json, results
from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from rich.console import Console

    from glasscat.checks.museum.quiz import Question

BUG = 70
"""Exit code where a mistake was not caught: then a check of glasscat is broken."""

Name = Annotated[
    str | None,
    typer.Argument(metavar="NAME", help=str(_("Which mistake to show; none: list them.")), show_default=False),
]
All = Annotated[bool, typer.Option("--all", help=str(_("Run all of them, and say what catches each.")))]
Quiz = Annotated[bool, typer.Option("--quiz", help=str(_("Cover the name, and let me find out what the mistake is.")))]
Answer = Annotated[
    str | None,
    typer.Option(metavar="NAME", help=str(_("The answer to --quiz, where no terminal asks.")), show_default=False),
]
Seed = Annotated[int | None, typer.Option(metavar="S", help=str(_("Which question --quiz asks.")), show_default=False)]


def bugs(
    name: Name = None,
    *,
    every: All = False,
    quiz: Quiz = False,
    answer: Answer = None,
    seed: Seed = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Walk through the museum."""
    from glasscat.checks.museum.collection import EXHIBITS, find

    _check(name, every, quiz, answer, seed)
    if quiz:
        _quiz(answer, seed, json)
        return
    console = results()
    if every or name is not None:
        exhibits = list(EXHIBITS.values()) if name is None else [find(name)]
        outcomes = [exhibit.run() for exhibit in exhibits]
        if json:
            documents = [outcome.as_json() for outcome in outcomes]
            print_json(documents if every else documents[0])
        elif every:
            show_all(console, outcomes)
        else:
            show_outcome(console, outcomes[0])
        if not all(outcome.caught for outcome in outcomes):
            raise typer.Exit(BUG)
    elif json:
        print_json([exhibit.as_json() for exhibit in EXHIBITS.values()])
    else:
        show_list(console, list(EXHIBITS.values()))


def _check(name: str | None, every: bool, quiz: bool, answer: str | None, seed: int | None) -> None:
    """Refuse options that contradict each other."""
    if sum((name is not None, every, quiz)) > 1:
        problem = _("NAME, --all and --quiz cannot go together.")
        raise UsageError("GC-K21", "glasscat bugs", problem, _("give one of them."))
    if not quiz and (answer is not None or seed is not None):
        option = "--answer" if answer is not None else "--seed"
        problem = _("it belongs to --quiz, which was not given.")
        raise UsageError("GC-K21", option, problem, _("add --quiz, or leave it out."))


def _quiz(answer: str | None, seed: int | None, json: bool) -> None:
    from glasscat.checks.museum.quiz import ask

    question = ask(seed)
    right = None if answer is None else question.is_right(answer)
    if json:
        given = None if answer is None else {"given": answer, "right": right, "name": question.exhibit.name}
        print_json({**question.as_json(), "answer": given})
        return
    console = results()
    show_question(console, question)
    if answer is None:
        answer = _read_answer(console, question)
    if answer is None:
        paragraph(
            console,
            _(
                "Answer with: glasscat bugs --quiz --seed {seed} --answer NAME",
                seed=question.seed,
            ),
        )
        return
    if question.is_right(answer):
        console.print(str(_("Right: it is {name}.", name=question.exhibit.name)), style="green", markup=False)
    else:
        console.print(str(_("No: it is {name}.", name=question.exhibit.name)), style="red", markup=False)
    show_outcome(console, question.outcome)


def _read_answer(console: Console, question: Question) -> str | None:
    """Ask on a terminal until one of the choices is given; None where there is no terminal, or nobody answers."""
    show_choices(console, question)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    while True:
        try:
            answer = console.input(str(_("Number or name: ")), markup=False)
        except EOFError:
            console.print()
            return None
        if question.named_by(answer) is not None:
            return answer
