"""A training that is stopped anywhere and restored from its last snapshot ends in the bits of one that was not."""

import numpy as np
import pytest

from glasscat.data.arrays import from_arrays
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
from glasscat.training.diagnosis import diagnose
from glasscat.training.fitted import fitted_of
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
    "step": Nesterov(schedules.StepDecay(0.1, 15, 0.5)),
    "inverse-time": AdaGrad(schedules.InverseTime(0.1, 0.01)),
    "warm-up": GradientDescent(schedules.WarmUp(schedules.InverseTime(0.1, 0.01), 9)),
}


def told(records):
    """Everything in the records but the clock."""
    names = "iteration", "epoch", "cost", "test_cost", "held_out_cost", "layers", "rises", "peak", "probe_cost"
    names += "chance", "went", "is_last", "method", "full_batch", "steps"
    return [tuple(getattr(record, name) for name in names) for record in records]


def without_clock(snapshot):
    """Every array of a snapshot as bytes, but for what the clock said."""
    clock = {"recorder.seconds": 0, "recorder.told.real": np.delete(snapshot["recorder.told.real"], 3, axis=1)}
    return {name: np.asarray(array).tobytes() for name, array in (snapshot | clock).items()}


def last_snapshot(stops):
    *_others, kept = (
        {name: array.copy() for name, array in s.arrays.items()} for s in stops if isinstance(s, Snapshot)
    )
    return kept


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
    stops = list(again.stops())
    resumed = records_of(stops)
    assert told(resumed) == told(whole)
    assert resumed[-1].theta.tobytes() == whole[-1].theta.tobytes()
    assert resumed[-1].buffers.tobytes() == whole[-1].buffers.tobytes()
    ends = fitted_of(network, data, resumed), fitted_of(network, data, whole)
    assert ends[0].history.marks == ends[1].history.marks
    assert [str(one.text) for one in diagnose(ends[0])] == [str(one.text) for one in diagnose(ends[1])]
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


STEADY = {"iterations": 700, "record_every": 500}
"""Few records, so that marks are all there is between them, and costs wait for each other, up to 64 at a time."""


@pytest.mark.parametrize("every", [1, 33, 64, 97, 350])
@pytest.mark.parametrize("batch_size", [None, 8])
def test_marks_and_costs_that_wait_for_each_other(network, data, every, batch_size):
    resumed = agrees(network, data, 360, every, optimizer=Momentum(0.4), batch_size=batch_size, **STEADY)
    assert len(resumed[-1].marks.read()) > 20
    assert resumed[-1].rises > 0 or batch_size is None


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_same_under_the_span_method(network, data, dtype):
    for batch_size in (None, 8):
        settings = {"batch_size": batch_size, "dtype": dtype, "method": "span", "l2": 0.01}
        agrees(network, data, 360, 97, optimizer=Momentum(0.1), **STEADY, **settings)


@pytest.mark.parametrize("batch_size", [None, 7])
def test_everything_at_once(data, batch_size):
    """Three classes in single precision; what is in use differs from what is trained."""
    thirds = np.digitize(data.train.X[:, 0], [-0.5, 0.5])
    data = from_arrays(data.train.X, thirds, test=(data.test.X, np.arange(7) % 3))
    network = Network.dense(5, [6, 5], 3, activation="relu", batch_norm=True, dropout=0.2)
    more = {"dtype": np.float32, "class_weight": "balanced", "l2": 0.01, "held_out": data.test, "patience": 9}
    settings = {"iterations": 700, "record_every": 200, "batch_size": batch_size, **more}
    resumed = agrees(network, data, 360, 41, optimizer=AdamW(0.01, weight_decay=0.01), **settings)
    assert resumed[-1].marks.read()[-1].layers[1].weight > 0


@pytest.mark.parametrize("method", ["direct", "span"])
def test_a_later_snapshot_is_the_same_in_every_array(network, data, method):
    plan = Plan(network, data, optimizer=Momentum(0.3), method=method, **STEADY)
    again = pausing(plan, 90)
    again.restore(stopped(plan, 90, 400))
    assert without_clock(last_snapshot(again.stops())) == without_clock(last_snapshot(pausing(plan, 90).stops()))


def test_patience_goes_back_to_the_best_state_from_before_the_stop(network, data):
    settings = {"optimizer": GradientDescent(0.5), "held_out": data.test, "patience": 4}
    resumed = agrees(network, data, 60, 6, iterations=2000, record_every=10, **settings)
    assert resumed[-1].iteration < resumed[-2].iteration < 2000


def test_stop_cost_stops_at_the_same_step(network, data):
    resumed = agrees(network, data, 13, 6, iterations=500, optimizer=Momentum(0.05), stop_cost=0.4)
    assert 13 < resumed[-1].iteration < 500


@pytest.mark.parametrize("record_every", [3, 900])
def test_a_run_that_diverges_later_falls_back_on_the_same_state(data, record_every):
    """The rate is a thousand times too large: the squares of features make the cost overflow after some steps."""
    network = Network.dense(5, [4], 2, activation="relu", loss="cross-entropy")
    plan = Plan(
        network, data, optimizer=GradientDescent(1e5), iterations=900, record_every=record_every, l2=1.0, seed=2
    )
    ends = []
    for kept in (None, stopped(plan, 2, 5)):
        descent, seen = pausing(plan, 2), []
        if kept is not None:
            descent.restore(kept)
        with pytest.raises(DivergedError) as caught:
            seen.extend(descent.stops())
        records = records_of(seen)
        assert records[-1].iteration > 5 or record_every > 5
        assert caught.value.went > (5,)
        error = caught.value
        ends.append((str(error), error.last_good, error.went, records[-1].theta.tobytes(), told(records)))
        assert "grew most" in str(error)
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


def test_a_training_may_be_made_longer_again_and_again(network, data):
    """Each time there is room for all marks of a training of that length."""
    end, settings = None, {"optimizer": Momentum(0.05), "record_every": 10**6}
    for steps in (39, 79, 159, 319, 639, 1279):
        longer = pausing(Plan(network, data, iterations=steps, **settings), 100)
        if end is not None:
            longer.restore(end)
        end = last_snapshot(longer.stops())
    whole = last_snapshot(pausing(Plan(network, data, iterations=1279, **settings), 100).stops())
    for name in ("theta", "optimizer.v", "recorder.latest", "recorder.peak", "recorder.rises"):
        assert end[name].tobytes() == whole[name].tobytes()
    assert {1, 64, 128, 1024} <= set(end["recorder.marks.iterations"].tolist())


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
