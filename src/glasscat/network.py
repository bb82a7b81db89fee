"""A network: layers and an output. Parameters go in, predictions, costs and gradients come out; nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np

from glasscat.layers import BatchNorm, Dense, Dropout, Layer, Output, Weighted
from glasscat.layers.stack import check_output, dense_stack, output_of
from glasscat.parameters import Layout
from glasscat.seeds import spawned
from glasscat.work import Trace, Work

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glasscat.layers.dense import Init
    from glasscat.layers.output import Loss
    from glasscat.layers.stack import Activation
    from glasscat.parameters import Entry
    from glasscat.typing import Array, Integers


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

    Raises
    ------
    UsageError
        GC-U69, GC-U98: layers that do not end as the output needs it, a number of features that is not whole.
    """

    n_features: int
    layers: tuple[Layer, ...]
    output: Output

    def __post_init__(self) -> None:
        check_output(self.n_features, self.layers, self.output)

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
        batch_norm: bool = False,
        dropout: float = 0.0,
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
        batch_norm : bool
            Normalise each hidden layer's Z over the batch, before its activation.
        dropout : float
            Share of each hidden layer's activations that is switched off in training.

        Raises
        ------
        UsageError
            GC-U01 to GC-U03, GC-U05, GC-U06, GC-U60: a layer without units, an unknown name, fewer than two classes, or
            a dropout of 1.
        """
        output = output_of(n_classes, loss)
        layers = dense_stack(
            hidden, output.n_units, activation, init, init_scale, batch_norm=batch_norm, dropout=dropout
        )
        return cls(n_features, layers, output)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units from the input to the output, as in ``(12288, 20, 7, 5, 1)``."""
        return (self.n_features, *(layer.n for layer in self.layers if isinstance(layer, Dense)))

    @cached_property
    def layout(self) -> Layout:
        """Name and place of every parameter."""
        return Layout(tuple(entry for entries in self._entries for entry in entries))

    @cached_property
    def buffer_layout(self) -> Layout:
        """Name and place of every running statistic; empty for a network without batch normalisation."""
        return Layout(tuple(entry for entries in self._buffers for entry in entries))

    @cached_property
    def _entries(self) -> tuple[tuple[Entry, ...], ...]:
        """Parameters of each layer. Like the course's W1, b1, … they are numbered by the dense layer they belong to."""
        return tuple(layer.entries(n_prev, number) for layer, n_prev, number in self._walk())

    @cached_property
    def _buffers(self) -> tuple[tuple[Entry, ...], ...]:
        """Running statistics of each layer."""
        return tuple(layer.buffers(n_prev, number) for layer, n_prev, number in self._walk())

    def _walk(self) -> Iterator[tuple[Layer, int, int]]:
        """Each layer with the units before it and the number of dense layers up to and with it."""
        n_prev, number = self.n_features, 0
        for layer in self.layers:
            number += isinstance(layer, Weighted)
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
        if n_runs is not None:
            return np.stack([self.initial(child, dtype=dtype) for child in spawned(seed, n_runs)])
        rng = np.random.default_rng(seed)
        drawn = [array.ravel() for layer, n_prev, _number in self._walk() for array in layer.initial(rng, n_prev)]
        return np.concatenate(drawn).astype(dtype)

    def targets(self, y: Integers, dtype: np.dtype[np.floating] | type[np.floating] = np.float64) -> Array:
        """Y (n_units, m) as the loss takes it, from classes y (m,)."""
        return self.output.targets(y, np.dtype(dtype))

    def initial_buffers(self, theta: Array) -> Array:
        """Running statistics before training, for parameters like ``theta``: means 0, variances 1; (Q,) or (R, Q)."""
        buffers = np.zeros((*theta.shape[:-1], self.buffer_layout.size), theta.dtype)
        for entry in self.buffer_layout.entries:
            if entry.kind == "variance":
                buffers[..., self.buffer_layout.slices[entry.name]] = 1
        return buffers

    def work(self, theta: Array, m: int) -> Work:
        """Make the work buffers of `loss_and_grad` for these parameters and m samples."""
        runs, dtype = theta.shape[:-1], theta.dtype
        shapes = [(*runs, layer.n_out(n_prev), m) for layer, n_prev, _number in self._walk()]
        grad = np.empty_like(theta)
        outputs, deltas = (tuple(np.empty(shape, dtype) for shape in shapes) for _way in range(2))
        memories = tuple(layer.memory(shape, dtype) for layer, shape in zip(self.layers, shapes, strict=True))
        return Work(
            outputs=outputs,
            deltas=deltas,
            memories=memories,
            traces=tuple(map(Trace, outputs, outputs[1:], memories[1:])),
            A=np.empty(shapes[-1], dtype),
            scratch=self.output.scratch(shapes[-1], dtype),
            grad=grad,
            gradients=self.split(grad),
            theta=theta,
            parameters=self.split(theta),
        )

    @np.errstate(over="ignore")  # exp(-Z) of a sigmoid may be inf, and 1 / (1 + inf) = 0 is right
    def loss_and_grad(
        self, theta: Array, X: Array, Y: Array, work: Work | None = None, s: Array | None = None
    ) -> tuple[Array, Array]:
        """Cost and its gradient: once forward, once backward, as in training.

        Parameters
        ----------
        theta : (P,) or (R, P)
            Parameters, one row a run.
        X : (n_features, m)
        Y : (n_units, m)
            From `targets`.
        work : Work, optional
            Buffers to write into, from `work`; nothing else is changed. The gradient is one of them. Dropout reads its
            masks there: see `draw_masks`.
        s : (m,), optional
            Weights of the samples.

        Returns
        -------
        J : () or (R,)
        grad : (P,) or (R, P)
        """
        work = work or self.work(theta, X.shape[-1])
        grad = self.gradient(theta, X, Y, work, s)
        return self.output.cost(work.outputs[-1], work.A, Y, s, work.scratch), grad

    def gradient(self, theta: Array, X: Array, Y: Array, work: Work, s: Array | None = None) -> Array:
        """Gradient alone, (P,) or (R, P), shapes as in `loss_and_grad`.

        It is ``work.grad`` itself, which the next call with the same ``work`` overwrites. The cost can be had later, of
        the last Z in ``work``. Overflow is the caller's to ignore, once for a whole loop.
        """
        parameters = work.parameters if theta is work.theta else self.split(theta)
        self._forward_training(parameters, X, work)
        dA = self.output.backward(work.A, Y, s, work.deltas[-1], work.scratch)
        for k in range(len(self.layers) - 1, 0, -1):
            layer, trace = self.layers[k], work.traces[k - 1]
            layer.write_gradients(work.gradients[k], dA, trace)
            dA = layer.backward(parameters[k], dA, trace, work.deltas[k - 1])
        # nobody asks for dX, which would cost as much as all the rest
        self.layers[0].write_gradients(work.gradients[0], dA, Trace(X, work.outputs[0], work.memories[0]))
        return work.grad

    @np.errstate(over="ignore")  # as in `loss_and_grad`
    def training_loss(
        self, theta: Array, X: Array, Y: Array, work: Work | None = None, s: Array | None = None
    ) -> Array:
        """Cost J as training sees it, () or (R,), without its gradient: what a gradient check compares with."""
        work = work or self.work(theta, X.shape[-1])
        Z = self._forward_training(self.split(theta), X, work)
        return self.output.cost(Z, work.A, Y, s, work.scratch)

    def draw_masks(self, work: Work, generators: Sequence[np.random.Generator]) -> None:
        """Draw the dropout masks of the next step, one generator a run."""
        for layer, memory in zip(self.layers, work.memories, strict=True):
            if isinstance(layer, Dropout):
                layer.draw(memory, generators)

    def split(self, theta: Array, buffers: Array | None = None) -> tuple[tuple[Array, ...], ...]:
        """Views into theta (..., P), or a vector like it, and into the buffers, as each `Layer` takes them."""
        views = self.layout.views(theta)
        names = self._entries
        if buffers is not None and self.buffer_layout.entries:
            views = views | self.buffer_layout.views(buffers)
            names = tuple(mine + kept for mine, kept in zip(self._entries, self._buffers, strict=True))
        return tuple(tuple(views[entry.name] for entry in entries) for entries in names)

    def update_buffers(self, buffers: Array, work: Work) -> None:
        """Move the running statistics, (Q,) or (R, Q), towards those of the batch that ``work`` has just seen."""
        views = self.buffer_layout.views(buffers)
        m = work.A.shape[-1]
        for layer, entries, memory in zip(self.layers, self._buffers, work.memories, strict=True):
            if isinstance(layer, BatchNorm):
                layer.update_buffers([views[entry.name] for entry in entries], memory, m)

    def loss(self, theta: Array, X: Array, Y: Array, buffers: Array | None = None, s: Array | None = None) -> Array:
        """Cost J in use, () or (R,); shapes as in `loss_and_grad`, buffers (Q,) or (R, Q)."""
        return self.output.cost(self._forward(theta, X, buffers), None, Y, s)

    def predict(self, theta: Array, X: Array, buffers: Array | None = None) -> Array:
        """Output A (..., n_units, m) for samples X (n_features, m)."""
        return self.output.activate(self._forward(theta, X, buffers))

    def probabilities(self, theta: Array, X: Array, buffers: Array | None = None) -> Array:
        """Probability of each class, (..., n_classes, m), for samples X (n_features, m); columns add up to one."""
        return self.output.probabilities(self.predict(theta, X, buffers))

    def _forward(self, theta: Array, X: Array, buffers: Array | None) -> Array:
        """Last Z, in use."""
        buffers = self.initial_buffers(theta) if buffers is None else buffers
        A = X
        for layer, parameters in zip(self.layers, self.split(theta, buffers), strict=True):
            A = layer.forward(parameters, A)
        return A

    def _forward_training(self, parameters: Sequence[Sequence[Array]], X: Array, work: Work) -> Array:
        """Last Z; what each layer puts out, and the output A, are in ``work``."""
        A = X
        for layer, own, memory, out in zip(self.layers, parameters, work.memories, work.outputs, strict=True):
            A = layer.forward_training(own, A, memory, out)
        self.output.activate(A, work.A, work.scratch)
        return A

    def _repr_html_(self) -> str:
        from glasscat.layers.card import network_card  # noqa: PLC0415  (only notebooks ask for it)

        return network_card(self.n_features, self.layers, self.output)
