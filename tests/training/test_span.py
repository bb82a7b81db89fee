"""The span method gives the iterates of the direct way. It is taken where it pays, never where it does not hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.data.arrays import from_arrays
from glasscat.data.dataset import Dataset, Samples
from glasscat.errors import DivergedError
from glasscat.layers import BatchNorm, Dense, Dropout, ReLU, SigmoidOutput
from glasscat.network import Network
from glasscat.optimizers import (
    LBFGS,
    AdaGrad,
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
from glasscat.optimizers.schedules import Cosine
from glasscat.training import method
from glasscat.training.fitted import collect
from glasscat.training.loop import train
from glasscat.training.problem import direct
from glasscat.training.span import span

OPTIMIZERS = {
    "descent": GradientDescent(0.2),
    "momentum": Momentum(0.03, 0.8),
    "nesterov": Nesterov(0.03, 0.8),
    "schedule": GradientDescent(Cosine(0.3, 50)),
}


def samples(X, y):
    return Samples(X, y, tuple(map(str, range(len(y)))))


def wide(n_classes=2, m=12, n_x=40, n_test=5):
    """More features than samples, and a test set."""
    rng = np.random.default_rng(n_classes)
    X, y = rng.normal(size=(m + n_test, n_x)), np.arange(m + n_test) % n_classes
    names = tuple(map(str, range(n_classes)))
    return Dataset(samples(X[:m], y[:m]), samples(X[m:], y[m:]), names, "random numbers")


def scaled(data, factor):
    return Dataset(samples(data.train.X * factor, data.train.y), None, data.class_names, data.source)


def ends(network, data, **more):
    """Costs and last state by the direct way and by the span."""
    found = []
    for way in ("direct", "span"):
        *before, last = train(network, data, method=way, **({"iterations": 50, "record_every": 5} | more))
        assert last.method == way
        found.append((np.array([r.cost for r in (*before, last)]), last))
    return found


def assert_same(network, data, **more):
    """Within 1e-10 of the largest number: rounding of 50 steps, each of which passes on that of the steps before.

    `make reliability` follows trainings for 2000.
    """
    (costs, last), (span_costs, span_last) = ends(network, data, **more)
    assert_allclose(span_costs, costs, rtol=1e-10)
    for inside, wanted in ((span_last.theta, last.theta), (span_last.buffers, last.buffers)):
        # parameters of 0 that stay there gather rounding of the size of a step, 1e-16
        assert_allclose(inside, wanted, rtol=0, atol=max(1e-10 * np.abs(wanted).max(initial=0), 1e-14))
    if data.test is not None:
        assert_allclose(span_last.test_cost, last.test_cost, rtol=1e-9)


class TestSameIterates:
    @pytest.mark.parametrize("batch_size", [None, 5])
    @pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
    @pytest.mark.parametrize("n_classes", [2, 3])
    @pytest.mark.parametrize("hidden", [[], [6], [6, 4], [6, 4, 3]], ids=len)
    def test_depth_loss_classes_and_batches(self, hidden, n_classes, loss, batch_size):
        network = Network.dense(40, hidden, n_classes, activation="tanh", loss=loss)
        assert_same(network, wide(n_classes), optimizer=OPTIMIZERS["descent"], batch_size=batch_size)

    @pytest.mark.parametrize("activation", ["relu", "leaky-relu", "sigmoid"])
    @pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
    def test_activations_and_optimizers(self, activation, optimizer):
        network = Network.dense(40, [6, 4], 2, activation=activation)
        assert_same(network, wide(), optimizer=optimizer, batch_size=5)

    @pytest.mark.parametrize("batch_size", [None, 5])
    @pytest.mark.parametrize(
        "more", [{"class_weight": {"0": 2.0, "1": 0.5}}, {"class_weight": "balanced", "sample_weight": np.arange(12)}]
    )
    def test_weights_of_classes_and_samples(self, more, batch_size):
        network = Network.dense(40, [6], 2, activation="tanh")
        assert_same(network, wide(), optimizer=OPTIMIZERS["descent"], batch_size=batch_size, **more)

    @pytest.mark.parametrize("batch_size", [None, 4])
    @pytest.mark.parametrize(
        "more",
        [{"batch_norm": True}, {"dropout": 0.3}, {"batch_norm": True, "dropout": 0.3}],
        ids=["norm", "drop", "both"],
    )
    def test_normalised_and_thinned_after_the_first_layer(self, more, batch_size):
        network = Network.dense(40, [6, 4], 2, activation="tanh", **more)
        assert_same(network, wide(), optimizer=GradientDescent(0.05), batch_size=batch_size)

    @pytest.mark.parametrize("batch_size", [None, 5])
    def test_many_runs(self, batch_size):
        network = Network.dense(40, [6], 3, activation="tanh", dropout=0.2, batch_norm=True)
        rates = np.array([0.2, 0.05, 0.01])
        assert_same(network, wide(3), optimizer=GradientDescent(rates), n_runs=3, batch_size=batch_size, seed=4)

    @pytest.mark.parametrize("batch_size", [None, 5])
    @pytest.mark.parametrize("n_runs", [None, 2])
    @pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
    def test_l2_pulls_at_the_initial_weights_too(self, optimizer, n_runs, batch_size):
        network = Network.dense(40, [6, 4], 2, activation="tanh", init="xavier")
        assert_same(network, wide(), optimizer=optimizer, l2=0.03, n_runs=n_runs, batch_size=batch_size)

    @pytest.mark.parametrize("hidden", [[], [6]], ids=len)
    @pytest.mark.parametrize("optimizer", [GradientDescent(0.2), Momentum(0.03, 0.8)])
    def test_decay_shrinks_the_initial_weights_too(self, optimizer, hidden):
        network = Network.dense(40, hidden, 2, activation="tanh", init="normal", init_scale=0.3)
        for chosen in (None, "W1", ["weight", "bias"]):
            assert_same(network, wide(), optimizer=WeightDecay(optimizer, 0.05, chosen), l2=0.01, batch_size=5)

    @pytest.mark.parametrize("chosen", ["W1", "b1", ["W2", "b2"], "bias"])
    def test_what_is_frozen_stays(self, chosen):
        network = Network.dense(40, [6], 2, activation="tanh")
        assert_same(network, wide(), optimizer=WeightDecay(Frozen(Momentum(0.03, 0.8), chosen), 0.05), l2=0.01)

    def test_lengths_of_layers(self):
        """What the diagnosis reads is that of W1, its gradient and its step, not of their coordinates."""
        network = Network.dense(40, [6], 2, activation="tanh")
        more = {"optimizer": Momentum(0.03, 0.8), "iterations": 7, "l2": 0.05, "n_runs": 2}
        for straight, inside in zip(
            train(network, wide(), method="direct", **more),
            train(network, wide(), method="span", **more),
            strict=True,
        ):
            for one, other in zip(straight.layers, inside.layers, strict=True):
                for field in ("gradient", "weight", "update", "delta", "activation"):
                    if getattr(one, field) is not None:
                        assert_allclose(getattr(other, field), getattr(one, field), rtol=1e-10, err_msg=field)

    def test_given_weights_are_where_it_starts(self):
        W1 = np.random.default_rng(0).normal(size=(6, 40))
        network = Network.dense(40, [6], 2, activation="tanh")
        assert_same(network, wide(), optimizer=OPTIMIZERS["descent"], initial={"W1": W1})
        first = next(
            train(network, wide(), optimizer=GradientDescent(0.1), iterations=1, method="span", initial={"W1": W1})
        )
        assert_array_equal(network.layout.views(first.theta)["W1"], W1)

    @pytest.mark.parametrize("network", [Network.dense(40, [6], 2, activation="tanh"), Network.dense(40, [], 2)])
    def test_held_out_samples_and_patience(self, network):
        rng = np.random.default_rng(8)
        held_out = samples(rng.normal(size=(7, 40)), np.arange(7) % 2)
        more = {"optimizer": GradientDescent(0.1), "held_out": held_out, "patience": 3, "record_every": 1}
        assert_same(network, wide(), **more)
        (_costs, last), (_span_costs, span_last) = ends(network, wide(), **more)
        assert span_last.iteration == last.iteration
        assert span_last.held_out_cost == pytest.approx(last.held_out_cost, rel=1e-10)

    def test_pictures_and_small_precision(self):
        rng = np.random.default_rng(0)
        X, y = rng.integers(0, 256, (10, 4, 4, 3), np.uint8), np.arange(10) % 2
        network = Network.dense(48, [4], 2)
        assert_same(network, from_arrays(X, y), optimizer=GradientDescent(0.01))
        (costs, _last), (span_costs, span_last) = ends(
            network, from_arrays(X, y), optimizer=GradientDescent(0.01), dtype=np.float32
        )
        assert span_last.theta.dtype == np.float32
        assert_allclose(span_costs, costs, rtol=1e-4)  # 50 steps in float32

    def test_lifted_parameters_stay_in_the_span_and_are_not_the_coordinates(self):
        network, data = Network.dense(40, [6], 2, activation="tanh"), wide()
        last = list(train(network, data, optimizer=GradientDescent(0.1), iterations=20, method="span"))[-1]
        assert last.theta.shape == (network.layout.size,)
        moved = network.layout.views(last.theta)["W1"] - network.layout.views(network.initial(0))["W1"]
        X = data.train.X
        # what is left of a row of the change, once its part in the rows of X is taken off
        beside = moved - np.linalg.lstsq(X.T, moved.T, rcond=None)[0].T @ X
        assert np.abs(beside).max() < 1e-13
        assert np.abs(moved).max() > 1e-3


@st.composite
def problems(draw):
    """Small problems with all that may be odd about their samples."""
    m = draw(st.integers(1, 8))
    n_x = draw(st.sampled_from([1, m, m + 1, 12]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n_classes = draw(st.integers(2, 3))
    X, y = rng.normal(size=(m, n_x)), rng.integers(0, n_classes, m)
    if draw(st.booleans()):
        X[rng.integers(m)] = X[0]  # the same sample twice, perhaps in two classes
    if draw(st.booleans()):
        X[:, rng.integers(n_x)] = draw(st.sampled_from([0.0, 1.0]))
    data = Dataset(samples(X, y), None, tuple(map(str, range(n_classes))), "random numbers")
    network = Network.dense(
        n_x,
        draw(st.lists(st.integers(1, 5), max_size=3)),
        n_classes,
        # not ReLU: where one sample of two classes pushes a unit to and fro over its kink, any rounding grows
        activation=draw(st.sampled_from(["tanh", "sigmoid"])),
        loss=draw(st.sampled_from(["cross-entropy", "squared-error"])),
        dropout=draw(st.sampled_from([0.0, 0.0, 0.3])),
    )
    # small steps: beyond 2 / curvature they overshoot, and any rounding grows from step to step
    optimizer = draw(st.sampled_from([GradientDescent(0.05), Momentum(0.01, 0.8), Nesterov(0.01, 0.8)]))
    more = {"optimizer": optimizer, "seed": draw(st.integers(0, 99))}
    if draw(st.booleans()):
        more["batch_size"] = draw(st.integers(1, m))
    if draw(st.booleans()):
        more["sample_weight"] = rng.uniform(0.2, 2, m)
    more["class_weight"] = draw(st.sampled_from([None, {"0": 0.5}]))
    more["l2"] = draw(st.sampled_from([0.0, 0.1]))
    more["n_runs"] = draw(st.sampled_from([None, 2]))
    if draw(st.booleans()):
        more["optimizer"] = WeightDecay(optimizer, 0.1)
    return network, data, more


@settings(max_examples=200, deadline=None)
@given(problems())
def test_two_hundred_small_problems(problem):
    network, data, more = problem
    assert_same(network, data, **more)


def method_of(network, data, **more):
    return next(train(network, data, **({"optimizer": GradientDescent(0.1)} | more))).method


@pytest.mark.parametrize(("iterations", "record_every"), [(21, 10), (20, 1)])
def test_a_run_that_diverged_is_given_back_as_it_was_frozen(iterations, record_every):
    """Also where its cost was looked at just before the end, with other runs beside it."""
    network = Network.dense(40, [5, 4], 2, activation="leaky-relu")
    more = {"optimizer": Momentum(np.array([0.01, 1e40])), "n_runs": 2}
    (_costs, last), (_span_costs, inside) = ends(
        network, wide(), iterations=iterations, record_every=record_every, **more
    )
    assert np.isnan(last.cost).tolist() == [False, True]
    assert np.isfinite(inside.theta).all()
    for frozen, wanted in zip(inside.theta, last.theta, strict=True):
        assert_allclose(frozen, wanted, rtol=0, atol=1e-10 * np.abs(wanted).max())


class TestChoice:
    def test_auto_takes_it_where_it_pays(self):
        assert method_of(Network.dense(400, [6], 2), wide(n_x=400), iterations=100) == "span"

    def test_the_gram_matrix_costs_less_time_than_its_multiplications(self):
        """12 samples and 5 for the test: as many multiplications as in 9 steps."""
        assert method_of(Network.dense(4000, [], 2), wide(n_x=4000), iterations=3) == "span"

    @pytest.mark.parametrize(
        ("reason", "n_x", "more"),
        [
            ("more samples than features", 15, {"iterations": 1000}),
            ("the Gram matrix costs more than one step", 400, {"iterations": 1}),
            ("few samples a step, many in all", 30, {"iterations": 10, "batch_size": 1}),
        ],
    )
    def test_auto_leaves_it_where_it_does_not_pay(self, reason, n_x, more):
        assert method_of(Network.dense(n_x, [], 2), wide(n_x=n_x), **more) == "direct", reason

    @pytest.mark.parametrize(
        "optimizer",
        [
            AdaGrad(0.1),
            Adam(0.1),
            AdamW(0.1),
            LBFGS(),
            RMSProp(0.1),
            Clipped(GradientDescent(0.1), norm=1),
            Frozen(GradientDescent(0.1), np.zeros(6 * 400 + 6 + 6 + 1, dtype=bool)),
            WeightDecay(GradientDescent(0.1), 0.1, np.ones(6 * 400 + 6 + 6 + 1, dtype=bool)),
            WeightDecay(Adam(0.1), 0.1),
        ],
        ids=lambda optimizer: type(optimizer).__name__,
    )
    def test_never_where_the_optimizer_leaves_the_span(self, optimizer):
        self.refused(Network.dense(400, [6], 2), {"optimizer": optimizer})

    @pytest.mark.parametrize("first", [ReLU(), BatchNorm(), Dropout(0.1)])
    def test_never_where_the_first_layer_is_not_dense(self, first):
        reason = self.refused(Network(400, (first, Dense(1)), SigmoidOutput()), {})
        assert f"the first layer is {type(first).__name__}, not a dense layer" in reason

    @staticmethod
    def refused(network, more):
        data, more = wide(n_x=400), {"optimizer": GradientDescent(0.1), "iterations": 100} | more
        assert method_of(network, data, **more) == "direct"
        with pytest.raises(ValueError, match="would not give the same iterates") as caught:
            train(network, data, method="span", **more)
        assert caught.value.code == "GC-U31"
        assert len(str(caught.value).splitlines()) <= 3
        return str(caught.value)

    @pytest.mark.parametrize("way", ["too small", "runs out"])
    def test_products_that_memory_does_not_hold(self, monkeypatch, way):
        """17 samples' products with 12 take 1632 bytes, and as much again on the way."""

        def no_memory(_problem):
            raise MemoryError

        if way == "too small":
            monkeypatch.setattr(method, "free_memory", lambda: 2 * 1632 - 1)
        else:
            monkeypatch.setattr(method, "span", no_memory)
        network, more = Network.dense(400, [6], 2), {"optimizer": GradientDescent(0.1), "iterations": 100}
        assert method_of(network, wide(n_x=400), **more) == "direct"
        with pytest.raises(ValueError, match=r"take 0\.0 GB") as caught:
            train(network, wide(n_x=400), method="span", **more)
        assert caught.value.code == "GC-U33"
        monkeypatch.undo()
        monkeypatch.setattr(method, "free_memory", lambda: 2 * 1632)
        assert method_of(network, wide(n_x=400), **more) == "span"

    @pytest.mark.parametrize(
        ("stored", "is_mapped", "most", "taken"),
        [
            (np.uint8, False, 12 * 12 * 8, "span"),
            (np.uint8, False, 12 * 12 * 8 - 1, "direct"),
            (np.uint8, True, 12 * (12 * 8 + 400), "span"),
            (np.uint8, True, 12 * (12 * 8 + 400) - 1, "direct"),
            (np.float64, False, 12 * 12 * 8, "span"),
            (np.float32, False, 12 * (12 + 400) * 8, "span"),
            (np.float32, False, 12 * (12 + 400) * 8 - 1, "direct"),
        ],
    )
    def test_auto_keeps_to_its_memory(self, monkeypatch, tmp_path, stored, is_mapped, most, taken):  # noqa: PLR0917
        """12 samples: their products as float64, and what has to be made or read to multiply them."""
        monkeypatch.setattr(method, "MOST_BYTES", most)
        X = np.random.default_rng(0).integers(0, 256, (12, 400)).astype(stored)
        if is_mapped:
            np.save(tmp_path / "X.npy", X)
            X = np.load(tmp_path / "X.npy", mmap_mode="r")
        data = from_arrays(X, np.arange(12) % 2)
        assert method_of(Network.dense(400, [], 2), data, optimizer=GradientDescent(1e-9), iterations=100) == taken

    @pytest.mark.parametrize("method", ["Span", "gram", ""])
    def test_unknown_method(self, method):
        with pytest.raises(ValueError) as caught:
            train(Network.dense(40, [], 2), wide(), optimizer=GradientDescent(0.1), iterations=1, method=method)
        assert caught.value.code == "GC-U30"


