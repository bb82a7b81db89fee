"""Many plans trained as one are the same trainings, one by one."""

import tracemalloc
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import glasscat as gc
from glasscat.errors import DataError, DivergedError, UsageError
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
from glasscat.optimizers.schedules import Constant, Cosine, InverseTime, OneCycle, StepDecay, WarmUp
from glasscat.run import fitting
from glasscat.run.fitting import fit, fit_many
from glasscat.training import many
from glasscat.training.diagnosis import diagnose
from glasscat.training.many import groups, train_together
from glasscat.training.plan import Plan

RATES = (0.3, 0.1, 0.01, 0.2)


def plans_of(network, data, settings, **shared):
    """One plan for each of the settings; every other is shared."""
    networks = network if isinstance(network, list) else [network] * len(settings)
    more = {"iterations": 23, "record_every": 5} | shared
    return [Plan(one, data, **(more | own)) for one, own in zip(networks, settings, strict=True)]


def alone(plan):
    return fit(plan.network, plan.data, **plan.settings)


def rounding(dtype, steps=23):
    """Half a last bit a step, for a library may sum the products of several runs in another order than those of one.

    And ten times that, for what the steps make of it.
    """
    return 10 * steps * np.finfo(dtype).eps / 2


def assert_same_run(together, lone):
    """Row r and its lone run."""
    rtol = rounding(lone.theta.dtype)
    size = max(np.abs(lone.theta).max(), 1e-3)
    assert_allclose(together.theta, lone.theta, rtol=rtol, atol=rtol * size)
    assert together.theta.dtype == lone.theta.dtype
    assert_allclose(together.fitted.buffers, lone.fitted.buffers, rtol=rtol, atol=rtol)
    mine, its = together.history, lone.history
    assert [row[0] for row in mine.records] == [row[0] for row in its.records]
    assert_allclose([row[1] for row in mine.records], [row[1] for row in its.records], rtol=rtol)
    assert_allclose(mine.test_costs, its.test_costs, rtol=rtol)
    assert mine.rises == its.rises
    assert_allclose(mine.peak, its.peak, rtol=rtol)
    assert mine.chance == its.chance
    for row, other in zip(mine.layers, its.layers, strict=True):
        for one, two in zip(row, other, strict=True):
            for field in ("activation", "silent", "spread", "delta", "gradient", "weight", "update"):
                a, b = getattr(one, field), getattr(two, field)
                assert (a is None) == (b is None)
                if b is not None:
                    # an update is a difference of weights, a hundred times smaller than they are
                    assert_allclose(a, b, rtol=100 * rtol, atol=rtol, err_msg=field)
    assert (together.fitted.method, together.fitted.full_batch) == (lone.fitted.method, lone.fitted.full_batch)
    assert [finding.code for finding in diagnose(together.fitted)] == [f.code for f in diagnose(lone.fitted)]


def assert_as_alone(plans, n_groups=1, memory=many.MEMORY):
    assert len(groups(plans)) == n_groups
    runs = fit_many(plans, memory=memory)
    assert len(runs) == len(plans)
    for plan, run in zip(plans, runs, strict=True):
        assert run.failure is None
        assert run.network is plan.network
        assert_same_run(run, alone(plan))
    return runs


def rated(rule):
    return [{"optimizer": rule(rate)} for rate in RATES]


RULES = {
    "descent": GradientDescent,
    "momentum": lambda rate: Momentum(rate / 10, 0.8),
    "nesterov": lambda rate: Nesterov(rate / 10, 0.8),
    "adagrad": AdaGrad,
    "rmsprop": lambda rate: RMSProp(rate / 10),
    "adam": Adam,
    "adamw": lambda rate: AdamW(rate, weight_decay=0.1),
    "decay": lambda rate: WeightDecay(GradientDescent(rate), 0.1),
    "clipped": lambda rate: Clipped(Momentum(rate, 0.5), norm=0.3),
    "clipped value": lambda rate: Clipped(GradientDescent(rate), value=0.1),
    "frozen": lambda rate: Frozen(Adam(rate), "W1"),
    "all of it": lambda rate: Frozen(WeightDecay(Clipped(RMSProp(rate / 10), norm=1), 0.1), ["b1"]),
}

