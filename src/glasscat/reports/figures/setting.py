"""A value of a setting, as pictures have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.i18n import _
from glasscat.studies.sweeps import shown

if TYPE_CHECKING:
    from glasscat.i18n import Text

WORDS: dict[str, Text] = {"none": _("none"), "yes": _("yes"), "no": _("no")}


def setting_words(value: object) -> Text | str:
    """A value as ``--vary`` takes it, but what is a word of English in the reader's language."""
    said = shown(value)
    return WORDS.get(said, said)
