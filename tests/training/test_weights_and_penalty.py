"""Weights of samples and classes, and the share of squared weights in the cost."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from glasscat.data.arrays import from_arrays
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.loop import train

RATE = GradientDescent(0.3)


def end(network, data, **more):
    *_before, last = train(network, data, **{"optimizer": RATE, "iterations": 10, **more})
    return last


@pytest.fixture
def uneven():
    """12 samples of class "no", 4 of class "yes"."""
    rng = np.random.default_rng(0)
    return from_arrays(rng.normal(size=(16, 5)), np.repeat([0, 1], [12, 4]), class_names=("no", "yes"))


class TestWeights:
    def test_a_sample_of_weight_2_is_two_samples(self, network, data):
        s = np.ones(23)
        s[[3, 5]] = 2
        twice = np.sort([*range(23), 3, 5])
        doubled = from_arrays(data.train.X[twice], data.train.y[twice])
        # the mean over 23 of weights that add up to 25, so that the rate makes up for it
        weighted = end(network, data, sample_weight=s * 23 / 25)
        alone = end(network, doubled)
        assert weighted.cost == pytest.approx(alone.cost, rel=1e-12)
        assert_allclose(weighted.theta, alone.theta, rtol=1e-10, atol=1e-13)

    def test_a_sample_of_weight_0_is_none(self, network, data):
        s = np.ones(23)
        s[7] = 0
        without = np.delete(np.arange(23), 7)
        left = from_arrays(data.train.X[without], data.train.y[without])
        assert_allclose(
            end(network, data, sample_weight=s * 23 / 22).theta, end(network, left).theta, rtol=1e-10, atol=1e-13
        )

    def test_balanced_classes_count_the_same(self, network, uneven):
        balanced = end(network, uneven, class_weight="balanced")
        named = end(network, uneven, class_weight={"no": 16 / 24, "yes": 16 / 8})
        one_by_one = end(network, uneven, sample_weight=np.repeat([16 / 24, 16 / 8], [12, 4]))
        assert balanced.cost == pytest.approx(named.cost, rel=1e-14)
        assert balanced.cost == pytest.approx(one_by_one.cost, rel=1e-14)

    def test_class_that_is_not_named_counts_once(self, network, uneven):
        some, every = ({"yes": 3.0}, {"yes": 3.0, "no": 1.0})
        assert end(network, uneven, class_weight=some).cost == end(network, uneven, class_weight=every).cost

    def test_both_kinds_are_multiplied(self, network, uneven):
        s = np.linspace(0.5, 1.5, 16)
        both = end(network, uneven, class_weight={"yes": 3.0}, sample_weight=s)
        assert both.cost == end(network, uneven, sample_weight=s * np.repeat([1, 3], [12, 4])).cost

    @pytest.mark.parametrize("method", ["direct", "span"])
    @pytest.mark.parametrize("batch_size", [None, 5])
    def test_weights_go_with_their_samples(self, network, data, batch_size, method):
        """Shuffled with them into batches: a network that sees samples 0 to 10 only learns nothing from the others."""
        s = np.where(np.arange(23) < 11, 1.0, 0)
        other = data.train.X.copy()
        other[11:] = np.random.default_rng(9).normal(size=other[11:].shape)
        costs = [
            [
                r.cost
                for r in train(
                    network, pair, optimizer=RATE, epochs=2, batch_size=batch_size, sample_weight=s, method=method
                )
            ]
            for pair in ((data.train.X, data.train.y), (other, data.train.y))
        ]
        assert costs[0] == pytest.approx(costs[1], rel=1e-12)

    @pytest.mark.parametrize(
        ("code", "more"),
        [
            ("GC-U63", {"sample_weight": np.ones(22)}),
            ("GC-U63", {"sample_weight": np.ones((23, 1))}),
            ("GC-U63", {"sample_weight": -np.ones(23)}),
            ("GC-U63", {"sample_weight": np.full(23, np.nan)}),
            ("GC-U63", {"sample_weight": np.zeros(23)}),
            ("GC-U64", {"class_weight": "balance"}),
            ("GC-U64", {"class_weight": {"cat": 2.0}}),
            ("GC-U61", {"l2": -1e-9}),
            ("GC-U61", {"l2": np.nan}),
            ("GC-U61", {"l2": np.inf}),
        ],
    )
    def test_what_cannot_be_meant_is_refused(self, network, data, code, more):
        with pytest.raises(ValueError) as caught:
            train(network, data, optimizer=RATE, iterations=1, **more)
        assert caught.value.code == code


class TestL2:
    @pytest.mark.parametrize("n_runs", [None, 2])
    def test_is_half_the_squared_weights_in_the_cost_and_a_pull_in_the_step(self, network, data, n_runs):
        X, Y, l2 = data.train.columns(), network.targets(data.train.y), 0.1
        theta = network.initial(0, n_runs=n_runs)
        stream = train(network, data, optimizer=RATE, iterations=8, l2=l2, n_runs=n_runs)
        for record in stream:
            weights = [view for name, view in network.layout.views(theta).items() if name.startswith("W")]
            penalty = l2 / 2 * sum(np.sum(W**2, axis=(-2, -1)) for W in weights)
            J, grad = network.loss_and_grad(theta, X, Y)
            assert_allclose(record.cost, J + penalty, rtol=1e-11)
            assert_allclose(record.theta, theta, rtol=1e-9, atol=1e-12)
            pull = theta.copy()
            for name, view in network.layout.views(pull).items():
                view[...] *= l2 if name.startswith("W") else 0
            theta = theta - 0.3 * (grad + pull)

    def test_the_cost_on_the_test_set_is_without_it(self, network, data):
        first = next(train(network, data, optimizer=RATE, iterations=1, l2=10.0))
        plain = next(train(network, data, optimizer=RATE, iterations=1))
        assert first.test_cost == plain.test_cost
        assert first.cost > plain.cost

    def test_shrinks_the_weights(self, data):
        network = Network.dense(5, [], 2)
        sizes = [np.linalg.norm(end(network, data, iterations=300, l2=l2).theta[:5]) for l2 in (0, 0.01, 0.1, 1)]
        assert sizes == sorted(sizes, reverse=True)