SCHEDULES = {
    "constant": Constant,
    "cosine": lambda rate: Cosine(rate, 23),
    "one cycle": lambda rate: OneCycle(rate, 23),
    "inverse time": lambda rate: InverseTime(rate, 0.1),
    "steps": lambda rate: StepDecay(rate, 7, 0.5),
    "warm up": lambda rate: WarmUp(Constant(rate), 5),
}


class TestRowsAreLoneRuns:
    @pytest.mark.parametrize("method", ["direct", "auto"])
    @pytest.mark.parametrize("batch_size", [None, 6])
    @pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
    def test_learning_rates(self, network, data, rule, batch_size, method):
        plans = plans_of(network, data, rated(rule), batch_size=batch_size, method=method)
        assert_as_alone(plans)

    @pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=SCHEDULES)
    def test_schedules(self, network, data, schedule):
        assert_as_alone(plans_of(network, data, rated(lambda rate: GradientDescent(schedule(rate)))))

    def test_schedules_of_several_kinds_and_plain_rates_go_together(self, network, data):
        rates = [0.1, Constant(0.2), InverseTime(0.3, 0.1), StepDecay(0.2, 7, 0.5)]
        settings = [{"optimizer": Momentum(rate, 0.5)} for rate in rates]
        # the last one has an end that a run must reach
        assert_as_alone(plans_of(network, data, settings), n_groups=2)

    def test_seeds(self, network, data):
        seeds = [3, 0, np.random.SeedSequence(7), 3]
        runs = assert_as_alone(plans_of(network, data, [{"seed": s} for s in seeds], optimizer=GradientDescent(0.2)))
        assert_array_equal(runs[0].theta, runs[3].theta)
        assert not np.array_equal(runs[0].theta, runs[1].theta)

    def test_initial_scales_and_rules_of_initial_weights(self, data):
        networks = [Network.dense(5, [4], 2, activation="tanh", init="normal", init_scale=s) for s in (0.01, 0.3, 1)]
        networks += [Network.dense(5, [4], 2, activation="tanh", init=init) for init in ("xavier", "he", "zeros")]
        assert_as_alone(plans_of(networks, data, [{}] * 6, optimizer=GradientDescent(0.2), seed=4))

    def test_numbers_may_be_arrays_of_no_axis(self, network, data):
        """As NumPy's reductions give them."""
        settings = [{"optimizer": GradientDescent(number), "l2": number} for number in map(np.array, (0.1, 0.2))]
        assert_as_alone(plans_of(network, data, settings))

    def test_given_weights(self, network, data):
        given = [{"initial": {"b1": np.full((4, 1), value)}} for value in (0.0, 0.5)] + [{}]
        assert_as_alone(plans_of(network, data, given, optimizer=GradientDescent(0.2)))

    @pytest.mark.parametrize("method", ["direct", "span"])
    def test_l2(self, network, data, method):
        settings = [{"l2": l2} for l2 in (0, 0.001, 0.1, 0.5)]
        assert_as_alone(plans_of(network, data, settings, optimizer=GradientDescent(0.2), method=method))

    @pytest.mark.parametrize(
        "rule", [lambda d: WeightDecay(GradientDescent(0.2), d), lambda d: AdamW(0.1, weight_decay=d)]
    )
    def test_decays(self, network, data, rule):
        settings = [{"optimizer": rule(decay)} for decay in (0.0, 0.01, 0.5)]
        for method in ("direct", "auto"):
            assert_as_alone(plans_of(network, data, settings, method=method))

    def test_decays_in_the_span(self):
        rng = np.random.default_rng(0)
        wide = gc.from_arrays(rng.normal(size=(12, 40)), np.arange(12) % 2)
        network = Network.dense(40, [4], 2, activation="tanh")
        rules = [Frozen(WeightDecay(Momentum(0.02, 0.5), decay), "b1") for decay in (0.0, 0.5)]
        plans = plans_of(network, wide, [{"optimizer": rule} for rule in rules], method="span")
        assert_as_alone(plans)

    @pytest.mark.parametrize("batch_size", [None, 6])
    @pytest.mark.parametrize(
        "more", [{"batch_norm": True}, {"dropout": 0.3}, {"batch_norm": True, "dropout": 0.2}], ids=str
    )
    def test_normalised_and_thinned(self, data, more, batch_size):
        network = Network.dense(5, [4, 3], 2, activation="tanh", **more)
        seeds = [{"seed": seed} for seed in ((5, 6, 7) if batch_size is None else (5, 5, 5))]
        settings = [own | {"optimizer": GradientDescent(rate)} for own, rate in zip(seeds, RATES, strict=False)]
        assert_as_alone(plans_of(network, data, settings, batch_size=batch_size))

    @pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
    def test_softmax(self, data, loss):
        three = gc.from_arrays(data.train.X, np.arange(23) % 3)
        network = Network.dense(5, [4], 3, activation="tanh", loss=loss)
        assert_as_alone(plans_of(network, three, rated(GradientDescent)))

    def test_no_hidden_layer(self, data):
        assert_as_alone(plans_of(Network.dense(5, [], 2), data, rated(GradientDescent)))

    def test_weights_of_samples_and_classes(self, network, data):
        weights = np.linspace(0.5, 2, 23)
        shared = {"class_weight": {"0": 2.0}, "sample_weight": weights}
        assert_as_alone(plans_of(network, data, rated(GradientDescent), **shared))

    def test_single_precision(self, network, data):
        assert_as_alone(plans_of(network, data, rated(GradientDescent), dtype=np.float32))

    def test_epochs_and_a_short_last_batch(self, network, data):
        assert_as_alone(plans_of(network, data, rated(GradientDescent), iterations=None, epochs=3, batch_size=10))

    def test_pairs_of_arrays(self, network, data, monkeypatch):
        """That plans share are one data set, which is made once."""
        pair = data.train.X, data.train.y
        plans = plans_of(network, pair, rated(GradientDescent))
        assert_as_alone(plans)
        made = []
        monkeypatch.setattr(fitting, "dataset_of", lambda _pair: made.append(1) or data)
        runs = fit_many(plans)
        assert len(made) == 1
        assert {id(run.fitted.data) for run in runs} == {id(data)}


