"""Slices through a cost surface: J over a plane in the space of all parameters, and over a line in it.

    theta(x, y) = origin + x u + y v        J(x, y) = J(theta(x, y))

All points of a slice are rows of one theta (R, P): one matrix product a layer serves them all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np

from glasscat.layers import Dense, Dropout
from glasscat.training.penalty import L2

if TYPE_CHECKING:
    from glasscat.i18n import Text
    from glasscat.network import Network
    from glasscat.typing import Array

MEMORY = 2**26
"""Bytes that the parameters and activations of a block of points may take; more gains nothing."""
STRAIGHT = 1e-20
"""A path whose second direction holds less than this share of the first is straight, up to rounding."""
BEYOND, MARGIN, THINNEST = 0.4, 0.12, 0.4
"""What a slice shows beyond the end of a path and around it, as shares of the path's own extent; and the least length
of a side, as a share of the other one."""
COMPLEX_STEP = 1e-20
"""Far below rounding: what the step's square would change is then exactly nothing."""


@dataclass(frozen=True, eq=False)
class Surface:
    """Cost J of a network on its training set, as a function of theta alone.

    A dense first layer sees its samples only through W1 X. With X = Q R and Q.T Q = 1, W1 X = (W1 Q) R: the network
    that takes the m columns of R and learns W1 Q has the same costs, slopes along Q and curvatures, with n_x / m times
    fewer weights. Across the columns of Q nothing changes: such directions are flat.

    Parameters
    ----------
    network : Network
        Without dropout, which a surface does not have; it may take the columns of R.
    X : (n, m)
        X, or R.
    Y : (n_units, m)
    s : (m,) or None
        Weights of the samples.
    l2 : float
    Q : (n_x, n) or None
        None where X is as it was.
    flat : int
        Directions across the columns of Q, in which J cannot change.
    """

    network: Network
    X: Array
    Y: Array
    s: Array | None
    l2: float
    Q: Array | None
    flat: int

    @classmethod
    def of(cls, network: Network, X: Array, Y: Array, s: Array | None = None, l2: float = 0.0) -> Self:
        """Surface of a network on samples X (n_x, m) with targets Y (n_units, m), in the smallest form it has.

        With L2 every weight counts by itself, so nothing is flat and X stays.
        """
        layers = tuple(layer for layer in network.layers if not isinstance(layer, Dropout))
        network = replace(network, layers=layers)
        n_x, m = X.shape
        if l2 or n_x <= m or type(layers[0]) is not Dense:
            return cls(network, X, Y, s, l2, None, 0)
        Q, R = np.linalg.qr(X)
        return cls(replace(network, n_features=m), R, Y, s, l2, Q, layers[0].n * (n_x - m))

    def narrowed(self, thetas: Array) -> Array:
        """Parameters (..., P) of the network as it was, as this one has them: W1 becomes W1 Q."""
        if self.Q is None:
            return thetas
        first = self.network.layout.entries[0]
        rows = first.shape[0]
        W1, rest = np.split(thetas, [rows * len(self.Q)], axis=-1)
        W1 = W1.reshape(*thetas.shape[:-1], rows, len(self.Q)) @ self.Q
        return np.concatenate([W1.reshape(*thetas.shape[:-1], first.size), rest], axis=-1)

    def costs(self, thetas: Array) -> Array:
        """J (R,) at narrowed parameters (R, P)."""
        blocks = np.split(thetas, range(self._rows, len(thetas), self._rows))
        return np.concatenate([self._costs(block) for block in blocks])

    def gradients(self, thetas: Array) -> Array:
        """dJ/dtheta (R, P) at narrowed parameters (R, P), which may be complex."""
        grad = self.network.loss_and_grad(thetas, self.X, self.Y, s=self.s)[1]
        self._penalty.add_gradient(grad, thetas)
        return grad

    @cached_property
    def _penalty(self) -> L2:
        return L2.of(self.l2, self.network)

    @cached_property
    def _rows(self) -> int:
        """Points in a block."""
        units, m = sum(self.network.sizes[1:]), self.X.shape[1]
        return max(1, MEMORY // (8 * (2 * self.network.layout.size + 4 * units * m)))

    def _costs(self, thetas: Array) -> Array:
        J = self.network.training_loss(thetas, self.X, self.Y, s=self.s)
        return np.asarray(J + self._penalty.cost(thetas))


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """A plane in the space of all parameters.

    Parameters
    ----------
    origin : (P,)
        Where x = y = 0.
    directions : (2, P)
        u and v, one step along x and along y.
    names : pair of Text or str
        What the two directions are called.
    """

    origin: Array
    directions: Array
    names: tuple[Text | str, Text | str]

    def at(self, points: Array) -> Array:
        """Parameters (..., P) at points (..., 2)."""
        return self.origin + points @ self.directions

    def points(self, thetas: Array) -> Array:
        """Nearest points of the plane, (T, 2), to parameters (T, P)."""
        moved = (thetas - self.origin) @ self.directions.T
        return np.linalg.solve(self.directions @ self.directions.T, moved.T).T

    def share(self, thetas: Array) -> float:
        """Share of the path's squared distances from the origin that lies in the plane, 0 to 1.

        ``1 - sum |theta_t - nearest point|^2 / sum |theta_t - origin|^2``
        """
        moved = thetas - self.origin
        total = np.sum(moved**2)
        missed = np.sum((moved - self.points(thetas) @ self.directions) ** 2)
        return float(1 - missed / total) if total else 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """J over a plane, and the path of a training as it looks from there.

    Parameters
    ----------
    names : pair of Text or str
        Of the two directions.
    x, y : (n,)
        Where J was computed, in steps along the two directions.
    costs : (n, n)
        J, one row a y.
    path : (T, 2)
        Nearest points to the iterates.
    path_costs : (T,)
        J of the iterates themselves.
    shadow_costs : (T,)
        J at the nearest points: the same where the plane holds all of the path.
    share : float
        Of the path that the plane holds, 0 to 1.
    """

    names: tuple[Text | str, Text | str]
    x: Array
    y: Array
    costs: Array
    path: Array
    path_costs: Array
    shadow_costs: Array
    share: float

    def moved(self, by: Array) -> Slice:
        """The same slice with ``by`` (2,) added to all its coordinates."""
        return replace(self, x=self.x + by[0], y=self.y + by[1], path=self.path + by)

    @property
    def gap(self) -> float:
        """Largest difference between the cost of an iterate and that of its shadow on the plane."""
        return float(np.max(np.abs(self.path_costs - self.shadow_costs)))


def principal_directions(path: Array) -> Array:
    """Two orthonormal directions that hold most of a path, (2, P): the singular vectors of its steps back from the end.

    Parameters
    ----------
    path : (T, P)
        Iterates; the last one is the end, and not all are the same.

    Notes
    -----
    Li, Xu, Taylor, Studer and Goldstein, *Visualizing the loss landscape of neural nets* (2018), section 7. M = U S V.T
    is taken from M M.T = U S^2 U.T, which is T x T. Signs are chosen so that the path begins at the left and at the
    top.
    """
    moved = path[:-1] - path[-1]
    squares, U = np.linalg.eigh(moved @ moved.T)
    first = _unit(U[:, -1] @ moved)
    second = U[:, -2] @ moved if len(squares) > 1 and squares[-2] > STRAIGHT * squares[-1] else _anywhere_else(first)
    second = _unit(second - first * (first @ second))
    directions = np.stack([first, second])
    return directions * np.where(directions @ moved[0] * (1, -1) > 0, -1, 1)[:, None]


def _unit(vector: Array) -> Array:
    return vector / np.linalg.norm(vector)


def _anywhere_else(direction: Array) -> Array:
    """A direction that a straight path does not take: along the parameter that changes least."""
    return np.where(np.arange(len(direction)) == np.argmin(np.abs(direction)), 1.0, 0.0)


def random_directions(network: Network, theta: Array, rng: np.random.Generator) -> Array:
    """Two random directions, (2, P), filter-normalised: in each, a unit's weights are as long as those in theta.

    Biases, gains and shifts stay as they are. Without this a network whose weights are large would look flat (Li et
    al., 2018, section 4).
    """
    directions = np.zeros((2, len(theta)))
    views, sizes = network.layout.views(directions), network.layout.views(theta)
    for entry in network.layout.entries:
        if entry.kind == "weight":
            drawn = rng.standard_normal((2, *entry.shape))
            lengths = np.linalg.norm(sizes[entry.name], axis=-1, keepdims=True)
            views[entry.name][...] = drawn / np.linalg.norm(drawn, axis=-1, keepdims=True) * lengths
    return directions


def slice_of(surface: Surface, plane: Plane, path: Array, x: Array, y: Array) -> Slice:
    """Compute J over a plane, and along a path and its shadow.

    Parameters
    ----------
    surface : Surface
    plane : Plane
    path : (T, P)
    x, y : (n,)
    """
    narrow = replace(plane, origin=surface.narrowed(plane.origin), directions=surface.narrowed(plane.directions))
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    shadow = plane.points(path)
    return Slice(
        plane.names,
        x,
        y,
        costs_at(surface, narrow, grid).reshape(len(y), len(x)),
        shadow,
        surface.costs(surface.narrowed(path)),
        costs_at(surface, narrow, shadow),
        plane.share(path),
    )


def costs_at(surface: Surface, narrow: Plane, points: Array) -> Array:
    """J (R,) at points (R, 2) of a plane with narrowed directions; its rows are made block by block."""
    step = max(1, MEMORY // narrow.directions.nbytes)
    blocks = np.split(points, range(step, len(points), step))
    return np.concatenate([surface.costs(narrow.at(block)) for block in blocks])


def sides(shadow: Array, n: int, *, reach: Array | None = None) -> tuple[Array, Array]:
    """Sides of a slice, x (n,) and y (n,), with room around a path's shadow and beyond its end, at (0, 0).

    Parameters
    ----------
    shadow : (T, 2)
    n : int
        Points a side.
    reach : (2,), optional
        Least distance that is shown to either side of the end.
    """
    around = np.concatenate([shadow, -BEYOND * shadow, np.outer((-1, 1), np.zeros(2) if reach is None else reach)])
    low, high = around.min(axis=0), around.max(axis=0)
    middle, half = (low + high) / 2, (high - low) * (0.5 + MARGIN)
    half = np.maximum(half, THINNEST * half.max())
    x, y = np.linspace(middle - half, middle + half, n).T
    return x, y
