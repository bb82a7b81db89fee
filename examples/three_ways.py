"""The same training three ways: the textbook's loop, a loop that allocates nothing, and the span method.

Run it with: python examples/three_ways.py [DATA [ITERATIONS]]

All three take the same steps from the same start and end at the same weights, up to rounding; only the time differs.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from time import perf_counter

import numpy as np

import glasscat as gc

RATE = 0.002
source = sys.argv[1] if sys.argv[1:] else "drawn-cats"
iterations = int(sys.argv[2]) if sys.argv[2:] else 50

data = replace(gc.load(source), test=None)  # the textbook's loop watches no test cost, so neither shall the others
m, n_x = len(data.train), data.n_features


def textbook() -> np.ndarray:
    """As a course writes it, w and b of one neuron."""
    X, Y = data.train.columns(), data.train.y.reshape(1, -1)
    params, _grads, _costs = gc.logistic.optimize(*gc.logistic.initialize(n_x), X, Y, iterations, RATE)
    return np.append(params["w"], params["b"])


def ours(hidden: list[int], method: str) -> np.ndarray:
    """All parameters after the last step."""
    network = gc.Network.dense(n_x, hidden, data.n_classes)
    rule = gc.GradientDescent(RATE)
    *_, last = gc.train(
        network, data, optimizer=rule, iterations=iterations, seed=1, record_every=iterations, method=method
    )
    return last.theta


def tell(way: str, began: float, theta: np.ndarray, reference: np.ndarray) -> None:
    """Print the time of one way, and how far its weights are from those of the first."""
    seconds, distance = perf_counter() - began, np.linalg.norm(theta - reference) / np.linalg.norm(reference)
    print(f"   {way:28}{seconds:8.3f} s   relative difference of the parameters {distance:.1e}")


print(f"{source}: {m} samples of {n_x} numbers, {iterations} iterations, full batch, float64")
print("one neuron")
began = perf_counter()
reference = textbook()
tell("the textbook's loop", began, reference, reference)
for method in ("direct", "span"):
    began = perf_counter()
    tell(f"glasscat, {method}", began, ours([], method), reference)

print("hidden layers of 20, 7 and 5 units")
began = perf_counter()
reference = ours([20, 7, 5], "direct")
tell("glasscat, direct", began, reference, reference)
began = perf_counter()
tell("glasscat, span", began, ours([20, 7, 5], "span"), reference)
