"""Names of samples as they are read: `Samples.names` are identifiers, in English, and stay so in files and JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.i18n import Text

NUMBERED = re.compile(r"(?P<part>train|test|held-out|sample) (?P<i>\d+)(?P<more> \(.*\))?", re.DOTALL)
"""Samples without a file of their own: "train 146", "test 3 (train_set_x[11])"."""


def sample_name(name: str) -> Text | str:
    """Name of a sample in the reader's language; a file's name is what it is.

    Parameters
    ----------
    name : str
        One of `Samples.names`.
    """
    found = NUMBERED.fullmatch(name)
    if found is None:
        return name
    i, more = int(found["i"]), found["more"] or ""
    match found["part"]:
        case "train":
            return _("train {i}{more}", i=i, more=more)
        case "test":
            return _("test {i}{more}", i=i, more=more)
        case "held-out":
            return _("held-out {i}{more}", i=i, more=more)
        case _:
            return _("sample {i}{more}", i=i, more=more)