class TestFarOut:
    @pytest.mark.parametrize(("hidden", "scale", "rate"), [([], 1e150, 1e170), ([4, 4], 1, 1e3)])
    @pytest.mark.parametrize("every", [1, 7])
    def test_divergence_ends_in_the_last_finite_state(self, hidden, scale, rate, every):
        network, data, kept = Network.dense(40, hidden, 2, activation="leaky-relu"), scaled(wide(), scale), []
        stream = train(network, data, optimizer=GradientDescent(rate), iterations=60, method="span", record_every=every)
        with pytest.raises(DivergedError) as caught:
            collect(network, data, stream, lambda record: kept.append((record.iteration, record.theta.copy())))
        iteration, theta = kept[-1]
        assert caught.value.last_good[0] == iteration
        assert_array_equal(caught.value.fitted.theta, theta)
        assert np.isfinite(theta).all()

    @pytest.mark.parametrize("method", ["direct", "span"])
    def test_weights_beyond_all_numbers_are_divergence_though_the_cost_is_a_number(self, method):
        """One sample of class 1: Z and W overflow to infinity, of which the sigmoid is 1 and the cost 0."""
        data = Dataset(samples(np.full((1, 3), 1e10), np.array([1])), None, ("0", "1"), "one sample")
        network = Network.dense(3, [], 2)
        with pytest.raises(DivergedError) as caught:
            list(train(network, data, optimizer=GradientDescent(1e300), iterations=1, method=method))
        assert caught.value.code == "GC-T01"

    def test_features_whose_products_overflow_are_left_to_the_direct_way(self):
        """1e200 squared is beyond all numbers, and so would every cost be."""
        huge = scaled(wide(n_x=400), 1e200)
        more = {"optimizer": GradientDescent(1e-300), "iterations": 100}
        records = list(train(Network.dense(400, [], 2), huge, **more))
        assert {record.method for record in records} == {"direct"}
        assert np.isfinite([record.cost for record in records]).all()
        with pytest.raises(ValueError) as caught:
            train(Network.dense(400, [], 2), huge, method="span", **more)
        assert caught.value.code == "GC-U31"


