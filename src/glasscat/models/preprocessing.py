"""How a picture becomes the numbers that a network takes."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Annotated

import msgspec

from glasscat.data.reading import Fit  # noqa: TC001  (msgspec reads the annotations)

if TYPE_CHECKING:
    from glasscat.data.dataset import Samples


class Preprocessing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From a picture file, or a row of features, to a column of X.

    Parameters
    ----------
    shape : tuple of int
        Of one sample: (height, width, 3) for pictures, (n_features,) for features. Pixels are divided by 255.
    fit : "crop", "pad" or "stretch"
        How a picture of another shape is brought to this one.
    """

    shape: tuple[Annotated[int, msgspec.Meta(ge=1)], ...]
    fit: Fit = "crop"

    def __post_init__(self) -> None:
        if len(self.shape) != 1 and (len(self.shape) != 3 or self.shape[-1] != 3):
            raise ValueError(f"a shape (height, width, 3) or (n_features,) was expected; found {self.shape}")

    @classmethod
    def of(cls, samples: Samples, fit: Fit) -> Preprocessing:
        """What was done to these samples."""
        return cls(tuple(samples.X.shape[1:]), fit)

    @property
    def is_pictures(self) -> bool:
        """Whether samples are pictures."""
        return len(self.shape) == 3

    @property
    def n_features(self) -> int:
        """Numbers in one sample, n_x."""
        return prod(self.shape)

    @property
    def size(self) -> tuple[int, int] | None:
        """(height, width) of pictures; None for features."""
        return self.shape[:2] if len(self.shape) == 3 else None
