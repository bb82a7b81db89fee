"""What the course of a training shows: every illness is named, with its layer and numbers, and health is not."""

from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest

from glasscat.data.arrays import from_arrays
from glasscat.data.dataset import Dataset
from glasscat.data.load import load
from glasscat.data.splits import holdout
from glasscat.errors import DivergedError
from glasscat.layers import ReLU
from glasscat.network import Network
from glasscat.optimizers import LBFGS, AdaGrad, Adam, AdamW, GradientDescent, Momentum, Nesterov, RMSProp
from glasscat.optimizers.schedules import Cosine
from glasscat.reports.run_figures import run_figures
from glasscat.run import fit
from glasscat.training.diagnosis import _plateau, diagnose
from glasscat.training.fitted import collect
from glasscat.training.loop import train
from glasscat.training.record import History


def trained(data, hidden, rate, iterations=500, every=10, **more):
    """What training gives, also where it ends badly; ``rate`` is a rate or an optimiser."""
    optimizer = GradientDescent(rate) if isinstance(rate, float) else rate
    shape = {name: more.pop(name) for name in (*SHAPE,) if name in more}
    network = Network.dense(data.n_features, hidden, data.n_classes, **shape)
    stream = train(network, data, optimizer=optimizer, iterations=iterations, record_every=every, **more)
    try:
        return collect(network, data, stream)
    except DivergedError as error:
        return error.fitted


SHAPE = ("activation", "init", "init_scale", "batch_norm", "dropout", "loss")


def found(fitted):
    """Findings by code."""
    return {finding.code: finding for finding in diagnose(fitted)}


def warned(fitted):
    return {finding.code for finding in diagnose(fitted) if finding.severity == "warning"}


def likeness(noise=False):
    """Like pictures: 60 positive numbers a sample that have much in common; 60 to train on, 30 to test on."""
    rng = np.random.default_rng(0)
    X = rng.random((90, 60))
    y = (X[:, :5].sum(axis=1) > 2.5).astype(int)
    y = rng.integers(0, 2, 90) if noise else y
    return from_arrays(X[:60], y[:60], test=(X[60:], y[60:]))


def clouds(n_classes, distance, seed=0):
    """180 samples in a cloud a class, and 60 to test on."""
    rng = np.random.default_rng(seed)
    centres, y = distance * rng.normal(size=(n_classes, 8)), np.arange(240) % n_classes
    X = centres[y] + rng.normal(size=(240, 8))
    return from_arrays(X[:180], y[:180], test=(X[180:], y[180:]))


def drawings():
    """200 of the drawn pictures, at 12 × 12, and 80 to test on."""
    data = load("drawn-cats", size=12)
    return Dataset(data.train.take(np.arange(200)), data.test.take(np.arange(80)), data.class_names, "drawings")


@pytest.fixture(scope="module")
def task():
    return likeness()


# -------------------------------------------------------------------------------------------------------- on pictures


@pytest.fixture
def pictures(course):
    return load(course / "train_catvnoncat.h5")


