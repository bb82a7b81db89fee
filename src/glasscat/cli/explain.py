"""``glasscat explain``: a number, its formula, the formula with its numbers; or why a picture is answered as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from glasscat.cli.options import DataPlace, Debug, Json, Lang, RunFolder, TestPlace
from glasscat.cli.terminal import heading, notes, paragraph, print_json, results, row, table
from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.explanation.contents import Contents
    from glasscat.explanation.explanation import Explanation
    from glasscat.explanation.whole import Whole

Quantity = Annotated[
    str | None,
    typer.Argument(
        metavar="QUANTITY",
        help=str(_("Such as cost@300, W1[3,17]@100 or test.accuracy; without it, what can be opened.")),
        show_default=False,
    ),
]
Picture = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help=str(_("Why is this picture answered as it is? A file, or test:17 or train:146.")),
        show_default=False,
    ),
]
ClassName = Annotated[
    str | None,
    typer.Option(
        "--class",
        metavar="NAME",
        help=str(_("With --picture: the class to explain, instead of the answer.")),
        show_default=False,
    ),
]


def explain(
    run: RunFolder,
    quantity: Quantity = None,
    *,
    data: DataPlace = None,
    test: TestPlace = None,
    picture: Picture = None,
    class_name: ClassName = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """Open a number, or list what can be opened."""
    if picture is not None and quantity is not None:
        problem = _("either a quantity or a picture can be explained; found both.")
        raise UsageError("GC-Q10", "--picture", problem, _("leave out one of the two."))
    if picture is not None:
        from glasscat.cli.why import why

        return why(run, picture, class_name, data=data, test=test, json=json)
    if class_name is not None:
        problem = _("it goes with --picture; there is none.")
        raise UsageError("GC-Q36", "--class", problem, _("give --picture FILE, or leave it out."))
    from glasscat.explanation.book import Book
    from glasscat.explanation.contents import Contents
    from glasscat.explanation.subject import Subject
    from glasscat.models.needed import check_needed
    from glasscat.models.reopened import reopen

    reopened = reopen(run, data, test=test)
    check_needed(run, reopened.stored.document)
    notes((*reopened.stored.model.notes, *reopened.data.notes))
    book = Book(Subject.of(reopened))
    if quantity is None:
        contents = Contents(book)
        print_json(contents.as_json()) if json else _show_contents(contents)
        return 0
    found = book.open(quantity)
    found.check()
    print_json(found.as_json()) if json else _show(found)
    return 0


def _show(found: Explanation | Whole) -> None:
    """Print a quantity: a word, and what belongs to it, a line each."""
    from rich.table import Table
    from rich.text import Text as Line

    console = results()
    console.print()
    console.print(Line(found.title, style="bold"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for word, rest in found.rows():
        grid.add_row(Line(f"  {word}"), Line(rest))
    console.print(grid)
    if found.inputs:
        console.print()
        paragraph(console, _("Each of the inputs can be opened in turn."))


def _show_contents(contents: Contents) -> None:
    """Print what can be opened."""
    console = results()
    heading(console, _("What can be opened"))
    quiet = table(_("name"), _("meaning"))
    quiet.columns[1].justify = "left"
    for pattern, meaning in contents.patterns:
        row(quiet, pattern, meaning)
    console.print(quiet)
    paragraph(console, _("For example: {examples}", examples=", ".join(contents.examples)))
