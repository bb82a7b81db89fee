"""``glasscat graph``: the values of an expression forward, its derivatives backward."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from glasscat.cli import graph_network as network_options
from glasscat.cli.options import OUTPUT_PANEL, Debug, Json, Lang
from glasscat.cli.terminal import heading, notes, paragraph, print_json, results, table
from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import Console

    from glasscat.graph import Graph, Nudge

T = TypeVar("T")

FORWARD, BACKWARD = "#2F8FD0", "#D55E00"
"""Blue and vermillion, told apart with any colour vision and readable on black and on white."""

MOST_ROWS = 100
"""Rows of a table in a terminal, an even number; nobody reads more, and laying out 10,000 takes seconds."""

Expression = Annotated[
    str | None,
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
    expression: Expression = None,
    values: Values = None,
    *,
    nudge: Nudges = None,
    svg: Svg = None,
    network: network_options.Network = None,
    data: network_options.Data = None,
    layers: network_options.Layers = None,
    features: network_options.Features = None,
    classes: network_options.Classes = None,
    activation: network_options.Activation = None,
    loss: network_options.Loss = None,
    batch_norm: network_options.BatchNorm = False,
    dropout: network_options.Dropout = None,
    samples: network_options.Samples = None,
    seed: network_options.Seed = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Compute forward, go back by the chain rule, show both."""
    from glasscat.graph.text import undefined
    from glasscat.graph.values import read_pairs

    options = {
        "--network": network,
        "--data": data,
        "--layers": layers,
        "--features": features,
        "--classes": classes,
        "--activation": activation,
        "--loss": loss,
        "--batch-norm": batch_norm,
        "--dropout": dropout,
        "--samples": samples,
        "--seed": seed,
    }
    found = _computed(expression, values or [], options)
    moved = [found.nudge(name, step) for name, step in read_pairs(nudge or []).items()]
    if svg is not None:
        from glasscat.models.storage import write_atomically

        write_atomically(svg, found.svg().encode())
        notes([_("drawn: {path}", path=str(svg))])
    if json:
        notes([reason] if (reason := undefined(found)) else [])
        print_json(_document(found, moved))
        return
    console = results()
    _show(console, found)
    if moved:
        heading(console, _("Nudges: a small step, and what becomes of {result}", result=found.result.name))
    for nudged in moved:
        paragraph(console, nudged.sentence(), "·")


def _computed(expression: str | None, values: list[str], options: Mapping[str, object]) -> Graph:
    """Graph of the expression, or of the network that is asked for instead."""
    from glasscat.graph import graph as computed
    from glasscat.graph.values import read_pairs

    for each in (expression or "", *values):
        if each.startswith("--"):  # anything else that begins with - may be an expression
            raise UsageError(
                "GC-G28",
                "glasscat graph",
                _("there is no option {name}.", name=each.partition("=")[0]),
                _("see {verb} --help for what it takes.", verb="glasscat graph"),
            )
    network_options.check_source(expression, options)
    if options["--network"] is not None:
        return network_options.trained_network(options)
    if options["--layers"] is not None:
        return network_options.random_network(options)
    return computed(expression or "", **read_pairs(values))


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

    from glasscat.graph.kinks import at_kinks
    from glasscat.graph.text import backward_rows, forward_rows, undefined

    heading(console, _("Forward: values"))
    rows = table(_("name"), _("formula"), _("value"))
    rows.columns[1].justify = "left"
    forward = forward_rows(found)
    for row in _ends(forward):
        rows.add_row(Line(row.name), Line(row.formula), Line(row.value, style=FORWARD))
    console.print(rows)
    _say_what_is_left_out(console, len(forward))
    heading(console, _("Backward: derivatives, by the chain rule"))
    derived = backward_rows(found)
    in_numbers = any(each.numbers for each in derived)
    back = table(_("derivative"), _("from what comes after"), *([_("in numbers")] if in_numbers else []), _("value"))
    back.columns[1].justify = "left"
    back.columns[-1].no_wrap = True
    for each in _ends(derived):
        numbers = [Line(each.numbers)] if in_numbers else []
        back.add_row(Line(each.name), Line(each.chain), *numbers, Line(each.value, style=BACKWARD))
    console.print(back)
    _say_what_is_left_out(console, len(derived))
    for reason in (undefined(found), at_kinks(found)):
        if reason:
            paragraph(console, reason, "·")


def _ends(rows: list[T]) -> list[T]:
    """Return the first and the last rows of a long table, for what is given and what is asked for stand at its ends."""
    half = MOST_ROWS // 2
    return rows if len(rows) <= MOST_ROWS else [*rows[:half], *rows[-half:]]


def _say_what_is_left_out(console: Console, n: int) -> None:
    if n > MOST_ROWS:
        half = MOST_ROWS // 2
        left_out = _("These are the first {half} and the last {half} of {n}; --json gives all of them.", half=half, n=n)
        paragraph(console, left_out, "·")
