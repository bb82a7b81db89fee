"""Wilson's interval of a share of right answers, as a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.explanation.expression import Number, whole
from glasscat.explanation.family import Axis
from glasscat.explanation.functions import root
from glasscat.i18n import _
from glasscat.statistics.intervals import Z_95

if TYPE_CHECKING:
    from glasscat.explanation.expression import Expression, Input

ENDS = Axis(_("end"), words=("low", "high"))
"""Index of the two ends of an interval."""
WILSON = "100 (p + z²/2m ± z sqrt(p(1 - p)/m + z²/4m²)) / (1 + z²/m), z = 1.95996"


def wilson_end(correct: Input, m: int, end: str) -> Expression:
    """Low or high end of Wilson's interval, percent."""
    if correct.value == (0 if end == "low" else m):
        return Number(0 if end == "low" else 100)
    n, z2 = whole(m), Number(Z_95**2, f"{Z_95:.5f}²")
    p = correct / n
    half = Number(Z_95) * root(p * (Number(1) - p) / n + z2 / whole(4 * m**2))
    centre = p + z2 / whole(2 * m)
    return Number(100) * (centre - half if end == "low" else centre + half) / (Number(1) + z2 / n)
