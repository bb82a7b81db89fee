"""The course's training set as each library takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import torch
from pictures import training_set

import glasscat as gc

if TYPE_CHECKING:
    from glasscat.data.dataset import Dataset


@dataclass(frozen=True)
class Course:
    """209 pictures of 12288 numbers, cat or not.

    Parameters
    ----------
    data : Dataset
        For glasscat: the pictures as they are stored, in uint8.
    stored : (209, 12288)
        Bytes.
    X : (209, 12288)
        Fractions, float64.
    y : (209,)
    in_torch : pair of torch.Tensor
        X, and y (209, 1), float64.
    """

    data: Dataset
    stored: np.ndarray
    X: np.ndarray
    y: np.ndarray
    in_torch: tuple[torch.Tensor, torch.Tensor]

    @classmethod
    def load(cls) -> Self:
        """Read it."""
        pictures, y = training_set()
        stored = pictures.reshape(len(y), -1)
        X = stored / 255
        in_torch = torch.from_numpy(X), torch.from_numpy(y.reshape(-1, 1).astype(np.float64))
        return cls(gc.from_arrays(pictures, y), stored, X, y, in_torch)
