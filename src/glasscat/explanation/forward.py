"""The way forward: each layer's formula for one entry of what it puts out, and the cost at the end."""

from __future__ import annotations

from math import exp, log, log1p, tanh
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.explanation.expression import Number, whole
from glasscat.explanation.functions import Function, root, squared
from glasscat.explanation.sums import total
from glasscat.layers import BatchNorm, Dense, Dropout, LeakyReLU, ReLU, Sigmoid, SoftmaxOutput, Tanh

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glasscat.explanation.blocks import Block
    from glasscat.explanation.expression import Expression
    from glasscat.explanation.scene import Scene
    from glasscat.layers import Output


def dense(scene: Scene, block: Block, i: int, c: int) -> Expression:
    """``Z = W A_prev + b``."""
    W, b = f"W{block.number}", f"b{block.number}"
    products = [scene.weight(W, i, j) * scene.of(block.before, j, c) for j in range(block.n_in)]
    return total(products) + scene.unit(b, i)


def batch_norm(scene: Scene, block: Block, i: int, c: int) -> Expression:
    """``N = gamma (Z - mu) / sqrt(variance + epsilon) + beta``, of the batch in training, running ones in use."""
    n = block.number
    gamma, beta = scene.unit(f"gamma{n}", i), scene.unit(f"beta{n}", i)
    return gamma * normalised(scene, block, i, c) + beta


def normalised(scene: Scene, block: Block, i: int, c: int) -> Expression:
    """``(Z - mu) / sqrt(variance + epsilon)``."""
    layer: Any = block.layer
    running = "running_mean", "running_variance"
    mu, variance = running if scene.part else ("mu", "variance")
    deviation = root(scene.unit(f"{variance}{block.number}", i) + Number(layer.epsilon))
    return (scene.of(block.before, i, c) - scene.unit(f"{mu}{block.number}", i)) / deviation


def relu(scene: Scene, block: Block, i: int, c: int) -> Expression:
    """``A = max(0, Z)``."""
    return Function("max(0, {})", scene.of(block.before, i, c), lambda z: max(0.0, z), lambda _z: 1.0, exact=True)


def leaky_relu(scene: Scene, block: Block, i: int, c: int) -> Expression:
    """``A = max(slope Z, Z)``."""
    layer: Any = block.layer
    slope = layer.slope
    template = f"max({slope:g} · {{0}}, {{0}})"
    return Function(template, scene.of(block.before, i, c), lambda z: max(slope * z, z), lambda _z: 1.0)


def tangent(scene: Scene, block: Block, i: int, c: int) -> Expression:
    """``A = tanh(Z)``."""
    return Function("tanh({})", scene.of(block.before, i, c), tanh, lambda z: 1 - tanh(z) ** 2)


def sigmoid(scene: Scene, block: Block, i: int, c: int) -> Expression:
    """``A = 1 / (1 + exp(-Z))``."""
    return logistic(scene.of(block.before, i, c))


def logistic(Z: Expression) -> Expression:
    """``1 / (1 + exp(-Z))``."""
    return Function("1 / (1 + exp(-{}))", Z, _logistic, lambda z: _logistic(z) * _logistic(-z))


def dropout(scene: Scene, block: Block, i: int, c: int) -> Expression:
    """``R = A D`` in training, ``R = A`` in use."""
    A = scene.of(block.before, i, c)
    return A if scene.part else A * scene.of(f"D{block.number}", i, c)


FORWARD: Mapping[type, Any] = {  # from pass, layer, unit and column to the formula of that entry
    Dense: dense,
    BatchNorm: batch_norm,
    Dropout: dropout,
    ReLU: relu,
    LeakyReLU: leaky_relu,
    Tanh: tangent,
    Sigmoid: sigmoid,
}


def softmax(scene: Scene, last: Block, i: int, c: int) -> Expression:
    """``A = exp(Z - M) / sum over classes of exp(Z - M)``, M the largest Z."""
    terms = [_exponential(scene, last, k, c) for k in range(last.n_out)]
    return terms[i] / total(terms)


def _exponential(scene: Scene, last: Block, i: int, c: int) -> Expression:
    largest = Number(float(np.max(scene.arrays[last.symbol][:, c])))
    return Function("exp({})", scene.of(last.symbol, i, c) - largest, exp, exp)


def answer(output: Output) -> Any:  # noqa: ANN401  (as those of FORWARD)
    """Formula of the network's output A."""
    return softmax if isinstance(output, SoftmaxOutput) else _sigmoid_output


def _sigmoid_output(scene: Scene, last: Block, i: int, c: int) -> Expression:
    return logistic(scene.of(last.symbol, i, c))


def loss(output: Output, scene: Scene, last: Block, c: int) -> Expression:
    """What one sample costs; cross-entropy from Z, as -log A would be infinite where A rounds to 0."""
    Y = scene.arrays["Y"][:, c]
    if getattr(output, "loss", "") == "squared-error":
        A = f"A{last.number}"
        return total([squared(scene.of(A, i, c) - scene.of("Y", i, c)) for i in range(last.n_out)]) / Number(2)
    if not isinstance(output, SoftmaxOutput):
        Z = scene.of(last.symbol, 0, c)
        sign, template = (-1, "log(1 + exp(-{}))") if Y[0] else (1, "log(1 + exp({}))")
        return Function(template, Z, lambda z: _softplus(sign * z), lambda z: sign * _logistic(sign * z))
    terms = [_exponential(scene, last, k, c) for k in range(last.n_out)]
    largest = Number(float(np.max(scene.arrays[last.symbol][:, c])))
    own = scene.of(last.symbol, int(np.argmax(Y)), c) - largest
    return Function("log({})", total(terms), log, lambda a: 1 / a) - own


def cost(scene: Scene, penalty: Expression | None) -> Expression:
    """``J = (1/m) sum of loss``, each times the sample's weight, and the penalty on squared weights."""
    losses: list[Expression] = [scene.each("loss", c) for c in range(scene.m)]
    if "s" in scene.arrays:
        losses = [scene.each("s", c) * one for c, one in enumerate(losses)]
    J = total(losses) / whole(scene.m)
    return J if penalty is None else J + penalty


def statistic(scene: Scene, block: Block, i: int) -> dict[str, Expression]:
    """Mean and variance of a unit over the batch."""
    n, m = block.number, whole(scene.m)
    Z = [scene.of(block.before, i, c) for c in range(scene.m)]
    mu = scene.unit(f"mu{n}", i)
    return {f"mu{n}": total(Z) / m, f"variance{n}": total([squared(z - mu) for z in Z]) / m}


def _logistic(z: float) -> float:
    return 1 / (1 + exp(-z)) if z > -700 else exp(z)


def _softplus(z: float) -> float:
    return max(0.0, z) + log1p(exp(-abs(z)))
