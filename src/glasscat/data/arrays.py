"""A data set from arrays that are in memory already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.labels import checked_class_names
from glasscat.data.parts import assembled, stored_part, with_classes
from glasscat.errors import DataError, UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Dataset
    from glasscat.data.parts import Part, Role


def from_arrays(
    X: ArrayLike,
    y: ArrayLike,
    *,
    test: tuple[ArrayLike, ArrayLike] | None = None,
    class_names: Sequence[str] | None = None,
) -> Dataset:
    """Make a data set of arrays, samples first.

    Parameters
    ----------
    X : (m, height, width, 3) or (m, n_features)
        Pictures, uint8 0-255 or fractions 0-255 or 0-1; or features, taken as they are.
    y : (m,)
        Whole numbers, or strings. Without ``class_names`` the classes are the labels that occur, sorted.
    test : (X, y), optional
    class_names : sequence of str, optional
        Names of the labels 0, 1, …

    Raises
    ------
    DataError
        GC-D11 to GC-D26: arrays that cannot be trained on.
    UsageError
        GC-U25 where ``test`` is not a pair.
    """
    names = None if class_names is None else checked_class_names(tuple(class_names), "class_names")
    train = _part(X, y, names, "train")
    if test is None:
        return assembled(train, None, "arrays")
    test_X, test_y = _pair(test)
    return assembled(train, with_classes(_part(test_X, test_y, names, "test"), train.class_names), "arrays")


def _pair(test: Sequence[ArrayLike]) -> tuple[ArrayLike, ArrayLike]:
    if isinstance(test, tuple | list) and len(test) == 2:
        return test[0], test[1]
    problem = _("a test set of arrays is a pair (X, y); found {kind}.", kind=type(test).__name__)
    raise UsageError("GC-U25", _("test"), problem, _("give test=(X_test, y_test)."))


def _part(X: ArrayLike, y: ArrayLike, class_names: tuple[str, ...] | None, role: Role) -> Part:
    places = ("X", "y") if role == "train" else ("test X", "test y")
    try:
        stored, labels = np.asarray(X), np.asarray(y)
    except ValueError as error:  # rows of different lengths
        problem = _("samples must all have the same shape ({reason}).", reason=str(error))
        raise DataError("GC-D11", places[0], problem, _("give one array, samples along the first axis.")) from None
    return stored_part(stored, labels, class_names, places=places, called=role, features=True)
