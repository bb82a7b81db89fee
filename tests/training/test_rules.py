"""Rules that select parameters by name or kind, and schedules, inside a training: where the network is known."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.network import Network
from glasscat.optimizers import (
    Adam,
    AdamW,
    Clipped,
    Frozen,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    WeightDecay,
)
from glasscat.optimizers.schedules import Cosine, InverseTime, OneCycle, StepDecay, WarmUp
from glasscat.training.loop import train


def end(network, data, optimizer, **more):
    *_before, last = train(network, data, optimizer=optimizer, **{"iterations": 12, **more})
    return last


@pytest.fixture
def normalised():
    """Weights, biases, gains and shifts."""
    return Network.dense(5, [4, 3], 2, activation="tanh", batch_norm=True)


def of_kind(network, theta, *kinds):
    views = network.layout.views(theta)
    return np.concatenate([views[entry.name].ravel() for entry in network.layout.entries if entry.kind in kinds])


class TestDecay:
    @pytest.mark.parametrize(
        "make",
        [
            lambda: AdamW(1e-9, weight_decay=1e8),
            lambda: WeightDecay(GradientDescent(1e-9), 1e8),
            lambda: Clipped(WeightDecay(GradientDescent(1e-9), 1e8), norm=1),
            lambda: WeightDecay(Clipped(Momentum(1e-9), value=1), 1e8),
        ],
        ids=["AdamW", "WeightDecay", "clipped", "clipping"],
    )
    def test_weights_shrink_and_nothing_else(self, normalised, data, make):
        """At this rate a step moves nothing by more than 1e-8, while decay takes a tenth a step."""
        initial = {"b1": np.full((4, 1), 0.7), "beta1": np.full((4, 1), 0.3), "beta2": np.full((3, 1), -0.2)}
        start = next(train(normalised, data, optimizer=make(), iterations=12, initial=initial)).theta.copy()
        theta = end(normalised, data, make(), initial=initial).theta
        assert_allclose(of_kind(normalised, theta, "weight"), 0.9**12 * of_kind(normalised, start, "weight"), atol=1e-6)
        rest = "bias", "gain", "shift"
        assert_allclose(of_kind(normalised, theta, *rest), of_kind(normalised, start, *rest), atol=1e-6)

    def test_unless_it_is_asked_for(self, normalised, data):
        asked = WeightDecay(GradientDescent(1e-9), 1e8, ("gain", "b1"))
        initial = {"b1": np.ones((4, 1)), "b2": np.ones((3, 1))}
        theta = end(normalised, data, asked, initial=initial).theta
        parameters = normalised.layout.views(theta)
        for name, value in (("gamma1", 0.9**12), ("gamma2", 0.9**12), ("b1", 0.9**12), ("b2", 1), ("beta1", 0)):
            assert_allclose(parameters[name], value, atol=1e-6)

    @pytest.mark.parametrize("n_runs", [None, 2])
    def test_a_step_is_the_decay_and_then_that_of_the_rule(self, network, data, n_runs):
        """By hand: W := (1 - 0.1 · 0.5) W - 0.1 dW, b := b - 0.1 db."""
        X, Y = data.train.columns(), network.targets(data.train.y)
        is_weight = np.concatenate([np.full(entry.size, entry.kind == "weight") for entry in network.layout.entries])
        theta = network.initial(0, n_runs=n_runs)
        for record in train(
            network, data, optimizer=WeightDecay(GradientDescent(0.1), 0.5), iterations=6, n_runs=n_runs
        ):
            assert_allclose(record.theta, theta, rtol=1e-10, atol=1e-13)
            theta = theta * np.where(is_weight, 0.95, 1) - 0.1 * network.loss_and_grad(theta, X, Y)[1]

    def test_it_is_not_part_of_the_cost(self, network, data):
        plain, decaying = (
            next(train(network, data, optimizer=optimizer, iterations=1))
            for optimizer in (GradientDescent(0.1), WeightDecay(GradientDescent(0.1), 5.0))
        )
        assert plain.cost == decaying.cost

    def test_an_unknown_name_is_refused_before_training(self, network, data):
        with pytest.raises(ValueError, match="nearest is weight") as caught:
            train(network, data, optimizer=AdamW(0.1, mask="wieght"), iterations=1)
        assert caught.value.code == "GC-U54"


class TestFreezing:
    RULES = (GradientDescent, Momentum, Nesterov, RMSProp, Adam, AdamW)

    @pytest.mark.parametrize("rule", RULES)
    @pytest.mark.parametrize("n_runs", [None, 2])
    @pytest.mark.parametrize("batch_size", [None, 7])
    def test_frozen_entries_stay_to_the_last_bit(self, network, data, rule, n_runs, batch_size):
        stream = train(
            network,
            data,
            optimizer=Frozen(rule(0.05), ["W1", "b1"]),
            epochs=10,
            n_runs=n_runs,
            batch_size=batch_size,
            l2=0.1,
            initial={"b1": [[-0.0], [1e-40], [0.1], [0.0]]},
        )
        start = next(stream).theta.copy()
        *_between, last = stream
        before, after = network.layout.views(start), network.layout.views(last.theta)
        for name in ("W1", "b1"):
            assert before[name].tobytes() == after[name].tobytes()
        for name in ("W2", "b2"):
            assert (before[name] != after[name]).all()

    def test_what_is_left_trains_as_if_the_frozen_layer_were_given(self, network, data):
        """The last layer alone, on what the frozen first one makes of the samples."""
        last = end(network, data, Frozen(Adam(0.1), ["W1", "b1"]), iterations=40)
        views = network.layout.views(last.theta)
        A1 = np.tanh(views["W1"] @ data.train.columns() + views["b1"])
        start = network.layout.views(network.initial(0))
        alone = end(
            Network.dense(4, [], 2),
            (A1.T, data.train.y),
            Adam(0.1),
            iterations=40,
            initial={"W1": start["W2"], "b1": start["b2"]},
        )
        assert_allclose(alone.theta, np.concatenate([views["W2"].ravel(), views["b2"].ravel()]), rtol=1e-9)
        assert last.cost == pytest.approx(alone.cost, rel=1e-9)

    def test_by_kind_and_under_clipping(self, normalised, data):
        theta = end(normalised, data, Clipped(Frozen(Adam(0.1), ("gain", "shift")), norm=1)).theta
        assert_array_equal(of_kind(normalised, theta, "gain"), 1)
        assert_array_equal(of_kind(normalised, theta, "shift"), 0)
        assert (of_kind(normalised, theta, "weight") != of_kind(normalised, normalised.initial(0), "weight")).all()

    def test_a_layer_that_is_not_there_is_refused_before_training(self, network, data):
        with pytest.raises(ValueError, match="W9") as caught:
            train(network, data, optimizer=Frozen(Adam(0.1), ["W9"]), iterations=1)
        assert caught.value.code == "GC-U54"


class TestSchedules:
    @pytest.mark.parametrize(
        "make",
        [
            lambda: Cosine(0.1, 11),
            lambda: OneCycle(0.1, 11),
            lambda: WarmUp(Cosine(0.1, 8), 3),
            lambda: WarmUp(OneCycle(0.1, 10), 1),
            lambda: StepDecay(0.1, every=11),
        ],
        ids=["cosine", "one-cycle", "warm-up and cosine", "warm-up and one-cycle", "step"],
    )
    @pytest.mark.parametrize(
        "wrap", [GradientDescent, Adam, lambda rate: Clipped(WeightDecay(Adam(rate), 0.1), norm=1)]
    )
    def test_longer_than_the_run_is_refused_before_training(self, network, data, make, wrap):
        for length in ({"iterations": 10}, {"epochs": 2, "batch_size": 5}):  # five steps an epoch
            with pytest.raises(ValueError) as caught:
                train(network, data, optimizer=wrap(make()), **length)
            assert caught.value.code == "GC-U47"

    def test_a_cycle_that_ends_before_the_run_is_refused_before_training(self, network, data):
        with pytest.raises(ValueError) as caught:
            train(network, data, optimizer=Adam(OneCycle(0.1, 10)), iterations=11)
        assert caught.value.code == "GC-U48"

    @pytest.mark.parametrize(
        "make",
        [
            lambda: Cosine(0.3, 10),
            lambda: OneCycle(0.3, 10),
            lambda: StepDecay(0.3, every=4, factor=0.5),
            lambda: InverseTime(0.3, decay=0.5),
            lambda: WarmUp(Cosine(0.3, 7), 3),
        ],
    )
    @pytest.mark.parametrize("method", ["direct", "span"])
    def test_each_step_takes_its_own_rate(self, network, data, make, method):
        schedule = make()
        X, Y, theta = data.train.columns(), network.targets(data.train.y), network.initial(0)
        for record in train(network, data, optimizer=GradientDescent(make()), iterations=10, method=method):
            assert_allclose(record.theta, theta, rtol=1e-9, atol=1e-12)
            if not record.is_last:
                theta = theta - schedule(record.iteration) * network.loss_and_grad(theta, X, Y)[1]
