"""Training by L-BFGS: SciPy's iterates on the network's cost, told as any other training is."""

import threading

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import minimize

from glasscat.data.arrays import from_arrays
from glasscat.errors import DivergedError, GlasscatError
from glasscat.network import Network
from glasscat.optimizers import LBFGS, Clipped, Frozen, GradientDescent
from glasscat.run import fit
from glasscat.training.diagnosis import diagnose
from glasscat.training.fitted import collect
from glasscat.training.loop import train

TIGHT = LBFGS(gradient_tolerance=1e-10, cost_tolerance=0)


def by_scipy(network, data, theta, iterations, *, l2=0.0, s=None):
    """Costs of all iterations, and the end, by SciPy itself."""
    X, Y = data.train.columns(), network.targets(data.train.y)
    weights = np.concatenate([np.full(entry.size, entry.kind == "weight") for entry in network.layout.entries])

    def cost_and_gradient(theta):
        J, grad = network.loss_and_grad(theta, X, Y, s=s)
        return J + l2 / 2 * np.sum(theta[weights] ** 2), grad + l2 * weights * theta

    costs = [float(cost_and_gradient(theta)[0])]
    end = minimize(
        cost_and_gradient,
        theta,
        jac=True,
        method="L-BFGS-B",
        callback=lambda x: costs.append(float(cost_and_gradient(x)[0])),
        options={"maxiter": iterations, "gtol": 1e-10, "ftol": 0, "maxcor": 10},
    )
    return costs, end.x


@pytest.mark.parametrize("more", [{}, {"l2": 0.1}, {"sample_weight": np.linspace(0.2, 2, 23)}])
def test_iterates_are_scipys(network, data, more):
    costs, end = by_scipy(network, data, network.initial(0), 15, l2=more.get("l2", 0), s=more.get("sample_weight"))
    records = list(train(network, data, optimizer=TIGHT, iterations=15, **more))
    assert [record.iteration for record in records] == list(range(16))
    assert_allclose([record.cost for record in records], costs, rtol=1e-10)
    assert_allclose(records[-1].theta, end, rtol=1e-9, atol=1e-12)
    assert records[-1].is_last
    assert {record.method for record in records} == {"direct"}


def test_records_come_as_often_as_asked_and_costs_fall(network, data):
    everything = {r.iteration: r.cost for r in train(network, data, optimizer=TIGHT, iterations=9)}
    records = list(train(network, data, optimizer=TIGHT, iterations=9, record_every=4))
    assert [record.iteration for record in records] == [0, 4, 8, 9]
    for record in records:
        assert record.cost == pytest.approx(everything[record.iteration], rel=1e-14)
    assert list(everything.values()) == sorted(everything.values(), reverse=True)


def test_ends_where_it_has_converged(data):
    network = Network.dense(5, [], 2)
    *_before, last = train(network, data, optimizer=LBFGS(), iterations=1000, l2=0.1)
    assert 3 < last.iteration < 40
    *_before, slow = train(network, data, optimizer=GradientDescent(0.5), iterations=2000, l2=0.1)
    assert last.cost == pytest.approx(slow.cost, rel=1e-6)


