"""The neuron's steps in the span of its samples, written out by hand: what NumPy itself takes for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.kernels.gram import gram

if TYPE_CHECKING:
    from collections.abc import Callable

BY_HAND = "its steps by hand, without costs, checks and records"


def beside_hand(hand: float, floor: float, theirs: float, name: str) -> str:
    """How near to the floor, and how far ahead of another way, NumPy itself lets anybody get."""
    return (
        f"the bare steps written out by hand in NumPy take {hand / floor:.2f} times the floor, and would be "
        f"{theirs / hand:.0f} times faster than {name}"
    )


def neuron_by_hand(stored: np.ndarray, y: np.ndarray, rates: np.ndarray, steps: int) -> Callable[[], np.ndarray]:
    """Return the training of one neuron a learning rate, for this one job: nothing is checked, recorded or costed.

    Parameters
    ----------
    stored : (m, n_x)
        Bytes.
    y : (m,)
    rates : (R,)
    steps : int

    Returns
    -------
    train : callable
        Gives w and b of each run, (R, n_x + 1).
    """
    m = len(stored)
    rate = rates[:, None] / m if len(rates) > 1 else float(rates[0] / m)
    Z = np.empty((len(rates), m))

    def train() -> np.ndarray:
        G = gram(stored, stored) / 255**2
        C, b = np.zeros((len(rates), m)), np.zeros((len(rates), 1))
        for _step in range(steps):
            np.matmul(C, G, out=Z)
            np.add(Z, b, out=Z)
            np.negative(Z, out=Z)
            np.exp(Z, out=Z)
            np.add(Z, 1.0, out=Z)
            np.reciprocal(Z, out=Z)
            np.subtract(Z, y, out=Z)
            np.multiply(Z, rate, out=Z)
            np.subtract(C, Z, out=C)
            np.subtract(b, np.add.reduce(Z, axis=-1, keepdims=True), out=b)
        return np.hstack([C @ stored / 255, b])

    return train
