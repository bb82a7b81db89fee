"""Training that blows up, or that ends above where it began, is never called a success."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from glasscat.data.arrays import from_arrays
from glasscat.errors import DivergedError
from glasscat.network import Network
from glasscat.optimizers import LBFGS, GradientDescent
from glasscat.training.divergence import ended_above
from glasscat.training.fitted import collect, ended_badly, fitted_of
from glasscat.training.growth import Growth
from glasscat.training.loop import train
from glasscat.training.many import train_together
from glasscat.training.plan import Plan
from glasscat.training.record import History

EXPLOSIVE = Network.dense(5, [4, 4], 2, activation="leaky-relu")  # at rate 100 each step about squares the cost


@pytest.mark.parametrize("method", ["direct", "span"])
@pytest.mark.parametrize("every", [1, 3])
def test_blow_up_ends_at_the_last_finite_record(data, method, every):
    stream = train(EXPLOSIVE, data, optimizer=GradientDescent(100), iterations=50, record_every=every, method=method)
    records = []
    with pytest.raises(DivergedError) as caught:
        collect(
            EXPLOSIVE, data, stream, lambda record: records.append((record.iteration, record.cost, record.theta.copy()))
        )
    iteration, cost, theta = records[-1]
    error = caught.value
    assert error.code == "GC-T01"
    assert error.exit_code == 5
    assert 0 < iteration < 50
    assert error.last_good == (iteration, cost)
    assert f"cost {cost:.6g} at iteration {iteration}" in str(error)
    assert len(str(error).splitlines()) <= 3
    assert_array_equal(error.fitted.theta, theta)
    assert np.isfinite(theta).all()
    assert error.fitted.history.iterations == iteration


def test_blow_up_of_the_very_last_step_is_noticed(data):
    alone = [r.iteration for r in _until_blown_up(data)]
    with pytest.raises(DivergedError) as caught:
        list(train(EXPLOSIVE, data, optimizer=GradientDescent(100), iterations=alone[-1] + 1))
    assert caught.value.last_good[0] == alone[-1]


def test_a_cost_that_is_not_finite_from_the_start(data):
    huge = {"W1": np.full((4, 5), 1e308)}
    with pytest.raises(DivergedError) as caught:
        collect(EXPLOSIVE, data, train(EXPLOSIVE, data, optimizer=GradientDescent(0.1), iterations=3, initial=huge))
    error = caught.value
    assert error.code == "GC-T01"
    assert error.last_good is None
    assert error.fitted is None
    assert "nan" not in str(error)


def test_overflow_on_the_test_set_alone_is_shown_and_not_warned_of(data):
    """Warnings are errors in these tests."""
    far = from_arrays(data.train.X, data.train.y, test=(np.full((2, 5), 1e308), [0, 1]))
    network = Network.dense(5, [], 2)
    records = list(train(network, far, optimizer=GradientDescent(300), iterations=2, method="direct"))
    assert np.isfinite([record.cost for record in records]).all()
    assert not np.isfinite(records[-1].test_cost)


def test_ending_above_the_beginning(data):
    """Rate 10 is too large for this network, but not so large that anything overflows."""
    costs = [r.cost for r in train(EXPLOSIVE, data, optimizer=GradientDescent(10), iterations=2)]
    assert costs[2] > costs[0]
    with pytest.raises(DivergedError) as caught:
        collect(EXPLOSIVE, data, train(EXPLOSIVE, data, optimizer=GradientDescent(10), iterations=2))
    error = caught.value
    assert error.code == "GC-T02"
    assert error.last_good == (0, costs[0])
    assert error.fitted.history.final_cost == costs[2]
    assert f"ended at {costs[2]:.6g}, above the {costs[0]:.6g}" in str(error)
    assert len(str(error).splitlines()) <= 3


def test_lowest_record_on_the_way_is_told():
    history = History(((0, 0.7, None, 0.1), (10, 0.25, None, 0.2), (20, 0.5, 0.6, 0.3), (30, 3.5, None, 0.4)))
    error = ended_above(history, history.first_cost)
    assert error.last_good == (10, 0.25)
    assert "ended at 3.5, above the 0.7 it began with; its lowest record was 0.25 at iteration 10." in str(error)


# data, network and settings of a training that ends where it began, and what it says of that
BALANCED = np.array([0, 1, 0, 1])
NOTHING_LEARNT = {
    "all weights zero": (np.ones((4, 2)), {"init": "zeros"}, {}, "the gradient of every weight is as good as 0"),
    "steps lost in rounding": (np.eye(4, 2), {}, {"optimizer": GradientDescent(1e-30)}, "had the length 0."),
    "a search that finds nothing": (np.eye(4, 2) * 1e-200, {}, {"optimizer": LBFGS()}, "is as good as 0"),
    "squares beyond all numbers": (
        np.eye(4, 2) * 5e307,
        {"init": "zeros", "hidden": []},
        {"optimizer": LBFGS()},
        "the cost is 0.693147 as before the first step.",
    ),
}


@pytest.mark.parametrize("record_every", [1, 100])
@pytest.mark.parametrize("case", NOTHING_LEARNT)
def test_ending_where_it_began_says_why(case, record_every):
    X, shape, more, words = NOTHING_LEARNT[case]
    shape = {"activation": "tanh", "hidden": [3]} | shape
    network, data = Network.dense(2, shape.pop("hidden"), 2, **shape), from_arrays(X, BALANCED)
    settings = {"optimizer": GradientDescent(0.1), "iterations": 5, "record_every": record_every} | more
    with pytest.raises(DivergedError) as caught:
        collect(network, data, train(network, data, **settings))
    error = caught.value
    assert (error.code, error.exit_code) == ("GC-T03", 5)
    assert "nothing was learnt" in str(error)
    assert words in str(error)
    assert "scale features to about 1" in str(error)
    assert error.last_good == (0, error.fitted.history.first_cost)
    assert error.fitted.history.final_cost == pytest.approx(error.fitted.history.first_cost, rel=1e-14)


@pytest.mark.parametrize("optimizer", [GradientDescent(0.1), LBFGS()])
def test_beginning_below_the_cost_to_stop_at_is_no_failure(data, optimizer):
    network = Network.dense(5, [4], 2)
    fitted = collect(network, data, train(network, data, optimizer=optimizer, iterations=5, stop_cost=100.0))
    assert fitted.history.iterations == 0
    assert fitted.history.final_cost == fitted.history.first_cost


def test_nothing_to_learn_is_no_failure():
    """Beyond 710 the answer of a sigmoid is 1, and its cost 0."""
    network, data = Network.dense(1, [], 2), from_arrays(np.array([[-1.0], [1.0]]), [0, 1])
    stream = train(network, data, optimizer=GradientDescent(0.1), iterations=3, initial={"W1": [[1e3]]})
    assert collect(network, data, stream).history.final_cost == 0


@pytest.mark.parametrize("record_every", [1, 100])
def test_held_out_samples_that_only_ever_cost_more(data, record_every):
    """What is held out has the other answers: patience goes back to the beginning."""
    network, opposite = Network.dense(5, [4], 2, activation="tanh"), replace(data.train, y=1 - data.train.y)
    more = {"held_out": opposite, "patience": 3, "record_every": record_every}
    with pytest.raises(
        DivergedError, match="the held-out samples never cost less than before the first step"
    ) as caught:
        collect(network, data, train(network, data, optimizer=GradientDescent(0.3), iterations=40, **more))
    assert caught.value.code == "GC-T03"


@pytest.mark.parametrize("batch_size", [None, 2])
@pytest.mark.parametrize("part", ["train", "test", "held_out"])
def test_features_beyond_float32(part, batch_size):
    parts = {name: np.eye(4, 2) * (1e39 if name == part else 1) for name in ("train", "test", "held_out")}
    data = from_arrays(parts["train"], BALANCED, test=(parts["test"], BALANCED))
    more = {"optimizer": GradientDescent(0.1), "iterations": 3, "batch_size": batch_size}
    more |= {"held_out": from_arrays(parts["held_out"], BALANCED).train, "patience": 2}
    with pytest.raises(DivergedError, match=r"the largest feature is 1e\+39; float32 ends at 3.4e\+38") as caught:
        train(Network.dense(2, [], 2), data, dtype=np.float32, **more)
    assert (caught.value.code, caught.value.exit_code) == ("GC-T04", 5)
    train(Network.dense(2, [], 2), data, **more)


def test_of_several_runs_each_says_so():
    data = from_arrays(np.eye(4, 2) * 1e39, BALANCED)
    plans = [
        Plan(Network.dense(2, [], 2), data, optimizer=GradientDescent(rate), iterations=3, dtype=np.float32)
        for rate in (0.1, 0.2)
    ]
    for fitted, failure in train_together(plans):
        assert fitted is None
        assert failure.exit_code == 5


@pytest.mark.parametrize("iterations", [1, 2, 8])
def test_use_that_lags_behind_training_is_not_divergence(data, iterations):
    """After a few steps running statistics are still near 0 and 1, so that use costs more than training did."""
    network = Network.dense(5, [4, 4], 2, activation="tanh", batch_norm=True)
    more = {"optimizer": GradientDescent(1e-3), "iterations": iterations, "seed": 1}
    costs = [record.cost for record in train(network, data, **more)]
    assert costs[-2] <= costs[0] < costs[-1]
    assert collect(network, data, train(network, data, **more)).history.final_cost == costs[-1]


@pytest.mark.parametrize("more", [{"batch_norm": True}, {"dropout": 0.2}])
def test_training_that_ends_above_is_divergence_there_too(data, more):
    network = Network.dense(5, [4, 4], 2, activation="leaky-relu", **more)
    with pytest.raises(DivergedError) as caught:
        collect(network, data, train(network, data, optimizer=GradientDescent(100), iterations=6))
    assert caught.value.code == "GC-T02"


def test_small_precision_overflows_sooner(data):
    def steps(dtype):
        with pytest.raises(DivergedError) as caught:
            list(train(EXPLOSIVE, data, optimizer=GradientDescent(100), iterations=50, dtype=dtype))
        return caught.value.last_good[0]

    assert 0 < steps(np.float32) < steps(np.float64)


def _until_blown_up(data):
    try:
        yield from train(EXPLOSIVE, data, optimizer=GradientDescent(100), iterations=50)
    except DivergedError:
        return


@pytest.mark.parametrize("batch_size", [1, 4, 15])
def test_an_easy_first_batch_is_no_divergence(batch_size):
    """Steps too short to do harm: the cost of the whole set falls, whatever the first batch happened to cost."""
    easy = 0
    for seed in range(8):
        rng = np.random.default_rng(seed)
        data = from_arrays(rng.normal(size=(40, 5)), np.arange(40) % 2)
        network = Network.dense(5, [4, 3], 2)
        stream = train(network, data, optimizer=GradientDescent(1e-3), epochs=2, batch_size=batch_size, seed=seed)
        history = collect(network, data, stream).history
        easy += history.first_cost < history.final_cost
    assert easy > 0  # so that the test is one


@pytest.mark.parametrize(("bits", "code"), [(0, "GC-T03"), (7, "GC-T03"), (10, "GC-T02")])
def test_an_end_above_the_beginning_by_rounding_is_an_end_where_it_began(data, bits, code):
    """Seven last bits and ten lie on both sides of the eight that are let pass, by half a bit and more."""
    network = Network.dense(5, [4], 2, activation="tanh")
    *before, last = train(network, data, optimizer=GradientDescent(0.1), iterations=2)
    records = [*before, replace(last, cost=before[0].cost * (1 + bits * np.finfo(float).eps))]
    assert ended_badly(fitted_of(network, data, records), records).code == code


def test_a_layer_that_is_beyond_all_numbers_has_no_times_to_tell():
    growth = Growth()
    for weights in ([1.0, 2.0, 0.0], [3.0, 10.0, 1.0], [np.inf, np.nan, 5.0]):
        growth.note(weights)
    assert growth.most == (2, 5.0)
