"""The training pictures nearest to a picture: in its pixels, and in what the last hidden layer makes of them.

An approximate answer: what is near was not necessarily what the network learnt from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasscat.network import Network
    from glasscat.typing import Array, Integers


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Nearest:
    """Distances of the training pictures to a picture.

    Parameters
    ----------
    distances : (m,)
        Root of the mean squared difference, number by number; of pixels, 0 (the same picture) to 1 (black and white).
    """

    distances: Array

    def first(self, n: int) -> Integers:
        """The ``n`` nearest training pictures, the nearest first."""
        return np.argsort(self.distances, kind="stable")[:n]

    def __repr__(self) -> str:
        return f"Nearest({len(self.distances)} pictures, smallest distance={self.distances.min():.3g})"


def nearest(x: Array, X: Array) -> Nearest:
    """Distance of x (n, 1) to every column of X (n, m)."""
    return Nearest(np.sqrt(np.mean(np.square(X - x), axis=0)))


def last_hidden(network: Network, theta: Array, X: Array, buffers: Array) -> Array:
    """What the last dense layer is given, (n, m): the activations of the last hidden layer for X (n_x, m)."""
    A = X
    for layer, parameters in zip(network.layers[:-1], network.split(theta, buffers), strict=False):
        A = layer.forward(parameters, A)
    return A