class TestTheCourse:
    """Iterations and costs are those of the course's tables; shares and factors are measured on its pictures."""

    def test_headline_over_fits_and_nothing_else(self, pictures):
        findings = found(trained(pictures, [], 0.005, 2000, 100))
        assert set(findings) == {"GC-N06"}
        assert findings["GC-N06"].items[0]["iteration"] == 200
        assert "since iteration 200" in str(findings["GC-N06"].text)

    @pytest.mark.parametrize("every", [10, 100])
    def test_a_tenth_of_a_thousandth_more_oscillates(self, pictures, every):
        findings = found(trained(pictures, [], 0.01, 2000, every))
        assert set(findings) == {"GC-N05", "GC-N06"}
        # of 392 steps after which the cost was higher, these by more than 1 %, however often it was recorded
        assert findings["GC-N05"].items == ({"rises": 371, "steps": 2000},)
        assert "after 371 of 2000 steps" in str(findings["GC-N05"].text)

    def test_a_slow_rate_shows_nothing(self, pictures):
        assert found(trained(pictures, [], 0.001, 2000, 100)) == {}

    @pytest.mark.parametrize(("init", "factor"), [("normal", 1e5), ("xavier", 50)])
    def test_the_deep_sigmoid_network_vanishes(self, pictures, init, factor):
        fitted = trained(pictures, [10, 3, 2], 0.1, 2000, 100, activation="sigmoid", init=init)
        finding = found(fitted)["GC-N02"]
        deltas = [item["delta"] for item in finding.items]
        assert [item["layer"] for item in finding.items] == [1, 2, 3, 4]
        assert deltas == sorted(deltas)
        assert deltas[-1] > factor * deltas[0]
        text = str(finding.text)
        assert "(the shares of the classes alone give 0.644)" in text  # of 137 and 72 pictures
        assert "at layer 1 than at layer 4" in text

    @pytest.mark.parametrize("seed", range(3))
    def test_a_plateau_is_told_of_however_long_the_network_learns_afterwards(self, pictures, seed):
        """The plateau ends after about a tenth of this training."""
        fitted = trained(pictures, [10, 3, 2], 0.1, 5000, 100, activation="sigmoid", seed=seed)
        assert fitted.history.final_cost < 0.1
        assert "GC-N02" in found(fitted)

    def test_he_batch_norm_and_adam_cure_it(self, pictures):
        cured = trained(pictures, [10, 3, 2], Adam(), 100, 10, activation="relu", init="he", batch_norm=True)
        assert warned(cured) <= {"GC-N06"}
        assert cured.history.final_cost < 0.9 * cured.history.chance

    def test_zeros_keep_units_equal(self, pictures):
        findings = found(trained(pictures, [10, 3, 2], 0.1, 300, 30, activation="sigmoid", init="zeros"))
        assert [item["layer"] for item in findings["GC-N01"].items] == [1, 2, 3]
        assert "GC-N02" not in findings  # the plateau has its reason already

    def test_a_large_rate_kills_relus(self, pictures):
        fitted = trained(pictures, [20, 7, 5], 0.3, 500, 100, seed=1)
        finding = found(fitted)["GC-N03"]
        assert finding.severity == "warning"
        blocked = next(item for item in finding.items if item["dead"] == item["units"])
        assert f"{blocked['dead']} of {blocked['units']} in layer {blocked['layer']}" in str(finding.text)

    def test_a_huge_rate_explodes(self, pictures):
        finding = found(trained(pictures, [20, 7, 5], 1.0, 200, 100, seed=1))["GC-N04"]
        assert finding.items[0]["peak"] > 100


# ---------------------------------------------------------------------------------------------------- GC-N01: equality


class TestEqualUnits:
    @pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
    def test_zeros(self, task, activation):
        findings = found(trained(task, [8, 4], 0.1, activation=activation, init="zeros"))
        assert set(findings) == {"GC-N01"}
        assert "8 in layer 1, 4 in layer 2" in str(findings["GC-N01"].text)
        assert findings["GC-N01"].items == ({"layer": 1, "units": 8}, {"layer": 2, "units": 4})

    def test_any_equal_beginning(self, task):
        equal = {"W1": np.full((4, 60), 0.1), "W2": np.full((1, 4), 0.3)}
        assert "GC-N01" in warned(trained(task, [4], 0.1, activation="tanh", initial=equal))

    def test_one_layer(self, task):
        text = found(trained(task, [8], 0.1, activation="tanh", init="zeros"))["GC-N01"].text
        assert "All 8 units of layer 1 are equal" in str(text)

    def test_in_a_later_layer(self, task):
        equal = {"W2": np.full((3, 8), 0.1), "W3": np.full((1, 3), 0.3)}
        assert found(trained(task, [8, 3], 0.1, activation="tanh", initial=equal))["GC-N01"].items == (
            {"layer": 2, "units": 3},
        )

    @pytest.mark.parametrize(("share", "is_equal"), [(1e-12, True), (1e-7, False)])
    def test_equal_up_to_rounding_and_no_further(self, task, share, is_equal):
        equal = {"W1": np.full((8, 60), 0.1), "W2": np.full((1, 8), 0.3)}
        fitted = trained(task, [8], 0.1, 20, activation="tanh", initial=equal)
        W1 = fitted.parameters["W1"]
        W1 += share * np.abs(W1).max() * np.arange(8)[:, None] / 7
        assert ("GC-N01" in found(fitted)) == is_equal

    def test_a_layer_of_one_unit_is_equal_to_nothing(self, task):
        assert "GC-N01" not in found(trained(task, [1], 0.1, activation="tanh", init="zeros"))

    def test_saturated_units_put_out_the_same_but_are_not_equal(self, task):
        """All units say 1 for every sample."""
        fitted = trained(task, [6], 0.01, 20, activation="tanh", initial={"b1": np.full((6, 1), 100.0)})
        assert fitted.history.layers[-2][0].spread < 1e-9
        assert "GC-N01" not in found(fitted)


