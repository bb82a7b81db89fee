"""Every door of the Python interface once, on drawings: load, fit, judge, keep, load again, step, open, explain, doubt.

Run it with: python examples/interface.py
It takes a few seconds and leaves nothing behind.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

import glasscat as gc

# Data: a training set, a test set, and what is wrong with them
data = gc.load("drawn-cats")
print(f"{len(data.train)} drawings to train on, {len(data.test)} to test on: {', '.join(data.class_names)}")
print(f"findings: {len(gc.inspect(data))}")

# A network, trained from its own beginning, and from given arrays
net = gc.Network.dense(data.n_features, [20, 7, 5], data.n_classes, activation="relu", init="he")
run = gc.fit(net, data, optimizer=gc.GradientDescent(0.0075), iterations=300, record_every=75, seed=1)
for iteration, cost in run.history.costs:
    print(f"cost before step {iteration:3}: {cost:.6f}")
print(f"{run.theta.size:,} parameters in one vector; W1 is {run.parameters['W1'].shape}")
start = {name: array.copy() for name, array in run.parameters.items()}
longer = gc.fit(net, data, optimizer=gc.Momentum(0.0075), iterations=20, initial=start)
print(f"20 steps with momentum from there: cost {longer.history.final_cost:.6f}")

# The verdict, and single answers
verdict = gc.evaluate(run, data.test)
print(verdict)
print("best baseline:", max(verdict.baselines, key=lambda one: one.score.correct).name)
print(run.predict(data.test)[0])

# A run folder: kept, loaded, opened number by number
with TemporaryDirectory() as temporary:
    folder = run.save(Path(temporary, "first"), figures=False)
    stored, model = gc.load_run(folder), gc.load_model(folder)
    print(stored, "with the same parameters:", np.array_equal(model.theta, run.theta))
    print(gc.explain(stored, "cost@75"))
    run.plot().savefig(Path(temporary, "curve.svg"))

# Why this picture? Of one neuron exactly
neuron = gc.fit(gc.Network.dense(data.n_features, [], 2), data, optimizer=gc.GradientDescent(0.001), iterations=200)
why = gc.why(neuron, "test:5")
print(f"z = {why.z:.6f}; its pixels and its training pictures add up to {why.total:.6f} and {why.training.total:.6f}")

# The same training, step by step
for record in gc.train(net, data, optimizer=gc.Adam(1e-4), epochs=5, record_every=1):
    print(record)

# A computation graph: values forward, derivatives backward
graph = gc.graph("3*(a + b*c)", a=5, b=3, c=2)
print(f"J = {graph.value:g}, dJ/db = {graph.derivatives['b']:g}")

# A pair of arrays, samples first; and the backward pass beside other ways to the gradient
rng = np.random.default_rng(0)
X, y = rng.normal(size=(40, 3)), np.arange(40) % 2
small = gc.Network.dense(3, [4], 2, activation="tanh")
gc.fit(small, (X, y), optimizer=gc.LBFGS(), iterations=5)
print(gc.check_gradients(small, X.T, small.targets(y)).sentence)

# The one neuron as a course writes it, and the formulas themselves
w, b = np.array([[1.0], [2.0]]), 2.0
grads, cost = gc.logistic.propagate(w, b, np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1, 0]]))
print(f"J = {cost:.6f}, db = {grads['db']:.6f}, sigmoid(0) = {gc.kernels.sigmoid(np.zeros(1))[0]}")

# Texts speak the language that is chosen, and every error has a code
with gc.use_language("zh"):
    print(verdict.sentence)
try:
    gc.load("nothing.h5")
except gc.GlasscatError as error:
    print(error.code)
