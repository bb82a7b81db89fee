"""The cost of a network for many copies of its parameters at once, and the kinks that a copy goes over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from glasscat.layers import Dense, Dropout, LeakyReLU, ReLU

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.checks.probes import Probes
    from glasscat.network import Network
    from glasscat.typing import Array
    from glasscat.work import Work

NEARBY, SAFETY = 4, 10
"""Neighbours of theta by which the rounding of a gradient is judged, and how much more is granted than they show."""


@dataclass(frozen=True, slots=True)
class Kink:
    """A Z of a ReLU that some nudge moves to the other side of 0, where the slope of the cost jumps.

    Parameters
    ----------
    layer : int
        Number of its dense layer, from 1.
    unit, sample : int
        From 0.
    Z : float
        Where it stands before the nudge.
    """

    layer: int
    unit: int
    sample: int
    Z: float

    def __str__(self) -> str:
        return f"Z{self.layer}[{self.unit}, {self.sample}] = {self.Z:.3g}"


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Costs of rows of parameters, on the same samples and with the same dropout masks.

    Parameters
    ----------
    network : Network
    X : (n_features, m)
    Y : (n_units, m)
    work : Work
        As `Network.loss_and_grad` left it at the theta that the rows are nudged from.
    s : (m,) or None
        Weights of the samples.
    """

    network: Network
    X: Array
    Y: Array
    work: Work
    s: Array | None = None
    _reached: dict[int, NDArray[np.bool_]] = field(default_factory=dict)

    def costs(self, thetas: Array) -> tuple[Array, NDArray[np.bool_]]:
        """J (R,) of rows (R, P), real or complex, and which rows are on another side of a kink than theta."""
        work = self._work(thetas)
        J = self.network.training_loss(thetas, self.X.astype(thetas.dtype), self.Y, work, self.s)
        beyond = np.zeros(len(thetas), dtype=bool)
        for k in self._kinked():
            # NumPy compares complex numbers by their real parts, and by the imaginary ones only where those are equal
            moved = (work.outputs[k] > 0) != (self.work.outputs[k] > 0)
            beyond |= moved.any(axis=(-2, -1))
            self._reached[k] = self._reached.get(k, False) | moved.any(axis=0)
        return J, beyond

    def last_digits(self, theta: Array, probes: Probes) -> Array:
        """How far each slope of the backward pass moves when the parameters change in their last digit, (len(probes),).

        No other way can be expected to come nearer. It is far more than the last digit of the slope where large terms
        cancel, as they do in front of a batch normalisation, which undoes every shift.
        """
        eps = np.finfo(theta.dtype).eps
        rng = np.random.default_rng(0)
        nearby = theta * (1 + eps * rng.choice([-1, 1], size=(NEARBY, theta.size)))
        work = self._work(nearby)
        _J, grads = self.network.loss_and_grad(nearby, self.X, self.Y, work, self.s)
        slopes = np.array([probes.slopes(grad) for grad in (*grads, self.work.grad)])
        return SAFETY * (np.ptp(slopes, axis=0) + eps * np.abs(slopes[-1]))

    def rows_within(self, memory: int) -> int:
        """How many rows may be computed at once so that their arrays stay within ``memory`` bytes."""
        numbers = 3 * self.work.theta.size + sum(3 * out.size for out in self.work.outputs)
        return max(2, memory // (16 * numbers))

    def kinks(self) -> tuple[Kink, ...]:
        """Every Z that has been moved over its kink so far."""
        numbers = np.cumsum([isinstance(layer, Dense) for layer in self.network.layers])
        return tuple(
            Kink(int(numbers[k]), int(unit), int(sample), float(self.work.outputs[k][unit, sample]))
            for k, moved in sorted(self._reached.items())
            for unit, sample in np.argwhere(moved)
        )

    def _work(self, thetas: Array) -> Work:
        """Buffers for these rows, with the masks that theta itself had."""
        work = self.network.work(thetas, self.X.shape[-1])
        for layer, memory, drawn in zip(self.network.layers, work.memories, self.work.memories, strict=True):
            if isinstance(layer, Dropout):
                memory[0][...] = drawn[0]
        return work

    def _kinked(self) -> list[int]:
        """Places in the network whose output goes into a ReLU."""
        return [k - 1 for k, layer in enumerate(self.network.layers) if k and isinstance(layer, ReLU | LeakyReLU)]
