"""Train step by step: the loop is yours, and you leave it when the test cost has stopped falling.

Run it with: python examples/step_by_step.py
"""

from __future__ import annotations

import glasscat as gc

PATIENCE = 5  # records without a new lowest test cost

data = gc.load("drawn-cats")
network = gc.Network.dense(data.n_features, [32], data.n_classes)
steps = gc.train(network, data, optimizer=gc.GradientDescent(0.01), iterations=3000, seed=1, record_every=25)

best = None
for record in steps:
    if best is None or record.test_cost < best.test_cost:
        best, theta = record, record.theta.copy()  # a copy: the next step writes into the record's own
        print(f"{record.iteration:5}   cost {record.cost:.4f}   test cost {record.test_cost:.4f}")
    elif record.iteration - best.iteration >= 25 * PATIENCE:
        break  # nothing to tidy up: the generator ends with the loop

answers = network.probabilities(theta, data.test.columns()).argmax(axis=0)
score = gc.Score(int((answers == data.test.y).sum()), len(data.test))
print(f"left at iteration {record.iteration}; the best was iteration {best.iteration}: {score.text}")
print("The test set chose when to stop, so this score flatters: for a verdict, judge on pictures that chose nothing.")