# --------------------------------------------------------------------------------------------------- GC-N02: vanishing


class TestVanishing:
    @pytest.mark.parametrize("init", ["normal", "xavier"])
    @pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
    def test_deep_sigmoids(self, task, init, loss):
        fitted = trained(task, [10, 3, 2], 0.1, 1000, 50, activation="sigmoid", init=init, loss=loss)
        assert set(found(fitted)) == {"GC-N02"}

    def test_numbers_are_those_of_the_plateau(self, task):
        fitted = trained(task, [10, 3, 2], 0.1, 1000, 50, activation="sigmoid")
        history, text = fitted.history, str(found(fitted)["GC-N02"].text)
        looks = [
            (iteration, cost, layers) for (iteration, cost), layers in zip(history.costs, history.layers, strict=False)
        ]
        looks += [(mark.iteration, mark.cost, mark.layers) for mark in history.marks]
        looks = {iteration: rest for iteration, *rest in sorted(looks, key=lambda look: look[0])}
        assert list(looks)[:7] == [0, 1, 2, 4, 8, 16, 32]
        stretch = [layers for iteration, (_cost, layers) in looks.items() if iteration >= 16]
        factor = np.median([layers[-1].delta / layers[0].delta for layers in stretch])
        assert f"pulled {factor:,.0f} times less" in text
        start, end = looks[16][0], looks[950][0]
        assert abs(looks[8][0] / end - 1) > 0.05 > abs(end / start - 1)
        assert "from iteration 16 to 950" in text
        assert f"from {start:.3f} to {end:.3f}" in text
        assert f"give {history.chance:.3f}" in text

    def test_weighted_samples_are_compared_with_their_own_chance(self, task):
        s = np.full(60, 5.0)
        assert "GC-N02" in found(trained(task, [10, 3, 2], 0.02, 1000, 50, activation="sigmoid", sample_weight=s))

    def test_a_training_that_has_hardly_begun_has_no_plateau(self, task):
        for iterations, codes in ((90, set()), (200, {"GC-N02"})):
            assert (
                set(found(trained(task, [10, 3, 2], 0.1, iterations, 5, activation="sigmoid", init="normal"))) == codes
            )

    @pytest.mark.parametrize(("begins", "codes"), [(1800, set()), (1400, {"GC-N02"})])
    def test_a_short_plateau_at_the_end_of_a_long_way_down_is_not_told(self, task, begins, codes):
        """Both last longer than 100 steps; of the steps up to their end they are a tenth, and three tenths."""
        fitted = trained(task, [10, 3], 0.1, 200, 100, activation="sigmoid")
        first, *between, last = fitted.history.layers[0]
        layers = (replace(first, delta=last.delta / 1000), *between, last)
        costs = [(at, max(1.0, 1.1 ** ((begins - at) / 100))) for at in range(0, 2001, 100)]
        records = tuple((at, cost, None, 0.0) for at, cost in [*costs, (2001, 1.0)])
        history = History(records, (layers,) * len(costs), peak=costs[0][1], chance=0.69)
        assert set(found(replace(fitted, history=history))) & {"GC-N02"} == codes

    def test_cured(self, task):
        assert "GC-N02" not in found(trained(task, [10, 3, 2], Adam(0.005), 300, batch_norm=True))

    def test_a_plateau_of_a_shallow_network_has_another_reason(self, task):
        assert set(found(trained(task, [], 1e-6))) == {"GC-N08"}
        assert "GC-N02" not in found(trained(task, [10], 1e-6, activation="tanh"))

    def test_relus_that_died_have_theirs(self, task):
        assert set(found(trained(task, [10, 5], 3.0, 300))) == {"GC-N03"}

    def test_learnt_is_no_plateau_of_nothing(self, task):
        """A sharp end: the cost has converged, and the deltas lie far apart."""
        fitted = trained(task, [10], LBFGS(), 100, activation="tanh", l2=0.01)
        assert "GC-N02" not in found(fitted)

    @pytest.mark.parametrize("every", [1, 100, 1000])
    def test_it_is_seen_however_often_it_is_recorded(self, task, every):
        fitted = trained(task, [10, 3, 2], 0.1, 300, every, activation="sigmoid", init="normal")
        assert set(found(fitted)) == {"GC-N02"}

    def test_marks_are_few_and_tell_what_a_record_would(self, task):
        more = {"activation": "sigmoid", "init": "normal"}
        exact = trained(task, [10, 3, 2], 0.1, 300, 1, **more).history
        marks = trained(task, [10, 3, 2], 0.1, 300, 1000, **more).history.marks
        assert not exact.marks
        evenly, doubling = set(range(15, 300, 15)), {1, 2, 4, 8, 16, 32, 64, 128, 256}
        assert {mark.iteration for mark in marks} == evenly | doubling
        for mark in marks:
            _iteration, cost, test_cost, _seconds = exact.records[mark.iteration]
            assert mark.cost == pytest.approx(cost, rel=1e-12)
            if mark.test_cost is not None:
                assert mark.test_cost == pytest.approx(test_cost, rel=1e-12)
            for short, norms in zip(mark.layers, exact.layers[mark.iteration], strict=True):
                assert (short.layer, short.silent) == (norms.layer, norms.silent)
                assert short.delta == pytest.approx(norms.delta, rel=1e-12)
                assert short.weight == pytest.approx(norms.weight, rel=1e-12)

    def test_marks_look_at_few_test_samples(self, task):
        """At most a quarter as many as are trained on: 90 steps of 10 samples, and 30 to test on."""
        marks = trained(task, [4], 0.1, 90, 1000, batch_size=10).history.marks
        assert 0 < 30 * sum(mark.test_cost is not None for mark in marks) <= 0.25 * 90 * 10

    @pytest.mark.parametrize(
        ("costs", "stretch"),
        [
            ([1.0, 0.5, 0.5, 0.49, 0.2], (1, 3)),
            ([1.0, 0.97, 0.94, 0.91], (0, 1)),  # it falls all the time
            ([0.3, 0.7, 0.7, 0.7], (1, 3)),
            ([0.7], (0, 0)),
        ],
    )
    def test_plateau_by_hand(self, costs, stretch):
        assert _plateau(costs) == stretch

    def test_what_has_converged_is_another_plateau(self):
        costs = [0.7, 0.69, 0.68, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1]
        assert _plateau(costs) == (4, 8)
        assert _plateau(costs, above=0.6) == (0, 2)
        assert _plateau(costs, above=0.69) == (0, 1)
        assert _plateau(costs, above=2) == (0, 0)

    def test_plateau_of_many_records_is_found_quickly(self):
        costs = [*np.linspace(2, 1, 30_000), *np.full(40_000, 0.7), *np.linspace(0.6, 0.1, 30_000)]
        began = perf_counter()
        first, last = _plateau(costs)
        assert perf_counter() - began < 2  # 5 s for every pair of a tenth of them
        assert first == pytest.approx(30_000, abs=200)
        assert last == pytest.approx(70_000, abs=200)


