"""Sizes of what flows through a network while it is trained, layer by layer: where to look when it does not learn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.layers import Weighted
from glasscat.training.marks import silent_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.network import Network
    from glasscat.typing import Array
    from glasscat.work import Work


@dataclass(frozen=True, slots=True)
class LayerNorms:
    """One dense layer, with what follows it up to the next one, at one step.

    All numbers are one a run, () or (R,).

    Parameters
    ----------
    layer : int
        Its number, from 1.
    activation : float
        Root mean square of what it puts out; of the last layer that is Z.
    silent : float
        Share of its units that put out 0 for every sample; 0 where its activation is not a ReLU.
    spread : float
        Standard deviation between its units, as a share of ``activation``; 0 where all units are equal.
    delta : float
        Root mean square of m dJ/dZ: how strongly a sample pulls at a unit.
    gradient : float
        Norm of dJ/dW.
    weight : float
        Norm of W.
    update : float or None
        Norm of the change of W by the step before this one; None before the first step.
    """

    layer: int
    activation: float | Array
    silent: float | Array
    spread: float | Array
    delta: float | Array
    gradient: float | Array
    weight: float | Array
    update: float | Array | None

    def of_run(self, r: int) -> LayerNorms:
        """Those of run r alone."""
        rows = {field: np.asarray(getattr(self, field))[r] for field in self.__slots__[1:-1]}
        return LayerNorms(self.layer, update=None if self.update is None else np.asarray(self.update)[r], **rows)


def layer_norms(network: Network, work: Work, moved: Array | None) -> tuple[LayerNorms, ...]:
    """Numbers of every dense layer, from what the last forward and backward pass has left in ``work``.

    Parameters
    ----------
    network : Network
    work : Work
    moved : (P,) or (R, P), optional
        By how much the last step has changed the parameters.
    """
    steps = None if moved is None else network.split(moved)
    dense = [(k, layer) for k, layer in enumerate(network.layers) if isinstance(layer, Weighted)]
    ends = [*(k - 1 for k, _layer in dense[1:]), len(network.layers) - 1]
    return tuple(
        _norms_of(network, work, number, layer, k, end, None if steps is None else steps[k])
        for number, ((k, layer), end) in enumerate(zip(dense, ends, strict=True), 1)
    )


def _norms_of(  # noqa: PLR0917  (what the tuple above names one by one)
    network: Network, work: Work, number: int, layer: Weighted, k: int, end: int, moved: Sequence[Array] | None
) -> LayerNorms:
    """Numbers of dense layer k and of what follows it, up to layer ``end``."""
    A = work.outputs[end]
    activation = _root_mean_square(A)
    return LayerNorms(
        layer=number,
        activation=activation,
        silent=silent_share(network, work, k, end),
        spread=_root_mean_square(A - A.mean(axis=-2, keepdims=True)) / np.maximum(activation, _TINY),
        delta=_root_mean_square(work.deltas[k]) * A.shape[-1],
        gradient=np.sqrt(layer.squared_length(work.gradients[k])),
        weight=np.sqrt(layer.squared_length(work.parameters[k])),
        update=None if moved is None else np.sqrt(layer.squared_length(moved)),
    )


_TINY = np.finfo(float).tiny  # a layer that puts out only zeros has no spread, rather than 0 / 0


def _root_mean_square(A: Array) -> Array:
    return np.sqrt(np.mean(np.square(A), axis=(-2, -1)))
