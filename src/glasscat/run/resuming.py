"""Going on with a training that was stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.models.resumed import resumed
from glasscat.run.fitting import run_of
from glasscat.training.fitted import collect
from glasscat.training.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.run.finished import Run


def resume(
    path: str | Path,
    iterations: int | None = None,
    *,
    data: Dataset | tuple[ArrayLike, ArrayLike] | str | Path | None = None,
    test: str | Path | None = None,
    initial: Mapping[str, ArrayLike] | None = None,
    sample_weight: ArrayLike | None = None,
    held_out: Samples | None = None,
    figures: bool = True,
) -> Run:
    """Go on with a run that was stopped, or make a finished one longer, to the same bits as without a stop.

    Parameters
    ----------
    path : str or Path
        The run folder that it was to be kept in.
    iterations : int, optional
        Steps in all, from now on.
    data, test, initial, sample_weight, held_out : optional
        As in `glasscat.explain` and as they were given to the training, where its folder cannot say what they were.
    figures : bool
        Draw the figures, too.

    Returns
    -------
    Run
        It is kept at ``path``.

    Raises
    ------
    ResumeError
        GC-R42 to GC-R49 and GC-R53, if it cannot be continued as it was.
    UsageError
        GC-R51, for fewer iterations than it has taken.
    LockedError
        GC-L01, if another process trains it.
    StorageError
        GC-S01 to GC-S04.
    DivergedError
        GC-T01, GC-T02; nothing is kept then.
    """
    given = {"initial": initial, "sample_weight": sample_weight, "held_out": held_out}
    with resumed(path, iterations, data=data, test=test, given=given) as opened:
        plan = Plan(opened.network, opened.data, **opened.arguments)
        run = run_of(plan, collect(opened.network, opened.data, opened.records()))
        kept = {"recipe": opened.recipe.as_json(), "checkpoint_every": opened.document["checkpoint_every"]}
        run.write(opened.partial.folder, kept)
        folder = opened.partial.target
    if figures:
        run.draw(folder)
    return run