# -------------------------------------------------------------------------------------------------- GC-N03: dead ReLUs


def silent(fitted):
    """Units a hidden layer that are 0 for all training samples, layer by layer, by the network in use."""
    A, counts = fitted.data.train.columns(), []
    views = {**fitted.parameters, **fitted.network.buffer_layout.views(fitted.buffers)}
    parameters = [tuple(views[entry.name] for entry in entries) for entries in layer_entries(fitted.network)]
    for layer, own in zip(fitted.network.layers, parameters, strict=True):
        A = layer.forward(own, A)
        if isinstance(layer, ReLU):
            counts.append(int((A == 0).all(axis=1).sum()))
    return counts


def layer_entries(network):
    n_prev, number = network.n_features, 0
    for layer in network.layers:
        number += hasattr(layer, "init")
        yield layer.entries(n_prev, number) + layer.buffers(n_prev, number)
        n_prev = layer.n_out(n_prev)


class TestDead:
    def test_a_blocked_network_is_warned_of(self, task):
        fitted = trained(task, [10, 5], 3.0, 300)
        finding = found(fitted)["GC-N03"]
        assert finding.severity == "warning"
        assert [item["dead"] for item in finding.items] == silent(fitted)
        assert "5 of 5 in layer 2" in str(finding.text)

    @pytest.mark.parametrize(
        "more",
        [{}, {"batch_size": 1}, {"batch_size": 7}, {"dropout": 0.6}, {"batch_size": 4, "batch_norm": True}],
        ids=str,
    )
    def test_a_unit_is_dead_if_it_is_for_all_samples(self, task, more):
        """Not for those of a batch, nor by a mask: three units cannot speak, all the others do for some sample."""
        dead = np.zeros((12, 1))
        dead[[1, 5, 6]] = -50
        network_of = {"b1": dead} if "batch_norm" not in more else {"beta1": dead}
        fitted = trained(task, [12, 8], 1e-4, 30, 1, initial=network_of, **more)
        before, _second = silent(fitted)
        assert before >= 3
        items = found(fitted)["GC-N03"].items
        assert [(item["layer"], item["dead"]) for item in items] == [
            (layer, n) for layer, n in enumerate(silent(fitted), 1) if n
        ]
        assert found(fitted)["GC-N03"].severity == "note"

    @pytest.mark.parametrize("activation", ["leaky-relu", "tanh", "sigmoid"])
    def test_others_cannot_die(self, task, activation):
        assert "GC-N03" not in found(trained(task, [10, 5], 3.0, 300, activation=activation))

    def test_what_has_exploded_may_overflow(self, task):
        huge = trained(task, [10, 5], 1e-4, 3, batch_size=4)
        theta = huge.theta * 1e150
        assert isinstance(found(replace(huge, theta=theta)), dict)


