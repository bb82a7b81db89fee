"""A run read from its folder, as Python users have it: it can draw itself, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.models import run_folder

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure


class StoredRun(run_folder.StoredRun):
    """A run as it was kept: everything but the data. See `glasscat.models.run_folder.StoredRun`.

    Drawing lies on a floor above run folders, so it is added here.
    """

    __slots__ = ()

    def plot(self) -> Figure:
        """Learning curve, as a matplotlib figure, which a notebook shows by itself."""
        from glasscat.reports.figures.curve import learning_curve  # noqa: PLC0415  (matplotlib takes 0.3 s)

        return learning_curve(self.history.costs, self.history.test_costs)

    def _repr_html_(self) -> str:
        from glasscat.run.card import stored_card  # noqa: PLC0415  (only notebooks ask for it)

        return stored_card(self)


def load_run(path: str | Path) -> StoredRun:
    """Read a run folder.

    Raises
    ------
    ModelError
        GC-M06 if it is not a run folder or not a whole one, GC-M03 if it is of a newer format, GC-M11 if the training
        diverged, so that there is no model; GC-M01 to GC-M10 of its model.
    """
    kept = run_folder.load_run(path)
    return StoredRun(kept.path, kept.document, kept.history, kept.model)
