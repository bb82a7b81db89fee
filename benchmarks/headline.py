"""The course's headline: one neuron, 209 samples of 12288 numbers, 2000 iterations, float64, three ways.

The samples are made up, of the same number and size: how long a product takes does not depend on what is in it.
"""

from __future__ import annotations

import numpy as np
from stopwatch import medians

import glasscat as gc
from glasscat import logistic

NAME = "One neuron, 209 × 12288, 2000 iterations"


def measure() -> tuple[list[tuple[str, float, str]], list[str]]:
    """The textbook loop, and glasscat's direct and span ways to the same weights."""
    rng = np.random.default_rng(0)
    X = rng.integers(0, 256, (209, 64, 64, 3), dtype=np.uint8)
    y = rng.integers(0, 2, 209)
    data = gc.from_arrays(X, y)
    network = gc.Network.dense(data.n_features, [], 2)
    columns, row = data.train.columns(), y.reshape(1, -1)
    weights = {}

    def textbook() -> None:
        params, _grads, _costs = logistic.optimize(*logistic.initialize(len(columns)), columns, row, 2000, 0.0005)
        weights["textbook"] = params["w"].ravel()

    def ours(method: str) -> None:
        run = gc.fit(network, data, optimizer=gc.GradientDescent(0.0005), iterations=2000, method=method)
        weights[method] = run.parameters["W1"].ravel()

    ways = {
        "textbook loop (glasscat.logistic)": textbook,
        "glasscat, direct": lambda: ours("direct"),
        "glasscat, span": lambda: ours("span"),
    }
    rows = [(name, seconds, "") for name, seconds in medians(ways, 5).items()]
    apart = max(
        float(np.linalg.norm(found - weights["textbook"]) / np.linalg.norm(weights["textbook"]))
        for found in weights.values()
    )
    return rows, [] if apart < 1e-10 else [f"the weights differ by {apart:.1e}"]
