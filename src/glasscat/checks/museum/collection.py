"""All exhibits, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.checks.museum import backward_passes, descents, nudges, predictions, shapes, softmax, splits
from glasscat.errors import unknown_name
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.checks.museum.exhibit import Exhibit

EXHIBITS: dict[str, Exhibit] = {
    exhibit.name: exhibit
    for room in (backward_passes, softmax, nudges, shapes, descents, predictions, splits)
    for exhibit in room.EXHIBITS
}
"""In the order of the checks that catch them."""


def find(name: str) -> Exhibit:
    """Return the exhibit of that name; GC-K20 where there is none."""
    if name not in EXHIBITS:
        raise unknown_name("GC-K20", _("museum of mistakes"), name, EXHIBITS)
    return EXHIBITS[name]