class TestGroups:
    def test_what_differs_in_more_than_numbers_forms_groups_and_keeps_its_place(self, network, data):
        deep = Network.dense(5, [4, 3], 2, activation="tanh")
        plans = [
            Plan(net, data, optimizer=rule(rate), iterations=9)
            for rate in (0.1, 0.2)
            for net in (network, deep)
            for rule in (GradientDescent, Momentum)
        ]
        assert groups(plans) == [[0, 4], [1, 5], [2, 6], [3, 7]]
        assert_as_alone(plans, n_groups=4)

    @pytest.mark.parametrize(
        "other",
        [
            {"optimizer": Momentum(0.1, 0.7)},
            {"iterations": 8},
            {"batch_size": 5},
            {"dtype": np.float32},
            {"method": "span"},
            {"record_every": 3},
            {"class_weight": "balanced"},
            {"class_weight": {"0": 2.0}},
            {"sample_weight": np.ones(23)},
            {"optimizer": Momentum(Cosine(0.1, 9))},
            {"optimizer": Momentum(np.array([0.1]))},
            {"optimizer": Frozen(Momentum(0.1), "W1")},
        ],
        ids=str,
    )
    def test_what_is_not_a_number_of_a_run_parts_them(self, network, data, other):
        one = Plan(network, data, optimizer=Momentum(0.1), iterations=9, record_every=1)
        another = Plan(network, data, **({"optimizer": Momentum(0.1), "iterations": 9, "record_every": 1} | other))
        assert groups([one, another]) == [[0], [1]]

    def test_other_data_parts_them(self, network, data):
        again = gc.from_arrays(data.train.X, data.train.y)
        assert groups([Plan(network, one, optimizer=Adam(), iterations=2) for one in (data, again)]) == [[0], [1]]

    def test_batches_are_drawn_from_the_seed_so_it_parts_them(self, network, data):
        settings = [{"seed": 1}, {"seed": 2}, {"seed": 1}]
        plans = plans_of(network, data, settings, optimizer=GradientDescent(0.1), batch_size=5)
        assert groups(plans) == [[0, 2], [1]]
        assert_as_alone(plans, n_groups=2)

    def test_children_of_a_seed_see_their_batches_in_one_order_and_draw_their_own_masks(self, data):
        network = Network.dense(5, [4], 2, activation="tanh", dropout=0.3)
        settings = [{"seed": seed} for seed in np.random.SeedSequence(5).spawn(3)]
        assert_as_alone(plans_of(network, data, settings, optimizer=GradientDescent(0.1), batch_size=5))

    def test_what_may_stop_early_goes_alone(self, network, data):
        held_out = data.test
        plans = [
            Plan(network, data, optimizer=GradientDescent(0.3), iterations=40, record_every=1, **own)
            for own in (
                {"stop_cost": 0.5},
                {},
                {"patience": 2, "held_out": held_out},
                {},
            )
        ]
        plans.append(Plan(network, data, optimizer=LBFGS(), iterations=10, record_every=1))
        assert groups(plans) == [[0], [1, 3], [2], [4]]
        runs = assert_as_alone(plans, n_groups=4)
        assert runs[0].history.iterations < 40

    def test_no_plan_no_run(self):
        assert fit_many([]) == []

    def test_plans_may_come_one_by_one(self, network, data):
        assert len(fit_many(plan for plan in plans_of(network, data, rated(GradientDescent)))) == 4


