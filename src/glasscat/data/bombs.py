"""Arrays that were packed to burst: a few bytes that unpack to more than memory holds."""

from __future__ import annotations

from glasscat.errors import DataError
from glasscat.i18n import _

MOST_TIMES = 100
"""How many times larger than its file an array may be; deflate reaches 1032, but not with pictures (Apache POI's limit
against such files is the same)."""

SMALL = 2**26
"""Bytes up to which an array may be as much larger than its file as it likes: toy pictures of one colour are."""


def burst(where: str, claimed: int, held: int) -> DataError:
    """Error about an array of ``claimed`` bytes that takes ``held`` in its file (GC-D43)."""
    problem = _(
        "the array claims {claimed} bytes in {held} of the file; at most {most} times as many are unpacked.",
        claimed=claimed,
        held=held,
        most=MOST_TIMES,
    )
    return DataError("GC-D43", where, problem, _("write the file again without compression."))
