"""Labels: whole numbers or names, one a sample, checked before anything is trained on them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.shortlist import shortlist
from glasscat.errors import DataError
from glasscat.i18n import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.i18n import Text
    from glasscat.typing import Integers


@dataclass(frozen=True, eq=False)
class Labels:
    """Classes of samples.

    Parameters
    ----------
    y : (m,) int64
        Position of each sample's class in ``class_names``.
    class_names : tuple of str
    named : bool
        Whether the data itself names its classes; else they are called by their numbers.
    notes : tuple of Text
        Conversions that were made.
    """

    y: Integers
    class_names: tuple[str, ...]
    named: bool
    notes: tuple[Text, ...] = ()


def read_labels(
    y: NDArray[Any],
    n_samples: int,
    where: str,
    class_names: tuple[str, ...] | None = None,
    *,
    n_columns: int | None = None,
) -> Labels:
    """Check labels and turn them into positions 0, 1, … of their classes.

    Parameters
    ----------
    y : (m,), (1, m) or (m, 1)
        Whole numbers, or strings that name the classes. The course's own code keeps labels as (1, m).
    n_samples : int
        How many labels there must be, m.
    where : str
        Place to name in an error.
    class_names : tuple of str, optional
        Names of the labels 0, 1, …; without them the classes are the labels that occur, in order.
    n_columns : int, optional
        Columns of the samples where they are a matrix: as many labels as these are those of a matrix that lies across.

    Raises
    ------
    DataError
        GC-D18 for another number of labels than samples, GC-D19 for another shape, GC-D20 for another kind of value,
        GC-D21 for NaN or infinity, GC-D22 for a fraction, GC-D23 for a label that is not a class.
    """
    y, notes = _one_row(np.asarray(y), where)
    if len(y) != n_samples:
        problem = _(
            "there must be one label a sample; found {labels} labels for {n} samples.", labels=len(y), n=n_samples
        )
        fix = _("store one label for every sample, in the same order.")
        if len(y) == n_columns:
            fix = _("samples are rows here, not columns: give X.T.")
        raise DataError("GC-D18", where, problem, fix)
    if (strings := _strings(y)) is not None:
        return _named_labels(strings, where, class_names, notes)
    whole, more = _whole_numbers(y, where)
    notes += more
    if class_names is None:
        values, positions = np.unique(whole, return_inverse=True)
        return Labels(positions.astype(np.int64), tuple(str(value) for value in values), named=False, notes=notes)
    outside = np.flatnonzero((whole < 0) | (whole >= len(class_names)))
    if outside.size:
        refuse_label(str(whole[outside[0]]), int(outside[0]), where, class_names)
    return Labels(whole, class_names, named=True, notes=notes)


def checked_class_names(names: tuple[str, ...], where: str) -> tuple[str, ...]:
    """Return ``names``; GC-D25 where one is empty or stands there twice."""
    times = Counter(names)
    wrong = [name for name in names if not name.strip() or times[name] > 1]
    if wrong:
        problem = _("class names must be different and not empty; found {name}.", name=repr(wrong[0]))
        raise DataError("GC-D25", where, problem, _("store one name a class, in the order of the labels."))
    return names


def refuse_label(label: str, sample: int, where: str, class_names: tuple[str, ...]) -> None:
    """Raise GC-D23: the label of one sample is none of the classes."""
    problem = _(
        "labels must be whole numbers from 0 to {last} ({names}); found {label} at sample {sample}.",
        last=len(class_names) - 1,
        names=shortlist(class_names),
        label=label,
        sample=sample,
    )
    raise DataError("GC-D23", where, problem, _("correct that label, or name every class."))


def _one_row(y: NDArray[Any], where: str) -> tuple[NDArray[Any], tuple[Text, ...]]:
    if y.ndim == 1:
        return y, ()
    if y.ndim == 2 and 1 in y.shape:
        return y.reshape(-1), (_("{where}: labels of shape {shape} are read as one row.", where=where, shape=y.shape),)
    problem = _("labels must have the shape (m,), one a sample; found {shape}.", shape=y.shape)
    raise DataError("GC-D19", where, problem, _("store one number a sample; of one-hot labels, the position of the 1."))


def _strings(y: NDArray[Any]) -> list[str] | None:
    """Return labels that are names as str, or None where they are something else."""
    if y.dtype.kind == "U" or (y.dtype.kind == "O" and all(isinstance(label, str) for label in y)):
        return [str(label) for label in y]
    if y.dtype.kind == "S":
        return [label.decode("utf-8", "replace") for label in y.tolist()]
    return None


def _named_labels(
    labels: list[str], where: str, class_names: tuple[str, ...] | None, notes: tuple[Text, ...]
) -> Labels:
    names = class_names or tuple(sorted(set(labels)))
    position = {name: index for index, name in enumerate(names)}
    for sample, label in enumerate(labels):
        if label not in position:
            problem = _(
                "labels must be among the classes {names}; found {label} at sample {sample}.",
                names=shortlist(names),
                label=repr(label),
                sample=sample,
            )
            raise DataError("GC-D23", where, problem, _("correct that label, or name every class."))
    return Labels(np.array([position[label] for label in labels], np.int64), names, named=True, notes=notes)


def _whole_numbers(y: NDArray[Any], where: str) -> tuple[Integers, tuple[Text, ...]]:
    if y.dtype.kind in "iu" and y.max() <= np.iinfo(np.int64).max:
        return y.astype(np.int64), ()
    note = _("{where}: labels stored as {dtype} are read as whole numbers.", where=where, dtype=y.dtype)
    if y.dtype.kind == "b":
        return y.astype(np.int64), (note,)
    fix = _("store the labels as whole numbers 0, 1, …")
    if y.dtype.kind != "f":
        problem = _("labels must be whole numbers; found values of type {dtype}.", dtype=y.dtype)
        raise DataError("GC-D20", where, problem, fix)
    if (bad := np.flatnonzero(~np.isfinite(y))).size:
        problem = _("labels must be whole numbers; found {value} at sample {sample}.", value=y[bad[0]], sample=bad[0])
        raise DataError("GC-D21", where, problem, fix)
    if (bad := np.flatnonzero((y != np.floor(y)) | (np.abs(y) > 2**53))).size:  # beyond 2**53 floats skip numbers
        problem = _("labels must be whole numbers; found {value} at sample {sample}.", value=y[bad[0]], sample=bad[0])
        raise DataError("GC-D22", where, problem, fix)
    return y.astype(np.int64), (note,)
