"""Arguments of a training of an invalid kind, refused before anything is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.arrays import from_arrays
from glasscat.data.dataset import Dataset
from glasscat.data.splits import check_seed
from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.optimizers import LBFGS

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from glasscat.i18n import Text


def dataset_of(data: Dataset | tuple[ArrayLike, ArrayLike]) -> Dataset:
    """Return the data set, or one made of a pair (X, y) of arrays; GC-U71 for anything else."""
    return data if isinstance(data, Dataset) else _from_pair(data)


def check_kinds(
    optimizer: object,
    seed: object,
    *,
    iterations: object,
    epochs: object,
    batch_size: object,
    record_every: object,
    stop_cost: float | None = None,
) -> None:
    """Refuse what is no optimiser, no seed, or no whole number; what the numbers may be is checked where they are used.

    Raises
    ------
    UsageError
        GC-U74 for an optimiser, GC-U23 for a seed, GC-U94, GC-U10 and GC-U11 for a number that is not whole,
        GC-U80 for a stop cost that is not finite, GC-U66 for L-BFGS inside another rule.
    """
    _check_optimizer(optimizer)
    if not isinstance(seed, np.random.SeedSequence):
        check_seed(seed)
    _check_whole("GC-U94", "iterations", iterations)
    _check_whole("GC-U94", "epochs", epochs)
    _check_whole("GC-U10", _("batch size"), batch_size)
    _check_whole("GC-U11", "record_every", record_every)
    if stop_cost is not None and not np.isfinite(stop_cost):
        problem = _("it must be a finite number; found {found:g}.", found=stop_cost)
        raise UsageError("GC-U80", _("stop cost"), problem, _("leave it out to train to the end."))


def _from_pair(data: object) -> Dataset:
    if isinstance(data, tuple | list) and len(data) == 2:
        return from_arrays(data[0], data[1])
    problem = _("a data set or a pair (X, y) of arrays was expected; found {kind}.", kind=type(data).__name__)
    raise UsageError("GC-U71", _("data"), problem, _("give what gc.load(path) gives, or (X, y), samples first."))


def _check_optimizer(optimizer: object) -> None:
    if isinstance(optimizer, type):
        problem = _("an optimiser was expected; found the class {name} itself.", name=optimizer.__name__)
        fix = _("make one of it, with its learning rate: {name}(0.001).", name=optimizer.__name__)
        raise UsageError("GC-U74", "optimizer", problem, fix)
    if not hasattr(optimizer, "init") and not hasattr(optimizer, "minimize"):
        problem = _("an optimiser was expected; found {found}.", found=repr(optimizer))
        raise UsageError("GC-U74", "optimizer", problem, _("give for example gc.Adam(0.001)."))
    inside = getattr(optimizer, "optimizer", None)
    if isinstance(inside, LBFGS):
        what = type(optimizer).__name__
        raise UsageError(
            "GC-U66",
            "L-BFGS",
            _("it cannot be used with {what}.", what=what),
            _("give L-BFGS by itself, or choose another optimizer."),
        )
    if inside is not None:
        _check_optimizer(inside)


def _check_whole(code: str, where: str | Text, number: object) -> None:
    if number is not None and not isinstance(number, int | np.integer):
        raise UsageError(
            code,
            where,
            _("it must be a whole number; found {found}.", found=repr(number)),
            _("give for example {n}.", n=100),
        )
