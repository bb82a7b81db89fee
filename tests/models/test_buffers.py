"""Running statistics are part of a model: they come back to the bit, and so do the predictions that rest on them."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from safetensors.numpy import load

from glasscat.errors import ModelError
from glasscat.layers import BatchNorm, Dense, SigmoidOutput, Tanh
from glasscat.models.file import load_model, save_model
from glasscat.models.model import Model
from glasscat.models.run_folder import load_run
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.run import fit

BATCH_NORM = {"hidden": (3, 2), "batch_norm": True, "iterations": 8}


@pytest.mark.parametrize("kind", [(2, np.float64), (4, np.float64), (2, np.float32)])
@pytest.mark.parametrize("more", [BATCH_NORM, BATCH_NORM | {"dropout": 0.25}, {"hidden": (3,), "dropout": 0.25}])
def test_round_trip_to_the_bit(make, draw, tmp_path, more, kind):
    n_classes, dtype = kind
    trained = make(n_classes=n_classes, dtype=dtype, **more)
    model = Model.of(trained)
    save_model(model, tmp_path / "model.safetensors")
    again = load_model(tmp_path / "model.safetensors")
    assert again.network == model.network
    assert again.buffers.dtype == again.theta.dtype == dtype
    assert_array_equal(again.theta, trained.theta)
    assert_array_equal(again.buffers, trained.buffers)
    others = draw(n_classes, seed=3)
    assert_array_equal(again.probabilities(others), Model.of(trained).probabilities(others))
    if "batch_norm" in more:
        blank = trained.network.probabilities(trained.theta, others.columns(dtype)).T
        assert np.abs(again.probabilities(others) - blank).max() > 1e-3  # they do rest on the statistics


def test_statistics_lie_in_the_file_by_name(make, tmp_path):
    trained = make(**BATCH_NORM)
    save_model(Model.of(trained), tmp_path / "model.safetensors")
    tensors = load((tmp_path / "model.safetensors").read_bytes())
    expected = trained.parameters | trained.network.buffer_layout.views(trained.buffers)
    assert {"gamma1", "beta1", "running_mean2", "running_variance2"} <= set(expected)
    assert {name for name in tensors if "." not in name} == set(expected)
    for name, array in expected.items():
        assert_array_equal(tensors[name], array)


def test_run_folder_keeps_them(draw, tmp_path):
    train = draw(m=14)
    network = Network.dense(2, [4], 2, activation="tanh", batch_norm=True)
    run = fit(network, (train.X, train.y), optimizer=GradientDescent(0.1), iterations=30)
    stored = load_run(run.save(tmp_path / "run"))
    assert_array_equal(stored.model.buffers, run.fitted.buffers)
    assert_array_equal(stored.model.probabilities(train), run.probabilities(train))
    assert stored.model.buffers.size == 8


def test_models_without_statistics_have_none(small):
    assert Model.of(small).buffers.shape == (0,)


@pytest.mark.parametrize(
    ("found", "buffers"),
    [("not those", np.zeros(3)), ("not those", np.zeros((1, 4))), ("finite", np.array([0, np.nan, 1, 1]))],
)
def test_statistics_that_do_not_fit_are_refused(small, found, buffers):
    network = Network(2, (Dense(2), BatchNorm(), Tanh(), Dense(1)), SigmoidOutput())
    model = Model.of(small)
    with pytest.raises(ModelError, match=found) as caught:
        Model(network, network.initial(0), model.class_names, model.preprocessing, model.memory, buffers=buffers)
    assert caught.value.code == "GC-M08"


def test_two_normalisations_of_one_layer_are_refused():
    """Their gains would have one name, and one of them no place to be trained or kept."""
    network = Network(2, (Dense(2), BatchNorm(), Tanh(), BatchNorm(), Dense(1)), SigmoidOutput())
    with pytest.raises(ValueError, match="2 called gamma1"):
        _ = network.layout