# ----------------------------------------------------------------------------------- GC-N04, GC-N05: steps too long


class TestTooFar:
    @pytest.mark.parametrize("every", [1, 100])
    def test_an_explosion_is_seen_between_records(self, task, every):
        fitted = trained(task, [], 10.0, 300, every)
        (item,) = found(fitted)["GC-N04"].items
        exact = max(r.cost for r in train(fitted.network, task, optimizer=GradientDescent(10.0), iterations=300))
        assert item["peak"] == pytest.approx(exact, rel=1e-9)
        assert item["peak"] > 10 * np.log(2)
        assert "from 0.6931 at the beginning" in str(found(fitted)["GC-N04"].text)

    def test_in_a_deep_network(self, task):
        fitted = trained(task, [20] * 5, 0.01, 100, init="normal", init_scale=1.0)
        finding = found(fitted)["GC-N04"]
        (item,) = finding.items
        assert f"The weights of layer {item['layer']} grew most" in str(finding.text)
        first, *others = ([one.weight for one in layers] for layers in fitted.history.layers if layers)
        times = np.max(others, axis=0) / first
        assert item["times"] >= 0.99 * times.max()
        assert item["layer"] in np.flatnonzero(times >= 0.5 * times.max()) + 1

    def test_where_there_is_one_layer_it_needs_no_name(self, task):
        assert "layer" not in found(trained(task, [], 10.0, 300))["GC-N04"].items[0]

    @pytest.mark.parametrize("every", [1, 1000])
    def test_in_batches_it_must_be_more_than_chance(self, task, every):
        fitted = trained(task, [20, 7], 300.0, 30, every, batch_size=10)
        (item,) = found(fitted)["GC-N04"].items
        assert item["peak"] > 100 * item["first"]
        for peak, codes in ((60.0, set()), (80.0, {"GC-N04"})):
            calm = trained(task, [], 1e-4, 50, batch_size=10)
            calm = replace(calm, history=replace(calm.history, peak=peak, chance=0.69))
            assert set(found(calm)) == codes

    def test_a_beginning_that_has_exploded(self, task):
        fitted = trained(task, [20, 7, 5], 1e-9, 20, init="normal", init_scale=3.0)
        finding = found(fitted)["GC-N07"]
        sizes = [item["activation"] for item in finding.items]
        assert [item["layer"] for item in finding.items] == [1, 2, 3, 4]
        assert sizes == [one.activation for one in fitted.history.layers[0]]
        assert f"{sizes[0]:.3g} in layer 1" in str(finding.text)

    def test_the_layer_that_grew_is_named_where_training_ends_badly(self, task):
        network = Network.dense(60, [20, 20, 20], 2, init="normal", init_scale=1.0)
        with pytest.raises(DivergedError, match=r"The weights of layer \d grew most") as caught:
            fit(network, task, optimizer=GradientDescent(1e3), iterations=200)
        assert caught.value.code in {"GC-T01", "GC-T02"}
        assert len(str(caught.value).splitlines()) <= 3

    def test_a_long_step_from_small_weights_is_healthy(self, task):
        """The first step changes the weights by many times their size, and the cost falls."""
        fitted = trained(task, [10], 1.0, 10, 1, activation="sigmoid", init="normal", init_scale=1e-3)
        second = fitted.history.layers[1][-1]
        assert second.update > 0.9 * second.weight
        assert found(fitted) == {}

    def test_going_on_with_good_weights_may_cost_a_little_more(self, task):
        fitted = trained(task, [], 0.1, 50)
        records = ((0, 0.001, None, 0.0), (1, 0.002, None, 0.1))
        for peak, codes in ((5.0, set()), (7.0, {"GC-N04"})):
            again = replace(fitted, history=History(records, peak=peak, chance=0.69))
            assert set(found(again)) == codes

    def test_oscillation(self, task):
        fitted = trained(task, [8], 2.0, 300, 1, activation="tanh")
        costs = np.array([cost for _iteration, cost in fitted.history.costs])
        rises = int((costs[1:] > 1.01 * costs[:-1]).sum())
        assert found(fitted)["GC-N05"].items == ({"rises": rises, "steps": 300},)

    @pytest.mark.parametrize("more", [{"batch_size": 10}, {"dropout": 0.3}], ids=str)
    def test_costs_that_rise_by_chance_are_not_called_so(self, task, more):
        fitted = trained(task, [20], 0.02, 300, **more)
        assert fitted.history.rises[-1] > 30
        assert not {"GC-N04", "GC-N05"} & set(found(fitted))

    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    def test_rounding_where_it_has_converged_is_no_rise(self, dtype):
        fitted = trained(clouds(2, 0.7), [], 1.0, 2000, 100, l2=0.05, dtype=dtype)
        assert fitted.history.rises[-1] == 0

    def test_ripples_of_adam_are_no_oscillation(self, task):
        fitted = trained(task, [10, 5], Adam(1e-3), 500, 1)
        costs = np.array([cost for _iteration, cost in fitted.history.costs])
        assert found(fitted).keys() <= {"GC-N03", "GC-N06"}
        assert fitted.history.rises[-1] <= (costs[1:] > costs[:-1]).sum()


