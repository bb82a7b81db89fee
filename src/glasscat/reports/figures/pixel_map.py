"""What each pixel adds to z."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.attribution.words import signed
from glasscat.i18n import _
from glasscat.reports.figures.map_row import Panel

if TYPE_CHECKING:
    from glasscat.attribution.pixel_map import PixelMap


def pixel_panels(found: PixelMap) -> list[Panel]:
    """Maps of ``w_i x_i``, colours added up, and, where it is known, of the contrast to the mean training picture."""
    share = _("sum {total}, b {b}", total=signed(float(found.map.sum())), b=signed(found.bias))
    panels = [Panel(found.map, _("w · x, pixel by pixel"), share)]
    if found.contrast_map is not None and found.reference is not None:
        total, mean = signed(float(found.contrast_map.sum())), signed(found.reference)
        detail = _("sum {total}, z of mean {mean}", total=total, mean=mean)
        panels.append(Panel(found.contrast_map, _("against the mean picture"), detail))
    return panels
