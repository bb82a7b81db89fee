"""Files of a later glasscat: recognised as such, before anything else in them is found strange."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glasscat.errors import ModelError
from glasscat.i18n import _

if TYPE_CHECKING:
    from pathlib import Path


def refuse_newer(path: Path, document: Any, known: int) -> None:  # noqa: ANN401  (nothing of it is checked yet)
    """Raise GC-M03 if ``document`` claims a format version above ``known``."""
    version = document.get("version") if isinstance(document, dict) else None
    if isinstance(version, int) and version > known:
        raise ModelError(
            "GC-M03",
            str(path),
            _("it was written in format {found}; this glasscat reads up to {known}.", found=version, known=known),
            _("install a newer glasscat."),
        )
