"""Eyes, by kind, around (0, 0), with half-height r."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.drawings.palette import INK, WHITE, darker
from glasscat.data.drawings.shapes import curve, ellipse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from glasscat.data.drawings.brush import Brush
    from glasscat.data.drawings.coats import Coat


def slit(brush: Brush, r: float, coat: Coat) -> None:
    """A cat's: a bright iris, an upright pupil."""
    brush.fill(ellipse(0, 0, 1.08 * r + 0.04, r + 0.04), darker(coat.edge, 0.4))
    brush.fill(ellipse(0, 0, 1.08 * r, r), coat.iris)
    brush.fill(ellipse(0, 0, 0.36 * r, 0.94 * r), INK)
    brush.fill(ellipse(-0.3 * r, -0.4 * r, 0.28 * r, 0.28 * r), WHITE)


def round_(brush: Brush, r: float, coat: Coat) -> None:
    """A dog's: white, an iris of the same colours as a cat's, a wide pupil."""
    brush.fill(ellipse(0, 0, r + 0.05, r + 0.07), WHITE)
    brush.fill(ellipse(0, 0.02, r, 1.1 * r), coat.iris)
    brush.fill(ellipse(0, 0.02, 0.7 * r, 0.8 * r), INK)
    brush.fill(ellipse(-0.35 * r, -0.4 * r, 0.36 * r, 0.36 * r), WHITE)


def bead(brush: Brush, r: float, coat: Coat | None = None) -> None:
    """A mouse's or a bird's: dark, with a light in it, whatever the coat."""
    del coat
    brush.fill(ellipse(0, 0, r, 1.15 * r), INK)
    brush.fill(ellipse(-0.3 * r, -0.4 * r, 0.36 * r, 0.36 * r), WHITE)


def shut(brush: Brush, r: float, coat: Coat) -> None:
    """Asleep."""
    del r, coat
    brush.line(curve((-0.24, -0.02), (0, 0.1), (0.24, -0.02)), 0.07, INK)


EYES: Mapping[str, Callable[[Brush, float, Coat], None]] = {"slit": slit, "round": round_, "bead": bead, "shut": shut}