def assert_within(shape, more, rule, memory=8 * 10**6):
    """Beside what earlier blocks have found: at most a fifth more, for what runs share and what is small.

    And not less than a quarter: room is kept for rules that remember more than others, and for both methods.
    """
    n_x, hidden, m = shape
    rng = np.random.default_rng(0)
    own = {name: value for name, value in more.items() if name in {"batch_norm", "dropout"}}
    more = {name: value for name, value in more.items() if name not in own}
    network = Network.dense(n_x, hidden, 2, **own)
    data = gc.from_arrays(rng.normal(size=(m, n_x)), np.arange(m) % 2)
    plans = plans_of(network, data, rated(lambda rate: rule(rate / 100)) * 5, iterations=2, record_every=1, **more)
    firsts = set()
    tracemalloc.start()
    try:
        endings = train_together(plans, memory=memory, watch=lambda first, _record: firsts.add(first))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert more["method"] in {endings[0][0].method, "auto"}
    assert 1 < len(firsts) < len(plans)
    found = max(firsts) * endings[0][0].theta.nbytes
    assert memory / 4 < peak - found < 1.2 * memory


class TestMemory:
    @pytest.mark.parametrize("memory", [1, 20_000])
    def test_blocks_are_the_whole(self, network, data, memory):
        plans = plans_of(network, data, rated(GradientDescent) * 3)
        whole = fit_many(plans)
        for run, other in zip(fit_many(plans, memory=memory), whole, strict=True):
            assert_same_run(run, other)

    @pytest.mark.parametrize("rule", [GradientDescent, Adam])
    @pytest.mark.parametrize(
        ("shape", "more"),
        [
            ((20, [80, 60], 200), {}),
            ((20, [80, 60], 200), {"batch_norm": True}),
            ((20, [80, 60], 200), {"dropout": 0.2}),
            ((20, [80, 60], 200), {"batch_norm": True, "dropout": 0.2}),
            ((20, [100], 610), {"batch_size": 100}),
            ((1000, [20], 50), {"l2": 0.1}),
            ((5, [], 8000), {}),
        ],
        ids=str,
    )
    def test_blocks_keep_to_their_memory(self, shape, more, rule):
        assert_within(shape, more | {"method": "direct"}, rule)

    def test_also_where_a_rule_remembers_all_that_can_be(self):
        assert_within((1000, [20], 50), {"l2": 0.1, "method": "auto"}, lambda rate: Frozen(AdamW(rate), "b1"))

    @pytest.mark.parametrize("shape", [(1000, [20], 50), (300, [40, 20], 200), (50, [40], 200)], ids=str)
    @pytest.mark.parametrize("more", [{}, {"batch_norm": True, "dropout": 0.2}, {"l2": 0.1, "batch_size": 30}], ids=str)
    def test_and_in_the_span(self, shape, more):
        assert_within(shape, more | {"method": "span"}, GradientDescent)

    def test_the_watcher_is_told_of_every_record(self, network, data):
        told = []
        train_together(
            plans_of(network, data, rated(GradientDescent)), watch=lambda first, r: told.append((first, r.iteration))
        )
        assert told == [(0, i) for i in (0, 5, 10, 15, 20, 23)]


def failing(plans):
    """The error of each lone run, or None."""
    errors = []
    for plan in plans:
        try:
            alone(plan)
            errors.append(None)
        except DivergedError as error:
            errors.append(error)
    return errors


