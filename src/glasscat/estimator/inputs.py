"""From what scikit-learn's tools hand over to samples: rows of features, or pictures, in the units of `fit`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from glasscat.data.dataset import Samples
from glasscat.data.pixels import read_pixels
from glasscat.errors import DataError, ModelError
from glasscat.i18n import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.i18n import Text
    from glasscat.typing import Integers


def flattened(X: Any) -> tuple[Any, tuple[int, ...] | None]:  # noqa: ANN401  (arrays, frames, lists, sparse matrices)
    """Pictures (m, height, width, 3) as rows, which scikit-learn can check, and their shape; anything else as it is.

    Raises
    ------
    DataError
        GC-E03, if an array of pictures has other channels than three.
    """
    if not isinstance(X, np.ndarray) or X.ndim != 4:
        return X, None
    if X.shape[3] != 3 or 0 in X.shape:
        problem = _("pictures must have the shape (m, height, width, 3); found {shape}.", shape=X.shape)
        raise DataError("GC-E03", "X", problem, _("give grey or transparent pictures three channels first."))
    return X.reshape(len(X), -1), X.shape[1:]


@dataclass(frozen=True, slots=True)
class Units:
    """What the numbers of X mean: decided once, by the training set, and kept.

    Parameters
    ----------
    shape : tuple of int
        Of one sample: (height, width, 3), or (n_features,).
    scale : float
        What X is divided by: 255 for pixels 0-255, 1 for pixels 0-1 and for features.
    notes : tuple of Text
        Conversions that this means.
    """

    shape: tuple[int, ...]
    scale: float
    notes: tuple[Text, ...]

    @classmethod
    def of(cls, rows: NDArray[Any], picture: tuple[int, ...] | None) -> Self:
        """Read the units of a training set: bytes are pixels 0-255, pictures of fractions as `from_arrays` takes them.

        Raises
        ------
        DataError
            GC-D11, GC-D15, GC-D16: values that cannot be trained on.
        """
        shape = rows.shape[1:] if picture is None else picture
        pixels = read_pixels(_real(rows).reshape(-1, *shape), "X", features=True)
        return cls(shape, pixels.scale, pixels.notes)

    def samples(self, rows: NDArray[Any], picture: tuple[int, ...] | None, y: Integers | None = None) -> Samples:
        """Samples of these rows, (m, n_features), of class 0 where no classes y are given.

        Raises
        ------
        ModelError
            GC-E04 for pictures of another shape than those of `fit`.
        DataError
            GC-E05 for pixels outside the range of those of `fit`, or fractions 0-1 where those were 0-255.
        """
        if picture is not None and picture != self.shape:
            problem = _("samples of shape {expected} were fitted; found {found}.", expected=self.shape, found=picture)
            raise ModelError("GC-E04", "X", problem, _("give samples like those of fit."))
        m = len(rows)
        X = _real(rows).reshape(m, *self.shape)
        if m and (len(self.shape) == 3 or self.scale != 1):
            self._check_range(X)
        return Samples(X, np.zeros(m, np.int64) if y is None else y, ("",) * m, self.scale)

    def _check_range(self, X: NDArray[Any]) -> None:
        low, high = float(X.min()), float(X.max())
        # whole numbers up to 1 are dark pixels; anywhere else in glasscat such fractions would be taken for 0-1
        is_of_fractions = self.scale > 1 and 0 < high <= 1 and X.dtype.kind == "f" and bool((X % 1).any())
        if low < 0 or high > self.scale or is_of_fractions:
            problem = _(
                "pixels must lie in 0-{scale:.0f}, as those of fit did; found {low:.4g} to {high:.4g}.",
                scale=self.scale,
                low=low,
                high=high,
            )
            raise DataError("GC-E05", "X", problem, _("give pixels in one range to fit and to predict."))


def _real(rows: NDArray[Any]) -> NDArray[Any]:
    """Rows as glasscat stores them: bytes and floats as they are, truth values and whole numbers as float64."""
    return rows.astype(np.float64) if rows.dtype.kind in "bui" and rows.dtype != np.uint8 else rows
