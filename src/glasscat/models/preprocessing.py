"""How a picture becomes the numbers that a network takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

import msgspec

if TYPE_CHECKING:
    from glasscat.data.dataset import Samples

Fit = Literal["crop", "pad", "stretch"]


class Preprocessing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From a picture file, or a row of features, to a column of X.

    Parameters
    ----------
    shape : tuple of int
        Of one sample: (height, width, 3) for pictures, (n_features,) for features. Pixels are divided by 255.
    fit : "crop", "pad" or "stretch"
        How a picture of another shape is brought to this one.
    """

    shape: tuple[int, ...]
    fit: Fit = "crop"

    @classmethod
    def of(cls, samples: Samples, fit: str) -> Preprocessing:
        """What was done to these samples."""
        return cls(tuple(samples.X.shape[1:]), cast("Fit", fit))

    @property
    def is_pictures(self) -> bool:
        """Whether samples are pictures."""
        return len(self.shape) == 3
