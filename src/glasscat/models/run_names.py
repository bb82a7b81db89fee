"""What runs are called where several are told of: by the names of their folders."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def run_names(runs: Sequence[Path]) -> list[str]:
    """Call runs by the names of their folders; by as many folders above them, too, as tells them apart.

    Parameters
    ----------
    runs : sequence of Path
        Different ones, however they are written.
    """
    parts = [run.resolve().parts for run in runs]
    for depth in range(1, max(map(len, parts)) + 1):
        names = [PurePath(*one[-depth:]).as_posix() for one in parts]
        if len(set(names)) == len(names):
            break
    return names
