"""Samples for one epoch of [784, 128, 64, 10]: 60,000 made-up pictures of 28 × 28 that a network can learn from."""

from __future__ import annotations

import numpy as np

import glasscat as gc
from glasscat.data.batches import Batches

SIZES, M, BATCH, RATE = (784, 128, 64, 10), 60_000, 128, 0.01


def samples() -> tuple[np.ndarray, np.ndarray]:
    """X (60000, 784) uint8, four fifths of it dark as in drawn digits, and y (60000,) from 0 to 9."""
    rng = np.random.default_rng(0)
    X = rng.integers(0, 256, (M, 784), dtype=np.uint8)
    X *= rng.random((M, 784), dtype=np.float32) < 0.2
    scores = X.astype(np.float32) @ rng.standard_normal((784, 10)).astype(np.float32)
    return X, (scores - scores.mean(axis=0)).argmax(axis=1)


def network() -> gc.Network:
    """The network, which begins with He's weights."""
    return gc.Network.dense(SIZES[0], SIZES[1:-1], SIZES[-1], activation="relu", init="he")


def order_of_samples(seed: int) -> np.ndarray:
    """The order in which glasscat's first epoch sees them, so that the others can see them in the same one."""
    batches = Batches(M, BATCH, np.random.SeedSequence(seed))
    return np.concatenate([batches.indices(iteration) for iteration in range(batches.per_epoch)])
