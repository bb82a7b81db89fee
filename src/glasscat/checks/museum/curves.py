"""What the first look at a cost curve tells: where it begins, whether it stays finite, and whether it falls."""

from __future__ import annotations

from math import isclose, isfinite, log
from typing import TYPE_CHECKING

from glasscat.checks.museum.exhibit import Evidence
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.i18n import Text

ENOUGH = 0.9
"""A cost that is not even a tenth below its beginning has not learnt anything."""


def judge_curve(costs: Sequence[float], *, from_zeros: bool) -> Evidence:
    """Judge the costs of a training with two classes and cross-entropy.

    Parameters
    ----------
    costs : sequence of float
        J before each step.
    from_zeros : bool
        Whether the weights began at zeros, so that every A is 0.5 and J is log 2.
    """
    objection = _objection(costs, from_zeros)
    half = len(costs) // 2
    return Evidence(
        numbers=(
            (_("J at the beginning"), costs[0]),
            (_("J before step {k}", k=1), costs[1]),
            (_("J before step {k}", k=half), costs[half]),
            (_("J before step {k}", k=len(costs) - 1), costs[-1]),
        ),
        alarm=objection is not None,
        sentence=objection
        or _("it stays finite and falls from {first:.4g} to {last:.4g}.", first=costs[0], last=costs[-1]),
    )


def _objection(costs: Sequence[float], from_zeros: bool) -> Text | None:
    first, last = costs[0], costs[-1]
    if from_zeros and not isclose(first, log(2), rel_tol=1e-9):
        return _("from zeros J must begin at log 2 = 0.6931; found {first:.4g}.", first=first)
    broken = [k for k, J in enumerate(costs) if not isfinite(J)]
    if broken:
        return _("J is {J} before step {k}.", J=costs[broken[0]], k=broken[0])
    if last > first:
        return _("it rises, from {first:.4g} to {last:.4g}.", first=first, last=last)
    if last > ENOUGH * first:
        return _("it hardly falls: from {first:.4g} to {last:.4g}.", first=first, last=last)
    return None