# ------------------------------------------------------------------------------------------------ GC-N06: over-fitting


class TestOverFitting:
    def test_noise_is_learnt_by_heart(self):
        fitted = trained(likeness(noise=True), [10], Adam(0.01), activation="tanh")
        (item,) = found(fitted)["GC-N06"].items
        tests = dict(fitted.history.test_costs)
        assert item == {"iteration": min(tests, key=tests.get), "lowest": min(tests.values()), "last": tests[500]}
        assert set(found(fitted)) == {"GC-N06"}

    def test_nothing_is_said_without_a_test_set_or_after_a_look_or_two(self):
        noise = likeness(noise=True)
        assert found(trained(replace(noise, test=None), [10], Adam(0.01), activation="tanh")) == {}
        assert found(trained(noise, [10], Adam(0.01), 2, 500, activation="tanh")) == {}

    def test_it_is_seen_however_rarely_it_is_recorded(self):
        assert set(found(trained(likeness(noise=True), [10], Adam(0.01), 500, 500, activation="tanh"))) == {"GC-N06"}

    def test_the_minimum_is_one_of_the_costs_that_the_learning_curve_shows(self):
        """Which are those of the looks between the records, too."""
        fitted = trained(likeness(noise=True), [10], Adam(0.01), 500, 500, activation="tanh")
        (item,) = found(fitted)["GC-N06"].items
        tests = fitted.history.all_test_costs
        assert (item["iteration"], item["lowest"]) == min(tests, key=lambda pair: pair[1])
        assert item["iteration"] not in dict(fitted.history.test_costs)
        assert tests == sorted(tests)
        assert set(fitted.history.test_costs) < set(tests)
        _training, drawn = run_figures(fitted, (), None, None)["learning_curve"]().axes[1].lines
        assert [tuple(pair) for pair in drawn.get_xydata()] == tests

    def test_worse_on_both_sets_is_something_else(self, task):
        """Neither has it learnt, nor is it by heart."""
        fitted = trained(task, [10, 5], 10.0, 300)
        assert "GC-N06" not in found(fitted)

    def test_what_patience_took_back_is_not_spoken_of_as_now(self):
        noise = likeness(noise=True)
        train_part, held_out = holdout(noise.train, 0.3, 0)
        # the test set is the held-out one, so that the state that was kept is the best on it
        data = replace(noise, train=train_part, test=held_out)
        more = {"activation": "tanh", "held_out": held_out, "patience": 20}
        fitted = trained(data, [10], Adam(0.01), 300, 5, **more)
        assert fitted.history.iterations < fitted.history.test_costs[-1][0]
        assert fitted.history.test_costs[-1][1] > 1.1 * min(cost for _iteration, cost in fitted.history.test_costs)
        assert "GC-N06" not in found(fitted)


