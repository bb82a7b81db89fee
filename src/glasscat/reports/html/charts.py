"""Curves for uPlot: what the script in the page needs to draw them, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from glasscat.i18n import _
from glasscat.reports.html.bilingual import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.i18n import Text
    from glasscat.reports.html.subject import Subject

    Curve = Sequence[tuple[int, float | None]]

MOST_POINTS = 2000
"""Of one curve; a page is not much wider than that in pixels."""

STATISTICS: tuple[tuple[str, Text, Text], ...] = (
    ("activation", _("Activations"), _("root mean square of what the layer puts out (of the last one: Z)")),
    ("delta", _("What comes back"), _("root mean square of m dJ/dZ: how strongly a sample pulls at a unit")),
    ("gradient", _("Gradients"), _("norm of dJ/dW")),
    ("weight", _("Weights"), _("norm of W")),
    ("update", _("Steps"), _("norm of the change of W in one step")),
)
"""Statistics of a layer that are drawn: key in run.json, title, meaning."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart.

    Parameters
    ----------
    quantity : Text
        What the values are.
    data : dict
        What the script draws.
    """

    quantity: Text
    data: dict[str, Any]


def chart(lines: Sequence[tuple[Text | str, str, Curve]], quantity: Text) -> Chart:
    """One chart of several lines over the iterations.

    Parameters
    ----------
    lines : sequence of (name, colour, curve)
        The colour is ``"train"``, ``"test"``, or a number; a curve is pairs of iteration and value.
    quantity : Text
        What the values are, with their unit. Where the largest is more than 30 times the smallest, as in the figures,
        the axis is logarithmic, and the quantity says so.
    """
    curves = [dict(_thinned(curve)) for _name, _colour, curve in lines]
    places = sorted(set().union(*curves))
    positive = [v for curve in curves for v in curve.values() if v is not None and isfinite(v) and v > 0]
    logarithmic = bool(positive) and max(positive) > 30 * min(positive)
    data = {
        "x": places,
        "iteration": words(_("iteration")),
        "logarithmic": logarithmic,
        "lines": [
            {
                "name": words(name),
                "colour": colour,
                "y": [_drawn(curve.get(x), logarithmic=logarithmic) for x in places],
            }
            for (name, colour, _curve), curve in zip(lines, curves, strict=True)
        ],
    }
    return Chart(_("{quantity}, logarithmic", quantity=quantity) if logarithmic else quantity, data)


def _drawn(value: float | None, *, logarithmic: bool) -> float | None:
    """A value as it is drawn: None where there is none, or none that the axis has a place for."""
    return value if value is not None and isfinite(value) and (value > 0 or not logarithmic) else None


def cost_chart(subject: Subject) -> Chart:
    """Cost on the training and the test set."""
    history = subject.stored.history
    lines: list[tuple[Text | str, str, Curve]] = [(_("training"), "train", history.all_costs)]
    if history.test_costs:
        lines.append((_("test"), "test", history.test_costs))
    return chart(lines, _("cost J (mean over samples)"))


def layer_charts(subject: Subject) -> list[tuple[Text, Chart]]:
    """Title and chart of each statistic of the layers, a line a layer."""
    kept = subject.document.get("layers", [])
    numbers = sorted({row["layer"] for row in kept})
    charts = []
    for key, title, meaning in STATISTICS:
        lines = [
            (
                _("layer {n}", n=number),
                str(number - 1),
                [(row["iteration"], row[key]) for row in kept if row["layer"] == number],
            )
            for number in numbers
        ]
        drawn = {iteration for _name, _colour, curve in lines for iteration, value in curve if value is not None}
        if len(drawn) > 1:  # a lone dot is no curve
            charts.append((title, chart(lines, meaning)))
    return charts


def _thinned(curve: Curve) -> Curve:
    """Every so-manieth point of a long curve, and its last one."""
    step = 1 + len(curve) // MOST_POINTS
    thin = list(curve[::step])
    return thin if not thin or thin[-1] == curve[-1] else [*thin, curve[-1]]
