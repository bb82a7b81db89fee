"""The curvature of a cost surface: the largest and the smallest eigenvalue of the Hessian, without making the Hessian.

The gradient at a complex point gives the product of the Hessian with any vector, exact up to rounding:

    grad J(theta + i h v) = grad J(theta) + i h H v - h^2 …        H v = Im grad J(theta + i h v) / h
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.layers import Dense, SigmoidOutput, SoftmaxOutput
from glasscat.studies.slices import COMPLEX_STEP

if TYPE_CHECKING:
    from glasscat.network import Network
    from glasscat.studies.slices import Surface
    from glasscat.typing import Array

SMALL = 64
"""Parameters up to which the whole Hessian is made, by as many products at once."""
PRECISION = 1e-7
"""Of both eigenvalues, as a share of the larger one in size."""
NOTHING = 1e-6
"""A smallest curvature below this share of the largest in size is called zero: ten times what is lost on the way."""


@dataclass(frozen=True, slots=True)
class Curvature:
    """How strongly J bends at one point, in the directions where it bends most and least.

    Parameters
    ----------
    largest, smallest : float
        Extreme eigenvalues of the Hessian of J.
    products : int
        Products of the Hessian with a vector that this took.
    flat : int
        Directions that were left out because J cannot change along them.
    """

    largest: float
    smallest: float
    products: int
    flat: int

    @property
    def is_convex_here(self) -> bool:
        """Whether J bends downwards in no direction, up to rounding."""
        return self.smallest >= -NOTHING * max(abs(self.largest), abs(self.smallest))

    def as_json(self) -> dict[str, Any]:
        """Its fields."""
        return asdict(self)


def hessian_product(surface: Surface, theta: Array, v: Array) -> Array:
    """H v (..., P), for narrowed theta (P,) and any v (..., P).

    At the kink of a ReLU the slope on one side is taken, as in training.
    """
    return surface.gradients(theta + 1j * COMPLEX_STEP * v).imag / COMPLEX_STEP


def curvature(surface: Surface, theta: Array) -> Curvature:
    """Extreme eigenvalues of the Hessian at narrowed theta (P,): of a small one all, of a large one two by SciPy."""
    P = len(theta)
    if P <= SMALL:
        H = hessian_product(surface, theta, np.eye(P))
        values, products = np.linalg.eigvalsh((H + H.T) / 2), P
    else:
        values, products = _ends(surface, theta)
    ends = [values[0], values[-1], *([0.0] if surface.flat else [])]
    return Curvature(float(max(ends)), float(min(ends)), products, surface.flat)


def _ends(surface: Surface, theta: Array) -> tuple[Array, int]:
    """Smallest and largest eigenvalue, (2,), by the Lanczos method of ``eigsh``, and how many products they took.

    The one that is larger in size comes first; the other is found as the far end of H - first 1, so that an eigenvalue
    of zero, which no relative tolerance could ever meet, is as easy as any other.
    """
    from scipy.sparse.linalg import LinearOperator, eigsh  # noqa: PLC0415  (0.1 s, and only studies of surfaces need it)

    P, products = len(theta), 0
    # the same start every time, so that the same bits come out; standard normal numbers, so that no direction is missed
    v0 = np.random.default_rng(0).standard_normal(P)

    def product(v: Array) -> Array:
        nonlocal products
        products += 1
        return hessian_product(surface, theta, v.ravel())

    def far_end(shift: float) -> float:
        H = LinearOperator((P, P), matvec=lambda v: product(v) - shift * v.ravel(), dtype=np.float64)
        return float(eigsh(H, k=1, which="LM", v0=v0, tol=PRECISION, return_eigenvectors=False)[0]) + shift

    if not np.any(product(v0)):  # no curvature at all, which Lanczos has nothing to begin with
        return np.zeros(2), products
    first = far_end(0.0)
    return np.sort([first, far_end(first)]), products


def is_convex_everywhere(network: Network) -> bool:
    """Whether J is convex in theta whatever the data: it is for a single dense layer with cross-entropy.

    Z is then linear in theta and the loss of a sample convex in its z, so every average of them is convex; L2 adds a
    convex bowl.
    """
    is_neuron = len(network.layers) == 1 and type(network.layers[0]) is Dense
    return is_neuron and network.output in {SigmoidOutput(), SoftmaxOutput(network.output.n_classes)}
