"""One logistic neuron, written out as a course writes it: the yardstick for everything faster or deeper.

Samples stand in columns: X is (n_x, m), Y is (1, m), w is (n_x, 1), b is a number.

    Z = w.T X + b        A = sigmoid(Z)        J = -(1/m) sum(Y log A + (1-Y) log(1-A))
    dZ = A - Y           dw = (1/m) X dZ.T     db = (1/m) sum(dZ)
    w := w - learning_rate dw                  b := b - learning_rate db
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self, TypedDict

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.kernels import sigmoid, sigmoid_cross_entropy
from glasscat.optimizers.learning_rate import check_learning_rate

if TYPE_CHECKING:
    from glasscat.typing import Array, Integers


class Gradients(TypedDict):
    """dJ/dw (n_x, 1) and dJ/db."""

    dw: Array
    db: float


class Parameters(TypedDict):
    """Weights w (n_x, 1) and bias b."""

    w: Array
    b: float


def initialize(n_x: int) -> tuple[Array, float]:
    """Weights w of zeros, (n_x, 1), and bias b = 0.

    Raises
    ------
    UsageError
        GC-U07, if n_x is not a whole number above 0.
    """
    if n_x < 1:
        raise UsageError(
            "GC-U07",
            "n_x",
            _("a neuron needs at least one input; found {n}.", n=n_x),
            _("give the number of features."),
        )
    return np.zeros((n_x, 1)), 0.0


def propagate(w: Array, b: float, X: Array, Y: Array | Integers) -> tuple[Gradients, float]:
    """Once forward, once backward.

    Parameters
    ----------
    w : (n_x, 1)
    b : float
    X : (n_x, m)
        Samples in columns; pixels 0-1.
    Y : (1, m)
        Classes, 0 or 1.

    Returns
    -------
    grads : {"dw": (n_x, 1), "db": float}
    cost : float
        J, finite for every finite Z.

    Raises
    ------
    UsageError
        GC-U08, if a shape is another one: (m,) is not (1, m).
    """
    _check_shapes(w, X, Y)
    m = X.shape[1]
    Z = w.T @ X + b
    A = sigmoid(Z)
    dZ = A - Y
    dw = X @ dZ.T / m
    db = float(np.sum(dZ)) / m
    return {"dw": dw, "db": db}, _cost(Z, A, Y)


def optimize(  # noqa: PLR0917  (the course's order of arguments)
    w: Array, b: float, X: Array, Y: Array | Integers, n_iterations: int, learning_rate: float
) -> tuple[Parameters, Gradients, list[float]]:
    """Gradient descent on the whole training set.

    Parameters
    ----------
    w, b, X, Y
        As in `propagate`; w is not changed.
    n_iterations : int
        Steps to take, at least 1.
    learning_rate : float
        Above 0.

    Returns
    -------
    params : {"w": (n_x, 1), "b": float}
        After the last step.
    grads : {"dw": (n_x, 1), "db": float}
        Those of the last step, computed before it.
    costs : list of float
        J before steps 0, 100, 200, …

    Raises
    ------
    UsageError
        GC-U04 or GC-U94, if the learning rate or the number of iterations is not above 0.
    """
    check_learning_rate(learning_rate)
    if n_iterations < 1:
        raise UsageError(
            "GC-U94", _("iterations"), _("at least 1 is needed; found {n}.", n=n_iterations), _("give for example 100.")
        )
    costs = []
    for i in range(n_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs


def predict(w: Array, b: float, X: Array) -> Array:
    """Class of each sample, (1, m): 1 where A > 0.5, else 0."""
    _check_shapes(w, X)
    return (sigmoid(w.T @ X + b) > 0.5).astype(float)


@dataclass
class LogisticRegression:
    """The one neuron as the course writes it, from zeros, by gradient descent on the whole training set.

    Parameters
    ----------
    n_iterations : int
    learning_rate : float

    Attributes
    ----------
    w : (n_x, 1), b : float
        After `fit`.
    costs : list of float
        J before steps 0, 100, 200, …

    Examples
    --------
    >>> import numpy as np
    >>> X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])
    >>> neuron = LogisticRegression(n_iterations=5000, learning_rate=0.5).fit(X, Y)
    >>> neuron.predict(X)
    array([[0., 0., 1., 1.]])
    """

    n_iterations: int = 2000
    learning_rate: float = 0.005
    w: Array = field(init=False, repr=False)
    b: float = field(init=False, repr=False)
    costs: list[float] = field(init=False, repr=False)

    def fit(self, X: Array, Y: Array | Integers) -> Self:
        """Train on X (n_x, m) with classes Y (1, m); see `optimize`."""
        w, b = initialize(len(X))
        params, _grads, self.costs = optimize(w, b, X, Y, self.n_iterations, self.learning_rate)
        self.w, self.b = params["w"], params["b"]
        return self

    def predict(self, X: Array) -> Array:
        """Class of each sample, (1, m); GC-U75 before `fit`."""
        if not hasattr(self, "w"):
            problem = _("the neuron has not been trained, so it has no weights yet.")
            raise UsageError("GC-U75", "LogisticRegression", problem, _("call fit(X, Y) first."))
        return predict(self.w, self.b, X)

    def accuracy(self, X: Array, Y: Array | Integers) -> float:
        """Percent of samples that are classified right, ``100 - mean|prediction - Y| * 100``."""
        return float(100 - np.mean(np.abs(self.predict(X) - Y)) * 100)


def _cost(Z: Array, A: Array, Y: Array | Integers) -> float:
    """J by the course's formula; from Z where A has rounded to 0 or 1, so that the formula would take the log of 0."""
    if np.any((A == 0) | (A == 1)):
        return float(sigmoid_cross_entropy(Z, Y))
    return float(-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / A.shape[1])


def _check_shapes(w: Array, X: Array, Y: Array | Integers | None = None) -> None:
    """Refuse what broadcasting would accept and get wrong: (m,) against (1, m), or a w that lies down."""
    if np.ndim(X) != 2 or np.shape(w) != (len(X), 1):
        raise UsageError(
            "GC-U08",
            "w, X",
            _("X must be (n_x, m) and w (n_x, 1); found {X} and {w}.", X=np.shape(X), w=np.shape(w)),
            _("samples stand in columns; X.reshape(m, -1).T and w.reshape(-1, 1) make them so."),
        )
    if Y is not None and np.shape(Y) != (1, X.shape[1]):
        raise UsageError(
            "GC-U08",
            "Y",
            _("it must be {expected}, one class a column; found {found}.", expected=(1, X.shape[1]), found=np.shape(Y)),
            _("an array of shape (m,) is neither a row nor a column; Y.reshape(1, -1) is a row."),
        )
