"""``glasscat graph``: the values of an expression forward, its derivatives backward."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from glasscat.cli.options import OUTPUT_PANEL, Debug, Json, Lang
from glasscat.cli.terminal import heading, notes, paragraph, print_json, results, table
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from rich.console import Console

    from glasscat.graph import Graph, Nudge

FORWARD, BACKWARD = "#2F8FD0", "#D55E00"
"""Blue and vermillion, told apart with any colour vision and readable on black and on white."""

Expression = Annotated[
    str,
    typer.Argument(
        metavar="EXPRESSION",
        help=str(_('Such as "3*(a + b*c)" or "u = b*c; J = 3*(a + u)"; one that begins with - goes after --.')),
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
    from glasscat.graph import nudge as nudged
    from glasscat.graph.values import read_pairs

    found = computed(expression, **read_pairs(values or []))
    moved = [nudged(found, name, step) for name, step in read_pairs(nudge or []).items()]
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
    for each in moved:
        _show_nudge(console, found.result.name, each)


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
    back = table(_("derivative"), _("from what comes after"), _("in numbers"), _("value"))
    back.columns[1].justify = "left"
    for each in backward_rows(found):
        back.add_row(Line(each.name), Line(each.chain), Line(each.numbers), Line(each.value, style=BACKWARD))
    console.print(back)


def _show_nudge(console: Console, result: str, each: Nudge) -> None:
    """Print what a nudge did, and what the derivative had led one to expect."""
    moved = _(
        "{name} from {before} to {after}: {result} goes from {result_before} to {result_after}.",
        name=each.name,
        before=_digits(each.before),
        after=_digits(each.after),
        result=result,
        result_before=f"{each.result_before:.10g}",
        result_after=f"{each.result_after:.10g}",
    )
    paragraph(console, moved, "·")
    expected = _(
        "It changes by {change}; the derivative leads one to expect {expected}.",
        change=f"{each.change:.6g}",
        expected=f"{each.expected:.6g}",
    )
    paragraph(console, expected)


def _digits(value: NDArray[Any]) -> str:
    if value.ndim == 0:
        return f"{value.item():.10g}"
    return "[" + ", ".join(_digits(part) for part in value) + "]"
