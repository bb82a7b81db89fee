"""The first layer's weights as the pictures that they are multiplied with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.i18n import _, _n
from glasscat.reports.html.images import signed_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.i18n import Text
    from glasscat.reports.html.subject import Subject
    from glasscat.typing import Array

MOST_UNITS = 32
FEW = 4


@dataclass(frozen=True, slots=True)
class WeightsView:
    """Weights as pictures.

    Parameters
    ----------
    tiles : list of (name, source)
    reach : str
        Weight of the strongest colour; the same for all pictures.
    meaning : Text
        What the colours say.
    more : Text or None
        How many units are not shown.
    n_units : int
    scale : str
        Picture of all colours.
    """

    tiles: list[tuple[Text | str, str]]
    reach: str
    meaning: Text
    more: Text | None
    n_units: int
    scale: str

    @property
    def range(self) -> Text:
        """How strong the strongest colour is."""
        return _("The strongest colours: ±{reach}.", reach=self.reach)

    @property
    def first(self) -> Text | None:
        """How many units there are, where a page shows but the first `FEW` pictures."""
        return _("The first {shown} of {n} units.", shown=FEW, n=self.n_units) if self.n_units > FEW else None


def weights_view(subject: Subject) -> WeightsView | None:
    """Weights of a run that takes pictures; they need no data. None for rows of features."""
    shape = subject.stored.model.preprocessing.shape
    if len(shape) != 3:
        return None
    W1 = subject.stored.parameters["W1"]
    names, tiles = _tiles(W1.reshape(len(W1), *shape), _names(subject, len(W1)))
    reach = float(max(np.abs(tile).max() for tile in tiles)) or 1.0
    n_more = len(W1) - MOST_UNITS
    return WeightsView(
        [(name, signed_picture(tile, reach)) for name, tile in zip(names, tiles, strict=True)],
        f"{reach:.2g}",
        _meaning(subject, len(W1)),
        _n("{n} more unit is not shown.", "{n} more units are not shown.", n_more) if n_more > 0 else None,
        len(W1),
        signed_picture(np.linspace(-1, 1, 96)[None], 1.0),
    )


def _tiles(pictures: Array, names: Sequence[Text | str]) -> tuple[Sequence[Text | str], list[Array]]:
    """Mean over the channels, and of a lone neuron each channel, too."""
    if len(pictures) > 1:
        return names, list(pictures[:MOST_UNITS].mean(axis=-1))
    channels = (_("mean of the three"), _("red"), _("green"), _("blue"))
    return channels, [pictures[0].mean(axis=-1), *np.moveaxis(pictures[0], -1, 0)]


def _names(subject: Subject, n_units: int) -> list[Text | str]:
    if len(subject.stored.network.sizes) == 2 and n_units > 1:
        return list(subject.class_names[:MOST_UNITS])
    return [_("unit {i}", i=i) for i in range(min(n_units, MOST_UNITS))]


def _meaning(subject: Subject, n_units: int) -> Text:
    if n_units == 1 and len(subject.class_names) == 2:
        no, yes = subject.class_names
        return _("Blue: a brighter pixel speaks for {no}. Red: for {yes}.", no=no, yes=yes)
    return _("Blue: a brighter pixel lowers z. Red: it raises z.")
