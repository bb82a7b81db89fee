"""Whole networks of every layer, activation, loss and way to begin, through every contract; their files among them."""

from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat import layers
from glasscat.evaluation.memory import TrainMemory
from glasscat.layers.dense import INITS
from glasscat.layers.stack import ACTIVATIONS
from glasscat.models.file import load_model, save_model
from glasscat.models.model import Model
from glasscat.models.preprocessing import Preprocessing
from glasscat.optimizers import GradientDescent
from glasscat.training.loop import train

from .tables import LOSSES, NETWORKS, dataset

every_network = pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
every_dtype = pytest.mark.parametrize("dtype", [np.float32, np.float64])


class Drawn:
    """A network with parameters and running statistics as if trained, samples, masks and weights."""

    def __init__(self, network, runs=(), m=6, dtype=np.float64):
        rng = np.random.default_rng(2)
        self.network = network
        self.theta = (network.initial(1) + 0.3 * rng.normal(size=(*runs, network.layout.size))).astype(dtype)
        self.buffers = np.abs(1 + rng.normal(size=(*runs, network.buffer_layout.size))).astype(dtype)
        data = dataset(network, m)
        self.X, self.s = data.train.columns(np.dtype(dtype)), rng.uniform(0.5, 2, m).astype(dtype)
        self.Y = network.targets(data.train.y, dtype)

    def everything(self, row=...):
        """J, gradient, cost in use, prediction and probabilities; masks of run 0 to all, so that rows compare."""
        network, theta, buffers = self.network, self.theta[row], self.buffers[row]
        work = network.work(theta, self.X.shape[-1])
        runs = theta.shape[0] if theta.ndim == 2 else 1
        network.draw_masks(work, [np.random.default_rng(0) for _ in range(runs)])
        J, grad = network.loss_and_grad(theta, self.X, self.Y, work, self.s)
        use = theta, self.X, buffers
        return [
            J,
            grad.copy(),
            network.loss(theta, self.X, self.Y, buffers, self.s),
            network.predict(*use),
            network.probabilities(*use),
        ]


def test_nothing_is_left_out():
    used = [layer for network in NETWORKS.values() for layer in network.layers]
    outputs = [network.output for network in NETWORKS.values()]
    kinds = set(layers.__all__) - {"Layer", "Output", "Trace", "Weighted"}
    assert {type(part).__name__ for part in (*used, *outputs)} == kinds
    assert {layer.init for layer in used if isinstance(layer, layers.Dense)} == set(INITS)
    assert set(ACTIVATIONS.values()) <= set(used)
    assert {(type(output), output.loss) for output in outputs} == set(
        product((layers.SigmoidOutput, layers.SoftmaxOutput), LOSSES)
    )


@every_network
def test_row_r_is_the_lone_run_r(network):
    drawn = Drawn(network, runs=(3,))
    together = drawn.everything()
    for r in range(3):
        for rows, row in zip(together, drawn.everything(r), strict=True):
            assert_allclose(rows[r], row, rtol=1e-10, atol=1e-13)


@every_network
@every_dtype
def test_dtype_is_kept_and_inputs_are_not_changed(network, dtype):
    drawn = Drawn(network, dtype=dtype)
    inputs = drawn.theta, drawn.buffers, drawn.X, drawn.Y, drawn.s
    kept = [array.copy() for array in inputs]
    assert {array.dtype for array in drawn.everything()} == {np.dtype(dtype)}
    for array, before in zip(inputs, kept, strict=True):
        assert_array_equal(array, before)


@every_network
def test_one_sample_works(network):
    """In use always; a batch of one that is normalised is refused before training."""
    drawn = Drawn(network, m=1)
    for array in drawn.everything():
        assert np.isfinite(array).all()
    more = {"optimizer": GradientDescent(0.01), "iterations": 3}
    if network.buffer_layout.entries:
        with pytest.raises(ValueError) as caught:
            train(network, dataset(network, 1), **more)
        assert caught.value.code == "GC-U65"
    else:
        *_before, last = train(network, dataset(network, 1), **more)
        assert np.isfinite(last.theta).all()


@every_network
@every_dtype
def test_model_file_gives_back_every_bit(network, dtype, tmp_path):
    drawn, data = Drawn(network, dtype=dtype), dataset(network)
    drawn.theta[:2] = -0.0, 1e-40  # the sign of zero is a bit too
    memory = TrainMemory.of(data.train, data.n_classes)
    model = Model(
        network, drawn.theta, data.class_names, Preprocessing((network.n_features,)), memory, buffers=drawn.buffers
    )
    save_model(model, tmp_path / "one")
    again = load_model(tmp_path / "one")
    assert again.network == network
    others = dataset(network, 5, seed=8).train
    for given, wanted in (
        (again.theta, model.theta),
        (again.buffers, model.buffers),
        (again.probabilities(others), model.probabilities(others)),
    ):
        assert given.dtype == wanted.dtype == dtype
        assert given.tobytes() == wanted.tobytes()
    save_model(again, tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
