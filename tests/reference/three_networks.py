"""Three tasks, each said twice: to glasscat, and to PyTorch in its own words. They share data, start and batches only.

PyTorch takes its own gradients and keeps its own running statistics. What the two have drawn at random, the order of
the samples and the masks of dropout, is glasscat's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

import glasscat as gc
from glasscat.data.batches import Batches
from glasscat.layers import Dropout
from glasscat.optimizers import Frozen
from glasscat.training.masks import Masks

from .oracle import oracle

if TYPE_CHECKING:
    from collections.abc import Callable

torch = oracle("torch")
nn, functional = torch.nn, torch.nn.functional

STEPS, SEED = 200, 5
N_FEATURES, M = 6, 30


class GivenDropout(nn.Module):
    """PyTorch's dropout draws its own masks; this one multiplies by the mask that it is handed, samples first."""

    mask = None

    def forward(self, A):
        return A * self.mask if self.training else A


def linear_relu(n_prev, n, off):
    return [nn.Linear(n_prev, n), nn.ReLU(), *off()]


def linear_tanh(n_prev, n, off):
    return [nn.Linear(n_prev, n), nn.Tanh(), *off()]


def linear_sigmoid(n_prev, n, off):
    return [nn.Linear(n_prev, n), nn.Sigmoid(), *off()]


def linear_norm_sigmoid(n_prev, n, off):
    return [nn.Linear(n_prev, n), nn.BatchNorm1d(n), nn.Sigmoid(), *off()]


def sigmoid_cross_entropy(Z, y):
    return functional.binary_cross_entropy_with_logits(Z[:, 0], y.double(), reduction="none")


def softmax_cross_entropy(Z, y):
    return functional.cross_entropy(Z, y, reduction="none")


def softmax_squared_error(Z, y):
    return (torch.softmax(Z, dim=1) - functional.one_hot(y, 3)).square().sum(dim=1) / 2


@dataclass(frozen=True)
class Task:
    """A network as glasscat makes it, and its hidden layers, units and loss of each sample as PyTorch has them.

    A bias before a normalisation changes nothing, so that its gradient is 0 but for rounding. Rules that divide by the
    size of the gradient make steps of just that, which nobody can compare: where such a network is trained, these
    biases are ``idle``, frozen here and ``requires_grad=False`` there.
    """

    network: Callable[..., gc.Network]
    hidden: Callable[..., list]
    sizes: tuple[int, ...]
    losses: Callable
    batch_size: int | None = None
    idle: tuple[str, ...] = ()

    @property
    def n_classes(self):
        return max(2, self.sizes[-1])

    @property
    def samples(self):
        """Features (m, 6) and classes (m,), none of which is easily told from the others."""
        rng = np.random.default_rng(self.n_classes)
        y = np.arange(M) ** 2 % 7 % self.n_classes
        return rng.normal(size=(M, N_FEATURES)) + 0.5 * y[:, None], y

    @property
    def batches(self):
        return Batches(M, self.batch_size, np.random.SeedSequence(SEED))


TASKS = {
    "deep, relu, sigmoid cross-entropy": Task(
        partial(gc.Network.dense, N_FEATURES, [7, 6, 5], 2, activation="relu"),
        linear_relu,
        (7, 6, 5, 1),
        sigmoid_cross_entropy,
    ),
    "tanh, softmax cross-entropy, batches of 8 and 6": Task(
        partial(gc.Network.dense, N_FEATURES, [5, 4], 3, activation="tanh"),
        linear_tanh,
        (5, 4, 3),
        softmax_cross_entropy,
        batch_size=8,
    ),
    "batch norm, sigmoid, squared error, batches of 12 and 6": Task(
        partial(gc.Network.dense, N_FEATURES, [5, 4], 3, activation="sigmoid", loss="squared-error", batch_norm=True),
        linear_norm_sigmoid,
        (5, 4, 3),
        softmax_squared_error,
        batch_size=12,
        idle=("b1", "b2"),
    ),
}


class Twin:
    """The network of a task in PyTorch, from the same parameters; ``entries`` are its own, by glasscat's names."""

    def __init__(self, task, *, dropout=0.0, frozen=()):
        self.task, self.dropout, self.network = task, dropout, task.network(dropout=dropout)
        off = (lambda: [GivenDropout()]) if dropout else list
        sizes = (N_FEATURES, *task.sizes)
        hidden = [part for n_prev, n in pairwise(sizes[:-1]) for part in task.hidden(n_prev, n, off)]
        self.module = nn.Sequential(*hidden, nn.Linear(*sizes[-2:])).double()
        start = self.network.layout.views(self.network.initial(SEED))
        self.entries = dict(zip(start, self.module.parameters(), strict=True))
        for name, parameter in self.entries.items():
            parameter.data = torch.tensor(start[name]).reshape(parameter.shape)
            parameter.requires_grad_(name not in frozen)

    @property
    def weights(self):
        return [parameter for name, parameter in self.entries.items() if name.startswith("W")]

    @property
    def groups(self):
        """Parameters of an optimiser, those that do not decay apart."""
        others = [parameter for name, parameter in self.entries.items() if not name.startswith("W")]
        return [{"params": self.weights}, {"params": others, "weight_decay": 0}]

    @property
    def theta(self):
        return np.concatenate([parameter.detach().numpy().ravel() for parameter in self.entries.values()])

    @property
    def buffers(self):
        norms = [part for part in self.module if isinstance(part, nn.BatchNorm1d)]
        kept = [statistic.numpy() for norm in norms for statistic in (norm.running_mean, norm.running_var)]
        return np.concatenate([np.empty(0), *kept])

    def take_masks(self, iteration, m):
        """Hand the masks of one step to the dropouts."""
        network = self.network
        work = network.work(network.initial(SEED), m)
        Masks(network, [np.random.SeedSequence(SEED)]).draw(work, iteration)
        drawn = zip(network.layers, work.memories, strict=True)
        masks = [memory[0] for layer, memory in drawn if isinstance(layer, Dropout)]
        for part, mask in zip((p for p in self.module if isinstance(p, GivenDropout)), masks, strict=True):
            part.mask = torch.tensor(mask.T)

    def walk(self, optimizer, scheduler=None, *, s=None, l2=0.0, change=lambda _twin: None):
        """Take the steps. ``change`` is done to the gradients before each; s are weights of the samples."""
        X, y = map(torch.tensor, self.task.samples)
        s = torch.ones(M, dtype=torch.float64) if s is None else torch.tensor(s)
        for iteration in range(STEPS):
            chosen = self.task.batches.indices(iteration)
            if self.dropout:
                self.take_masks(iteration, len(chosen))
            J = (s[chosen] * self.task.losses(self.module(X[chosen]), y[chosen])).mean()
            J = J + l2 / 2 * sum(W.square().sum() for W in self.weights)
            optimizer.zero_grad()
            J.backward()
            change(self)
            optimizer.step()
            if scheduler is not None:
                scheduler.step()
        return self


def ours(task, optimizer, *, dropout=0.0, **settings):
    """Last record of glasscat's own training, the idle biases frozen."""
    optimizer = Frozen(optimizer, task.idle) if task.idle else optimizer
    settings = {"iterations": STEPS, "batch_size": task.batch_size, "record_every": STEPS, "seed": SEED} | settings
    *_before, last = gc.train(task.network(dropout=dropout), task.samples, optimizer=optimizer, **settings)
    return last


def distance(given, wanted):
    """Largest difference, relative to the largest number."""
    return np.abs(given - wanted).max() / np.abs(wanted).max()