def test_row_r_is_the_lone_run_r(network, data):
    together = list(train(network, data, optimizer=TIGHT, iterations=6, n_runs=2, seed=4))
    for r, seed in enumerate(np.random.SeedSequence(4).spawn(2)):
        alone = list(train(network, data, optimizer=TIGHT, iterations=6, seed=seed))
        assert_allclose([record.cost[r] for record in together], [record.cost for record in alone], rtol=1e-10)
        assert_allclose(together[-1].theta[r], alone[-1].theta, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("scale", [1e150, 5e307])
def test_features_far_out_are_not_warned_of(scale):
    """No step of any size helps, or the gradient overflows: it ends where it began. Warnings are errors here."""
    X = np.random.default_rng(0).normal(size=(12, 3)) * scale
    network = Network.dense(3, [], 2)
    records = list(train(network, from_arrays(X, np.arange(12) % 2), optimizer=LBFGS(), iterations=5))
    assert records[-1].cost == pytest.approx(np.log(2), rel=1e-12)
    assert np.isfinite(records[-1].theta).all()


def test_a_cost_that_is_no_number_from_the_start(network, data):
    huge = {"W1": np.full((4, 5), 1e308), "W2": np.full((1, 4), 1e308)}
    with pytest.raises(DivergedError) as caught:
        list(train(network, data, optimizer=LBFGS(), iterations=3, initial=huge))
    assert caught.value.code == "GC-T01"


@pytest.mark.parametrize(
    ("found", "shape", "more"),
    [
        ("batches", {}, {"batch_size": 5}),
        ("dropout", {"dropout": 0.2}, {}),
        ("batch normalisation", {"batch_norm": True}, {}),
        ("patience", {}, {"patience": 2}),
    ],
)
def test_what_would_change_its_cost_on_the_way_is_refused(data, found, shape, more):
    network = Network.dense(5, [4], 2, **shape)
    if "patience" in more:
        more = more | {"held_out": data.test}
    with pytest.raises(ValueError, match=found) as caught:
        train(network, data, optimizer=LBFGS(), iterations=2, **more)
    assert caught.value.code == "GC-U66"
    with pytest.raises(ValueError, match="would not give the same iterates"):
        train(Network.dense(5, [4], 2), data, optimizer=LBFGS(), iterations=2, method="span")


def test_history_has_the_norms_of_what_was_accepted(network, data):
    """Not those of the last try of a line search."""
    stream = train(network, data, optimizer=TIGHT, iterations=9, l2=0.1)
    X, Y = data.train.columns(), network.targets(data.train.y)
    weights = network.layout.slices["W1"]
    before = None
    for record in stream:
        if record.is_last:
            assert record.layers == ()
            break
        _J, grad = network.loss_and_grad(record.theta, X, Y)
        first = record.layers[0]
        assert first.gradient == pytest.approx(np.linalg.norm((grad + 0.1 * record.theta)[weights]), rel=1e-12)
        assert first.weight == pytest.approx(np.linalg.norm(record.theta[weights]), rel=1e-12)
        if before is not None:
            assert first.update == pytest.approx(np.linalg.norm((record.theta - before)[weights]), rel=1e-12)
        before = record.theta.copy()


def test_costs_of_a_history_only_fall(network, data):
    fitted = collect(network, data, train(network, data, optimizer=TIGHT, iterations=9))
    assert all(fitted.history.layers[:-1])
    assert set(fitted.history.rises) == {0}
    assert fitted.history.peak == fitted.history.first_cost
    assert {finding.code for finding in diagnose(fitted)} <= {"GC-N06"}


@pytest.mark.parametrize("n_runs", [None, 3])
@pytest.mark.parametrize("record_every", [1, 4, 100])
def test_stops_below_a_cost(network, data, n_runs, record_every):
    """After the first step that leads below it, in every run; the last record is that of the parameters then."""
    costs = [np.max(record.cost) for record in train(network, data, optimizer=TIGHT, iterations=40, n_runs=n_runs)]
    stop_cost = (costs[5] + costs[6]) / 2
    more = {"stop_cost": stop_cost, "n_runs": n_runs, "record_every": record_every}
    *_before, last = train(network, data, optimizer=TIGHT, iterations=40, **more)
    assert last.iteration == 6
    assert last.is_last
    assert np.max(last.cost) == pytest.approx(costs[6], rel=1e-12)
    *before, last = train(network, data, optimizer=TIGHT, iterations=40, **more | {"stop_cost": 1e9})
    assert (len(before), last.iteration) == (1, 0)


@pytest.mark.parametrize("l2", [0, 0.1])
def test_frozen_in_part_it_is_scipys_over_the_others(network, data, l2):
    frozen = ("W1", "b2")
    (*_before, last), views = (
        list(train(network, data, optimizer=Frozen(TIGHT, frozen), iterations=15, l2=l2)),
        network.layout.views(network.initial(0)),
    )
    X, Y, start = data.train.columns(), network.targets(data.train.y), network.initial(0)
    free = np.concatenate([np.full(entry.size, entry.name not in frozen) for entry in network.layout.entries])
    weights = np.concatenate([np.full(entry.size, entry.kind == "weight") for entry in network.layout.entries])

    def cost_and_gradient(x):
        theta = start.copy()
        theta[free] = x
        J, grad = network.loss_and_grad(theta, X, Y)
        return J + l2 / 2 * np.sum(theta[weights] ** 2), (grad + l2 * weights * theta)[free]

    options = {"maxiter": 15, "gtol": 1e-10, "ftol": 0, "maxcor": 10}
    end = minimize(cost_and_gradient, start[free], jac=True, method="L-BFGS-B", options=options)
    assert_allclose(last.theta[free], end.x, rtol=1e-9, atol=1e-12)
    assert last.cost == pytest.approx(end.fun, rel=1e-10)
    for name in frozen:
        assert network.layout.views(last.theta)[name].tobytes() == views[name].tobytes()


@pytest.mark.parametrize("record_every", [1, 1000])
def test_dead_relus_are_told_of(data, record_every):
    network = Network.dense(5, [6, 3], 2)
    dead = {"b1": np.array([[-50.0], [-50], [1], [1], [1], [1]])}
    stream = train(network, data, optimizer=TIGHT, iterations=12, initial=dead, record_every=record_every)
    (finding,) = (one for one in diagnose(collect(network, data, stream)) if one.code == "GC-N03")
    assert finding.items[0]["layer"] == 1
    assert finding.items[0]["dead"] >= 2


@pytest.mark.parametrize("n_runs", [None, 3])
def test_leaving_the_stream_leaves_no_thread(network, data, n_runs):
    before = threading.active_count()
    for record in train(network, data, optimizer=TIGHT, iterations=50, n_runs=n_runs):
        if record.iteration == 2:
            theta = record.theta.copy()
            assert threading.active_count() == before + (n_runs or 1)
            break
    del record  # it can read theta, and so keeps the training's arrays, but not the training
    assert threading.active_count() == before
    *_all, last = train(network, data, optimizer=TIGHT, iterations=2, n_runs=n_runs)
    assert_allclose(theta, last.theta, rtol=1e-9, atol=1e-12)


def test_a_training_that_is_never_begun_or_closed_by_hand_leaves_none_either(network, data):
    before = threading.active_count()
    never = train(network, data, optimizer=TIGHT, iterations=50)
    stream = train(network, data, optimizer=TIGHT, iterations=50)
    for _ in range(3):
        next(stream)
    stream.close()
    assert threading.active_count() == before
    del never


def test_a_run_without_a_number_harms_no_other(network, data):
    """One of two begins beyond all numbers: it is frozen there, NaN, and the other goes its way."""
    before = threading.active_count()
    W1 = np.stack([np.full((4, 5), 1e308), network.layout.views(network.initial(3))["W1"]])
    W2 = np.stack([np.full((1, 4), 1e308), network.layout.views(network.initial(3))["W2"]])
    records = list(train(network, data, optimizer=TIGHT, iterations=5, n_runs=2, initial={"W1": W1, "W2": W2}))
    assert all(np.isnan(record.cost[0]) for record in records)
    alone = list(train(network, data, optimizer=TIGHT, iterations=5, initial={"W1": W1[1], "W2": W2[1]}))
    assert_allclose([record.cost[1] for record in records], [record.cost for record in alone], rtol=1e-10)
    assert_allclose(records[-1].theta[1], alone[-1].theta, rtol=1e-9, atol=1e-12)
    assert_array_equal(records[-1].theta[0, :5], 1e308)
    assert threading.active_count() == before


def test_the_python_door_takes_it(data):
    run = fit(Network.dense(5, [], 2), data, optimizer=LBFGS(), iterations=200, l2=0.1, record_every=5)
    costs, _end = by_scipy(run.network, data, np.zeros(6), 200, l2=0.1)
    assert run.history.final_cost == pytest.approx(min(costs), rel=1e-8)
    assert [iteration for iteration, _cost in run.history.costs] == list(range(0, run.history.iterations, 5))
    assert run.plan["optimizer"].startswith("LBFGS(")


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rule: Clipped(Clipped(rule, norm=1), norm=1),
        lambda rule: Clipped(Frozen(rule, ["W1"]), norm=1),
        lambda rule: Frozen(Clipped(rule, norm=1), ["W1"]),
    ],
)
def test_inside_another_rule_it_is_refused(wrap):
    network = Network.dense(2, [], 2)
    with pytest.raises(GlasscatError) as caught:
        train(network, (np.eye(4, 2), [0, 1, 0, 1]), optimizer=wrap(LBFGS()), iterations=2)
    assert caught.value.code == "GC-U66"


@pytest.mark.parametrize("stop_cost", [np.nan, np.inf])
def test_a_stop_cost_that_is_no_number_is_refused(stop_cost):
    network = Network.dense(2, [], 2)
    data = (np.eye(4, 2), [0, 1, 0, 1])
    with pytest.raises(GlasscatError) as caught:
        train(network, data, optimizer=GradientDescent(0.1), iterations=2, stop_cost=stop_cost)
    assert caught.value.code == "GC-U80"
