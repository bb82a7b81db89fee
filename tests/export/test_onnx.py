"""What a runtime computes from the file is what glasscat computes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import onnx
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from reliability import onnx_files
from reliability.onnx_files import given, in_onnxruntime, model_of, random_model, samples_like

import glasscat as gc
from glasscat.data.dataset import Samples
from glasscat.layers import BatchNorm, Dense, LeakyReLU, SigmoidOutput, SoftmaxOutput, Tanh
from glasscat.models.model import Model
from glasscat.models.preprocessing import Preprocessing
from glasscat.network import Network

from .conftest import in_reference


def expected_of(model, samples, X):
    """What glasscat says of the same numbers."""
    return model.probabilities(Samples(X, samples.y, samples.names, samples.scale))


@pytest.mark.parametrize("decade", range(10))
def test_two_hundred_trained_networks_in_onnxruntime(decade):
    measured = onnx_files.measure(range(20 * decade, 20 * decade + 20))
    assert measured.passed, measured.figure.en


def test_a_file_of_other_numbers_is_noticed(monkeypatch):
    """The test of the test."""
    computed = onnx_files.in_onnxruntime
    monkeypatch.setattr(onnx_files, "in_onnxruntime", lambda path, X: computed(path, X) + np.float32(2e-6))
    measured = onnx_files.measure([3, 4])
    assert not measured.passed
    assert measured.figure.en.startswith("0 of 2; largest difference 2.")


@pytest.mark.parametrize("seed", range(200, 220))
def test_in_float64_and_by_the_reference_of_onnx(seed, tmp_path):
    """In float64 nothing is rounded but the sums, whose order is the runtime's own."""
    model = random_model(seed)
    samples = samples_like(model.preprocessing.shape, 7, np.random.default_rng([seed, 1]))
    for dtype, tolerance in (("float64", 1e-12), ("float32", 1e-6)):
        path = tmp_path / f"{dtype}.onnx"
        gc.export_onnx(model, path, dtype=dtype)
        onnx.checker.check_model(str(path), full_check=True)
        X = given(samples, dtype)
        expected = expected_of(model, samples, X)
        for run in (in_reference, in_onnxruntime):
            found = run(path, X)
            assert found.dtype == dtype
            assert_allclose(found, expected, rtol=0, atol=tolerance)


def test_any_number_of_pictures(pictures_model, tmp_path):
    gc.export_onnx(pictures_model, tmp_path / "m.onnx")
    pictures = samples_like((5, 4, 3), 33, np.random.default_rng(2)).X
    together = in_onnxruntime(tmp_path / "m.onnx", pictures)
    for m in (1, 2, 32):
        assert_allclose(in_onnxruntime(tmp_path / "m.onnx", pictures[:m]), together[:m], rtol=0, atol=1e-6)


@pytest.mark.parametrize(
    "layers",
    [
        (BatchNorm(), Dense(3)),
        (Dense(4), Tanh(), BatchNorm(epsilon=0.3), LeakyReLU(0.2), Dense(3)),
        (Dense(4), LeakyReLU(0.2), Dense(5), BatchNorm(), Dense(3)),
    ],
)
def test_layers_in_any_order(layers, tmp_path):
    """Also with statistics that are far from 0 and 1; a slope and an epsilon are not rounded to float32 in float64."""
    rng = np.random.default_rng(3)
    network = Network(6, layers, SoftmaxOutput(3))
    theta, buffers = rng.normal(size=network.layout.size), rng.uniform(0.5, 9, network.buffer_layout.size)
    memory = model_of((6,), [], 3).memory
    model = Model(network, theta, ("a", "b", "c"), Preprocessing((6,)), memory, buffers=buffers)
    samples = samples_like((6,), 20, rng)
    gc.export_onnx(model, tmp_path / "m.onnx", dtype="float64")
    assert_allclose(in_onnxruntime(tmp_path / "m.onnx", samples.X), model.probabilities(samples), rtol=0, atol=1e-13)


def test_extreme_scores_stay_probabilities(tmp_path):
    network = Network(1, (Dense(1),), SigmoidOutput())
    memory = model_of((1,), [], 2).memory
    model = Model(network, np.array([1e5, 0.0]), ("a", "b"), Preprocessing((1,)), memory)
    gc.export_onnx(model, tmp_path / "m.onnx")
    found = in_onnxruntime(tmp_path / "m.onnx", np.array([[-1e3], [0], [1e3]], np.float32))
    assert_array_equal(found, [[1, 0], [0.5, 0.5], [0, 1]])


def test_a_model_of_float32_is_not_rounded(tmp_path):
    model = model_of((5, 4, 3), [6], 3, dtype=np.float32)
    written = gc.export_onnx(model, tmp_path / "m.onnx")
    assert written.notes == ()
    weights = {t.name: onnx.numpy_helper.to_array(t) for t in onnx.load(tmp_path / "m.onnx").graph.initializer}
    assert_array_equal(weights["W1"], model.parameters["W1"])
    assert_array_equal(weights["b2"], model.parameters["b2"][:, 0])
    half = model.parameters["W1"].astype(float).sum(axis=1) / 2
    assert_allclose(weights["b1_and_half_the_sums_of_W1"], model.parameters["b1"][:, 0] + half, rtol=1e-6)


def test_course_in_onnxruntime(course, tmp_path):
    """A sum of 12,288 products in float32, on real pictures."""
    data = gc.load(course / "train_catvnoncat.h5")
    run = gc.fit(gc.Network.dense(12288, [], 2), data, optimizer=gc.GradientDescent(0.005), iterations=2000)
    gc.export_onnx(run, tmp_path / "cats.onnx")
    for part in (data.train, data.test):
        found = in_onnxruntime(tmp_path / "cats.onnx", part.X)
        assert np.abs(found - run.probabilities(part)).max() < 1e-6
    assert (run.model.classes(found) == data.test.y).sum() == 35


def test_pictures_that_meet_another_layer_first(tmp_path):
    """Only a dense layer can make up for centred pixels."""
    network = Network(12, (BatchNorm(), Dense(3)), SoftmaxOutput(3))
    rng = np.random.default_rng(4)
    theta, buffers = rng.normal(size=network.layout.size), rng.uniform(0.5, 2, network.buffer_layout.size)
    memory = model_of((2, 2, 3), [], 3).memory
    model = Model(network, theta, ("a", "b", "c"), Preprocessing((2, 2, 3)), memory, buffers=buffers)
    samples = samples_like((2, 2, 3), 20, rng)
    gc.export_onnx(model, tmp_path / "m.onnx", dtype="float64")
    assert_allclose(in_onnxruntime(tmp_path / "m.onnx", samples.X), model.probabilities(samples), rtol=0, atol=1e-13)


def test_threshold_and_class_names_are_in_the_file(pictures_model, tmp_path):
    model = replace(pictures_model, threshold=0.3)
    gc.export_onnx(model, tmp_path / "m.onnx")
    metadata = {entry.key: entry.value for entry in onnx.load(tmp_path / "m.onnx").metadata_props}
    assert metadata["class_names"] == '["non-cat","cat","猫"]'
    assert float(metadata["threshold"]) == 0.3
