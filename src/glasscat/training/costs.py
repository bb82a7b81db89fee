"""Costs of several steps at once: the last Z of each is kept, and one call then costs them all.

A cost is a handful of operations on few numbers, most of whose time goes into being called. Nobody looks at it before
the next record, so that those of some dozen steps can wait for each other; to the formula, steps are one more axis.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.network import Network
    from glasscat.training.feed import Batch
    from glasscat.training.penalty import L2
    from glasscat.typing import Array
    from glasscat.work import Work

MOST_STEPS = 64
MOST_NUMBERS = 2**15
"""Beyond these nothing is gained: the numbers would not stay in the processor's cache until they are costed."""


class CostWindow:
    """Keeps what the costs of steps on batches of one size need, and costs them together.

    Parameters
    ----------
    network : Network
    penalty : L2
    theta : (P,) or (R, P)
    m : int
        Samples of a batch.
    same : bool
        Whether every step sees the same samples, so that Y and s need not be kept.
    at_once : bool
        Whether every cost is wanted at its own step.
    """

    def __init__(self, network: Network, penalty: L2, theta: Array, m: int, *, same: bool, at_once: bool) -> None:
        self._network, self._penalty, self._same = network, penalty, same
        self.m = m
        runs = theta.shape[:-1]
        units = network.output.n_units
        size = 1 if at_once else max(1, min(MOST_STEPS, MOST_NUMBERS // prod((*runs, units, m))))
        shape = (size, *runs, units, m)
        self._Z = np.empty(shape, theta.dtype)
        self._Y = np.empty((size, *(1 for _run in runs), units, m), theta.dtype)
        self._s = np.empty((size, *(1 for _run in runs), 1, m), theta.dtype)
        self._penalties = np.zeros((size, *runs), theta.dtype)
        self._scratch = network.output.scratch(shape, theta.dtype)
        self._is_weighted = False
        self.n = 0

    @property
    def is_full(self) -> bool:
        """Whether nothing more can be kept before `costs` is asked for."""
        return self.n == len(self._Z)

    def keep(self, batch: Batch, theta: Array, work: Work) -> None:
        """Keep what the pass in ``work`` has left."""
        n = self.n
        self._Z[n] = work.outputs[-1]
        if not (self._same and n):
            _X, Y, s = batch
            self._Y[n] = Y
            self._is_weighted = s is not None
            if s is not None:
                self._s[n] = s
        if self._penalty.is_on:
            self._penalties[n] = self._penalty.cost(theta)
        self.n = n + 1

    def costs(self) -> Array:
        """J of every step that was kept, (n,) or (n, R); the window is empty then."""
        n, self.n = self.n, 0
        answers = slice(1) if self._same else slice(n)
        J = self._network.output.cost(
            self._Z[:n],
            None,
            self._Y[answers],
            self._s[answers] if self._is_weighted else None,
            tuple(array[:n] for array in self._scratch),
        )
        return J + self._penalties[:n] if self._penalty.is_on else J
