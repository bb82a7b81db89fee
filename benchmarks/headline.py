"""The course's headline: one neuron, 209 pictures of 12288 numbers, 2000 iterations, float64."""

from __future__ import annotations

import numpy as np
import pytorch
import torch
from by_hand import BY_HAND, beside_hand, neuron_by_hand
from course import Course
from pictures import ORIGIN
from products import span_floor
from report import OURS, Report, beside_products, faster, same, within
from stopwatch import medians

import glasscat as gc

NAME = "One neuron, 209 × 12288, 2000 iterations, float64"
JOB = "headline logistic regression (float64, 2000 iterations)"
RATE, STEPS = 0.005, 2000
FLOOR = "its floor: Gram matrix of the bytes + 2000 products with it"
FLOOR_OF_FLOATS = "the same, the Gram matrix of floats in float64"


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
    course = Course.load()
    network = gc.Network.dense(course.data.n_features, [], 2)
    zeros = {"W1": np.zeros((1, 12288)), "b1": np.zeros((1, 1))}
    ends = {}

    def glasscat(method: str) -> None:
        run = gc.fit(network, course.data, optimizer=gc.GradientDescent(RATE), iterations=STEPS, method=method)
        ends[method] = run.theta

    def torch_way() -> None:
        model = pytorch.model_of([12288, 1], zeros, torch.float64)
        ends["PyTorch"] = pytorch.full_batch(model, *course.in_torch, RATE, STEPS)

    def numpy_way() -> None:
        ends["plain NumPy"] = textbook(course.X.T, course.y.reshape(1, -1))

    train_by_hand = neuron_by_hand(course.stored, course.y, np.array([RATE]), STEPS)

    def hand_way() -> None:
        ends["by hand"] = train_by_hand()

    ways = {
        OURS: lambda: glasscat("auto"),
        FLOOR: span_floor(course.stored, [1], STEPS),
        FLOOR_OF_FLOATS: span_floor(course.X, [1], STEPS),
        BY_HAND: hand_way,
        "glasscat, direct": lambda: glasscat("direct"),
        "plain NumPy": numpy_way,
        "PyTorch": torch_way,
    }
    seconds = medians(ways, 5)
    ours, floor, plain = seconds[OURS], seconds[FLOOR], seconds["plain NumPy"]
    obstacle = f"{beside_products(ours, floor, STEPS)}; {beside_hand(seconds[BY_HAND], floor, plain, 'plain NumPy')}"
    rows = [
        faster(JOB, "PyTorch float64", 50, ours=ours, theirs=seconds["PyTorch"], obstacle=obstacle),
        faster(JOB, "plain NumPy", 40, ours=ours, theirs=plain, obstacle=obstacle),
        within(JOB, "its floor (Gram matrix + 2000 products with it)", 2.2, ours=ours, floor=floor, obstacle=obstacle),
        within(JOB, FLOOR_OF_FLOATS, 2.2, ours=ours, floor=seconds[FLOOR_OF_FLOATS], obstacle=obstacle),
    ]
    return Report(seconds, rows, [f"Data: {ORIGIN}.", same(NAME, ends.pop("auto"), ends, 1e-10)])