def assert_fails_as_alone(run, error):
    rtol = rounding(np.float64, steps=50)
    assert (run.failure is None) == (error is None)
    if error is not None:
        assert run.failure.code == error.code
        assert str(run.failure) == str(error)
        assert run.failure.last_good == pytest.approx(error.last_good, rel=rtol)
        assert run.failure.fitted is run.fitted
        assert_allclose(run.theta, error.fitted.theta, rtol=rtol, atol=rtol)
        assert_allclose(run.history.all_costs, error.fitted.history.all_costs, rtol=rtol)


class TestDivergence:
    @pytest.mark.parametrize("batch_size", [None, 6])
    @pytest.mark.parametrize("every", [1, 3, 50])
    def test_it_is_told_and_harms_no_other(self, data, every, batch_size):
        network = Network.dense(5, [4, 4], 2, activation="leaky-relu")
        shared = {"iterations": 50, "record_every": every, "batch_size": batch_size}
        plans = plans_of(network, data, [{"optimizer": GradientDescent(r)} for r in (1e30, 0.1, 1e5, 0.05)], **shared)
        errors = failing(plans)
        assert [error and error.code for error in errors] == ["GC-T01", None, "GC-T01", None]
        runs = fit_many(plans)
        for plan, run, error in zip(plans, runs, errors, strict=True):
            assert_fails_as_alone(run, error)
            if error is None:
                assert_same_run(run, alone(plan))

    def test_all_of_them(self, data):
        network = Network.dense(5, [4, 4], 2, activation="leaky-relu")
        plans = plans_of(network, data, [{"optimizer": GradientDescent(r)} for r in (1e30, 1e5)], iterations=50)
        for run, error in zip(fit_many(plans), failing(plans), strict=True):
            assert_fails_as_alone(run, error)

    def test_ended_above_where_it_began(self, data):
        settings = [{"optimizer": GradientDescent(rate)} for rate in (1e3, 0.1)]
        plans = plans_of(Network.dense(5, [], 2), data, settings, iterations=3)
        errors = failing(plans)
        assert [error and error.code for error in errors] == ["GC-T02", None]
        for run, error in zip(fit_many(plans), errors, strict=True):
            assert_fails_as_alone(run, error)

    @pytest.mark.parametrize("n", [1, 2])
    def test_a_plan_that_goes_alone_diverges_as_fit_does(self, steep, n):
        plans = plans_of(Network.dense(2, [], 2), steep, [{"optimizer": GradientDescent(1e170)}] * n, iterations=12)
        for run, error in zip(fit_many(plans), failing(plans), strict=True):
            assert_fails_as_alone(run, error)

    def test_where_not_even_the_first_cost_is_a_number(self, steep):
        plans = plans_of(
            Network.dense(2, [2], 2, activation="leaky-relu"),
            steep,
            [{"initial": {"W1": np.full((2, 2), 1e300)}}, {}],
            optimizer=GradientDescent(1e-301),
        )
        with pytest.raises(DivergedError) as caught:
            fit_many(plans)
        assert caught.value.code == "GC-T01"
        assert caught.value.where == "plans[0]"
        assert "before the first step" in str(caught.value)
        hopeless, good = caught.value.runs
        assert hopeless is None
        assert_fails_as_alone(good, failing(plans[1:])[0])
        with pytest.raises(DivergedError) as caught:
            fit_many(plans[:1])
        assert str(caught.value.where) == "iteration 0"

    def test_a_rule_that_nobody_knows_goes_alone(self, data):
        """It has a learning rate, but nobody has said that it takes one for each run."""

        @dataclass(frozen=True)
        class Signs:
            learning_rate: float
            stays_in_span = False

            def init(self, theta):
                return GradientDescent().init(theta)

            def update(self, grad, state, theta):
                theta -= self.learning_rate * np.sign(grad)
                return theta, state

        rules = [{"optimizer": Signs(rate)} for rate in (0.001, 0.002)]
        plans = plans_of(Network.dense(5, [3], 2), data, rules, iterations=30)
        assert groups(plans) == [[0], [1]]
        for plan, run in zip(plans, fit_many(plans), strict=True):
            assert_same_run(run, alone(plan))

    def test_rates_that_are_arrays_of_one_number(self, data):
        rules = [{"optimizer": GradientDescent(np.array(rate))} for rate in (0.1, 0.2)]
        plans = plans_of(Network.dense(5, [3], 2), data, rules, iterations=30)
        assert groups(plans) == [[0, 1]]
        for plan, run in zip(plans, fit_many(plans), strict=True):
            assert_same_run(run, alone(plan))


