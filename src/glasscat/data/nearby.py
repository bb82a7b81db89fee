"""What to try where there is nothing at a path: the name beside it that was probably meant."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from glasscat.errors import nearest_name
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from glasscat.i18n import Text

LOOKED_AT = 10_000
"""Names of a folder that are compared: of more, the first ones."""


def nearby(path: Path, otherwise: Text, also: Sequence[str] = ()) -> Text:
    """Return advice about a path at which there is nothing.

    Parameters
    ----------
    path : Path
    otherwise : Text
        The advice, where no name is near.
    also : sequence of str
        Names that may have been meant though there is nothing on the disk, as those of built-in data.

    Returns
    -------
    Text
        The path with its first part that is missing replaced by the nearest name in that folder; what comes after it is
        kept where it is there as well.
    """
    missing = path
    while missing.parent != missing and not missing.parent.exists():
        missing = missing.parent
    near = nearest_name(missing.name, [*_names(missing.parent), *also])
    if near is None:
        return otherwise
    meant = missing.with_name(near)
    whole = meant / path.relative_to(missing)
    return _("check the path; the nearest one is {path}.", path=str(whole if whole.exists() else meant))


def _names(folder: Path) -> list[str]:
    """Names in the folder that are not hidden; none where it cannot be read."""
    try:
        return [entry.name for entry in islice(folder.iterdir(), LOOKED_AT) if not entry.name.startswith(".")]
    except OSError:
        return []
