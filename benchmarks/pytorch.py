"""Training in PyTorch as its tutorials write it: nn.Linear, nn.Sequential, a loss of logits, SGD."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def model_of(sizes: Sequence[int], initial: Mapping[str, np.ndarray], dtype: torch.dtype) -> nn.Sequential:
    """Fully connected ReLU network with glasscat's initial parameters; its end gives logits."""
    layers: list[nn.Module] = []
    for number, (n_prev, n) in enumerate(pairwise(sizes), 1):
        linear = nn.Linear(n_prev, n, dtype=dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(initial[f"W{number}"]))
            linear.bias.copy_(torch.from_numpy(initial[f"b{number}"][:, 0]))
        layers += [linear, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def parameters(model: nn.Module) -> np.ndarray:
    """All parameters as one vector, in glasscat's order: W1, b1, W2, …"""
    return np.concatenate([parameter.detach().numpy().ravel() for parameter in model.parameters()])


def full_batch(model: nn.Module, X: torch.Tensor, y: torch.Tensor, rate: float, iterations: int) -> np.ndarray:
    """Gradient descent on all samples, two classes; the cost is read every 100 steps, as glasscat does."""
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    costs = []
    for iteration in range(iterations):
        loss = loss_fn(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if iteration % 100 == 0:
            costs.append(loss.item())
    return parameters(model)


def epoch(model: nn.Module, batches: Iterable[tuple[torch.Tensor, torch.Tensor]], rate: float) -> np.ndarray:
    """One pass over batches, several classes."""
    loss_fn = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    for X, y in batches:
        loss = loss_fn(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return parameters(model)


def loaded(X: torch.Tensor, y: torch.Tensor, size: int) -> Iterable[tuple[torch.Tensor, torch.Tensor]]:
    """Shuffled batches from a DataLoader."""
    return DataLoader(TensorDataset(X, y), batch_size=size, shuffle=True)


def indexed(
    X: torch.Tensor, y: torch.Tensor, size: int, order: torch.Tensor
) -> Iterable[tuple[torch.Tensor, torch.Tensor]]:
    """Batches in a given order, each taken from the tensors by one index: faster than a DataLoader."""
    return ((X[chosen], y[chosen]) for chosen in order.split(size))