def test_coordinates_cannot_be_differentiated_by():
    """Nothing lies before the first layer, so nobody asks; a network that did would get no wrong number."""
    network, data = Network.dense(40, [6], 2), wide()
    theta = network.initial(0)
    first = span(direct(network, data, theta, s=None, held_out=None, l2=0)).network.layers[0]
    with pytest.raises(NotImplementedError):
        first.backward((), np.ones((6, 12)), None)
    C_a, b = first.initial(np.random.default_rng(0), 1)
    assert C_a.shape == (6, 13)
    assert b.shape == (6, 1)
    assert_array_equal(C_a[:, -1], 1)
    assert not C_a[:, :-1].any()
    assert not b.any()


def test_frozen_weights_stay_to_the_last_bit():
    """Weights are added up from coordinates; the sign of a zero that never moved must not get lost in it."""
    W1 = np.random.default_rng(0).normal(size=(6, 40))
    W1[:, :4] = [0.0, -0.0, 1e-310, -1e-310]
    network = Network.dense(40, [6], 2, activation="tanh")
    more = {"initial": {"W1": W1}, "iterations": 20, "method": "span", "l2": 0.1}
    *_before, last = train(network, wide(), optimizer=Frozen(Momentum(0.1), "W1"), **more)
    assert network.layout.views(last.theta)["W1"].tobytes() == W1.tobytes()
