"""Training for the estimator: a `Plan`, carried out by `glasscat.training`."""

from __future__ import annotations

import warnings
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from glasscat.data.dataset import Dataset, Samples
from glasscat.data.splits import holdout
from glasscat.errors import UsageError
from glasscat.estimator.options import (
    batch_size_of,
    class_weight_of,
    dtype_of,
    network_of,
    optimizer_of,
)
from glasscat.i18n import _
from glasscat.training.diagnosis import diagnose
from glasscat.training.fitted import collect
from glasscat.training.loop import stream
from glasscat.training.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from glasscat.data.findings import Finding
    from glasscat.estimator.classifier import GlasscatClassifier
    from glasscat.training.fitted import Fitted
    from glasscat.training.record import Record
    from glasscat.typing import Array


UNLEARNT = {"GC-N08", "GC-N09", "GC-N10"}
"""Findings that make a training no failure, but one that its user must hear of."""


def dataset_of(samples: Samples, classes: NDArray[Any]) -> Dataset:
    """Training set, its classes called by their labels."""
    return Dataset(samples, None, tuple(str(label) for label in classes.tolist()), "arrays")


def fitted_to(
    asked: GlasscatClassifier,
    samples: Samples,
    classes: NDArray[Any],
    weights: tuple[Array | None, float],
    seed: int,
) -> tuple[Fitted, int]:
    """Train to the end.

    Parameters
    ----------
    asked : GlasscatClassifier
    samples : Samples
    classes : (n_classes,)
    weights : (m,) or None, and float
        Of the samples, with mean 1; and their sum as they were given.
    seed : int

    Returns
    -------
    Fitted, int
        And the epochs that were run.

    Raises
    ------
    UsageError
        GC-E12, GC-E13: settings that contradict each other; those of `glasscat.train`.
    DivergedError
        GC-T01 to GC-T04.
    """
    _check_stopping(asked)
    s, total = weights
    held_out = None
    if asked.early_stopping:
        samples, held_out, s = _without_held_out(asked, samples, s, seed)
    data = dataset_of(samples, classes)
    network = network_of(asked, data)
    batch_size = batch_size_of(asked, len(samples))
    per_epoch = 1 if batch_size is None else ceil(len(samples) / max(1, batch_size))
    plan = Plan(
        network,
        data,
        optimizer=optimizer_of(asked, asked.max_iter * per_epoch),
        epochs=asked.max_iter,
        batch_size=batch_size,
        stop_cost=asked.stop_cost,
        seed=seed,
        dtype=dtype_of(asked),
        l2=asked.alpha / total,
        class_weight=class_weight_of(asked, classes),
        sample_weight=s,
        held_out=held_out,
        patience=asked.n_iter_no_change if asked.early_stopping else None,
        record_every=per_epoch,
        method=asked.method,
    )
    records = stream(plan)
    if asked.tol is not None:
        records = until_flat(records, asked.tol, asked.n_iter_no_change)
    fitted = collect(network, data, records)
    return fitted, epochs_of(fitted, per_epoch)


def epochs_of(fitted: Fitted, per_epoch: int) -> int:
    """Epochs that were run; the state that patience went back to may be an earlier one."""
    return ceil(max(iteration for iteration, *_costs in fitted.history.records) / per_epoch)


def diagnosed(fitted: Fitted) -> tuple[Finding, ...]:
    """What the course of a training showed; of one that has learnt nothing a warning tells, too.

    Raises
    ------
    ConvergenceWarning
        As a warning.
    """
    found = diagnose(fitted)
    for finding in found:
        if finding.code in UNLEARNT:
            warnings.warn(f"[{finding.code}] {finding.text}", ConvergenceWarning, stacklevel=3)
    return found


def until_flat(records: Iterator[Record], tol: float, patience: int) -> Iterator[Record]:
    """Leave a training when its cost has not fallen by ``tol`` for so many records in a row, and warn if it never was.

    One that has come below the cost to stop at needs no warning.

    Raises
    ------
    ConvergenceWarning
        As a warning, where training ended before.
    """
    best, waited = np.inf, 0
    for record in records:
        yield record
        cost = float(record.cost)
        waited = 0 if cost < best - tol else waited + 1
        best = min(best, cost)
        if waited >= patience or record.is_met:
            return
    text = _(
        "max_iter was reached while the cost was still falling by more than tol={tol:g}; raise max_iter, or tol.",
        tol=tol,
    )
    warnings.warn(str(text), ConvergenceWarning, stacklevel=2)


def _check_stopping(asked: GlasscatClassifier) -> None:
    """Refuse two rules to stop by, and numbers that cannot be meant."""
    if asked.early_stopping and asked.tol is not None:
        problem = _("early_stopping looks at the cost of held-out samples, tol at that of the training set.")
        raise UsageError("GC-E12", "tol", problem, _("leave tol at None, or early_stopping at False."))
    if asked.tol is not None and not (asked.tol >= 0 and asked.n_iter_no_change >= 1):
        problem = _(
            "tol must be at least 0 and n_iter_no_change at least 1; found {tol:g} and {n}.",
            tol=asked.tol,
            n=asked.n_iter_no_change,
        )
        raise UsageError("GC-E13", "tol", problem, _("1e-4 and 10 are usual."))
    if not (isinstance(asked.alpha, int | float | np.number) and 0 <= asked.alpha < np.inf):
        problem = _("it must be a finite number of at least 0; found {found}.", found=repr(asked.alpha))
        raise UsageError("GC-E14", "alpha", problem, _("0 is none; 1e-4 is scikit-learn's."))


def _without_held_out(
    asked: GlasscatClassifier, samples: Samples, s: Array | None, seed: int
) -> tuple[Samples, Samples, Array | None]:
    """Set a share of every class aside, as ``glasscat train --patience`` does; GC-E15 where that is nothing."""
    m = len(samples)
    numbers = Samples(np.arange(m, dtype=np.float64)[:, np.newaxis], samples.y, ("",) * m)
    kept, aside = (part.X[:, 0].astype(np.int64) for part in holdout(numbers, asked.validation_fraction, seed))
    if not len(aside):
        problem = _("a share of {share} of {m} samples is none at all.", share=asked.validation_fraction, m=m)
        raise UsageError("GC-E15", "validation_fraction", problem, _("give a larger share, or more samples."))
    return samples.take(kept), samples.take(aside), None if s is None else s[kept] / s[kept].mean()
