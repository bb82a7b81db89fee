"""Batch normalisation as a layer between a dense one and its activation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.kernels.batch_norm import (
    NormScratch,
    batch_norm,
    batch_norm_backward,
    batch_norm_gradients,
    batch_statistics,
)
from glasscat.parameters import Entry
from glasscat.typing import is_number, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.typing import Array
    from glasscat.work import Trace


@dataclass(frozen=True, slots=True)
class BatchNorm:
    """Every unit is brought to mean 0 and variance 1, then scaled by gamma and shifted by beta, both learnt.

    In training the mean and variance are those of the batch; in use they are running averages, which training keeps in
    the network's buffers:

        running := (1 - momentum) running + momentum batch

    where the batch's variance is taken with m - 1, not m, as PyTorch does.

    Parameters
    ----------
    momentum : float
        Weight of the newest batch, PyTorch's meaning of the word (Keras says 1 - momentum).
    epsilon : float
        Added to the variance, inside the root.

    Raises
    ------
    UsageError
        GC-U68, for other numbers.
    """

    momentum: float = 0.1
    epsilon: float = 1e-5

    def __post_init__(self) -> None:
        are_numbers = is_number(self.momentum) and is_number(self.epsilon)
        if not are_numbers or not 0 <= self.momentum <= 1 or not 0 < self.epsilon < np.inf:
            raise UsageError(
                "GC-U68",
                _("batch normalisation"),
                _(
                    "its momentum must be from 0 to 1 and its epsilon above 0; found {momentum} and {epsilon}.",
                    momentum=shown(self.momentum),
                    epsilon=shown(self.epsilon),
                ),
                _("0.1 and 1e-5 are usual."),
            )

    def n_out(self, n_prev: int) -> int:
        """Units of this layer: those of the layer before."""
        return n_prev

    def entries(self, n_prev: int, number: int) -> tuple[Entry, ...]:
        """Gain gamma (n, 1) and shift beta (n, 1)."""
        return Entry(f"gamma{number}", (n_prev, 1), "gain"), Entry(f"beta{number}", (n_prev, 1), "shift")

    def buffers(self, n_prev: int, number: int) -> tuple[Entry, ...]:
        """Running mean and variance, (n, 1)."""
        shape = (n_prev, 1)
        return Entry(f"running_mean{number}", shape, "mean"), Entry(f"running_variance{number}", shape, "variance")

    def initial(self, rng: np.random.Generator, n_prev: int) -> tuple[Array, ...]:
        """Gain 1 and shift 0."""
        return np.ones((n_prev, 1)), np.zeros((n_prev, 1))

    def memory(self, shape: tuple[int, ...], dtype: np.dtype[np.floating]) -> tuple[Array, ...]:
        """Mean and variance of the batch, (..., n, 1), and arrays to compute in."""
        column = (*shape[:-1], 1)
        return np.empty(column, dtype), np.empty(column, dtype), *NormScratch.of(shape, dtype)

    def forward(self, parameters: Sequence[Array], A_prev: Array, out: Array | None = None) -> Array:
        """In use: with the running mean and variance, which follow gamma and beta in ``parameters``."""
        gamma, beta, mu, variance = parameters
        return batch_norm(A_prev, gamma, beta, mu, variance, self.epsilon, out)

    def forward_training(
        self, parameters: Sequence[Array], A_prev: Array, memory: tuple[Array, ...], out: Array | None = None
    ) -> Array:
        """In training: with the mean and variance of the batch, which are remembered."""
        gamma, beta = parameters[:2]
        mu, variance, *spare = memory
        scratch = NormScratch(*spare)
        batch_statistics(A_prev, (mu, variance), scratch)
        return batch_norm(A_prev, gamma, beta, mu, variance, self.epsilon, out, scratch)

    def backward(self, parameters: Sequence[Array], dA: Array, trace: Trace, out: Array | None = None) -> Array:
        """Gradient with respect to Z, through the batch's mean and variance too."""
        mu, variance, *spare = trace.memory
        return batch_norm_backward(
            dA, trace.A_prev, parameters[0], mu, variance, self.epsilon, out, NormScratch(*spare)
        )

    def write_gradients(self, gradients: Sequence[Array], dA: Array, trace: Trace) -> None:
        """Gradients with respect to gamma and beta."""
        dgamma, dbeta = gradients
        mu, variance, *spare = trace.memory
        batch_norm_gradients(dA, trace.A_prev, mu, variance, self.epsilon, (dgamma, dbeta), NormScratch(*spare))

    def update_buffers(self, buffers: Sequence[Array], memory: tuple[Array, ...], m: int) -> None:
        """Move the running mean and variance, (..., n, 1), towards those of a batch of m samples."""
        running_mean, running_variance = buffers
        mu, variance, *spare = memory
        step = NormScratch(*spare).mean
        running_mean += np.multiply(self.momentum, np.subtract(mu, running_mean, out=step), out=step)
        np.multiply(variance, m / (m - 1), out=step)
        running_variance += np.multiply(self.momentum, np.subtract(step, running_variance, out=step), out=step)
