"""Random numbers of dropout: a function of the seed, the run and the iteration, never of what was drawn before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.layers import Dropout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.network import Network
    from glasscat.work import Work

_MASK = 0xD0  # keeps the masks apart from every other use of the same seed


class Masks:
    """Draws the masks of every step.

    Parameters
    ----------
    network : Network
    seeds : sequence of numpy.random.SeedSequence
        One a run.
    """

    def __init__(self, network: Network, seeds: Sequence[np.random.SeedSequence]) -> None:
        self._network, self._seeds = network, seeds
        self._has_dropout = any(isinstance(layer, Dropout) for layer in network.layers)

    def draw(self, work: Work, iteration: int) -> None:
        """Draw the masks of one step into ``work``."""
        if self._has_dropout:
            self._network.draw_masks(work, [_generator(seeds, iteration) for seeds in self._seeds])


def _generator(seeds: np.random.SeedSequence, iteration: int) -> np.random.Generator:
    key = (*seeds.spawn_key, _MASK, iteration)
    return np.random.default_rng(np.random.SeedSequence(seeds.entropy, spawn_key=key))
