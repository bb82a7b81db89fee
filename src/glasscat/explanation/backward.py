"""The way back: each layer's formula for the gradient of what went into it, and of its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glasscat.explanation.expression import Number, whole
from glasscat.explanation.forward import normalised
from glasscat.explanation.functions import Function, root, squared
from glasscat.explanation.sums import total
from glasscat.layers import BatchNorm, Dense, Dropout, LeakyReLU, ReLU, Sigmoid, SoftmaxOutput, Tanh

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glasscat.explanation.blocks import Block
    from glasscat.explanation.expression import Expression
    from glasscat.explanation.scene import Scene
    from glasscat.layers import Output


def dense(scene: Scene, after: Block, j: int, c: int) -> Expression:
    """``dA_prev = W.T dZ``."""
    W, dZ = f"W{after.number}", f"d{after.symbol}"
    return total([scene.weight(W, i, j) * scene.of(dZ, i, c) for i in range(after.n_out)])


def batch_norm(scene: Scene, after: Block, i: int, c: int) -> Expression:
    """``dZ = (gamma dN - shift - Z_hat tilt) / sqrt(variance + epsilon)``; shift and tilt are means over the batch."""
    n, layer = after.number, after.layer
    epsilon: Any = getattr(layer, "epsilon", 0.0)
    pull = scene.unit(f"gamma{n}", i) * scene.of(f"d{after.symbol}", i, c)
    rest = pull - scene.unit(f"shift{n}", i) - normalised(scene, after, i, c) * scene.unit(f"tilt{n}", i)
    return rest / root(scene.unit(f"variance{n}", i) + Number(epsilon))


def pulls(scene: Scene, block: Block, i: int) -> dict[str, Expression]:
    """Means over the batch that the way back through a normalisation needs."""
    n, m = block.number, whole(scene.m)
    gamma = scene.unit(f"gamma{n}", i)
    each = [gamma * scene.of(f"d{block.symbol}", i, c) for c in range(scene.m)]
    tilts = [pull * normalised(scene, block, i, c) for c, pull in enumerate(each)]
    return {f"shift{n}": total(each) / m, f"tilt{n}": total(tilts) / m}


def dropout(scene: Scene, after: Block, i: int, c: int) -> Expression:
    """``dA = dR D``."""
    return scene.of(f"d{after.symbol}", i, c) * scene.of(f"D{after.number}", i, c)


def relu(scene: Scene, after: Block, i: int, c: int) -> Expression:
    """``dZ = dA [A > 0]``."""
    return scene.of(f"d{after.symbol}", i, c) * _step(scene, after, i, c, 0.0)


def leaky_relu(scene: Scene, after: Block, i: int, c: int) -> Expression:
    """``dZ = dA`` where A > 0, ``slope dA`` elsewhere."""
    layer: Any = after.layer
    return scene.of(f"d{after.symbol}", i, c) * _step(scene, after, i, c, layer.slope)


def _step(scene: Scene, after: Block, i: int, c: int, below: float) -> Expression:
    A = scene.of(after.symbol, i, c)
    template = f"({{}} > 0 ? 1 : {below:g})" if below else "[{} > 0]"
    return Function(template, A, lambda a: 1.0 if a > 0 else below, lambda _a: 0.0, exact=below == 0)


def tangent(scene: Scene, after: Block, i: int, c: int) -> Expression:
    """``dZ = dA (1 - A²)``."""
    return scene.of(f"d{after.symbol}", i, c) * (Number(1) - squared(scene.of(after.symbol, i, c)))


def sigmoid(scene: Scene, after: Block, i: int, c: int) -> Expression:
    """``dZ = dA A (1 - A)``."""
    A = scene.of(after.symbol, i, c)
    return scene.of(f"d{after.symbol}", i, c) * A * (Number(1) - A)


BACKWARD: Mapping[type, Any] = {
    Dense: dense,
    BatchNorm: batch_norm,
    Dropout: dropout,
    ReLU: relu,
    LeakyReLU: leaky_relu,
    Tanh: tangent,
    Sigmoid: sigmoid,
}


def at_the_end(output: Output, scene: Scene, last: Block, i: int, c: int) -> Expression:
    """``dZ = s (A - Y) / m`` for cross-entropy; the squared error goes through the slope of the activation too."""
    pulled = [_difference(scene, last, k, c) for k in range(last.n_out)]
    if getattr(output, "loss", "") != "squared-error":
        return pulled[i]
    A = scene.of(f"A{last.number}", i, c)
    if not isinstance(output, SoftmaxOutput):
        return pulled[i] * A * (Number(1) - A)
    mean = total([scene.of(f"A{last.number}", k, c) * one for k, one in enumerate(pulled)])
    return A * (pulled[i] - mean)


def _difference(scene: Scene, last: Block, i: int, c: int) -> Expression:
    share = (scene.of(f"A{last.number}", i, c) - scene.of("Y", i, c)) / whole(scene.m)
    return scene.each("s", c) * share if "s" in scene.arrays else share


def of_weight(scene: Scene, block: Block, place: tuple[int, int], l2: float) -> Expression:
    """``dW = dZ A_prev.T``, and ``l2 W`` where squared weights cost."""
    i, j = place
    products = [scene.of(f"d{block.symbol}", i, c) * scene.of(block.before, j, c) for c in range(scene.m)]
    grad = total(products)
    return grad + Number(l2) * scene.weight(f"W{block.number}", i, j) if l2 else grad


def of_bias(scene: Scene, block: Block, i: int) -> Expression:
    """``db = sum of dZ over samples``; ``dbeta = sum of dN`` likewise."""
    return total([scene.of(f"d{block.symbol}", i, c) for c in range(scene.m)])


def of_gain(scene: Scene, block: Block, i: int) -> Expression:
    """``dgamma = sum of dN Z_hat over samples``."""
    return total([scene.of(f"d{block.symbol}", i, c) * normalised(scene, block, i, c) for c in range(scene.m)])
