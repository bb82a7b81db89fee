"""One pass through the network, with every array that it computes: of a training step, or in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.batches import Batches
from glasscat.explanation.blocks import blocks
from glasscat.explanation.expression import Input
from glasscat.explanation.names import written
from glasscat.layers import BatchNorm, Dropout
from glasscat.training.masks import Masks
from glasscat.training.penalty import L2

if TYPE_CHECKING:
    from glasscat.explanation.subject import Subject
    from glasscat.typing import Array, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A pass and its arrays, by symbol; one sample a column.

    Parameters
    ----------
    part : "", "train", "test" or "held_out"
        "" for a step of training.
    iteration : int or None
        None for the parameters that were kept.
    samples : (m,) int
        Which sample of its set each column is.
    arrays : dict of str to (n, m) or (n, 1)
        Parameters, running statistics, and what was computed.
    s : (m,) or None
        Weights of the samples in the cost.
    """

    part: str
    iteration: int | None
    samples: Integers
    arrays: dict[str, Array]
    s: Array | None

    @property
    def m(self) -> int:
        """Samples."""
        return len(self.samples)

    def of(self, symbol: str, *place: int) -> Input:
        """An entry of an array that goes with the samples; ``place`` ends in the column."""
        i, c = place
        family = f"{self.part}.{symbol}" if self.part else symbol
        iteration = None if symbol in FIXED else self.iteration
        return Input(written(family, (i, int(self.samples[c])), iteration), float(self.arrays[symbol][i, c]))

    def unit(self, symbol: str, i: int) -> Input:
        """An entry of an array with one number a unit, such as b1, gamma1 or mu1."""
        return Input(written(symbol, (i,), self.iteration), float(self.arrays[symbol][i, 0]))

    def weight(self, symbol: str, i: int, j: int) -> Input:
        """An entry of a weight matrix, or of its gradient."""
        return Input(written(symbol, (i, j), self.iteration), float(self.arrays[symbol][i, j]))

    def each(self, symbol: str, c: int) -> Input:
        """A number of one sample, such as its loss; ``c`` is the column."""
        family = f"{self.part}.{symbol}" if self.part else symbol
        iteration = None if symbol in FIXED else self.iteration
        return Input(written(family, (int(self.samples[c]),), iteration), float(self.arrays[symbol][0, c]))

    def value(self, symbol: str, indices: tuple[Any, ...]) -> float:
        """Stored value of an entry, by its column."""
        return float(self.arrays[symbol][indices])


FIXED = {"X", "Y", "s"}
"""What no step changes."""


def in_training(subject: Subject, iteration: int) -> Scene:
    """The pass of a training step: forward with its batch and its masks, and backward."""
    network, (theta, _buffers) = subject.network, subject.state(iteration)
    train, size = subject.data.train, subject.arguments.get("batch_size")
    samples = Batches(len(train), size, subject.seeds).indices(iteration)
    X, Y = train.columns(theta.dtype), network.targets(train.y, theta.dtype)
    s = subject.weights
    if size is not None:
        X, Y, s = X.T[samples].T, Y[:, samples], None if s is None else s[samples]
    work = network.work(theta, len(samples))
    Masks(network, [subject.seeds]).draw(work, iteration)
    with np.errstate(over="ignore", invalid="ignore"):
        _J, grad = network.loss_and_grad(theta, X, Y, work, s)
        L2.of(subject.l2, network).add_gradient(grad, theta)
    arrays = {"X": X, "Y": Y, **network.layout.views(theta)}
    arrays |= {f"d{name}": view for name, view in network.layout.views(grad).items()}
    for block in blocks(network):
        arrays[block.symbol] = work.outputs[block.k]
        arrays[f"d{block.symbol}"] = work.deltas[block.k]
        if isinstance(block.layer, Dropout):
            arrays[f"D{block.number}"] = work.memories[block.k][0]
        if isinstance(block.layer, BatchNorm):
            mu, variance = work.memories[block.k][:2]
            arrays[f"mu{block.number}"], arrays[f"variance{block.number}"] = mu, variance
            root = np.sqrt(variance + block.layer.epsilon)
            pull = work.deltas[block.k] * arrays[f"gamma{block.number}"]
            normal = (arrays[block.before] - mu) / root
            arrays[f"shift{block.number}"] = np.mean(pull, axis=-1, keepdims=True)
            arrays[f"tilt{block.number}"] = np.mean(pull * normal, axis=-1, keepdims=True)
    return _finished(subject, Scene("", iteration, samples, arrays, s))


def in_use(subject: Subject, part: str, iteration: int | None) -> Scene:
    """The pass over a whole set, forward, as the network is used."""
    network, (theta, buffers) = subject.network, subject.state(iteration)
    samples = subject.parts[part]
    A = samples.columns(theta.dtype)
    arrays = {"X": A, "Y": network.targets(samples.y, theta.dtype)}
    arrays |= network.layout.views(theta) | network.buffer_layout.views(buffers)
    own = network.split(theta)
    for block in blocks(network):
        kept = [arrays[entry.name] for entry in block.layer.buffers(block.n_in, block.number)]
        A = block.layer.forward([*own[block.k], *kept], A)
        arrays[block.symbol] = A
    s = subject.weights if part == "train" else None
    return _finished(subject, Scene(part, iteration, np.arange(len(samples)), arrays, s))


def _finished(subject: Subject, scene: Scene) -> Scene:
    """Add the output, and what each sample costs."""
    network, arrays = subject.network, scene.arrays
    last = blocks(network)[-1]
    output, Z, Y = network.output, arrays[last.symbol], arrays["Y"]
    A = output.activate(Z)
    arrays[f"A{last.number}"] = A
    columns = [slice(c, c + 1) for c in range(scene.m)]
    arrays["loss"] = np.array([[output.cost(Z[:, c], A[:, c], Y[:, c]) for c in columns]])
    if scene.s is not None:
        arrays["s"] = scene.s[None]
    return scene
