"""A list of names in one line: the first few, and how many more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.i18n import _, listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.i18n import Text


def shortlist(names: Sequence[Text | str], shown: int = 3) -> Text | str:
    """Return ``names`` as running text; of more than ``shown`` + 1 of them the first ``shown`` and a count."""
    if len(names) <= shown + 1:
        return listing(list(names))
    return _("{names}, … and {n} more", names=listing(list(names[:shown])), n=len(names) - shown)
