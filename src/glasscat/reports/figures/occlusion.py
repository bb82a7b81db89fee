"""Where a grey patch changes the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.attribution.words import signed
from glasscat.i18n import _
from glasscat.reports.figures.map_row import Panel

if TYPE_CHECKING:
    from glasscat.attribution.occlusion import Occlusion
    from glasscat.reports.figures.tiles import Pixels

GREY = 128


def occlusion_panels(found: Occlusion, picture: Pixels) -> list[Panel]:
    """By how many percent points the probability falls where a pixel is covered, and the patch that changes it most.

    The map is the mean over all patches that cover a pixel.
    """
    place = np.unravel_index(np.abs(found.drops).argmax(), found.drops.shape)
    row, column, drop = int(found.rows[place[0]]), int(found.columns[place[1]]), float(found.drops[place])
    covered = picture.copy()
    covered[row : row + found.side, column : column + found.side] = GREY
    size = _("{n} patches of {side} × {side} pixels", n=found.drops.size, side=found.side)
    change = _("the probability: {change} points", change=signed(-100 * drop))
    return [
        Panel(100 * found.map, _("what covering a part costs"), size),
        Panel(covered, _("the patch that counts most"), change),
    ]
