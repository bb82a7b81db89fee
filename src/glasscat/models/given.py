"""What people hand to a model: samples, arrays of them, or something else, which is refused with a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.dataset import Dataset, Samples
from glasscat.data.parts import stored_part, with_classes
from glasscat.data.pixels import read_pixels
from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from glasscat.i18n import Text


def samples_of(given: Samples | ArrayLike, shape: tuple[int, ...]) -> Samples:
    """Samples without labels, all of class 0; an array is read as `glasscat.from_arrays` reads it.

    Parameters
    ----------
    given : Samples, or array (m, height, width, 3) or (m, n_features)
        Pixels uint8 0-255; fractions are taken for 0-1 where none is above 1, else for 0-255.
    shape : tuple of int
        Of one sample, as the model was trained on it.

    Raises
    ------
    UsageError
        GC-U70 for a data set, GC-U71 for what is neither samples nor an array, GC-U73 for one sample alone.
    DataError
        GC-D11 to GC-D16 for an array that holds no samples.
    """
    if isinstance(given, Samples):
        return given
    pixels = read_pixels(array_of(given, shape), "X", features=True)
    m = len(pixels.X)
    return Samples(pixels.X, np.zeros(m, np.int64), tuple(f"X[{i}]" for i in range(m)), pixels.scale)


def labelled(
    given: Samples | tuple[ArrayLike, ArrayLike], shape: tuple[int, ...], class_names: tuple[str, ...]
) -> tuple[Samples, tuple[Text, ...]]:
    """Samples with labels, and a note for every conversion of arrays.

    Parameters
    ----------
    given : Samples, or pair (X, y) of arrays
        Labels are class names, or whole numbers 0 to n_classes - 1.
    shape : tuple of int
        Of one sample.
    class_names : tuple of str
        Of the model.

    Raises
    ------
    UsageError
        As `samples_of`.
    DataError
        GC-D11 to GC-D26 for arrays that cannot be judged on.
    """
    if isinstance(given, Samples):
        return given, ()
    if not (isinstance(given, tuple | list) and len(given) == 2):
        raise _no_samples(given, _("give samples such as data.test, or a pair (X, y) of arrays, samples first."))
    X, y = given
    part = stored_part(array_of(X, shape), np.asarray(y), None, places=("X", "y"), called="sample", features=True)
    part = with_classes(part, class_names)
    return part.samples, part.notes


def array_of(given: object, shape: tuple[int, ...]) -> NDArray[Any]:
    """Return an array of samples; the errors are those of `samples_of`."""
    fix = _("give samples such as data.test, or an array X of them, samples first.")
    if isinstance(given, Dataset):
        raise _no_samples(given, fix)
    try:
        array = np.asarray(given)
    except ValueError as error:  # rows of different lengths
        raise _no_samples(given, fix) from error
    if array.ndim == 0 or array.dtype.kind not in "buif":
        raise _no_samples(given, fix)
    if array.shape == shape:
        problem = _(
            "samples along the first axis were expected; found one sample alone, of shape {found}.", found=shape
        )
        raise UsageError("GC-U73", "X", problem, _("give X[np.newaxis], an array of one sample."))
    return array


def _no_samples(given: object, fix: Text) -> UsageError:
    if isinstance(given, Dataset):
        problem = _("samples were expected; found a data set, which has a training part and perhaps a test part.")
        return UsageError("GC-U70", _("samples"), problem, _("give one part of it: data.test, or data.train."))
    problem = _("samples were expected; found {kind}.", kind=type(given).__name__)
    return UsageError("GC-U71", _("samples"), problem, fix)