def test_rises_are_counted_against_the_steps_they_were_made_in(task):
    """Also where patience goes back to the beginning: 25 rises of 0 steps would make no sense."""
    train_part, held_out = holdout(task.train, 0.3, 0)
    noise = replace(held_out, y=1 - held_out.y)
    fitted = trained(
        replace(task, train=train_part), [8], 2.0, 200, 10, activation="tanh", held_out=noise, patience=10**6
    )
    assert fitted.history.iterations < 190
    (item,) = found(fitted)["GC-N05"].items
    assert item["steps"] == 190
    assert item["rises"] < 190


def test_run_and_document_say_the_same(task, tmp_path):
    run = fit(Network.dense(60, [8, 4], 2, init="zeros"), task, optimizer=GradientDescent(0.1), iterations=50)
    assert [finding.code for finding in run.diagnosis] == ["GC-N01"]
    text = run.save(tmp_path / "run").joinpath("run.json").read_text(encoding="utf-8")
    assert '"GC-N01"' in text


class TestGain:
    def test_worse_than_a_constant_answer(self, task):
        """It has come down from far above, and still costs more than the shares of the classes."""
        fitted = trained(task, [10], 1e-4, 50, init="normal", init_scale=1.0)
        (item,) = found(fitted)["GC-N08"].items
        shares = np.bincount(task.train.y) / len(task.train)
        assert item["chance"] == pytest.approx(-np.sum(shares * np.log(shares)), rel=1e-12)
        assert item["chance"] < item["final"] == fitted.history.final_cost < fitted.history.first_cost
        assert f"its cost is {item['final']:.4g}; always answering" in str(found(fitted)["GC-N08"].text)
        assert "GC-N08" not in found(trained(task, [10], 0.1, 300))

    def test_next_to_nothing(self):
        balanced = from_arrays(np.eye(6, 4), np.arange(6) % 2)
        fitted = trained(balanced, [], 1e-6, 20)
        finding = found(fitted)["GC-N09"]
        assert finding.items == ({"first": fitted.history.first_cost, "final": fitted.history.final_cost, "steps": 20},)
        assert "in 20 steps the cost fell from 0.693147 to 0.69314" in str(finding.text)
        assert found(trained(balanced, [], 0.5, 20)) == {}

    @pytest.mark.parametrize("more", [{"batch_size": 3}, {"batch_norm": True}, {"dropout": 0.2}])
    def test_where_the_beginning_is_another_cost_nobody_can_tell(self, more):
        balanced = from_arrays(np.eye(6, 4), np.arange(6) % 2)
        assert "GC-N09" not in found(trained(balanced, [3], 1e-9, 20, activation="tanh", **more))

    def test_features_that_are_0_in_single_precision(self):
        X = np.eye(6, 4) * [1, 1e-50, 1e-30, 1e-60]
        data = from_arrays(X, np.arange(6) % 2)
        finding = found(trained(data, [], 0.5, 20, dtype=np.float32))["GC-N10"]
        assert finding.items == ({"features": 2},)
        assert str(finding.text).startswith("2 features are so small that in float32 they are 0 in every sample.")
        assert "GC-N10" not in found(trained(data, [], 0.5, 20))


