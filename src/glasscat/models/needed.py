"""What reports and explanations need of a run.json; older or damaged ones may lack it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.errors import ModelError
from glasscat.i18n import _, listing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WHAT_WAS_DONE = ("plan", "source", "versions", "numerics", "method", "network", "parameters")
WHAT_CAME_OF_IT = ("data", "findings", "notes", "diagnosis", "train", "test", "iterations", "final_cost")


def check_needed(path: Path, document: Mapping[str, object]) -> None:
    """Refuse a run.json that nothing can be told from.

    Raises
    ------
    ModelError
        GC-R05, naming what it lacks.
    """
    missing = [name for name in (*WHAT_WAS_DONE, *WHAT_CAME_OF_IT) if name not in document]
    if missing:
        problem = _("its run.json is not whole: it lacks {names}.", names=listing(missing))
        raise ModelError("GC-R05", str(path), problem, _("train again, or take the run.json from a copy."))
