"""The clock of a command that trains: what `train --json` and run.json say of its seconds."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glasscat.training.fitted import Fitted


class Clock:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._began = self._loaded = perf_counter()

    def load_ends(self) -> None:
        """From now on it is trained."""
        self._loaded = perf_counter()

    def seconds(self, fitted: Fitted) -> dict[str, float]:
        """Read it when all is known that is to be kept: what is written and drawn after that cannot be in run.json.

        ``load`` is up to the data, and ``total`` up to now. ``train`` is the training's own clock; of a run that was
        gone on with it counts what came before, too.
        """
        now = perf_counter()
        return {"load": self._loaded - self._began, "train": fitted.history.seconds, "total": now - self._began}