# -------------------------------------------------------------------------------------------------------------- health

HEALTHY = {
    "neuron": ([], 1 / 3, {}),
    "relu": ([16, 8], 1.0, {}),
    "tanh": ([10, 5], 1.0, {"activation": "tanh"}),
    "one layer of sigmoids": ([10], 3.0, {"activation": "sigmoid"}),
    "leaky momentum": ([10, 5], Momentum, {"activation": "leaky-relu"}),
    "nesterov l2": ([], Nesterov, {"l2": 0.01}),
    "adam": ([16, 8], Adam(0.001), {}),
    "adam batch norm": ([10, 3, 2], Adam(0.005), {"batch_norm": True}),
    "gd batch norm": ([10, 5], GradientDescent(0.1), {"batch_norm": True}),
    "dropout": ([20], Adam(0.002), {"dropout": 0.3}),
    "mini": ([16, 8], 0.5, {"batch_size": 16}),
    "mini batch norm dropout": ([16, 8], Adam(0.002), {"batch_norm": True, "dropout": 0.2, "batch_size": 30}),
    "single samples": ([8], 0.2, {"batch_size": 1}),
    "rmsprop": ([16, 8], RMSProp(0.001), {}),
    "adagrad": ([16, 8], AdaGrad(0.01), {}),
    "squared error": ([12], 1.0, {"loss": "squared-error"}),
    "balanced float32": ([12], 1.0, {"class_weight": "balanced", "dtype": np.float32}),
    "l-bfgs": ([6], LBFGS(), {"activation": "tanh", "l2": 0.01}),
    "small normal": ([8], Adam(0.005), {"activation": "tanh", "init": "normal"}),
    "adamw cosine": ([8, 4], AdamW(Cosine(0.005, 200)), {}),
}
DATA = {"drawings": (drawings, 0.01), "two clouds": (lambda: clouds(2, 0.7), 0.3), "three": (lambda: clouds(3, 2), 0.3)}


@pytest.fixture(scope="module", params=DATA)
def healthy(request):
    make, rate = DATA[request.param]
    return make(), rate


@pytest.mark.parametrize("case", HEALTHY)
def test_no_false_alarm(healthy, case):
    """Rates go with the size of the samples. Over-fitting is no false alarm: some of these do."""
    data, scale = healthy
    hidden, rule, more = HEALTHY[case]
    optimizer = {Momentum: Momentum(scale / 10), Nesterov: Nesterov(scale / 20)}.get(rule, rule)
    rate = optimizer * scale if isinstance(optimizer, float) else optimizer
    fitted = trained(data, hidden, rate, 200, **more)
    assert fitted.history.final_cost < fitted.history.first_cost
    assert warned(fitted) <= {"GC-N06"}
    assert set(found(fitted)) <= {"GC-N03", "GC-N06"}
