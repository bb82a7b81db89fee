"""The end of a network: the last activation together with the loss, because their joint gradient is the simple one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from glasscat import kernels
from glasscat.errors import unknown_name
from glasscat.i18n import _
from glasscat.kernels.activations import sigmoid_at_work

if TYPE_CHECKING:
    from glasscat.kernels.losses import Scratch
    from glasscat.typing import Array, Integers

Loss = Literal["cross-entropy", "squared-error"]
LOSSES: tuple[Loss, ...] = ("cross-entropy", "squared-error")


class Output(Protocol):
    """Probabilities A from the last Z, what they cost, and the gradient with respect to Z."""

    @property
    def n_units(self) -> int:
        """Units of the last dense layer."""
        ...

    @property
    def n_classes(self) -> int:
        """Classes that it tells apart."""
        ...

    def targets(self, y: Integers, dtype: np.dtype[np.floating]) -> Array:
        """Y (n_units, m) from classes y (m,)."""
        ...

    def scratch(self, shape: tuple[int, ...], dtype: np.dtype[np.floating]) -> Scratch:
        """Arrays to compute in, for Z of this shape (..., n_units, m)."""
        ...

    def activate(self, Z: Array, out: Array | None = None, scratch: Scratch | None = None) -> Array:
        """A (..., n_units, m)."""
        ...

    def cost(
        self, Z: Array, A: Array | None, Y: Array, s: Array | None = None, scratch: Scratch | None = None
    ) -> Array:
        """J (...), the mean over samples, each times its weight s (m,); A is computed if it is not at hand."""
        ...

    def backward(
        self, A: Array, Y: Array, s: Array | None = None, out: Array | None = None, scratch: Scratch | None = None
    ) -> Array:
        """Gradient dZ (..., n_units, m) of J with respect to Z."""
        ...

    def probabilities(self, A: Array) -> Array:
        """Probability of every class, (..., n_classes, m)."""
        ...


@dataclass(frozen=True, slots=True)
class SigmoidOutput:
    """One sigmoid unit for two classes: A is the probability of class 1.

    Parameters
    ----------
    loss : "cross-entropy" or "squared-error"
        Squared error on a sigmoid is not convex in the weights; cross-entropy on one neuron is.
    """

    loss: Loss = "cross-entropy"

    def __post_init__(self) -> None:
        _check_loss(self.loss)

    @property
    def n_units(self) -> int:
        """One."""
        return 1

    @property
    def n_classes(self) -> int:
        """Two."""
        return 2

    def targets(self, y: Integers, dtype: np.dtype[np.floating]) -> Array:
        """Y (1, m): the classes, 0 or 1."""
        return y.reshape(1, -1).astype(dtype)

    def scratch(self, shape: tuple[int, ...], dtype: np.dtype[np.floating]) -> Scratch:
        """Two arrays (..., 1, m)."""
        return np.empty(shape, dtype), np.empty(shape, dtype)

    def activate(self, Z: Array, out: Array | None = None, scratch: Scratch | None = None) -> Array:
        """A (..., 1, m)."""
        return kernels.sigmoid(Z, out) if scratch is None else sigmoid_at_work(Z, out)

    def cost(
        self, Z: Array, A: Array | None, Y: Array, s: Array | None = None, scratch: Scratch | None = None
    ) -> Array:
        """See `Output.cost`."""
        if self.loss == "cross-entropy":
            return kernels.sigmoid_cross_entropy(Z, Y, s, scratch)
        return kernels.squared_error(_at_hand(self, A, Z, scratch), Y, s, scratch)

    def backward(
        self, A: Array, Y: Array, s: Array | None = None, out: Array | None = None, scratch: Scratch | None = None
    ) -> Array:
        """Gradient dZ (..., 1, m)."""
        if self.loss == "cross-entropy":
            return kernels.cross_entropy_backward(A, Y, s, out)
        return kernels.sigmoid_squared_error_backward(A, Y, s, out, scratch)

    def probabilities(self, A: Array) -> Array:
        """Rows 1 - A and A, (..., 2, m)."""
        return np.concatenate([1 - A, A], axis=-2)


@dataclass(frozen=True, slots=True)
class SoftmaxOutput:
    """One unit a class, as probabilities that add up to one.

    Parameters
    ----------
    n_classes : int
    loss : "cross-entropy" or "squared-error"
    """

    n_classes: int
    loss: Loss = "cross-entropy"

    def __post_init__(self) -> None:
        _check_loss(self.loss)

    @property
    def n_units(self) -> int:
        """One a class."""
        return self.n_classes

    def targets(self, y: Integers, dtype: np.dtype[np.floating]) -> Array:
        """Y (n_classes, m): one 1 a column, at the sample's class."""
        return (np.arange(self.n_classes)[:, None] == y).astype(dtype)

    def scratch(self, shape: tuple[int, ...], dtype: np.dtype[np.floating]) -> Scratch:
        """Two arrays (..., n_classes, m) and one (..., 1, m)."""
        return np.empty(shape, dtype), np.empty(shape, dtype), np.empty((*shape[:-2], 1, shape[-1]), dtype)

    def activate(self, Z: Array, out: Array | None = None, scratch: Scratch | None = None) -> Array:
        """A (..., n_classes, m)."""
        return kernels.softmax(Z, out, None if scratch is None else scratch[2])

    def cost(
        self, Z: Array, A: Array | None, Y: Array, s: Array | None = None, scratch: Scratch | None = None
    ) -> Array:
        """See `Output.cost`."""
        if self.loss == "cross-entropy":
            return kernels.softmax_cross_entropy(Z, Y, s, scratch)
        return kernels.squared_error(_at_hand(self, A, Z, scratch), Y, s, scratch)

    def backward(
        self, A: Array, Y: Array, s: Array | None = None, out: Array | None = None, scratch: Scratch | None = None
    ) -> Array:
        """Gradient dZ (..., n_classes, m)."""
        if self.loss == "cross-entropy":
            return kernels.cross_entropy_backward(A, Y, s, out)
        return kernels.softmax_squared_error_backward(A, Y, s, out, scratch)

    def probabilities(self, A: Array) -> Array:
        """A itself, (..., n_classes, m)."""
        return A


def _at_hand(output: Output, A: Array | None, Z: Array, scratch: Scratch | None) -> Array:
    """A, computed if it is not at hand; cross-entropy needs none, as it comes from Z, where nothing overflows."""
    if A is None:
        return output.activate(Z, None if scratch is None else scratch[1], scratch)
    return A


def _check_loss(loss: str) -> None:
    if loss not in LOSSES:
        raise unknown_name("GC-U03", _("loss"), loss, LOSSES)
