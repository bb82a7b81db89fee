"""A network: layers and an output. Parameters go in, predictions, costs and gradients come out; nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Self

import numpy as np

from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _
from glasscat.layers import Dense, Layer, LeakyReLU, Output, ReLU, Sigmoid, SigmoidOutput, SoftmaxOutput, Tanh
from glasscat.parameters import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from glasscat.layers.dense import Init
    from glasscat.layers.output import Loss
    from glasscat.parameters import Entry
    from glasscat.typing import Array, Integers

Activation = Literal["relu", "leaky-relu", "tanh", "sigmoid"]
ACTIVATIONS: Mapping[Activation, Layer] = {
    "relu": ReLU(),
    "leaky-relu": LeakyReLU(),
    "tanh": Tanh(),
    "sigmoid": Sigmoid(),
}


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """Buffers that a forward and a backward pass write into, made once and used at every iteration.

    Parameters
    ----------
    outputs : tuple of (..., n, m)
        Output of each layer.
    deltas : tuple of (..., n, m)
        dJ by the output of each layer.
    A : (..., n_units, m)
        Output of the network.
    grad : (..., P)
        dJ/dtheta.
    gradients : tuple of tuples
        Views into grad, layer by layer.
    """

    outputs: tuple[Array, ...]
    deltas: tuple[Array, ...]
    A: Array
    grad: Array
    gradients: tuple[tuple[Array, ...], ...]


@dataclass(frozen=True)
class Network:
    """Layers, one after the other, and the output that ends them.

    Parameters
    ----------
    n_features : int
        Numbers in one sample, n_x.
    layers : tuple of Layer
        From the input to the last Z.
    output : Output
        Last activation and loss.
    """

    n_features: int
    layers: tuple[Layer, ...]
    output: Output

    @classmethod
    def dense(
        cls,
        n_features: int,
        hidden: Sequence[int],
        n_classes: int,
        *,
        activation: Activation = "relu",
        init: Init | None = None,
        init_scale: float = 0.01,
        loss: Loss = "cross-entropy",
    ) -> Self:
        """Fully connected network: one sigmoid unit at its end for two classes, softmax above.

        Parameters
        ----------
        n_features : int
        hidden : sequence of int
            Units of each hidden layer; empty for logistic regression.
        n_classes : int
        activation : "relu", "leaky-relu", "tanh" or "sigmoid"
            Of the hidden layers.
        init : "zeros", "normal", "xavier" or "he", optional
            Initial weights; by default zeros without hidden layers, else "he" for the two ReLUs and "xavier" for the
            others.
        init_scale : float
            Standard deviation of the "normal" initial weights.
        loss : "cross-entropy" or "squared-error"

        Raises
        ------
        UsageError
            GC-U01 to GC-U03, GC-U05, GC-U06: a layer without units, an unknown name, or fewer than two classes.
        """
        if activation not in ACTIVATIONS:
            raise unknown_name("GC-U05", _("activation"), activation, ACTIVATIONS)
        if n_classes < 2:
            raise UsageError(
                "GC-U06", _("classes"), _("a classifier needs at least two classes; found {n}.", n=n_classes)
            )
        if init is None:
            init = "zeros" if not hidden else "he" if "relu" in activation else "xavier"
        output = SigmoidOutput(loss) if n_classes == 2 else SoftmaxOutput(n_classes, loss)
        layers: list[Layer] = []
        for n in hidden:
            layers += [Dense(n, init, init_scale), ACTIVATIONS[activation]]
        return cls(n_features, (*layers, Dense(output.n_units, init, init_scale)), output)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units from the input to the output, as in ``(12288, 20, 7, 5, 1)``."""
        return (self.n_features, *(layer.n for layer in self.layers if isinstance(layer, Dense)))

    @cached_property
    def layout(self) -> Layout:
        """Name and place of every parameter."""
        return Layout(tuple(entry for entries in self._entries for entry in entries))

    @cached_property
    def _entries(self) -> tuple[tuple[Entry, ...], ...]:
        """Parameters of each layer. Like the course's W1, b1, … they are numbered by the dense layer they belong to."""
        return tuple(layer.entries(n_prev, number) for layer, n_prev, number in self._walk())

    def _walk(self) -> Iterator[tuple[Layer, int, int]]:
        """Each layer with the units before it and the number of dense layers up to and with it."""
        n_prev, number = self.n_features, 0
        for layer in self.layers:
            number += isinstance(layer, Dense)
            yield layer, n_prev, number
            n_prev = layer.n_out(n_prev)

    def initial(
        self,
        seed: int | np.random.SeedSequence = 0,
        *,
        n_runs: int | None = None,
        dtype: type[np.floating] = np.float64,
    ) -> Array:
        """Parameters before training.

        Parameters
        ----------
        seed : int or numpy.random.SeedSequence
        n_runs : int, optional
            Draw this many runs; run r is drawn from ``SeedSequence(seed).spawn(n_runs)[r]``.
        dtype : numpy.float64 or numpy.float32
            Numbers are drawn in float64 and rounded, so that both begin at the same place.

        Returns
        -------
        theta : (P,), or (n_runs, P)
        """
        seeds = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)
        if n_runs is not None:
            # a copy, because spawn counts the children on the caller's own sequence and never gives the same ones again
            fresh = np.random.SeedSequence(seeds.entropy, spawn_key=seeds.spawn_key, pool_size=seeds.pool_size)
            return np.stack([self.initial(child, dtype=dtype) for child in fresh.spawn(n_runs)])
        rng = np.random.default_rng(seeds)
        drawn = [array.ravel() for layer, n_prev, _number in self._walk() for array in layer.initial(rng, n_prev)]
        return np.concatenate(drawn).astype(dtype)

    def targets(self, y: Integers, dtype: np.dtype[np.floating] | type[np.floating] = np.float64) -> Array:
        """Y (n_units, m) as the loss takes it, from classes y (m,)."""
        return self.output.targets(y, np.dtype(dtype))

    def work(self, theta: Array, m: int) -> Work:
        """Make the work buffers of `loss_and_grad` for parameters like ``theta`` and m samples."""
        runs, dtype = theta.shape[:-1], theta.dtype
        shapes = [(*runs, layer.n_out(n_prev), m) for layer, n_prev, _number in self._walk()]
        grad = np.empty_like(theta)
        return Work(
            outputs=tuple(np.empty(shape, dtype) for shape in shapes),
            deltas=tuple(np.empty(shape, dtype) for shape in shapes),
            A=np.empty(shapes[-1], dtype),
            grad=grad,
            gradients=self._by_layer(grad),
        )

    def loss_and_grad(self, theta: Array, X: Array, Y: Array, work: Work | None = None) -> tuple[Array, Array]:
        """Cost and its gradient: once forward, once backward.

        Parameters
        ----------
        theta : (P,) or (R, P)
            Parameters, one row a run.
        X : (n_features, m)
        Y : (n_units, m)
            From `targets`.
        work : Work, optional
            Buffers to write into, from `work`; nothing else is changed. The gradient is one of them.

        Returns
        -------
        J : () or (R,)
        grad : (P,) or (R, P)
        """
        work = work or self.work(theta, X.shape[-1])
        parameters = self._by_layer(theta)
        Z = self._forward(parameters, X, work.outputs)
        A = self.output.activate(Z, work.A)
        J = self.output.cost(Z, A, Y)
        dA = self.output.backward(A, Y, work.deltas[-1])
        for k in reversed(range(1, len(self.layers))):
            layer = self.layers[k]
            layer.write_gradients(work.gradients[k], dA, work.outputs[k - 1])
            dA = layer.backward(parameters[k], dA, work.outputs[k], work.deltas[k - 1])
        # nobody asks for dX, which would cost as much as all the rest
        self.layers[0].write_gradients(work.gradients[0], dA, X)
        return J, work.grad

    def loss(self, theta: Array, X: Array, Y: Array) -> Array:
        """Cost J alone, () or (R,); shapes as in `loss_and_grad`."""
        Z = self._forward(self._by_layer(theta), X)
        return self.output.cost(Z, self.output.activate(Z), Y)

    def predict(self, theta: Array, X: Array) -> Array:
        """Output A (..., n_units, m) for samples X (n_features, m)."""
        return self.output.activate(self._forward(self._by_layer(theta), X))

    def probabilities(self, theta: Array, X: Array) -> Array:
        """Probability of each class, (..., n_classes, m), for samples X (n_features, m); columns add up to one."""
        return self.output.probabilities(self.predict(theta, X))

    def _forward(
        self, parameters: Sequence[Sequence[Array]], X: Array, outputs: Sequence[Array] | None = None
    ) -> Array:
        """Last Z, with every layer's output written into ``outputs`` if they are given."""
        A = X
        for k, layer in enumerate(self.layers):
            A = layer.forward(parameters[k], A, None if outputs is None else outputs[k])
        return A

    def _by_layer(self, theta: Array) -> tuple[tuple[Array, ...], ...]:
        """Views into theta, layer by layer."""
        views = self.layout.views(theta)
        return tuple(tuple(views[entry.name] for entry in entries) for entries in self._entries)
