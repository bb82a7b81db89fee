"""Names of the kinds of studies as they are read: `Outcome.kind` is the command's word, as files and JSON have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.i18n import Text


def study_kind(kind: str) -> Text | str:
    """Name of a kind of study in the reader's language; one that glasscat does not know is called as it is.

    Parameters
    ----------
    kind : str
        The kind as study.json has it, such as ``"cross-validate"``.
    """
    known = {
        "sweep": _("sweep"),
        "cross-validate": _("cross-validate"),
        "resplit": _("resplit"),
        "learning-curve": _("learning-curve"),
        "compare": _("compare"),
        "landscape": _("landscape"),
        "vectorization": _("vectorization"),
    }
    return known.get(kind, kind)
