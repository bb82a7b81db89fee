"""Why a picture, in a notebook: the picture, the map of what its pixels say, and the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.attribution.words import paragraphs, question
from glasscat.data.sample_name import sample_name
from glasscat.i18n import _
from glasscat.notebook.fragment import beside, card, element, join, paragraph, picture
from glasscat.reports.html.images import picture as address_of
from glasscat.reports.html.images import signed_picture

if TYPE_CHECKING:
    from glasscat.attribution.attribution import Attribution
    from glasscat.i18n import Text
    from glasscat.notebook.fragment import Fragment
    from glasscat.typing import Array

SIDE = 128
"""Pixels of the page."""


def why_card(attribution: Attribution) -> str:
    """Show an explanation: what `_repr_html_` returns."""
    name = sample_name(attribution.picture.names[0])
    shown = _shown(address_of(attribution.picture, 0), name, attribution.picture.X.shape[1:3])
    maps = []
    if attribution.pixels is not None:
        maps.append(_map(attribution.pixels.map, _("w · x, pixel by pixel")))
    if attribution.occlusion is not None:
        maps.append(_map(attribution.occlusion.map, _("fall of the probability where it is covered")))
    red = _("Red speaks for {name}, blue against it.", name=attribution.class_name)
    return card(
        question(attribution),
        beside(shown, *maps),
        paragraph(red, quiet=True) if maps else None,
        *map(paragraph, paragraphs(attribution)),
    )


def _map(values: Array, name: Text) -> Fragment:
    reach = float(np.abs(values).max(initial=0.0)) or 1.0
    return _shown(signed_picture(values, reach), name, values.shape)


def _shown(address: str, name: Text | str, shape: tuple[int, ...]) -> Fragment:
    """Draw a picture with its name below."""
    shrunk = SIDE / max(shape)
    width, height = max(1, round(shape[1] * shrunk)), max(1, round(shape[0] * shrunk))
    words = element("div", name, style="font-size:.9em;max-width:14em;opacity:.68")
    return join(picture(address, name, width, height), words)
