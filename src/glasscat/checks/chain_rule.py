"""The gradient of a network by the computation graph: one rule an operation, and the chain rule does the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError
from glasscat.graph import constant, variable
from glasscat.i18n import _
from glasscat.layers import BatchNorm, Dense, Dropout, LeakyReLU, ReLU, Sigmoid, SigmoidOutput, SoftmaxOutput, Tanh

if TYPE_CHECKING:
    from glasscat.graph import Node
    from glasscat.layers import Layer, Output
    from glasscat.network import Network
    from glasscat.typing import Array
    from glasscat.work import Work


def gradient_by_graph(  # noqa: PLR0917  (the order of `Network.loss_and_grad`)
    network: Network, theta: Array, X: Array, Y: Array, work: Work, s: Array | None = None
) -> Array:
    """DJ/dtheta (P,), with no line of the hand-written backward pass.

    Parameters
    ----------
    network : Network
    theta : (P,)
    X : (n_features, m)
    Y : (n_units, m)
    work : Work
        Holds the dropout masks.
    s : (m,), optional
        Weights of the samples.

    Raises
    ------
    UsageError
        GC-K08: the network has a layer or an output that is not glasscat's own.
    DataError
        GC-G13 to GC-G22: a number or a derivative is not finite.
    """
    nodes = {name: variable(name, value) for name, value in network.layout.views(theta).items()}
    waiting = iter(nodes.values())
    A = constant(X, "X")
    n_prev = network.n_features
    for layer, memory in zip(network.layers, work.memories, strict=True):
        parameters = [next(waiting) for _entry in layer.entries(n_prev, 1)]
        A = _layer(layer, parameters, A, memory)
        n_prev = layer.n_out(n_prev)
    J = _cost(network.output, A, Y, np.ones(X.shape[1]) if s is None else s)
    found = J.named("J").backward()
    return np.concatenate([found[name].ravel() for name in nodes])


def _layer(layer: Layer, parameters: list[Node], A: Node, memory: tuple[Array, ...]) -> Node:
    match layer:
        case Dense():
            W, b = parameters
            return W @ A + b
        case BatchNorm():
            gamma, beta = parameters
            deviation = A - A.mean(axis=1)
            variance = (deviation**2).mean(axis=1)
            return gamma * deviation / (variance + layer.epsilon) ** 0.5 + beta
        case Dropout():
            return A * memory[0]
        case _:
            return _activation(layer, A)


def _activation(layer: Layer, Z: Node) -> Node:
    match layer:
        case ReLU():
            return Z.relu()
        case LeakyReLU():
            return (layer.slope * Z).larger(Z)
        case Tanh():
            return Z.tanh()
        case Sigmoid():
            return Z.sigmoid()
        case _:
            raise _unknown(layer)


def _cost(output: Output, Z: Node, Y: Array, s: Array) -> Node:
    """``J = (1/m) sum of s times the loss of each sample``."""
    match output:
        case SigmoidOutput(loss="cross-entropy"):
            return ((Z.softplus() - Y * Z) * s).mean()
        case SoftmaxOutput(loss="cross-entropy"):
            highest = Z.max(axis=0)
            log_sum = highest + (Z - highest).exp().sum(axis=0).log()
            return ((log_sum - (Y * Z).sum(axis=0)) * s).mean()
        case SigmoidOutput():
            return (((Z.sigmoid() - Y) ** 2).sum(axis=0) * s).mean() / 2
        case SoftmaxOutput():
            powers = (Z - Z.max(axis=0)).exp()
            return (((powers / powers.sum(axis=0) - Y) ** 2).sum(axis=0) * s).mean() / 2
        case _:
            raise _unknown(output)


def _unknown(part: Layer | Output) -> UsageError:
    return UsageError(
        "GC-K08",
        type(part).__name__,
        _("the computation graph knows glasscat's own layers and outputs only."),
        _("leave the method graph out."),
    )
