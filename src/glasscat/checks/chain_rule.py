"""A network and its loss written out as nodes: one rule an operation, and the chain rule does the rest.

No line of the hand-written backward pass is used here. `glasscat.checks.gradients` compares the two;
`glasscat.checks.network_graph` shows the nodes.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError
from glasscat.graph import constant, variable
from glasscat.graph.node import apply
from glasscat.graph.rules import AFFINE, LOG_SUM_EXP
from glasscat.i18n import _
from glasscat.layers import BatchNorm, Dense, Dropout, LeakyReLU, ReLU, Sigmoid, SigmoidOutput, SoftmaxOutput, Tanh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.graph import Node
    from glasscat.layers import Layer, Output
    from glasscat.network import Network
    from glasscat.typing import Array
    from glasscat.work import Work


def gradient_by_graph(  # noqa: PLR0917  (the order of `Network.loss_and_grad`)
    network: Network, theta: Array, X: Array, Y: Array, work: Work, s: Array | None = None
) -> Array:
    """DJ/dtheta (P,), with no line of the hand-written backward pass; parameters and errors as in `cost_node`."""
    found = cost_node(network, theta, X, Y, work, s).backward()
    return np.concatenate([found[entry.name].ravel() for entry in network.layout.entries])


def cost_node(  # noqa: PLR0917  (the order of `Network.loss_and_grad`)
    network: Network, theta: Array, X: Array, Y: Array, work: Work, s: Array | None = None
) -> Node:
    """J, the cost as training sees it, as the last node of a computation.

    Nodes have the course's names, ``Z1 = W1 @ X + b1``, ``A1 = relu(Z1)`` and so on, L being the loss of each sample.

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
    parameters = iter([variable(name, value) for name, value in network.layout.views(theta).items()])
    A, n_prev, number = constant(X, "X"), network.n_features, 0
    seen: Counter[str] = Counter()
    for layer, memory in zip(network.layers, work.memories, strict=True):
        number += isinstance(layer, Dense)
        mine = [next(parameters) for _entry in layer.entries(n_prev, number)]
        A = _layer(layer, mine, A, memory, _tag(layer, number, seen))
        n_prev = layer.n_out(n_prev)
    L = _losses(network.output, A, constant(Y, "Y"), number)
    return (L if s is None else constant(s, "s") * L).mean().named("J")


def _tag(layer: Layer, number: int, seen: Counter[str]) -> str:
    """Return what stands behind Z or A: the dense layer's number, and ``_2`` at a second layer of a kind after it."""
    letter = {Dense: "Z", BatchNorm: "B", Dropout: "D"}.get(type(layer), "A")
    kind = f"{letter}{number}"
    seen[kind] += 1
    return f"{number}" if seen[kind] == 1 else f"{number}_{seen[kind]}"


def _layer(layer: Layer, parameters: Sequence[Node], A: Node, memory: tuple[Array, ...], tag: str) -> Node:
    match layer:
        case Dense():
            W, b = parameters
            return apply(AFFINE, W, A, b).named(f"Z{tag}")
        case BatchNorm():
            return _normalised(layer, parameters, A, tag)
        case Dropout():
            return (A * constant(memory[0], f"D{tag}")).named(f"A{tag}_D")
        case _:
            return _activation(layer, A).named(f"A{tag}")


def _normalised(layer: BatchNorm, parameters: Sequence[Node], Z: Node, tag: str) -> Node:
    """``gamma (Z - mu) / sqrt(variance + epsilon) + beta``, the mean and variance being those of the batch."""
    gamma, beta = parameters
    deviation = (Z - Z.mean(axis=1).named(f"mu{tag}")).named(f"C{tag}")
    variance = (deviation**2).mean(axis=1).named(f"var{tag}")
    normal = (deviation / (variance + layer.epsilon) ** 0.5).named(f"N{tag}")
    return (gamma * normal + beta).named(f"B{tag}")


def _activation(layer: Layer, Z: Node) -> Node:
    match layer:
        case ReLU():
            return Z.relu()
        case LeakyReLU():
            # slope Z stands first, because its slope is the one that glasscat's leaky ReLU takes at Z = 0
            return (layer.slope * Z).larger(Z)
        case Tanh():
            return Z.tanh()
        case Sigmoid():
            return Z.sigmoid()
        case _:
            raise _unknown(layer)


def _losses(output: Output, Z: Node, Y: Node, number: int) -> Node:
    """Loss of each sample, L (1, m)."""
    match output:
        case SigmoidOutput(loss="cross-entropy"):
            # which is -(Y log A + (1 - Y) log(1 - A)) for A = sigmoid(Z), and cannot overflow
            return (Z.softplus() - Y * Z).named("L")
        case SoftmaxOutput(loss="cross-entropy"):
            # which is -sum(Y log A) for A = softmax(Z)
            return (apply(LOG_SUM_EXP, Z) - (Y * Z).sum(axis=0)).named("L")
        case SigmoidOutput():
            A = Z.sigmoid()
        case SoftmaxOutput():
            powers = (Z - Z.max(axis=0)).exp()  # which cannot overflow
            A = powers / powers.sum(axis=0)
        case _:
            raise _unknown(output)
    return (((A.named(f"A{number}") - Y) ** 2).sum(axis=0) / 2).named("L")


def _unknown(part: Layer | Output) -> UsageError:
    return UsageError(
        "GC-K08",
        type(part).__name__,
        _("the computation graph knows glasscat's own layers and outputs only."),
        _("build the network from glasscat.layers, or leave the method graph out."),
    )
