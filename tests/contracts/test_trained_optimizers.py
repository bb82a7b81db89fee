"""Everything that can train a network, L-BFGS too, through the contracts of a whole training."""

import inspect

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import glasscat as gc
from glasscat import optimizers
from glasscat.network import Network
from glasscat.optimizers import LBFGS
from glasscat.training.loop import train

from .tables import OPTIMIZERS, dataset

RATE, STEPS = 0.05, 12
NETWORK = Network.dense(3, [4], 2, activation="tanh")

every_optimizer = pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)


def end(make, network=NETWORK, data=None, rate=RATE, **more):
    """Last record of a short training."""
    data = dataset(network) if data is None else data
    *_before, last = train(network, data, optimizer=make(rate), iterations=STEPS, **more)
    return last


def test_no_optimizer_is_left_out():
    public = {name for name in optimizers.__all__ if inspect.isclass(getattr(optimizers, name))} - {"Optimizer"}
    assert public <= {name for make in OPTIMIZERS.values() for name in _names(make(RATE))}


def _names(optimizer):
    """Class of an optimiser, and of what is inside it."""
    inside = getattr(optimizer, "optimizer", None)
    return {type(optimizer).__name__} | (_names(inside) if inside is not None else set())


@every_optimizer
def test_row_r_is_the_lone_run_r(make):
    together = end(make, n_runs=3, seed=4)
    for r, seed in enumerate(np.random.SeedSequence(4).spawn(3)):
        alone = end(make, seed=seed)
        # batched products may be summed in another order, which every step carries along
        assert_allclose(together.theta[r], alone.theta, rtol=1e-9, atol=1e-11)
        assert_allclose(together.cost[r], alone.cost, rtol=1e-9)


@pytest.mark.parametrize("name", [name for name in OPTIMIZERS if not name.startswith("LBFGS")])
def test_runs_of_different_rates_are_the_lone_runs(name):
    rates = np.array([0.1, 0.05, 0.01])
    together = end(OPTIMIZERS[name], rate=rates, n_runs=3)
    for r, seed in enumerate(np.random.SeedSequence(0).spawn(3)):
        alone = end(OPTIMIZERS[name], rate=rates[r], seed=seed)
        assert_allclose(together.theta[r], alone.theta, rtol=1e-9, atol=1e-11)


@every_optimizer
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_runs", [None, 2])
def test_dtype_is_kept(make, dtype, n_runs):
    last = end(make, dtype=dtype, n_runs=n_runs)
    assert last.theta.dtype == dtype
    assert np.isfinite(last.theta).all()


@every_optimizer
def test_inputs_are_not_changed(make):
    data = dataset(NETWORK)
    initial = {"W1": np.full((4, 3), 0.1), "b2": np.array([[0.5]])}
    s = np.linspace(0.5, 2, 11)
    inputs = data.train.X, data.train.y, s, *initial.values()
    kept = [array.copy() for array in inputs]
    end(make, data=data, initial=initial, sample_weight=s)
    for array, before in zip(inputs, kept, strict=True):
        assert_array_equal(array, before)


@every_optimizer
def test_the_same_again_is_the_same_to_the_bit(make):
    assert end(make).theta.tobytes() == end(make).theta.tobytes()


@every_optimizer
@pytest.mark.parametrize("m", [1, 2, 11])
@pytest.mark.parametrize("n_features", [1, 3])
def test_one_sample_and_one_feature_will_do(make, m, n_features):
    network = Network.dense(n_features, [2], 2, activation="tanh")
    data = dataset(network, m)
    start = next(train(network, data, optimizer=make(RATE), iterations=STEPS)).cost
    assert end(make, network, data).cost < start


@every_optimizer
def test_the_fewest_parameters_will_do(make):
    """One feature and one neuron: a weight and a bias."""
    network = Network.dense(1, [], 2)
    last = end(make, network)
    assert last.theta.shape == (2,)
    assert last.theta[0] != 0


@every_optimizer
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_run_folder_gives_it_back(make, dtype, tmp_path):
    data = dataset(NETWORK)
    run = gc.fit(NETWORK, data, optimizer=make(RATE), iterations=STEPS, dtype=dtype, record_every=1)
    stored = gc.load_run(run.save(tmp_path / "run", figures=False))
    assert stored.network == NETWORK
    assert stored.theta.dtype == dtype
    assert stored.theta.tobytes() == run.theta.tobytes()
    assert stored.history.costs == run.history.costs
    assert stored.probabilities(data.train).tobytes() == run.probabilities(data.train).tobytes()


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rule: optimizers.Clipped(optimizers.Frozen(rule, ["W1"]), norm=1),
        lambda rule: optimizers.Frozen(optimizers.Clipped(rule, norm=1), ["W1"]),
        lambda rule: optimizers.Clipped(rule, norm=1),
        lambda rule: optimizers.WeightDecay(rule, 0.1),
    ],
)
def test_lbfgs_inside_another_rule_is_refused_and_says_so(wrap):
    with pytest.raises(ValueError, match="L-BFGS: it cannot be used with") as caught:
        train(NETWORK, dataset(NETWORK), optimizer=wrap(LBFGS()), iterations=STEPS)
    assert caught.value.code == "GC-U66"
