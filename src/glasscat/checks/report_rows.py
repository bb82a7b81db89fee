"""The report of a gradient check as tables that only say what is in them; a terminal and a notebook draw them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.checks.comparison import LIMITS
from glasscat.checks.report import TITLES
from glasscat.i18n import _
from glasscat.notebook.grid import Grid

if TYPE_CHECKING:
    from glasscat.checks.comparison import Comparison
    from glasscat.checks.report import GradientReport
    from glasscat.i18n import Text

MOST_KINKS = 6
MOST_DIGITS, LEAST_DIGITS = 12, 4
SHORT = 11
"""Characters of a parameter's place beside which two numbers of so many digits fit into 80 columns."""
WRONG = "✗"
NOTHING = _("~ both are 0 up to rounding, so that their relative error means nothing.")
MEASURE = _("Relative error ||g - g'|| / (||g|| + ||g'||), backward pass g against:")
APART = _("Farthest apart:")


def subject(report: GradientReport) -> Text:
    """What was checked."""
    return _(
        "Gradient check of {sizes}, {m} samples, seed {seed}; J = {J:.6g}.",
        sizes="-".join(map(str, report.network.sizes)),
        m=report.m,
        seed=report.seed,
        J=report.cost,
    )


def error_rows(report: GradientReport) -> Grid:
    """Relative error of each entry and method; the last row has the limits."""
    rows: list[tuple[object, ...]] = []
    for entry in report.network.layout.entries:
        found = [report.of(entry.name, method) for method in report.methods]
        shape = " × ".join(map(str, entry.shape))
        rows.append((entry.name, shape, f"{found[0].norm:.3g}", *map(_cell, found)))
    rows.append((_("limit"), "", "", *(f"{LIMITS[method]:.0e}  " for method in report.methods)))
    return Grid((_("entry"), _("shape"), "||g||", *(TITLES[method] for method in report.methods)), rows)


def _cell(found: Comparison) -> str:
    """The error with a mark: ✓ agrees, ✗ does not, ~ is rounding of next to nothing, - could not be compared."""
    if found.error is None:
        return "-  "
    return f"{found.error:.1e} {WRONG if not found.passed else '~' if found.is_nothing else '✓'}"


def worst_rows(report: GradientReport) -> Grid:
    """Slopes that are farthest apart; the longer their names are, the fewer digits both numbers get."""
    slopes = [(method, slope) for method in report.methods for slope in report.worst(method, 2)]
    longest = max((len(slope.place) for _method, slope in slopes), default=0)
    digits = max(LEAST_DIGITS, MOST_DIGITS - max(0, longest - SHORT + 1) // 2)
    rows = [
        (
            TITLES[method],
            slope.place,
            f"{slope.backward:.{digits}e}",
            f"{slope.other:.{digits}e}",
            f"{slope.distance:.1e}",
        )
        for method, slope in slopes
    ]
    return Grid((_("way"), _("parameter"), _("backward pass"), _("other way"), _("apart")), rows)


def kinks(report: GradientReport) -> str:
    """Places of the kinks, the first ones by name."""
    shown = [str(kink) for kink in report.kinks[:MOST_KINKS]]
    more = len(report.kinks) - len(shown)
    return ";  ".join(shown) + (f"; … (+{more})" if more else "")
