"""The gradient check of the museum: a gradient beside two-sided differences of the cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.checks.comparison import LIMITS, compare
from glasscat.checks.museum.exhibit import Evidence
from glasscat.checks.museum.plain_network import split
from glasscat.checks.probes import choose_probes
from glasscat.checks.slopes import differences
from glasscat.i18n import _, listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from glasscat.i18n import Text
    from glasscat.parameters import Layout
    from glasscat.typing import Array

EPSILON = 1e-4
ROUNDING = 1e-11
"""J is about 1, known to 16 digits; divided by the nudge, 12 are left of a slope."""


def check_gradient(
    layout: Layout, theta: Array, cost: Callable[[list[Array], list[Array]], Array], grad: Array
) -> Evidence:
    """Hold a gradient against the cost.

    Parameters
    ----------
    layout : Layout
        W1, b1, …
    theta : (P,)
    cost : callable
        From lists of weights and biases, one row a run, to J (R,).
    grad : (P,)
        What some backward pass says.
    """
    probes = choose_probes(layout, grad, np.random.default_rng(0))

    def costs(thetas: Array) -> tuple[Array, NDArray[np.bool_]]:
        return cost(*split(layout, thetas)), np.zeros(len(thetas), dtype=bool)

    slopes, crossed = differences(costs, theta, probes, epsilon=EPSILON, rows=1000)
    found = compare(layout, probes, grad, slopes, crossed, "differences", ROUNDING)
    first = f"d{layout.entries[0].name}[0, 0]"
    return Evidence(
        numbers=(
            (_("{place} by the backward pass", place=first), float(grad[0])),
            (_("{place} by differences", place=first), float(slopes[0])),
            *((_("relative error of {entry}", entry=f"d{each.entry.name}"), each.error or 0.0) for each in found),
        ),
        alarm=not all(each.passed for each in found),
        sentence=_judged([f"d{each.entry.name}" for each in found if not each.passed]),
    )


def _judged(wrong: list[str]) -> Text:
    if not wrong:
        return _("no relative error is above {limit:g}.", limit=LIMITS["differences"])
    return _("{entries}: relative error above {limit:g}.", entries=listing(wrong), limit=LIMITS["differences"])
