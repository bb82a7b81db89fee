"""L2 in the loss, and samples that count more than others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.data.arrays import from_arrays
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.loop import train
from glasscat.training.penalty import L2
from glasscat.training.sample_weights import sample_weights

RATE = GradientDescent(0.3)


@pytest.fixture
def lopsided():
    """6 samples of class 0 and 18 of class 1, called a and b."""
    rng = np.random.default_rng(2)
    y = np.repeat([0, 1], [6, 18])
    return from_arrays(rng.normal(size=(24, 5)) + y[:, None], y, class_names=["a", "b"])


def last(network, data, **more):
    return list(train(network, data, **({"optimizer": RATE, "iterations": 20} | more)))[-1]


class TestL2:
    @pytest.mark.parametrize("batch_norm", [False, True])
    def test_each_step_pulls_at_weights_alone(self, data, batch_norm):
        """W := W - rate (dW + l2 W); b, gamma and beta as ever. By hand, entry by entry."""
        network = Network.dense(5, [4], 2, activation="tanh", batch_norm=batch_norm)
        X, Y, theta = data.train.columns(), network.targets(data.train.y), network.initial(0)
        for record in train(network, data, optimizer=RATE, iterations=5, l2=0.2):
            assert_allclose(record.theta, theta, rtol=1e-12, atol=1e-15)
            J, grad = network.loss_and_grad(theta, X, Y)
            views = network.layout.views(theta)
            if not record.is_last:
                penalty = 0.1 * sum(np.sum(views[name] ** 2) for name in ("W1", "W2"))
                assert record.cost == pytest.approx(float(J + penalty), rel=1e-12)
            theta = theta - 0.3 * grad
            for name in ("W1", "W2"):
                network.layout.views(theta)[name][...] -= 0.3 * 0.2 * views[name]

    def test_penalty_is_the_slope_of_its_cost(self):
        network = Network.dense(3, [2], 3, batch_norm=True)
        theta, v = np.random.default_rng(0).normal(size=(2, 2, network.layout.size))
        penalty, grad = L2.of(0.7, network), np.zeros_like(theta)
        penalty.add_gradient(grad, theta)
        assert_allclose(penalty.cost(theta + 1e-20j * v).imag / 1e-20, np.sum(grad * v, axis=-1), rtol=1e-13)
        for entry in network.layout.entries:
            assert network.layout.views(grad)[entry.name].any() == (entry.kind == "weight")

    def test_last_record_has_the_penalty_too(self, network, data):
        final = last(network, data, l2=0.2)
        X, Y = data.train.columns(), network.targets(data.train.y)
        weights = network.layout.views(final.theta)
        penalty = 0.1 * (np.sum(weights["W1"] ** 2) + np.sum(weights["W2"] ** 2))
        assert final.cost == pytest.approx(float(network.loss(final.theta, X, Y) + penalty), rel=1e-12)
        assert final.test_cost == pytest.approx(
            float(network.loss(final.theta, data.test.columns(), network.targets(data.test.y))), rel=1e-12
        )

    def test_shrinks_the_weights(self, data):
        network = Network.dense(5, [], 2)
        sizes = [np.linalg.norm(last(network, data, iterations=300, l2=l2).theta[:5]) for l2 in (0, 0.01, 0.1, 1)]
        assert sizes == sorted(sizes, reverse=True)

    def test_none_is_none(self, network, data):
        assert_array_equal(last(network, data, l2=0.0).theta, last(network, data).theta)

    def test_a_row_without_it_is_not_harmed_by_weights_whose_squares_overflow(self):
        data = from_arrays([[1.0, 2], [2, 1], [-1, -2], [-2, -1]], [0, 0, 1, 1])
        more = {"optimizer": GradientDescent(1e25), "iterations": 5, "dtype": np.float32, "method": "direct"}
        alone = last(Network.dense(2, [], 2), data, **more)
        both = last(Network.dense(2, [], 2), data, n_runs=2, l2=np.array([0, 0.1]), **more)
        assert np.isnan(both.cost).tolist() == [False, True]
        assert_array_equal(both.theta[0], alone.theta)

    def test_rows_are_lone_runs(self, network, data):
        together = last(network, data, l2=0.1, n_runs=2, seed=3)
        for r, seed in enumerate(np.random.SeedSequence(3).spawn(2)):
            alone = last(network, data, l2=0.1, seed=seed)
            assert_allclose(together.theta[r], alone.theta, rtol=1e-12, atol=1e-15)
            assert together.cost[r] == pytest.approx(alone.cost, rel=1e-12)

    @pytest.mark.parametrize("l2", [-1e-9, -1, np.nan, np.inf])
    def test_what_cannot_be_meant_is_refused(self, network, data, l2):
        with pytest.raises(ValueError, match="0 or more") as caught:
            train(network, data, optimizer=RATE, iterations=1, l2=l2)
        assert caught.value.code == "GC-U61"


class TestWeights:
    @settings(deadline=None, max_examples=30)
    @given(st.lists(st.integers(0, 3), min_size=8, max_size=8).filter(any), st.integers(0, 99))
    def test_a_whole_weight_is_so_many_copies(self, copies, seed):
        """J is a mean over the m samples that there are, so it is n / m times that of the n copies."""
        rng = np.random.default_rng(seed)
        X, y = rng.normal(size=(8, 3)), np.arange(8) % 2
        network, n = Network.dense(3, [3], 2, activation="tanh"), sum(copies)
        theta, Y = network.initial(seed), network.targets(y)
        J, grad = network.loss_and_grad(theta, X.T, Y, s=np.array(copies, float))
        repeated = np.repeat(np.arange(8), copies)
        copied_J, copied_grad = network.loss_and_grad(theta, X[repeated].T, Y[:, repeated])
        assert_allclose(8 * J, n * copied_J, rtol=1e-12)
        assert_allclose(8 * grad, n * copied_grad, rtol=1e-11, atol=1e-14)

    @pytest.mark.parametrize("method", ["direct", "span"])
    @pytest.mark.parametrize("batch_size", [None, 7])
    def test_balanced_is_each_sample_weighted_by_its_class(self, network, lopsided, batch_size, method):
        by_hand = np.where(lopsided.train.y == 0, 24 / (2 * 6), 24 / (2 * 18))
        more = {"batch_size": batch_size, "method": method, "seed": 1}
        balanced = last(network, lopsided, class_weight="balanced", **more)
        for same in ({"sample_weight": by_hand}, {"class_weight": {"a": 2.0, "b": 2 / 3}}):
            weighted = last(network, lopsided, **same, **more)
            assert_allclose(weighted.theta, balanced.theta, rtol=1e-13, atol=1e-16)
            assert weighted.cost == pytest.approx(balanced.cost, rel=1e-13)
        assert np.abs(balanced.theta - last(network, lopsided, **more).theta).max() > 1e-3

    def test_a_sample_of_weight_0_is_none(self, network, data):
        s = np.ones(23)
        s[7] = 0
        without = np.delete(np.arange(23), 7)
        left = from_arrays(data.train.X[without], data.train.y[without])
        assert_allclose(
            last(network, data, sample_weight=s * 23 / 22).theta, last(network, left).theta, rtol=1e-10, atol=1e-13
        )

    def test_class_that_is_not_named_counts_once(self, network, lopsided):
        some, every = ({"a": 3.0}, {"a": 3.0, "b": 1.0})
        assert last(network, lopsided, class_weight=some).cost == last(network, lopsided, class_weight=every).cost

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

    def test_balanced_weights_are_one_on_average_and_classes_count_the_same(self, lopsided):
        s = sample_weights(lopsided, "balanced", None)
        assert s.mean() == pytest.approx(1, rel=1e-15)
        assert s[lopsided.train.y == 0].sum() == pytest.approx(s[lopsided.train.y == 1].sum(), rel=1e-15)

    def test_class_and_sample_weights_are_multiplied(self, lopsided):
        given = np.linspace(0, 2, 24)
        s = sample_weights(lopsided, {"b": 3}, given)
        assert_allclose(s, given * np.where(lopsided.train.y == 1, 3, 1), rtol=1e-15)
        assert sample_weights(lopsided, None, None) is None

    def test_numbered_classes_may_be_called_by_their_numbers(self, data):
        assert_array_equal(sample_weights(data, {1: 3}, None), np.where(data.train.y == 1, 3, 1))

    def test_cost_of_the_end_counts_as_the_costs_on_the_way(self, network, lopsided):
        """Else a training would seem to end above where it began, or below."""
        for record in train(network, lopsided, optimizer=GradientDescent(1e-12), iterations=1, sample_weight=[7] * 24):
            plain = network.loss(record.theta, lopsided.train.columns(), network.targets(lopsided.train.y))
            assert record.cost == pytest.approx(7 * float(plain), rel=1e-9)

    def test_test_and_held_out_costs_are_not_weighted(self, network, lopsided, data):
        both = from_arrays(lopsided.train.X, lopsided.train.y, test=(data.test.X, data.test.y), class_names=["a", "b"])
        record = last(network, both, sample_weight=[7] * 24, held_out=data.test, patience=100)
        plain = network.loss(record.theta, data.test.columns(), network.targets(data.test.y))
        assert record.test_cost == pytest.approx(float(plain), rel=1e-12)
        assert record.held_out_cost == pytest.approx(float(plain), rel=1e-12)

    def test_float32_stays(self, network, lopsided):
        record = last(network, lopsided, class_weight="balanced", dtype=np.float32, l2=0.01)
        assert record.theta.dtype == np.float32

    @pytest.mark.parametrize(
        ("code", "found", "arguments"),
        [
            ("GC-U63", "24 in all", {"sample_weight": [1.0] * 23}),
            ("GC-U63", r"\(24, 1\)", {"sample_weight": np.ones((24, 1))}),
            ("GC-U63", "0 or more", {"sample_weight": [-1.0] + [1] * 23}),
            ("GC-U63", "0 or more", {"sample_weight": [np.nan] + [1] * 23}),
            ("GC-U63", "0 or more", {"sample_weight": [np.inf] + [1] * 23}),
            ("GC-U63", "not all 0", {"sample_weight": [0] * 24}),
            ("GC-U63", "0 or more", {"sample_weight": ["much"] * 24}),
            ("GC-U63", "0 or more", {"class_weight": {"a": -1}}),
            ("GC-U63", "0 or more", {"class_weight": {"a": "much"}}),
            ("GC-U64", "nearest is balanced", {"class_weight": "balance"}),
            ("GC-U64", "'c' is not known", {"class_weight": {"a": 1, "c": 2}}),
            ("GC-U64", "'0' is not known", {"class_weight": {0: 1, 1: 2}}),
        ],
    )
    def test_what_cannot_be_meant_is_refused(self, network, lopsided, code, found, arguments):
        with pytest.raises(ValueError, match=found) as caught:
            train(network, lopsided, optimizer=RATE, iterations=1, **arguments)
        assert caught.value.code == code
        assert len(str(caught.value).splitlines()) <= 3
