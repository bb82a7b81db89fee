"""The cost of the shares of the classes: the least that a constant answer can cost."""

import numpy as np
import pytest

from glasscat.layers import SigmoidOutput, SoftmaxOutput
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.chance import chance_cost
from glasscat.training.loop import train

Y2 = np.array([[1.0, 1, 1, 0]])
Y3 = np.eye(3)[[0, 0, 0, 1, 1, 2]].T


@pytest.mark.parametrize(
    ("output", "Y", "s", "cost"),
    [
        (SigmoidOutput(), np.array([[0.0, 1, 0, 1]]), None, np.log(2)),
        (SigmoidOutput(), Y2, None, -0.75 * np.log(0.75) - 0.25 * np.log(0.25)),
        (SigmoidOutput("squared-error"), Y2, None, 0.75 * 0.25 / 2),
        # three of weight 2/3 count as much as one of weight 2
        (SigmoidOutput(), Y2, np.array([2 / 3, 2 / 3, 2 / 3, 2]), np.log(2)),
        (SigmoidOutput(), Y2, np.full(4, 10.0), 10 * (-0.75 * np.log(0.75) - 0.25 * np.log(0.25))),
        (SoftmaxOutput(3), Y3, None, np.log(2) / 2 + np.log(3) / 3 + np.log(6) / 6),
        (SoftmaxOutput(3, "squared-error"), Y3, None, (1 - 1 / 4 - 1 / 9 - 1 / 36) / 2),
        (SoftmaxOutput(4), np.vstack([Y3, np.zeros(6)]), None, np.log(2) / 2 + np.log(3) / 3 + np.log(6) / 6),
        (SigmoidOutput(), np.ones((1, 4)), None, 0),
    ],
)
def test_by_hand(output, Y, s, cost):
    assert chance_cost(output, Y, s) == pytest.approx(cost, rel=1e-12, abs=1e-12)
    in_float32 = chance_cost(output, Y.astype(np.float32), None if s is None else s.astype(np.float32))
    assert in_float32 == pytest.approx(cost, rel=1e-5, abs=1e-5)


def test_training_ends_there_where_samples_tell_nothing():
    """All samples are alike, so that a neuron can learn no more than the shares of the classes."""
    X, y = np.ones((8, 2)), np.array([0, 0, 0, 0, 0, 0, 1, 1])
    *_before, last = train(Network.dense(2, [], 2), (X, y), optimizer=GradientDescent(1.0), iterations=200)
    assert last.cost == pytest.approx(last.chance, rel=1e-9)
    assert last.chance == pytest.approx(-0.75 * np.log(0.75) - 0.25 * np.log(0.25), rel=1e-12)
