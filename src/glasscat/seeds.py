"""Seeds of runs that are trained together, each of which draws what it would draw alone."""

from __future__ import annotations

import numpy as np


def spawned(seed: int | np.random.SeedSequence, n_runs: int) -> list[np.random.SeedSequence]:
    """Seeds of each of so many runs: the children that ``SeedSequence(seed).spawn(n_runs)`` has at first."""
    seeds = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)
    # of a copy, because spawn counts the children on the sequence itself and never gives the same ones again
    return np.random.SeedSequence(seeds.entropy, spawn_key=seeds.spawn_key, pool_size=seeds.pool_size).spawn(n_runs)
