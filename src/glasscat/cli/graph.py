"""``glasscat graph``: the values of an expression forward, its derivatives backward."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glasscat.cli.options import OUTPUT_PANEL, Debug, Json, Lang
from glasscat.cli.terminal import heading, notes, paragraph, print_json, results, table
from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from glasscat.graph import Graph, Nudge

FORWARD, BACKWARD = "#2F8FD0", "#D55E00"
"""Blue and vermillion, told apart with any colour vision and readable on black and on white."""

Expression = Annotated[
    str,
    typer.Argument(
        metavar="EXPRESSION",
        help=str(_('Such as "3*(a + b*c)" or "u = b*c; v = a + u; J = 3*v".')),
        show_default=False,
    ),
]
Values = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAME=VALUE...",
        help=str(_("Value of each variable: a number, or lists such as x=[1,2] or W=[[1,2],[3,4]].")),
        show_default=False,
    ),
]
Nudges = Annotated[
    list[str] | None,
    typer.Option(
        "--nudge",
        metavar="NAME=STEP",
        help=str(_("Add a small step to a variable or an intermediate value, and see what becomes of the result.")),
        show_default=False,
    ),
]
Svg = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help=str(_("Draw the graph into this file.")),
        rich_help_panel=OUTPUT_PANEL,
        show_default=False,
    ),
]


def graph(
    expression: Expression,
    values: Values = None,
    *,
    nudge: Nudges = None,
    svg: Svg = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Compute forward, go back by the chain rule, show both."""
    from glasscat.graph import graph as computed
    from glasscat.graph.values import read_pairs

    for each in (expression, *(values or [])):
        if each.startswith("--"):  # anything else that begins with - may be an expression
            raise UsageError(
                "GC-G28",
                "glasscat graph",
                _("there is no option {name}.", name=each.partition("=")[0]),
                _("see {verb} --help for what it takes.", verb="glasscat graph"),
            )
    found = computed(expression, **read_pairs(values or []))
    moved = [found.nudge(name, step) for name, step in read_pairs(nudge or []).items()]
    if svg is not None:
        from glasscat.models.storage import write_atomically

        write_atomically(svg, found.svg().encode())
        notes([_("drawn: {path}", path=str(svg))])
    if json:
        print_json(_document(found, moved))
        return
    console = results()
    _show(console, found)
    if moved:
        heading(console, _("Nudges: a small step, and what becomes of {result}", result=found.result.name))
    for nudged in moved:
        paragraph(console, nudged.sentence(), "·")


def _document(found: Graph, moved: Iterable[Nudge]) -> dict[str, object]:
    return {
        "value": found.value,
        "values": {name: _listed(value) for name, value in found.values.items()},
        "derivatives": {name: _listed(value) for name, value in found.derivatives.items()},
        "nudges": [
            {
                "name": each.name,
                "step": _listed(each.step),
                "before": _listed(each.before),
                "after": _listed(each.after),
                "value_before": each.result_before,
                "value_after": each.result_after,
                "change": each.change,
                "expected_change": each.expected,
            }
            for each in moved
        ],
    }


def _listed(value: object) -> object:
    return value.tolist() if hasattr(value, "tolist") else value


def _show(console: Console, found: Graph) -> None:
    """Print the values in one colour, then the derivatives in another."""
    from rich.text import Text as Line

    from glasscat.graph.text import backward_rows, forward_rows

    heading(console, _("Forward: values"))
    rows = table(_("name"), _("formula"), _("value"))
    rows.columns[1].justify = "left"
    for row in forward_rows(found):
        rows.add_row(Line(row.name), Line(row.formula), Line(row.value, style=FORWARD))
    console.print(rows)
    heading(console, _("Backward: derivatives, by the chain rule"))
    derived = backward_rows(found)
    in_numbers = any(each.numbers for each in derived)
    back = table(_("derivative"), _("from what comes after"), *([_("in numbers")] if in_numbers else []), _("value"))
    back.columns[1].justify = "left"
    back.columns[-1].no_wrap = True
    for each in derived:
        numbers = [Line(each.numbers)] if in_numbers else []
        back.add_row(Line(each.name), Line(each.chain), *numbers, Line(each.value, style=BACKWARD))
    console.print(back)
