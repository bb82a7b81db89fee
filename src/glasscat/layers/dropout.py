"""Dropout as a layer after an activation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.kernels.dropout import dropout, dropout_mask
from glasscat.typing import is_number, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.parameters import Entry
    from glasscat.typing import Array
    from glasscat.work import Trace


@dataclass(frozen=True, slots=True)
class Dropout:
    """Inverted dropout: in training an activation is 0 with probability p, else divided by 1 - p; in use it stays.

    Parameters
    ----------
    p : float
        Share that is switched off, in [0, 1).

    Raises
    ------
    UsageError
        GC-U60, for another p; at 1 nothing would be left.
    """

    p: float = 0.5

    def __post_init__(self) -> None:
        if not (is_number(self.p) and 0 <= self.p < 1):
            raise UsageError(
                "GC-U60",
                _("dropout"),
                _("it must be from 0 up to, but not, 1; found {found}.", found=shown(self.p)),
                _("0.2 to 0.5 is usual; 0 is none."),
            )

    def n_out(self, n_prev: int) -> int:
        """Units of this layer: those of the layer before."""
        return n_prev

    def entries(self, n_prev: int, number: int) -> tuple[Entry, ...]:
        """No parameters."""
        return ()

    def buffers(self, n_prev: int, number: int) -> tuple[Entry, ...]:
        """Nothing is kept."""
        return ()

    def initial(self, rng: np.random.Generator, n_prev: int) -> tuple[Array, ...]:
        """No parameters."""
        return ()

    def memory(self, shape: tuple[int, ...], dtype: np.dtype[np.floating]) -> tuple[Array, ...]:
        """The mask D (..., n, m), all ones until it is drawn, and what one run of it is drawn from."""
        return np.ones(shape, dtype), np.empty(shape[-2:])

    def draw(self, memory: tuple[Array, ...], generators: Sequence[np.random.Generator]) -> None:
        """Draw the mask of the next step, each run from its own generator; runs are the mask's leading axis."""
        D, uniform = memory
        for run, rng in zip(D.reshape(len(generators), *D.shape[-2:], copy=False), generators, strict=True):
            dropout_mask(rng.random(out=uniform), self.p, out=run)

    def forward(self, parameters: Sequence[Array], A_prev: Array, out: Array | None = None) -> Array:
        """In use: nothing is done."""
        if out is None:
            return A_prev
        np.copyto(out, A_prev)
        return out

    def forward_training(
        self, parameters: Sequence[Array], A_prev: Array, memory: tuple[Array, ...], out: Array | None = None
    ) -> Array:
        """In training: what the mask leaves."""
        return dropout(A_prev, memory[0], out)

    def backward(self, parameters: Sequence[Array], dA: Array, trace: Trace, out: Array | None = None) -> Array:
        """The same mask."""
        return dropout(dA, trace.memory[0], out)

    def write_gradients(self, gradients: Sequence[Array], dA: Array, trace: Trace) -> None:
        """No parameters."""
