"""Slopes of a cost along probes, without any chain rule: by nudging theta and looking at J.

The nudged copies of theta are the rows of one array, so that a whole block of them is one call: the runs axis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from glasscat.checks.probes import Probes
    from glasscat.typing import Array

Costs: TypeAlias = "Callable[[Array], tuple[Array, NDArray[np.bool_]]]"
"""From rows of parameters (R, P) to their costs (R,), and whether each row lies beyond a kink (R,)."""

COMPLEX_STEP = 1e-20
"""Far below rounding: what the step's square would change is then exactly nothing."""


def differences(
    costs: Costs, theta: Array, probes: Probes, *, epsilon: float, rows: int
) -> tuple[Array, NDArray[np.bool_]]:
    """Two-sided differences, ``(J(theta + epsilon v) - J(theta - epsilon v)) / (2 epsilon)``.

    Wrong by about epsilon^2 times the third derivative of J, and by the rounding of J divided by epsilon.

    Parameters
    ----------
    costs : callable
        From (R, P) to (R,) and (R,).
    theta : (P,)
    probes : Probes
    epsilon : float
        Length of a nudge.
    rows : int
        Most rows in one call of ``costs``.

    Returns
    -------
    slopes : (len(probes),)
    crossed : (len(probes),) bool
        Where a nudge went over a kink, so that the slope means little.
    """
    slopes, crossed = np.empty(len(probes)), np.empty(len(probes), dtype=bool)
    for first, last in _blocks(len(probes), max(rows // 2, 1)):
        n = last - first
        both = [probes.nudged(theta, step, first, last) for step in (epsilon, -epsilon)]
        J, beyond = costs(np.concatenate(both))
        slopes[first:last] = (J[:n] - J[n:]) / (2 * epsilon)
        crossed[first:last] = beyond[:n] | beyond[n:]
    return slopes, crossed


def complex_step(costs: Costs, theta: Array, probes: Probes, *, rows: int) -> tuple[Array, NDArray[np.bool_]]:
    """Complex step, ``Im J(theta + i h v) / h`` with h = 1e-20 (Squire and Trapp, 1998).

    J(theta + i h v) = J + i h dJ/dv - h^2 …: nothing is subtracted, so nothing is lost, and the slope is exact up to
    rounding. ``costs`` must take complex numbers all the way. Arguments and results as in `differences`.
    """
    slopes, crossed = np.empty(len(probes)), np.empty(len(probes), dtype=bool)
    for first, last in _blocks(len(probes), rows):
        J, crossed[first:last] = costs(probes.nudged(theta, 1j * COMPLEX_STEP, first, last))
        slopes[first:last] = J.imag / COMPLEX_STEP
    return slopes, crossed


def _blocks(n: int, rows: int) -> Iterator[tuple[int, int]]:
    return ((first, min(first + rows, n)) for first in range(0, n, rows))
