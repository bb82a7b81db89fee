"""One part of a data set, training or test, as a source hands it over; and the two put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from glasscat.data.dataset import Dataset, Samples
from glasscat.data.labels import read_labels, refuse_label
from glasscat.data.pixels import read_pixels
from glasscat.data.shortlist import shortlist
from glasscat.errors import DataError
from glasscat.i18n import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.i18n import Text

Role = Literal["train", "test"]


@dataclass(frozen=True, eq=False)
class Part:
    """Samples of one part of the data and what its classes are called there.

    Parameters
    ----------
    samples : Samples
    class_names : tuple of str
    named : bool
        Whether the data names its classes; else they are called by the numbers that occur.
    where : str
        Place to name in an error about the labels.
    notes : tuple of Text
    """

    samples: Samples
    class_names: tuple[str, ...]
    named: bool
    where: str
    notes: tuple[Text, ...] = ()


Source: TypeAlias = Mapping[Role, Callable[[str | None], Part]]
"""The parts that a place holds, each read when called with what to call its samples (None: the source's own word)."""


def stored_part(
    X: NDArray[Any],
    y: NDArray[Any],
    class_names: tuple[str, ...] | None,
    *,
    places: tuple[str, str],
    called: str,
    features: bool = False,
) -> Part:
    """Make a part of stored arrays, every check passed; ``places`` names X and y in errors and notes."""
    pixels = read_pixels(X, places[0], features=features)
    n_columns = X.shape[1] if X.ndim == 2 else None
    labels = read_labels(y, len(pixels.X), places[1], class_names, n_columns=n_columns)
    names = tuple(f"{called} {i}" for i in range(len(pixels.X)))
    samples = Samples(pixels.X, labels.y, names, pixels.scale)
    return Part(samples, labels.class_names, labels.named, places[1], pixels.notes + labels.notes)


def with_classes(part: Part, class_names: tuple[str, ...]) -> Part:
    """Number the part's labels as positions in ``class_names``: by name, or by number where the data has no names.

    Raises
    ------
    DataError
        GC-D23 for a number, GC-D26 for a name that is not among the classes.
    """
    if part.class_names == class_names:
        return part
    used = {part.class_names[k]: k for k in np.unique(part.samples.y)}
    unknown = [name for name in used if name not in class_names]
    if unknown and part.named:
        problem = _(
            "the classes must be among {expected}; found {unknown}.",
            expected=shortlist(class_names, 6),
            unknown=shortlist(unknown, 6),
        )
        raise DataError("GC-D26", part.where, problem, _("rename the classes, or use data of the same classes."))
    targets, notes = class_names, part.notes
    if unknown and len(unknown) == len(used):
        targets = tuple(str(k) for k in range(len(class_names)))
        unknown = [name for name in used if name not in targets]
        meaning = _(
            "{where}: the labels 0, 1, … are taken for {names}.", where=part.where, names=shortlist(class_names, 6)
        )
        notes += (meaning,)
    if unknown:
        sample = int(np.flatnonzero(part.samples.y == used[unknown[0]])[0])
        refuse_label(unknown[0], sample, part.where, class_names)
    positions = np.array([targets.index(name) if name in targets else -1 for name in part.class_names], np.int64)
    samples = replace(part.samples, y=positions[part.samples.y])
    return replace(part, samples=samples, class_names=class_names, notes=notes)


def assembled(train: Part, test: Part | None, source: str, notes: tuple[Text, ...] = ()) -> Dataset:
    """Put a training part and a test part together, classes numbered as the training part does.

    Raises
    ------
    DataError
        GC-D17 where their samples have different sizes, GC-D24 where the training part has one class only, GC-D23 and
        GC-D26 where the test part has classes that the training part has not.
    """
    present = np.flatnonzero(np.bincount(train.samples.y))  # np.unique would import numpy.ma, 7 ms
    if len(present) < 2:
        problem = _(
            "training needs samples of at least two classes; found only {name}.", name=train.class_names[present[0]]
        )
        raise DataError("GC-D24", train.where, problem, _("add samples of what it is to be told from."))
    notes += train.notes
    if not train.named:
        naming = _(
            "{where}: the classes have no names; they are called {names}.",
            where=train.where,
            names=shortlist(train.class_names, 6),
        )
        notes += (naming,)
    if test is None:
        return Dataset(train.samples, None, train.class_names, source, notes)
    test = with_classes(test, train.class_names)
    if train.samples.X.shape[1:] != test.samples.X.shape[1:]:
        problem = _(
            "training and test samples must have one size; found {train} and {test}.",
            train=train.samples.shape,
            test=test.samples.shape,
        )
        raise DataError("GC-D17", test.where, problem, _("resize both with --size N."))
    return Dataset(
        train.samples,
        test.samples,
        train.class_names,
        source,
        notes + tuple(note for note in test.notes if note not in notes),
    )
