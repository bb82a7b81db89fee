"""Arguments of a training of an invalid kind, refused before anything is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.arrays import from_arrays
from glasscat.data.dataset import Dataset
from glasscat.data.splits import check_seed
from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.network import Network
from glasscat.optimizers import Frozen, is_minimizer
from glasscat.optimizers.optimizer import check_optimizer
from glasscat.typing import is_number, is_whole, shown

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
    stop_cost: object = None,
    patience: object = None,
    n_runs: object = None,
) -> None:
    """Refuse what is no optimiser, no seed, or no whole number; what the numbers may be is checked where they are used.

    Raises
    ------
    UsageError
        GC-U74 for an optimiser, GC-U23 for a seed, GC-U94, GC-U10, GC-U11, GC-U13 and GC-U95 for a number
        that is not whole, GC-U80 for a stop cost that is not finite, GC-U66 for L-BFGS inside a rule other than
        `Frozen`.
    """
    _check_optimizer(optimizer)
    if not isinstance(seed, np.random.SeedSequence):
        check_seed(seed)
    _check_whole("GC-U94", "iterations", iterations)
    _check_whole("GC-U94", "epochs", epochs)
    _check_whole("GC-U10", _("batch size"), batch_size)
    _check_whole("GC-U11", "record_every", record_every)
    _check_whole("GC-U95", _("patience"), patience)
    _check_whole("GC-U13", "n_runs", n_runs)
    if stop_cost is not None and not (is_number(stop_cost) and np.isfinite(stop_cost)):
        problem = _("it must be a finite number; found {found}.", found=shown(stop_cost))
        raise UsageError("GC-U80", _("stop cost"), problem, _("leave it out to train to the end."))


def check_network(network: object) -> None:
    """Refuse what is no network (GC-U99)."""
    if not isinstance(network, Network):
        problem = _("a network was expected; found {kind}.", kind=type(network).__name__)
        raise UsageError("GC-U99", _("network"), problem, _("make one with gc.Network.dense."))


def _from_pair(data: object) -> Dataset:
    if isinstance(data, tuple | list) and len(data) == 2:
        return from_arrays(data[0], data[1])
    problem = _("a data set or a pair (X, y) of arrays was expected; found {kind}.", kind=type(data).__name__)
    raise UsageError("GC-U71", _("data"), problem, _("give what gc.load(path) gives, or (X, y), samples first."))


def _check_optimizer(optimizer: object) -> None:
    check_optimizer(optimizer)
    inside = getattr(optimizer, "optimizer", None)
    if is_minimizer(inside) and not isinstance(optimizer, Frozen):
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
    if number is not None and not is_whole(number):
        raise UsageError(
            code,
            where,
            _("it must be a whole number; found {found}.", found=repr(number)),
            _("give for example {n}.", n=100),
        )
