"""A whole dense network with its loss, written out as a graph: the chain rule without a hand-written backward pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.errors import DataError, UsageError, unknown_name
from glasscat.graph.computation import Graph
from glasscat.graph.faults import shape
from glasscat.graph.node import Node, apply, constant, variable
from glasscat.graph.rules import AFFINE
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike

ACTIVATIONS = ("relu", "leaky-relu", "tanh", "sigmoid")
LOSSES = ("cross-entropy", "squared-error")
LEAK = 0.01
"""Slope of the leaky ReLU below zero."""


def network_graph(
    parameters: Mapping[str, ArrayLike],
    activations: Sequence[str],
    X: ArrayLike,
    Y: ArrayLike,
    *,
    loss: str = "cross-entropy",
) -> Graph:
    """Write a dense network and its loss out as a graph.

    ``Z[l] = W[l] A[l-1] + b[l]``, ``A[l] = g(Z[l])``; the last layer is one sigmoid unit, or a softmax of several.

    Parameters
    ----------
    parameters : mapping
        W1 (n1, n_x), b1 (n1, 1), W2, b2, … by name.
    activations : sequence of str
        One a hidden layer: "relu", "leaky-relu", "tanh" or "sigmoid".
    X : (n_x, m)
        Samples in columns.
    Y : (n_units, m)
        Targets in columns: 0 or 1 for one unit, one 1 a column for more.
    loss : "cross-entropy" or "squared-error"
        The mean over samples. Cross-entropy is computed from Z: for one unit it is the mean of softplus(Z) - Y Z, which
        is -(Y log A + (1 - Y) log(1 - A)).

    Returns
    -------
    Graph
        X and Y are constants in it; ``derivatives["W1"]`` is dW1.

    Raises
    ------
    UsageError
        GC-G29: an activation or a loss that is not known, or parameters that are missing.
    DataError
        GC-G13, GC-G15, GC-G21, GC-G29: what is not numbers, shapes that do not fit, numbers that leave float64.
    """
    if loss not in LOSSES:
        raise unknown_name("GC-G29", _("loss"), loss, LOSSES)
    last = len(activations) + 1
    _check_names(parameters, last)
    A, targets = constant(X, "X"), constant(Y, "Y")
    if A.value.ndim != 2:
        problem = _("a table with one sample a column was expected; found shape {found}.", found=shape(A.value))
        raise DataError("GC-G29", "X", problem, _("make it (n_x, m)."))
    sizes = [A.value.shape[0]]
    for layer, activation in enumerate(activations, 1):
        Z = _affine(parameters, A, layer)
        A = _activate(activation, Z, layer)
        sizes.append(Z.value.shape[0])
    Z = _affine(parameters, A, last)
    sizes.append(Z.value.shape[0])
    _check_shape("Y", targets, Z.value.shape)
    sigmoid = sizes[-1] == 1
    if loss == "cross-entropy":
        J = _sigmoid_cross_entropy(Z, targets) if sigmoid else _softmax_cross_entropy(Z, targets)
    else:
        A = (Z.sigmoid() if sigmoid else _softmax(Z)).named(f"A{last}")
        J = ((A - targets) ** 2).sum(axis=0).mean() / 2
    return Graph.of(J.named("J"), _("Network {sizes}", sizes="-".join(map(str, sizes))))


def _check_names(parameters: Mapping[str, ArrayLike], last: int) -> None:
    expected = [f"{letter}{layer}" for layer in range(1, last + 1) for letter in "Wb"]
    if set(parameters) != set(expected):
        raise UsageError(
            "GC-G29",
            _("parameters"),
            _("expected {expected}; found {found}.", expected=", ".join(expected), found=", ".join(parameters)),
            _("give a W and a b for each layer, and an activation for each but the last."),
        )


def _check_shape(name: str, node: Node, expected: tuple[int, ...]) -> None:
    """Refuse what broadcasting would let through, such as (n,) where (n, 1) is meant."""
    if node.value.shape != expected:
        problem = _("shape {expected} was expected; found {found}.", expected=str(expected), found=shape(node.value))
        raise DataError("GC-G29", name, problem, _("one sample a column, one unit a row."))


def _affine(parameters: Mapping[str, ArrayLike], A_prev: Node, layer: int) -> Node:
    """``Z = W A_prev + b``."""
    W = variable(f"W{layer}", parameters[f"W{layer}"])
    b = variable(f"b{layer}", parameters[f"b{layer}"])
    n = W.value.shape[0] if W.value.ndim else 1
    _check_shape(W.name, W, (n, A_prev.value.shape[0]))
    _check_shape(b.name, b, (n, 1))
    return apply(AFFINE, W, A_prev, b).named(f"Z{layer}")


def _activate(activation: str, Z: Node, layer: int) -> Node:
    if activation not in ACTIVATIONS:
        raise unknown_name("GC-G29", _("activation"), activation, ACTIVATIONS)
    # 0.01 Z stands first, because its slope is the one that glasscat's leaky ReLU takes at Z = 0
    A = {
        "relu": Z.relu,
        "leaky-relu": lambda: (LEAK * Z).larger(Z),
        "tanh": Z.tanh,
        "sigmoid": Z.sigmoid,
    }[activation]()
    return A.named(f"A{layer}")


def _sigmoid_cross_entropy(Z: Node, Y: Node) -> Node:
    """Mean of ``-(Y log A + (1 - Y) log(1 - A))``, which is ``softplus(Z) - Y Z`` for ``A = sigmoid(Z)``."""
    return (Z.softplus() - Y * Z).mean()


def _softmax_cross_entropy(Z: Node, Y: Node) -> Node:
    """Mean of ``-sum(Y log A)``, which is ``log(sum(exp(Z))) - sum(Y Z)`` for ``A = softmax(Z)``."""
    highest = Z.max(axis=0)  # exp(Z - highest) cannot overflow
    log_sum = highest + (Z - highest).exp().sum(axis=0).log()
    return (log_sum - (Y * Z).sum(axis=0)).mean()


def _softmax(Z: Node) -> Node:
    """``exp(Z) / sum(exp(Z))``, column by column."""
    powers = (Z - Z.max(axis=0)).exp()
    return powers / powers.sum(axis=0)