class TestBadPlans:
    @pytest.mark.parametrize(
        ("own", "code"),
        [
            ({"iterations": None}, "GC-U09"),
            ({"iterations": 0}, "GC-U94"),
            ({"batch_size": 99}, "GC-U10"),
            ({"record_every": 0}, "GC-U11"),
            ({"dtype": np.int64}, "GC-U12"),
            ({"initial": {"W9": 0}}, "GC-U14"),
            ({"initial": {"W1": np.ones(3)}}, "GC-U15"),
            ({"network": Network.dense(6, [], 2)}, "GC-U16"),
            ({"seed": -1}, "GC-U23"),
            ({"method": "quick"}, "GC-U30"),
            ({"optimizer": Adam(0.1), "method": "span"}, "GC-U31"),
            ({"l2": -1}, "GC-U61"),
            ({"sample_weight": [1]}, "GC-U63"),
            ({"data": 3}, "GC-U71"),
            ({"optimizer": 0.1}, "GC-U74"),
            ({"network": Network.dense(5, [], 3)}, "GC-U77"),
            ({"optimizer": GradientDescent(Cosine(0.1, 99))}, "GC-U47"),
            ({"optimizer": GradientDescent(np.array([0.1, 0.2]))}, "GC-U32"),
            ({"optimizer": WeightDecay(GradientDescent(0.1), np.array([0.1]))}, "GC-U32"),
            ({"l2": np.array([0.1])}, "GC-U32"),
            ({"patience": 0, "held_out": gc.from_arrays(np.ones((2, 5)), [0, 1]).train}, "GC-U95"),
        ],
        ids=str,
    )
    @pytest.mark.parametrize("place", [0, 2])
    def test_refused_before_anything_is_trained(  # noqa: PLR0917  (fixtures, and a case)
        self, network, data, monkeypatch, own, code, place
    ):
        given = {"network": network, "data": data, "optimizer": GradientDescent(0.1), "iterations": 9}
        plans = [Plan(**given), Plan(**(given | {"l2": 0.1})), Plan(**given)]
        plans[place] = Plan(**(given | own))
        trained = []
        monkeypatch.setattr("glasscat.training.descent.Descent._walk", lambda *_all: trained.append(1))
        with pytest.raises(UsageError) as caught:
            fit_many(plans)
        assert caught.value.code == code
        assert str(caught.value.where).startswith(f"plans[{place}], ")
        assert not trained

    def test_the_only_plan_needs_no_number(self, network, data):
        with pytest.raises(UsageError) as caught:
            fit_many([Plan(network, data, optimizer=GradientDescent(0.1), iterations=9, l2=-1)])
        assert caught.value.where == "l2"

    def test_data_that_cannot_be_trained_on(self, network, data):
        good, bad = (Plan(network, one, optimizer=GradientDescent(0.1), iterations=9) for one in (data, ([[0]], [[0]])))
        with pytest.raises(DataError) as caught:
            fit_many([good, bad])
        assert str(caught.value.where).startswith("plans[1], ")

    @pytest.mark.parametrize(("wrong", "where"), [(0, "plans"), ([None], "plans[0]"), ("x", "plans[0]")])
    def test_what_is_no_plan(self, wrong, where):
        with pytest.raises(UsageError) as caught:
            fit_many(wrong)
        assert (caught.value.code, caught.value.where) == ("GC-U34", where)

    def test_a_plan_is_no_list_of_plans(self, network, data):
        with pytest.raises(UsageError, match="found Plan") as caught:
            fit_many(Plan(network, data, optimizer=GradientDescent(0.1), iterations=9))
        assert caught.value.code == "GC-U34"

    @pytest.mark.parametrize("memory", [0, -1, 1.5, "1", None, True])
    def test_memory_that_is_no_number_of_bytes(self, memory):
        with pytest.raises(UsageError) as caught:
            fit_many([], memory=memory)
        assert caught.value.code == "GC-U35"
