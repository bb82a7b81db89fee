"""The report of a gradient check as plain text: tables that fit 80 columns, and the verdict."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text as Line

from glasscat.checks.comparison import LIMITS
from glasscat.checks.report import TITLES
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from glasscat.checks.comparison import Comparison
    from glasscat.checks.report import GradientReport
    from glasscat.i18n import Text

WIDTH = 80
MOST_KINKS = 6


def render(report: GradientReport) -> str:
    """Draw the report, at most 80 columns wide, without colours."""
    console = Console(file=StringIO(), width=WIDTH, color_system=None, force_jupyter=False, legacy_windows=False)
    with console.capture() as capture:
        console.print(layout(report))
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def layout(report: GradientReport) -> Group:
    """Tables, warning and verdict, for a rich console."""
    return Group(*_parts(report))


def _parts(report: GradientReport) -> Iterator[RenderableType]:
    yield Line(
        str(
            _(
                "Gradient check of {sizes}, {m} samples, seed {seed}; J = {J:.6g}.",
                sizes="-".join(map(str, report.network.sizes)),
                m=report.m,
                seed=report.seed,
                J=report.cost,
            )
        )
    )
    yield Line(str(report.scope))
    yield Line()
    yield Line(str(_("Relative error ||g - g'|| / (||g|| + ||g'||), backward pass g against:")))
    yield _errors(report)
    if any(each.is_nothing for each in report.comparisons):
        yield Line(str(_("~ both are 0 up to rounding, so that their relative error means nothing.")))
    yield Line()
    yield Line(str(_("Farthest apart:")))
    yield _worst(report)
    yield Line()
    if report.warning is not None:
        yield from _kinks(report, report.warning)
    for note in report.notes:
        yield Line(str(note))
    yield Line(str(report.sentence), style="bold" if report.passed else "bold red")


def _errors(report: GradientReport) -> Table:
    table = _table(_("entry"), _("shape"), "||g||", *(TITLES[method] for method in report.methods))
    for entry in report.network.layout.entries:
        found = [report.of(entry.name, method) for method in report.methods]
        shape = " × ".join(map(str, entry.shape))
        table.add_row(entry.name, shape, f"{found[0].norm:.3g}", *(_cell(each) for each in found))
    table.add_section()
    table.add_row(str(_("limit")), "", "", *(f"{LIMITS[method]:.0e}  " for method in report.methods))
    return table


def _cell(found: Comparison) -> Line:
    """The error with a mark: ✓ agrees, ✗ does not, ~ is rounding of next to nothing, - could not be compared."""
    if found.error is None:
        return Line("-  ")
    if not found.passed:
        return Line(f"{found.error:.1e} ✗", style="red")
    return Line(f"{found.error:.1e} {'~' if found.is_nothing else '✓'}")


def _worst(report: GradientReport) -> Table:
    table = _table(_("way"), _("parameter"), _("backward pass"), _("other way"), _("apart"))
    table.columns[1].justify = "left"
    for method in report.methods:
        for slope in report.worst(method, 2):
            apart = f"{slope.distance:.1e}"
            table.add_row(str(TITLES[method]), slope.place, f"{slope.backward:.12e}", f"{slope.other:.12e}", apart)
    return table


def _kinks(report: GradientReport, warning: Text) -> Iterator[Line]:
    yield Line(str(_("Kinks: {warning}", warning=warning)), style="yellow")
    shown = [str(kink) for kink in report.kinks[:MOST_KINKS]]
    more = len(report.kinks) - len(shown)
    yield Line("  " + ";  ".join(shown) + (f"; … (+{more})" if more else ""))
    yield Line()


def _table(*columns: Text | str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="")
    for number, column in enumerate(columns):
        table.add_column(Line(str(column)), justify="right" if number else "left", no_wrap=True)
    return table
