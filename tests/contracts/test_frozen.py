"""Frozen numbers stay to the last bit, whatever rule steps with the others and whatever is wrapped around."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.layers import BatchNorm
from glasscat.network import Network
from glasscat.optimizers import (
    LBFGS,
    AdamW,
    Clipped,
    Frozen,
    GradientDescent,
    WeightDecay,
    is_minimizer,
    mask_of,
)
from glasscat.optimizers.schedules import Cosine, WarmUp
from glasscat.training.loop import train

from .tables import RULES, dataset

STEPS = 20
NETWORK = Network.dense(3, [4, 3], 2, activation="tanh", batch_norm=True)
LAYOUT = NETWORK.layout
DENSE = Network.dense(3, [4], 2, activation="tanh")

# around a rule, and a mask that says what is frozen
AROUND = {
    "alone": Frozen,
    "decay inside": lambda rule, mask: Frozen(WeightDecay(rule, 0.5), mask),
    "decay of what is frozen": lambda rule, mask: Frozen(WeightDecay(rule, 0.5, mask), mask),
    "decay outside": lambda rule, mask: WeightDecay(Frozen(rule, mask), 0.5),
    "clipped by norm inside": lambda rule, mask: Frozen(Clipped(rule, norm=0.1), mask),
    "clipped by norm outside": lambda rule, mask: Clipped(Frozen(rule, mask), norm=0.1),
    "clipped by value": lambda rule, mask: Frozen(Clipped(rule, value=0.9), mask),
    "clipped and decayed": lambda rule, mask: Frozen(Clipped(WeightDecay(rule, 0.5), norm=0.1), mask),
    "clipped and decayed outside": lambda rule, mask: Clipped(WeightDecay(Frozen(rule, mask), 0.5), norm=0.1),
    "frozen twice": lambda rule, mask: Frozen(Frozen(rule, mask), mask),
}


def _scattered():
    """Single numbers of every entry, as no layer has them."""
    return np.random.default_rng(5).random(LAYOUT.size) < 0.4


MASKS = {
    "a layer": mask_of(LAYOUT, ["W1", "b1", "gamma1", "beta1"]),
    "the last layer": mask_of(LAYOUT, ["W3", "b3"]),
    "all weights": mask_of(LAYOUT, "weight"),
    "biases, gains and shifts": mask_of(LAYOUT, ["bias", "gain", "shift"]),
    "scattered numbers": _scattered(),
    "all but one number": np.arange(LAYOUT.size) != 7,
    "nothing": np.zeros(LAYOUT.size, dtype=bool),
}

every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
every_wrapping = pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)


def bits(array):
    return np.ascontiguousarray(array).tobytes()


@every_rule
@every_wrapping
@pytest.mark.parametrize("mask", MASKS.values(), ids=MASKS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_frozen_numbers_stay_and_the_others_move(rule, around, mask, dtype):
    rng = np.random.default_rng(0)
    theta = rng.normal(size=(2, LAYOUT.size)).astype(dtype)
    theta[:, :4] = [0.0, -0.0, 1e-40, -1e-40]  # the sign of zero is a bit too, and so are the smallest numbers
    start = theta.copy()
    optimizer = around(rule(0.1), mask)
    state = optimizer.init(theta)
    for _ in range(STEPS):
        theta, state = optimizer.update(rng.normal(size=theta.shape).astype(dtype), state, theta)
    assert bits(theta[:, mask]) == bits(start[:, mask])
    assert (theta[:, ~mask] != start[:, ~mask]).all()
    assert np.isfinite(theta).all()


SEARCH = LBFGS(gradient_tolerance=0, cost_tolerance=0)
AROUND_SEARCH = {name: AROUND[name] for name in ("alone", "frozen twice")}


@pytest.mark.parametrize("around", AROUND_SEARCH.values(), ids=AROUND_SEARCH)
@pytest.mark.parametrize("mask", MASKS.values(), ids=MASKS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("runs", [(), (2,)])
def test_lbfgs_minimises_over_the_others_alone(around, mask, dtype, runs):
    """To where it goes when they are all there is; the frozen ones stay to the last bit."""
    theta = np.random.default_rng(0).normal(size=(*runs, LAYOUT.size)).astype(dtype)
    theta[..., :4] = [0.0, -0.0, 1e-40, -1e-40]
    start, free, curvature = theta.copy(), ~mask, np.arange(1, LAYOUT.size + 1).astype(dtype)

    def bowl(theta):
        return curvature @ (theta - 1) ** 2 / 2, curvature * (theta - 1)

    def bowl_of_the_others(x):
        return curvature[free] @ (x - 1) ** 2 / 2, curvature[free] * (x - 1)

    made = around(SEARCH, mask)
    assert is_minimizer(made)
    steps = sum(1 for _step in made.minimize(bowl, theta, 30))
    assert steps > (1 if free.sum() == 1 else 5)
    assert bits(theta[..., mask]) == bits(start[..., mask])
    assert (theta[..., free] != start[..., free]).all()
    alone = np.ascontiguousarray(start[..., free])
    for _step in SEARCH.minimize(bowl_of_the_others, alone, 30):
        pass
    # the cost of the frozen is added to that of the others, which rounds it
    assert_allclose(theta[..., free], alone, rtol=1e-2 if dtype is np.float32 else 1e-6)


@every_rule
@pytest.mark.parametrize("around", [AROUND[name] for name in ("alone", "decay inside", "clipped and decayed")])
def test_a_gradient_without_a_number_harms_nobody_where_it_is_frozen(rule, around):
    mask, theta = np.array([True, False, False, True]), np.array([1.0, -2, 3, -0.0])
    optimizer, start = around(rule(0.1), mask), theta.copy()
    state = optimizer.init(theta)
    for bad in (np.nan, np.inf, 1e300, 1.0):
        theta, state = optimizer.update(np.array([bad, 0.5, -0.5, bad]), state, theta)
    assert bits(theta[mask]) == bits(start[mask])
    assert np.isfinite(theta).all()


@every_rule
def test_row_r_is_the_lone_run_r(rule):
    theta, mask = np.random.default_rng(1).normal(size=(3, LAYOUT.size)), MASKS["scattered numbers"]

    def walk(theta):
        theta, optimizer = theta.copy(), Frozen(WeightDecay(rule(0.1), 0.5), mask)
        state = optimizer.init(theta)
        for _ in range(STEPS):
            theta, state = optimizer.update(np.sin(theta), state, theta)
        return theta

    together = walk(theta)
    for r in range(3):
        assert_array_equal(together[r], walk(theta[r]))


@every_rule
@every_wrapping
@pytest.mark.parametrize("n_runs", [None, 2])
def test_in_a_training(rule, around, n_runs):
    """By names, with batches, L2, a schedule and normalisation; every other entry moves."""
    frozen = ("W1", "gamma2", "bias")
    stream = train(
        NETWORK,
        dataset(NETWORK),
        optimizer=around(rule(WarmUp(Cosine(0.1, 17), 3)), frozen),
        iterations=STEPS,
        batch_size=4,
        n_runs=n_runs,
        l2=0.1,
        initial={"b1": [[-0.0], [1e-40], [0.1], [0.0]]},
    )
    start = next(stream).theta.copy()
    *_between, last = stream
    before, after = LAYOUT.views(start), LAYOUT.views(last.theta)
    for entry in LAYOUT.entries:
        if entry.name in frozen or entry.kind in frozen:
            assert bits(after[entry.name]) == bits(before[entry.name])
        else:
            assert (after[entry.name] != before[entry.name]).any()


@pytest.mark.parametrize("around", AROUND_SEARCH.values(), ids=AROUND_SEARCH)
@pytest.mark.parametrize("n_runs", [None, 2])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_in_a_training_by_lbfgs(around, n_runs, dtype):
    frozen, data = ("W1", "b2"), dataset(DENSE)
    initial = {"W1": [[0.0, -0.0, 1e-40]] * 4}
    more = {"l2": 0.1, "initial": initial, "dtype": dtype}
    stream = train(DENSE, data, optimizer=around(SEARCH, frozen), iterations=STEPS, n_runs=n_runs, **more)
    start = next(stream).theta.copy()
    *_between, last = stream
    before, after = DENSE.layout.views(start), DENSE.layout.views(last.theta)
    for entry in DENSE.layout.entries:
        if entry.name in frozen:
            assert bits(after[entry.name]) == bits(before[entry.name])
        else:
            assert (after[entry.name] != before[entry.name]).any()


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule(0.1).stays_in_span])
@pytest.mark.parametrize("around", [AROUND[name] for name in ("alone", "decay inside", "decay outside")])
@pytest.mark.parametrize("frozen", [("W1",), ("W1", "b1"), ("weight",), ("W2",)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_in_the_span_of_the_samples(rule, around, frozen, dtype):
    """W1 is added up from its coordinates there, and is the same to the bit where these are frozen."""
    data, optimizer = dataset(DENSE), around(rule(0.1), frozen)
    stream = train(DENSE, data, optimizer=optimizer, iterations=STEPS, method="span", dtype=dtype)
    before = {name: array.copy() for name, array in DENSE.layout.views(next(stream).theta).items()}
    *_between, last = stream
    assert last.method == "span"
    after = DENSE.layout.views(last.theta)
    for entry in DENSE.layout.entries:
        if entry.name in frozen or entry.kind in frozen:
            assert bits(after[entry.name]) == bits(before[entry.name])
        else:
            assert (after[entry.name] != before[entry.name]).all()


@every_rule
@pytest.mark.parametrize("around", [AROUND["alone"], AROUND["decay of what is frozen"]])
def test_the_span_is_not_taken_where_single_numbers_are_frozen(rule, around):
    """In the coordinates of samples they would be others."""
    mask = np.arange(DENSE.layout.size) < 2
    with pytest.raises(ValueError) as caught:
        train(DENSE, dataset(DENSE), optimizer=around(rule(0.1), mask), iterations=2, method="span")
    assert caught.value.code == "GC-U31"


@pytest.mark.parametrize("frozen", [("W1", "b1", "gamma1", "beta1"), ("gamma1", "beta1")])
def test_running_statistics_of_a_frozen_normalisation_follow_its_batches(frozen):
    """They are no parameters. Where all before it is frozen too, its batches are always the same."""
    data = dataset(NETWORK)
    *_before, last = train(NETWORK, data, optimizer=Frozen(GradientDescent(0.1), frozen), iterations=STEPS)
    kept = NETWORK.buffer_layout.views(last.buffers)
    assert (kept["running_mean1"] != 0).all()
    assert (kept["running_variance1"] != 1).all()
    if "W1" in frozen:
        views = LAYOUT.views(last.theta)
        Z = views["W1"] @ data.train.columns() + views["b1"]
        share = (1 - BatchNorm().momentum) ** STEPS  # what is left of the beginning, 0 and 1
        assert_allclose(kept["running_mean1"], (1 - share) * Z.mean(axis=1, keepdims=True), rtol=1e-12)
        variance = Z.var(axis=1, keepdims=True, ddof=1)
        assert_allclose(kept["running_variance1"], share + (1 - share) * variance, rtol=1e-12)


@pytest.mark.parametrize("selection", ["mean", ["weight", "variance"], "running_mean1"])
@pytest.mark.parametrize(
    "make", [lambda s: Frozen(GradientDescent(0.1), s), lambda s: AdamW(mask=s), lambda s: WeightDecay(AdamW(), 0.1, s)]
)
def test_statistics_can_be_neither_frozen_nor_decayed(selection, make):
    with pytest.raises(ValueError, match="choose one of weight, bias, gain, shift, W1, b1, gamma1") as caught:
        train(NETWORK, dataset(NETWORK), optimizer=make(selection), iterations=2)
    assert caught.value.code == "GC-U54"
