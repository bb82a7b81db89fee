"""Patience: training stops when held-out samples are no longer judged better, and goes back to where they were."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from glasscat.data.arrays import from_arrays
from glasscat.data.dataset import Samples
from glasscat.network import Network
from glasscat.optimizers import GradientDescent, Momentum
from glasscat.training.fitted import collect
from glasscat.training.loop import train
from glasscat.training.patience import Patience

NOISE = np.random.default_rng(1)
# labels are half noise, so that what is learnt of the training set soon harms on other samples
DATA = from_arrays(NOISE.normal(size=(24, 6)), np.arange(24) % 2)
HELD_OUT = from_arrays(NOISE.normal(size=(20, 6)), np.arange(20) % 2).train
NETWORK = Network.dense(6, [8], 2, activation="tanh")
MORE = {"optimizer": Momentum(0.1), "iterations": 60, "held_out": HELD_OUT}
NEVER = 1000


def run(network=NETWORK, **settings):
    """Records, and the state that each of them saw."""
    stream = train(network, DATA, **(MORE | settings))
    return [(record, record.theta.copy(), record.buffers.copy()) for record in stream]


def held_out_costs(records):
    """Without the last record, which shows a restored state."""
    return [record.held_out_cost for record, _theta, _buffers in records[:-1]]


def test_held_out_cost_is_that_of_the_held_out_samples():
    X, Y = HELD_OUT.columns(), NETWORK.targets(HELD_OUT.y)
    for record, theta, _buffers in run(patience=3):
        assert record.held_out_cost == pytest.approx(float(NETWORK.loss(theta, X, Y)), rel=1e-12)
    assert all(r.held_out_cost is None for r in train(NETWORK, DATA, optimizer=Momentum(0.1), iterations=2))


@pytest.mark.parametrize("every", [1, 4])
@pytest.mark.parametrize("patience", [1, 3, 5])
def test_stops_after_so_many_records_without_a_lower_cost(patience, every):
    costs = held_out_costs(run(patience=NEVER, record_every=every))
    best, waited = 0, 0
    for number, cost in enumerate(costs):
        waited = waited + 1 if number and cost >= costs[best] else 0
        best = best if waited else number
        if waited == patience:
            break
    records = run(patience=patience, record_every=every)
    assert waited == patience  # it does run out on these samples
    assert len(records) == number + 2
    assert [record.iteration for record, *_ in records] == [*range(0, (number + 1) * every, every), best * every]


@pytest.mark.parametrize("method", ["direct", "span"])
@pytest.mark.parametrize("network", [NETWORK, Network.dense(6, [8], 2, batch_norm=True)], ids=["plain", "batch norm"])
@pytest.mark.parametrize("patience", [2, NEVER])
def test_best_state_comes_back_bit_for_bit(patience, network, method):
    """Whether patience has run out or not."""
    *before, (last, theta, buffers) = run(network, patience=patience, method=method)
    best = min(before, key=lambda entry: entry[0].held_out_cost)
    assert 0 < best[0].iteration < before[-1][0].iteration
    assert last.is_last
    assert last.iteration == best[0].iteration
    assert last.held_out_cost == best[0].held_out_cost
    assert_array_equal(theta, best[1])
    assert_array_equal(buffers, best[2])
    assert buffers.size == network.buffer_layout.size
    fitted = collect(network, DATA, train(network, DATA, **MORE, patience=patience, method=method))
    assert_array_equal(fitted.theta, best[1])
    assert_array_equal(fitted.buffers, best[2])
    assert fitted.history.iterations == best[0].iteration


def test_the_end_is_a_candidate_too():
    """After ten steps, between two records, these samples are judged better than at the records 0 and 4 and 8."""
    easy = Samples(DATA.train.X, DATA.train.y, DATA.train.names)
    settings = {"held_out": easy, "iterations": 10, "record_every": 4, "optimizer": GradientDescent(0.1)}
    records = run(patience=5, **settings)
    assert [record.iteration for record, *_ in records] == [0, 4, 8, 10]
    *_earlier, (plain, theta, _buffers) = run(held_out=None, **{k: v for k, v in settings.items() if k != "held_out"})
    assert plain.iteration == 10
    assert_array_equal(records[-1][1], theta)


def test_stop_cost_and_patience_together():
    costs = [record.cost for record, *_ in run(patience=NEVER)]
    records = run(patience=NEVER, stop_cost=(costs[5] + costs[6]) / 2)
    assert len(records) == 8
    assert records[-1][0].iteration <= 6


def test_a_cost_that_is_no_number_is_never_the_best():
    patience = Patience(2)
    state = [np.array([1.0])]
    assert not patience.is_over(0, np.inf, state)
    state[0][0] = 2
    assert not patience.is_over(1, 0.5, state)
    state[0][0] = 3
    assert not patience.is_over(2, np.nan, state)
    assert patience.is_over(3, 0.5, state)
    assert patience.restore(state) == 1
    assert_array_equal(state[0], [2])


@pytest.mark.parametrize(
    ("code", "found", "settings"),
    [
        ("GC-U95", "found 0", {"patience": 0, "held_out": HELD_OUT}),
        ("GC-U95", "found -1", {"patience": -1, "held_out": HELD_OUT}),
        ("GC-U62", "together", {"patience": 5}),
        ("GC-U62", "together", {"held_out": HELD_OUT}),
        ("GC-U62", "together", {"patience": 5, "held_out": HELD_OUT.take(np.array([], int))}),
        ("GC-U96", "single run", {"patience": 5, "held_out": HELD_OUT, "n_runs": 1}),
        ("GC-U96", "single run", {"patience": 5, "held_out": HELD_OUT, "n_runs": 3}),
    ],
)
def test_what_cannot_be_meant_is_refused_at_once(code, found, settings):
    with pytest.raises(ValueError, match=found) as caught:
        train(NETWORK, DATA, optimizer=Momentum(0.1), iterations=2, **settings)
    assert caught.value.code == code
    assert len(str(caught.value).splitlines()) <= 3


def test_held_out_samples_of_another_width():
    narrow = Samples(np.ones((2, 4)), np.array([0, 1]), ("a", "b"))
    with pytest.raises(ValueError, match="takes 6 numbers a sample; the data has 4") as caught:
        train(NETWORK, DATA, optimizer=Momentum(0.1), iterations=2, patience=5, held_out=narrow)
    assert caught.value.code == "GC-U16"
