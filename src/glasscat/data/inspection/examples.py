"""The first few of a long list, and how many more there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.i18n import _n, listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.i18n import Text

SHOWN = 3


def first_few(items: Sequence[Text | str]) -> Text | str:
    """Up to `SHOWN` items in running text; the rest are counted (a finding's ``items`` have them all)."""
    shown, rest = listing([*items[:SHOWN]]), len(items) - SHOWN
    if rest <= 0:
        return shown
    return _n("{shown} and {n} more", "{shown} and {n} more", rest, shown=shown)
