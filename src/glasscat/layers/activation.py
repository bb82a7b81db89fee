"""Activations as layers without parameters: A = g(Z), unit by unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasscat import kernels
from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.layers.layer import SameInTraining
from glasscat.typing import is_number, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from glasscat.parameters import Entry
    from glasscat.typing import Array
    from glasscat.work import Trace


@dataclass(frozen=True, slots=True)
class _UnitByUnit(SameInTraining):
    """What all activations share: as many units out as in, and nothing to learn."""

    def n_out(self, n_prev: int) -> int:
        """Units of this layer: those of the layer before."""
        return n_prev

    def entries(self, n_prev: int, number: int) -> tuple[Entry, ...]:
        """No parameters."""
        return ()

    def initial(self, rng: np.random.Generator, n_prev: int) -> tuple[Array, ...]:
        """No parameters."""
        return ()

    def write_gradients(self, gradients: Sequence[Array], dA: Array, trace: Trace) -> None:
        """No parameters."""


@dataclass(frozen=True, slots=True)
class Sigmoid(_UnitByUnit):
    """A = 1 / (1 + exp(-Z)). Its slope is at most 1/4: gradients shrink at every layer, and vanish in deep networks."""

    def forward(self, parameters: Sequence[Array], A_prev: Array, out: Array | None = None) -> Array:
        """A from Z."""
        return kernels.sigmoid(A_prev, out)

    def backward(self, parameters: Sequence[Array], dA: Array, trace: Trace, out: Array | None = None) -> Array:
        """Gradient dZ from dA, both (..., n, m)."""
        return kernels.sigmoid_backward(dA, trace.A, out)


@dataclass(frozen=True, slots=True)
class Tanh(_UnitByUnit):
    """A = tanh Z: a sigmoid centred on zero, with slope 1 there."""

    def forward(self, parameters: Sequence[Array], A_prev: Array, out: Array | None = None) -> Array:
        """A from Z."""
        return kernels.tanh(A_prev, out)

    def backward(self, parameters: Sequence[Array], dA: Array, trace: Trace, out: Array | None = None) -> Array:
        """Gradient dZ from dA, both (..., n, m)."""
        return kernels.tanh_backward(dA, trace.A, out)


@dataclass(frozen=True, slots=True)
class ReLU(_UnitByUnit):
    """A = max(0, Z): slope 1 or 0. A unit that is 0 for every sample is dead: no gradient reaches it any more."""

    def forward(self, parameters: Sequence[Array], A_prev: Array, out: Array | None = None) -> Array:
        """A from Z."""
        return kernels.relu(A_prev, out)

    def backward(self, parameters: Sequence[Array], dA: Array, trace: Trace, out: Array | None = None) -> Array:
        """Gradient dZ from dA, both (..., n, m)."""
        return kernels.relu_backward(dA, trace.A, out)


@dataclass(frozen=True, slots=True)
class LeakyReLU(_UnitByUnit):
    """A = Z above zero, slope Z below: no unit can die.

    Parameters
    ----------
    slope : float
        Slope below zero, in (0, 1).

    Raises
    ------
    UsageError
        GC-U67, for another slope.
    """

    slope: float = 0.01

    def __post_init__(self) -> None:
        if not (is_number(self.slope) and 0 < self.slope < 1):
            raise UsageError(
                "GC-U67",
                _("leaky-relu"),
                _("its slope must be above 0 and below 1; found {found}.", found=shown(self.slope)),
                _("0.01 is usual."),
            )

    def forward(self, parameters: Sequence[Array], A_prev: Array, out: Array | None = None) -> Array:
        """A from Z."""
        return kernels.leaky_relu(A_prev, self.slope, out)

    def backward(self, parameters: Sequence[Array], dA: Array, trace: Trace, out: Array | None = None) -> Array:
        """Gradient dZ from dA, both (..., n, m)."""
        return kernels.leaky_relu_backward(dA, trace.A, self.slope, out)
