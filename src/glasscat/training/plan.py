"""The plan of one training: what is trained, on what, by which rule, for how long."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.network import Network
    from glasscat.optimizers import LBFGS, Optimizer
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Everything that a training is told; nothing is checked before it is carried out.

    Parameters
    ----------
    network : Network
    data : Dataset, or pair (X, y) of arrays, samples first
    optimizer : Optimizer
        Such as ``GradientDescent(0.005)``.
    iterations, epochs : int, optional
        Steps, or passes over the training set; one of the two must be given.
    batch_size : int, optional
        Samples a step; all of them by default.
    stop_cost : float, optional
        Stop before the first step whose cost, that of every run that is left, is below this.
    seed : int or numpy.random.SeedSequence
        Of the initial weights, the order of samples and the masks of dropout.
    initial : mapping of name to array, optional
        Initial parameters by name, ``{"W1": …}``; those not named begin as the network says.
    dtype : numpy.float64 or numpy.float32
    l2 : float, or (R,) array
        ``(l2 / 2) sum(W^2)`` is added to the cost; an array gives each run its own.
    class_weight : "balanced" or mapping of class name to weight, optional
    sample_weight : (m,), optional
        Each sample's loss is multiplied by its weight; see `glasscat.training.sample_weights`.
    held_out : Samples, optional
        Samples that are neither trained on nor tested on, for ``patience``.
    patience : int, optional
        Stop when the cost on ``held_out`` has not fallen for so many records in a row, and end in its best state.
    record_every : int
        Steps from one record to the next.
    method : "auto", "direct" or "span"
        How the iterates are computed; "span" gives the same ones up to rounding, where it holds, and "auto" takes it
        where it also pays. See `glasscat.training.span`.
    """

    network: Network
    data: Dataset | tuple[ArrayLike, ArrayLike]
    _: KW_ONLY
    optimizer: Optimizer[Any] | LBFGS
    iterations: int | None = None
    epochs: int | None = None
    batch_size: int | None = None
    stop_cost: float | None = None
    seed: int | np.random.SeedSequence = 0
    initial: Mapping[str, ArrayLike] | None = None
    dtype: type[np.floating] = np.float64
    l2: float | Array = 0.0
    class_weight: str | Mapping[str, float] | None = None
    sample_weight: ArrayLike | None = None
    held_out: Samples | None = None
    patience: int | None = None
    record_every: int = 100
    method: str = "auto"

    @property
    def settings(self) -> dict[str, Any]:
        """Everything but the network and the data, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)[2:]}

    @property
    def seeds(self) -> np.random.SeedSequence:
        """The seed as NumPy's own."""
        return self.seed if isinstance(self.seed, np.random.SeedSequence) else np.random.SeedSequence(self.seed)
