"""The Python door to the studies that look at one training, or at no training at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.models.reopened import reopen
from glasscat.models.run_folder import StoredRun
from glasscat.run.finished import Run
from glasscat.run.studying import conducted
from glasscat.studies.landscape_study import Landscape
from glasscat.studies.vectorization_study import Vectorization
from glasscat.training.plan import Plan

if TYPE_CHECKING:
    from pathlib import Path

    from glasscat.run.studying import StudyResult
    from glasscat.studies.study import Tell

__all__ = ["landscape", "vectorization"]


def landscape(
    training: Plan | Run | StoredRun | str | Path,
    directions: str | None = None,
    *,
    seed: int = 0,
    folder: str | Path | None = None,
    progress: Tell | None = None,
) -> StudyResult:
    """Look at the cost surface that a training walks over: slices with its path, two descents on a line, the curvature.

    Parameters
    ----------
    training : Plan, Run, StoredRun, or path of a run folder
        It is carried out again; a stored run has to meet its recorded costs on the way.
    directions : str, optional
        Of the slice: ``"path"``, ``"random"``, or two parameters such as ``"W1[0,3],b1"``. By default those of the
        path, and for a deep network random ones too.
    seed : int
        Of random directions.
    folder : str or Path, optional
        By default ``runs/study-landscape-N``.
    progress : callable, optional
        Called with how many parts are done, and how many there are.

    Raises
    ------
    UsageError
        GC-Y30 to GC-Y34, and whatever training refuses.
    DivergedError
        GC-T01, if the training leaves the finite numbers.
    ModelError
        GC-M01 to GC-M24, for a stored run that cannot be trained again.
    StorageError
        GC-Y20 to GC-Y23 for a folder that is not this study's, GC-S01 to GC-S03.
    """
    if isinstance(training, Run):
        training = Plan(training.network, training.data, **training.arguments)
    if isinstance(training, Plan):
        return conducted(Landscape(training, directions, seed), folder, progress)
    reopened = reopen(training.path if isinstance(training, StoredRun) else training)
    return conducted(Landscape(reopened.plan, directions, seed, reopened.stored.history), folder, progress)


def vectorization(
    *,
    length: int = 100_000,
    n_x: int = 12288,
    m: int = 209,
    repeats: int = 5,
    seed: int = 0,
    folder: str | Path | None = None,
    progress: Tell | None = None,
) -> StudyResult:
    """Time loops against vectors: a dot product, and three ways to the gradient of the neuron; and see shapes meet.

    Parameters
    ----------
    length : int
        Numbers in each vector of the dot product.
    n_x, m : int
        Numbers in a sample, and samples, of the gradient.
    repeats : int
        How often each way is timed; medians are told.
    seed : int
        Of the numbers.
    folder, progress : optional
        As in `landscape`.

    Raises
    ------
    UsageError
        GC-Y36, for a size that cannot be.
    StorageError
        As `landscape`.
    """
    return conducted(Vectorization(length, n_x, m, repeats, seed), folder, progress)
