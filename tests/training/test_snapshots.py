"""A training that is stopped anywhere and restored from its last snapshot ends in the bits of one that was not."""

import numpy as np
import pytest

from glasscat.errors import DivergedError, UsageError
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
    schedules,
)
from glasscat.training.loop import pausing, train
from glasscat.training.plan import Plan
from glasscat.training.snapshot import Snapshot, check_same_kind

OPTIMIZERS = {
    "gd": GradientDescent(0.1),
    "momentum": Momentum(0.05),
    "nesterov": Nesterov(0.05),
    "adagrad": AdaGrad(0.05),
    "rmsprop": RMSProp(0.01),
    "adam": Adam(0.01),
    "adamw": AdamW(0.01, weight_decay=0.1),
    "clipped": Clipped(Momentum(0.05), norm=0.1),
    "frozen": Frozen(WeightDecay(Adam(0.02), 0.1), ["b1", "W2"]),
    "cosine": Adam(schedules.Cosine(0.05, 40)),
    "one-cycle": Momentum(schedules.OneCycle(0.1, 40)),
    "warm-up": GradientDescent(schedules.WarmUp(schedules.InverseTime(0.1, 0.01), 9)),
}


def told(records):
    """Everything in the records but the clock."""
    names = "iteration", "epoch", "cost", "test_cost", "held_out_cost", "layers", "rises", "peak", "probe_cost"
    return [tuple(getattr(record, name) for name in names) for record in records]


def records_of(stops):
    return [stop for stop in stops if not isinstance(stop, Snapshot)]


def stopped(plan, every, after):
    """Copy the last snapshot that there is once so many steps are taken."""
    kept = None
    for stop in pausing(plan, every).stops():
        if stop.iteration > after:
            break
        if isinstance(stop, Snapshot):
            kept = {name: array.copy() for name, array in stop.arrays.items()}
    return kept


def agrees(network, data, after=25, every=6, **settings):
    plan = Plan(network, data, **({"iterations": 40, "record_every": 10} | settings))
    whole = list(train(network, data, **plan.settings))
    again = pausing(plan, every)
    again.restore(stopped(plan, every, after))
    resumed = records_of(again.stops())
    assert told(resumed) == told(whole)
    assert resumed[-1].theta.tobytes() == whole[-1].theta.tobytes()
    assert resumed[-1].buffers.tobytes() == whole[-1].buffers.tobytes()
    return resumed


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("batch_size", [None, 7])
def test_every_optimiser_and_schedule_goes_on(network, data, name, batch_size):
    agrees(network, data, optimizer=OPTIMIZERS[name], batch_size=batch_size, l2=0.01, seed=3)


@pytest.mark.parametrize("every", [1, 4, 10, 13, 40, 100])
def test_wherever_it_is_stopped(data, every):
    """In the middle of an epoch, at a record, at the end, with one snapshot only."""
    network = Network.dense(5, [4, 3], 2, batch_norm=True, dropout=0.3)
    for after in (0, 1, 9, 10, 39, 40):
        agrees(network, data, after, every, optimizer=Adam(0.02), batch_size=9, seed=1)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("optimizer", ["gd", "momentum", "nesterov"])
def test_span_method_goes_on_in_its_own_coordinates(network, data, dtype, optimizer):
    resumed = agrees(network, data, optimizer=OPTIMIZERS[optimizer], method="span", dtype=dtype, batch_size=8)
    assert resumed[-1].method == "span"


def test_patience_goes_back_to_the_best_state_from_before_the_stop(network, data):
    settings = {"optimizer": GradientDescent(0.5), "held_out": data.test, "patience": 4}
    resumed = agrees(network, data, 60, 6, iterations=2000, record_every=10, **settings)
    assert resumed[-1].iteration < resumed[-2].iteration < 2000


def test_stop_cost_stops_at_the_same_step(network, data):
    resumed = agrees(network, data, 13, 6, iterations=500, optimizer=Momentum(0.05), stop_cost=0.4)
    assert 13 < resumed[-1].iteration < 500


def test_a_run_that_diverges_later_falls_back_on_the_same_state(data):
    """The rate is a thousand times too large: the squares of features make the cost overflow after some steps."""
    network = Network.dense(5, [4], 2, activation="relu", loss="cross-entropy")
    plan = Plan(network, data, optimizer=GradientDescent(1e5), iterations=900, record_every=3, l2=1.0, seed=2)
    ends = []
    for kept in (None, stopped(plan, 2, 5)):
        descent, seen = pausing(plan, 2), []
        if kept is not None:
            descent.restore(kept)
        with pytest.raises(DivergedError) as caught:
            seen.extend(descent.stops())
        records = records_of(seen)
        assert records[-1].iteration > 5
        ends.append((caught.value.last_good, caught.value.went, records[-1].theta.tobytes(), told(records)))
    assert ends[0] == ends[1]


def test_a_longer_training_begins_where_the_shorter_one_ended(network, data):
    settings = {"optimizer": Momentum(0.05), "record_every": 10, "batch_size": 9}
    end = stopped(Plan(network, data, iterations=20, **settings), 7, 20)
    assert end["iteration"] == 20
    longer = pausing(Plan(network, data, iterations=33, **settings), 7)
    longer.restore(end)
    records, whole = records_of(longer.stops()), list(train(network, data, iterations=33, **settings))
    assert told(records) == told(whole)
    assert records[-1].theta.tobytes() == whole[-1].theta.tobytes()


def test_arrays_of_another_training_are_refused(network, data):
    plan = Plan(network, data, optimizer=Adam(0.01), iterations=9)
    kept = stopped(plan, 3, 6)
    with pytest.raises(ValueError, match="optimizer"):
        pausing(Plan(network, data, optimizer=Momentum(0.01), iterations=9), 3).restore(kept)
    wider = Network.dense(5, [5], 2, activation="tanh")
    with pytest.raises(ValueError, match="'theta'"):
        pausing(Plan(wider, data, optimizer=Adam(0.01), iterations=9), 3).restore(kept)
    with pytest.raises(ValueError, match="'t'"):
        check_same_kind({"t": np.asarray(1)}, {"t": np.asarray(1.5)})


def test_what_has_no_snapshots_says_so(network, data):
    with pytest.raises(UsageError, match="GC-R40"):
        pausing(Plan(network, data, optimizer=LBFGS(), iterations=9), 3)
    with pytest.raises(UsageError, match="GC-R41"):
        pausing(Plan(network, data, optimizer=Adam(), iterations=9), 0)
