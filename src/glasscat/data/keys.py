"""Names of the arrays that a file holds, for the errors about those that it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.shortlist import shortlist
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glasscat.i18n import Text


def listed(keys: Iterable[str]) -> Text | str:
    """All of them in one line, whatever is in the names; of many the first."""
    names = sorted(key if key.isprintable() else repr(key) for key in keys)
    return shortlist(names, 12) if names else _("nothing")
