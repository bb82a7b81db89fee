"""Arrays that were packed to burst: a few bytes that unpack to more than memory holds."""

from __future__ import annotations

from glasscat.errors import DataError
from glasscat.i18n import _

MOST_TIMES = 100
"""How many times larger than its file an array may be; deflate reaches 1032, but not with pictures (Apache POI's limit
against such files is the same)."""

SMALL = 2**24
"""Bytes up to which an array may be as much larger than its file as it likes: toy pictures of one colour are."""

FEW = 2**20
"""Samples of which a file may hold as little as it likes; beyond, every sample takes a byte of it at least."""


def check_packing(where: str, shape: tuple[int, ...], claimed: int, held: int) -> None:
    """Refuse an array that was packed to burst.

    Parameters
    ----------
    where : str
        Place to name in the error.
    shape : tuple of int
        Samples first, unless it has one axis only: labels pack as far as they like.
    claimed, held : int
        Bytes that it has and that it takes in its file.

    Raises
    ------
    DataError
        GC-D43.
    """
    if claimed > max(SMALL, MOST_TIMES * held) or (len(shape) > 1 and shape[0] > max(FEW, held)):
        raise burst(where, claimed, held)


def burst(where: str, claimed: int, held: int) -> DataError:
    """Error about something of ``claimed`` bytes that takes ``held`` in its file (GC-D43)."""
    problem = _(
        "the array claims {claimed} bytes in {held} of the file; at most {most} times as many are unpacked.",
        claimed=claimed,
        held=held,
        most=MOST_TIMES,
    )
    return DataError("GC-D43", where, problem, _("write the file again without compression."))
