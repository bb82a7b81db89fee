"""Train on arrays: points of a plane, which one neuron cannot tell apart and a hidden layer can.

Run it with: python examples/arrays.py
"""

from __future__ import annotations

import numpy as np

import glasscat as gc

rng = np.random.default_rng(1)
X = rng.normal(size=(600, 2))  # samples first: one point a row
y = (X[:, 0] * X[:, 1] > 0).astype(int)  # the signs of its two coordinates agree, or not: no straight line parts them

data = gc.from_arrays(X[:400], y[:400], test=(X[400:], y[400:]), class_names=["signs differ", "signs agree"])

for hidden in ([], [8]):
    network = gc.Network.dense(data.n_features, hidden, data.n_classes, activation="tanh")
    run = gc.fit(network, data, optimizer=gc.GradientDescent(0.5), iterations=3000, seed=1)
    print(f"\n{' → '.join(map(str, network.sizes))}, cost {run.history.final_cost:.3f}")
    print(gc.evaluate(run, data.test).sentence)
