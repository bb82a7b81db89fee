"""Batches: which samples each step of training sees, as a function of the seed and the epoch alone."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.typing import Integers

_SHUFFLE = 0x5EED  # keeps the order of samples apart from every other use of the same seed


@dataclass(frozen=True, slots=True)
class Batches:
    """Cuts of m samples into batches, shuffled anew each epoch; the last batch of an epoch may be short.

    Parameters
    ----------
    m : int
        Training samples.
    size : int or None
        Samples in a batch; None takes all of them, in their order.
    seeds : numpy.random.SeedSequence
        Of the order. Runs that were spawned from one seed see their samples in the same order, so that they can be
        trained together; epoch e has the same order whether or not the epochs before it were run.

    Raises
    ------
    UsageError
        GC-U10, if the size is not between 1 and m.
    """

    m: int
    size: int | None
    seeds: np.random.SeedSequence

    def __post_init__(self) -> None:
        if self.size is not None and not 1 <= self.size <= self.m:
            raise UsageError(
                "GC-U10",
                _("batch size"),
                _("it must be from 1 to the {m} training samples; found {found}.", m=self.m, found=self.size),
                _("give a smaller one, such as 32, or none for the whole training set."),
            )

    @property
    def per_epoch(self) -> int:
        """Batches in one epoch."""
        return 1 if self.size is None else ceil(self.m / self.size)

    @property
    def sizes(self) -> set[int]:
        """Every number of samples that a batch may have: the size, and that of a short last batch."""
        size = self.size or self.m
        return {size, self.m % size or size}

    def indices(self, iteration: int) -> Integers:
        """Samples of the batch that step number ``iteration``, counted from 0, sees."""
        epoch, number = divmod(iteration, self.per_epoch)
        if self.size is None:
            return np.arange(self.m)
        return self.order(epoch)[number * self.size : (number + 1) * self.size]

    def order(self, epoch: int, out: Integers | None = None) -> Integers:
        """Shuffle of the samples for one epoch, (m,); ``out`` is where it may be put."""
        seeds = np.random.SeedSequence(self.seeds.entropy, spawn_key=(_SHUFFLE, epoch))
        order = np.empty(self.m, np.intp) if out is None else out
        order.fill(1)
        order[0] = 0
        np.cumsum(order, out=order)  # 0, 1, 2, … without another array
        np.random.default_rng(seeds).shuffle(order)
        return order
