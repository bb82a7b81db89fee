"""Random numbers of dropout: a function of the seed, the run and the iteration, never of what was drawn before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.layers import Dropout

if TYPE_CHECKING:
    from glasscat.network import Network
    from glasscat.work import Work

_MASK = 0xD0  # keeps the masks apart from every other use of the same seed


@dataclass(frozen=True, slots=True)
class Masks:
    """Generators of the dropout masks.

    Parameters
    ----------
    seeds : numpy.random.SeedSequence
    n_runs : int or None
        Run r of several draws what ``SeedSequence(seed).spawn(n_runs)[r]`` draws alone.
    """

    seeds: np.random.SeedSequence
    n_runs: int | None

    def draw(self, network: Network, work: Work, iteration: int) -> None:
        """Draw the masks of one step into ``work``."""
        if any(isinstance(layer, Dropout) for layer in network.layers):
            network.draw_masks(work, [self._generator(key, iteration) for key in self._keys()])

    def _keys(self) -> list[tuple[int, ...]]:
        own = self.seeds.spawn_key
        return [own] if self.n_runs is None else [(*own, run) for run in range(self.n_runs)]

    def _generator(self, key: tuple[int, ...], iteration: int) -> np.random.Generator:
        seeds = np.random.SeedSequence(self.seeds.entropy, spawn_key=(*key, _MASK, iteration))
        return np.random.default_rng(seeds)
