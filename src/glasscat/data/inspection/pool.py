"""The pool: all samples of both splits under one number, so that copies are found within and across splits at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.inspection.blank import blank_pictures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.typing import Integers


@dataclass(frozen=True, eq=False)
class Pool:
    """Training samples are numbered 0 to m_train - 1, test samples follow. Nothing is copied.

    Parameters
    ----------
    dataset : Dataset
    """

    dataset: Dataset

    @cached_property
    def splits(self) -> tuple[Samples, ...]:
        """The training set and, if there is one, the test set."""
        train, test = self.dataset.train, self.dataset.test
        return (train,) if test is None else (train, test)

    @property
    def n_train(self) -> int:
        """Number of the first test sample."""
        return len(self.dataset.train)

    @cached_property
    def y(self) -> Integers:
        """Labels of all samples."""
        return np.concatenate([samples.y for samples in self.splits])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of all samples."""
        return tuple(name for samples in self.splits for name in samples.names)

    @cached_property
    def blank(self) -> NDArray[np.bool_]:
        """Which samples are blank pictures: they are told about once, so no check for copies counts them again."""
        return np.concatenate([blank_pictures(samples) for samples in self.splits])

    def same_class(self, members: list[int]) -> bool:
        """Whether all ``members`` carry one label."""
        return bool((self.y[members] == self.y[members[0]]).all())

    def parts(self, members: list[int]) -> tuple[list[int], list[int]]:
        """Split ``members`` into numbers within train and numbers within test."""
        train = [k for k in members if k < self.n_train]
        test = [k - self.n_train for k in members if k >= self.n_train]
        return train, test
