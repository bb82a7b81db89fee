"""A network of glasscat's built once more of PyTorch's parts, from the same parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from glasscat.data.batches import Batches
from glasscat.layers import BatchNorm, Dense

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.network import Network
    from glasscat.typing import Array, Integers
    from reliability.oracle import Case

OF_TORCH = {"relu": nn.ReLU, "leaky-relu": nn.LeakyReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}


class Twin:
    """The same network in PyTorch.

    Parameters
    ----------
    network : Network
        Dense layers, batch normalisation and one kind of activation.
    activation : str
        Of the hidden layers.
    theta : (P,)
    """

    def __init__(self, network: Network, activation: str, theta: Array) -> None:
        views = network.layout.views(theta)
        self.network, self.module, number = network, nn.Sequential(), 0
        for layer in network.layers:
            if isinstance(layer, Dense):
                number += 1
                made: Any = nn.Linear(views[f"W{number}"].shape[1], layer.n)
                _fill(made, views[f"W{number}"], views[f"b{number}"])
            elif isinstance(layer, BatchNorm):
                made = nn.BatchNorm1d(len(views[f"gamma{number}"]))
                _fill(made, views[f"gamma{number}"][:, 0], views[f"beta{number}"])
            else:
                made = OF_TORCH[activation]()
            self.module.append(made.double())

    def cost(self, X: Array, y: Integers, l2: float = 0.0) -> torch.Tensor:
        """Mean loss of samples, one a row, as in training, with a share of the squared weights."""
        Z, classes = self.module(torch.tensor(X)), torch.tensor(y)
        one_unit = self.network.output.n_units == 1
        Y = classes[:, None].double() if one_unit else functional.one_hot(classes, Z.shape[1]).double()
        if self.network.output.loss == "squared-error":
            A = torch.sigmoid(Z) if one_unit else torch.softmax(Z, dim=1)
            J = ((A - Y) ** 2 / 2).sum() / len(y)
        else:
            J = functional.binary_cross_entropy_with_logits(Z, Y) if one_unit else functional.cross_entropy(Z, classes)
        return J + l2 / 2 * sum((weight**2).sum() for weight in self.weights)

    @property
    def weights(self) -> list[torch.Tensor]:
        """What L2 and weight decay pull at."""
        return [part.weight for part in self.module if isinstance(part, nn.Linear)]

    def walk(self, case: Case, rule: tuple[str, dict[str, Any]], steps: int) -> list[float]:
        """Take the steps of a case by a rule of PyTorch's, and give the cost before each."""
        name, settings = rule
        decays = {"weight_decay": settings["weight_decay"]} if "weight_decay" in settings else {}
        others = [one for one in self.module.parameters() if not any(one is weight for weight in self.weights)]
        groups = [{"params": self.weights, **decays}, {"params": others, "weight_decay": 0.0}]
        optimizer = getattr(torch.optim, name)(groups, **settings)
        samples, costs = case.data.train, []
        seeds = np.random.SeedSequence(case.settings["seed"])
        batches = Batches(len(samples), case.settings["batch_size"], seeds)
        for iteration in range(steps):
            chosen = batches.indices(iteration)
            optimizer.zero_grad()
            J = self.cost(samples.X[chosen], samples.y[chosen], case.settings["l2"])
            J.backward()
            optimizer.step()
            costs.append(J.item())
        return costs

    def answers(self, X: Array) -> Array:
        """Output for samples, one a row, in use."""
        self.module.eval()
        Z = self.module(torch.tensor(X)).detach()
        self.module.train()
        return (torch.sigmoid(Z) if self.network.output.n_units == 1 else torch.softmax(Z, dim=1)).numpy()

    def flat(self, of: Callable[[torch.Tensor], torch.Tensor] = lambda tensor: tensor) -> Array:
        """Parameters, or what ``of`` makes of each, in glasscat's order."""
        return np.concatenate([of(tensor).detach().numpy().ravel() for tensor in self.module.parameters()])

    def running(self) -> Array:
        """Running statistics, in glasscat's order."""
        norms = [part for part in self.module if isinstance(part, nn.BatchNorm1d)]
        return np.concatenate([np.empty(0), *(kept.numpy() for n in norms for kept in (n.running_mean, n.running_var))])


def _fill(made: Any, weight: Array, bias: Array) -> None:
    made.weight.data, made.bias.data = torch.tensor(weight), torch.tensor(bias[:, 0])
