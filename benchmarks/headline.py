"""The course's headline: one neuron, 209 pictures of 12288 numbers, 2000 iterations, float64."""

from __future__ import annotations

import numpy as np
import pytorch
import torch
from by_hand import BY_HAND, beside_hand, neuron_by_hand
from pictures import ORIGIN, training_set
from products import span_floor
from report import Report, beside_products, faster, same, within
from stopwatch import medians

import glasscat as gc

NAME = "One neuron, 209 × 12288, 2000 iterations, float64"
JOB = "headline logistic regression (float64, 2000 iterations)"
RATE, STEPS = 0.005, 2000


def textbook(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """The course's loop in plain NumPy: X (n_x, m), Y (1, m)."""
    n_x, m = X.shape
    w, b, costs = np.zeros((n_x, 1)), 0.0, []
    for iteration in range(STEPS):
        A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
        cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
        dw = np.dot(X, (A - Y).T) / m
        db = np.sum(A - Y) / m
        w = w - RATE * dw
        b = b - RATE * db
        if iteration % 100 == 0:
            costs.append(cost)
    return np.append(w, b)


def measure() -> Report:
    """Glasscat, PyTorch, plain NumPy and the floor, in turn."""
    pictures, y = training_set()
    data = gc.from_arrays(pictures, y)
    network = gc.Network.dense(data.n_features, [], 2)
    X = pictures.reshape(209, -1) / 255
    columns, row = X.reshape(209, -1).T, y.reshape(1, -1)
    X_torch, y_torch = torch.from_numpy(X), torch.from_numpy(y.reshape(-1, 1).astype(np.float64))
    zeros = {"W1": np.zeros((1, 12288)), "b1": np.zeros((1, 1))}
    ends = {}

    def glasscat(method: str) -> None:
        run = gc.fit(network, data, optimizer=gc.GradientDescent(RATE), iterations=STEPS, method=method)
        ends[method] = run.theta

    def torch_way() -> None:
        model = pytorch.model_of([12288, 1], zeros, torch.float64)
        ends["PyTorch"] = pytorch.full_batch(model, X_torch, y_torch, RATE, STEPS)

    def numpy_way() -> None:
        ends["plain NumPy"] = textbook(columns, row)

    train_by_hand = neuron_by_hand(X, y, np.array([RATE]), STEPS)

    def hand_way() -> None:
        ends["by hand"] = train_by_hand()

    ways = {
        "glasscat": lambda: glasscat("auto"),
        "its floor: Gram matrix + 2000 products with it": span_floor(X, [1], STEPS),
        BY_HAND: hand_way,
        "glasscat, direct": lambda: glasscat("direct"),
        "plain NumPy": numpy_way,
        "PyTorch": torch_way,
    }
    seconds = medians(ways, 5)
    ours, floor, hand, _direct, theirs_numpy, theirs_torch = seconds.values()
    way = f"{beside_products(ours, floor, STEPS)}; {beside_hand(hand, floor, theirs_numpy, 'plain NumPy')}"
    rows = [
        faster(JOB, "PyTorch float64", 50, ours=ours, theirs=theirs_torch, way=way),
        faster(JOB, "plain NumPy", 40, ours=ours, theirs=theirs_numpy, way=way),
        within(JOB, "its floor (Gram matrix + 2000 products with it)", 2.2, ours=ours, floor=floor, way=way),
    ]
    return Report(seconds, rows, [f"Data: {ORIGIN}.", same(NAME, ends.pop("auto"), ends, 1e-10)])
