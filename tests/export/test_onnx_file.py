"""The file itself: what it says, when it is written, and when it is not."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import replace
from importlib.metadata import version

import numpy as np
import onnx
import pytest
from reliability.onnx_files import model_of

import glasscat as gc
from glasscat.errors import ModelError, StorageError, UsageError
from glasscat.models import onnx_file
from glasscat.models.file import load_model, save_model
from glasscat.models.model import Model
from glasscat.network import Network
from glasscat.optimizers import GradientDescent


def test_what_is_said_of_the_file_is_so(pictures_model, tmp_path):
    path = tmp_path / "m.onnx"
    save_model(pictures_model, tmp_path / "model.safetensors")
    written = pictures_model.export(path)
    assert written.path == path
    assert written.size == path.stat().st_size
    assert written.input == ("pictures", "uint8", ("n", 5, 4, 3))
    assert written.output == ("probabilities", "float32", ("n", 3))
    assert "float64 to float32" in str(written.notes[0])
    file = onnx.load(path)
    assert {entry.key: entry.value for entry in file.metadata_props} == written.metadata
    assert written.metadata["glasscat_version"] == file.producer_version == version("glasscat")
    assert file.producer_name == "glasscat"
    digest = hashlib.sha256((tmp_path / "model.safetensors").read_bytes()).hexdigest()
    assert written.metadata["model_sha256"] == digest
    (given,), (answer,) = file.graph.input, file.graph.output
    sides = [d.dim_value or d.dim_param for d in given.type.tensor_type.shape.dim]
    assert (given.name, given.type.tensor_type.elem_type, sides) == ("pictures", onnx.TensorProto.UINT8, ["n", 5, 4, 3])
    assert [d.dim_value or d.dim_param for d in answer.type.tensor_type.shape.dim] == ["n", 3]


def test_features_in_float64(tmp_path):
    written = model_of((7,), [], 2).export(tmp_path / "m.onnx", dtype="float64")
    assert written.input == ("features", "float64", ("n", 7))
    assert written.notes == ()


def test_dropout_leaves_nothing_in_the_file(tmp_path):
    model_of((7,), [4], 2, dropout=0.5).export(tmp_path / "m.onnx")
    operators = [node.op_type for node in onnx.load(tmp_path / "m.onnx").graph.node]
    assert operators == ["Gemm", "Relu", "Gemm", "Sigmoid", "Sub", "Concat"]


def test_same_model_same_bytes(pictures_model, tmp_path):
    save_model(pictures_model, tmp_path / "model.safetensors")
    pictures_model.export(tmp_path / "one.onnx")
    load_model(tmp_path / "model.safetensors").export(tmp_path / "two.onnx")
    assert (tmp_path / "one.onnx").read_bytes() == (tmp_path / "two.onnx").read_bytes()


def test_runs_and_estimators_are_exported_too(tmp_path):
    X = np.random.default_rng(0).normal(size=(30, 3))
    y = (X[:, 0] > 0).astype(int)
    run = gc.fit(Network.dense(3, [], 2), (X, y), optimizer=GradientDescent(0.1), iterations=5)
    gc.export_onnx(run, tmp_path / "run.onnx")
    run.save(tmp_path / "run", figures=False)
    gc.export_onnx(gc.load_run(tmp_path / "run"), tmp_path / "stored.onnx")
    assert (tmp_path / "run.onnx").read_bytes() == (tmp_path / "stored.onnx").read_bytes()
    estimator = gc.GlasscatClassifier((), max_iter=2, random_state=0).fit(X, y)
    assert gc.export_onnx(estimator, tmp_path / "e.onnx").input[2] == ("n", 3)


def test_nothing_is_replaced_unasked(pictures_model, tmp_path):
    path = tmp_path / "m.onnx"
    path.write_bytes(b"mine")
    with pytest.raises(StorageError) as caught:
        pictures_model.export(path)
    assert (caught.value.code, path.read_bytes()) == ("GC-O03", b"mine")
    assert pictures_model.export(path, overwrite=True).size == path.stat().st_size
    assert [file.name for file in tmp_path.iterdir()] == ["m.onnx"]


def test_a_folder_that_is_not_there(pictures_model, tmp_path):
    with pytest.raises(StorageError) as caught:
        pictures_model.export(tmp_path / "nowhere" / "m.onnx")
    assert caught.value.code == "GC-S03"


@pytest.mark.parametrize("name", ["m", "m.pb", "onnx"])
def test_other_names_are_refused(pictures_model, tmp_path, name):
    with pytest.raises(UsageError) as caught:
        pictures_model.export(tmp_path / name)
    assert caught.value.code == "GC-O02"


def test_without_onnx(pictures_model, tmp_path, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(onnx_file, "find_spec", lambda name: None if name == "onnx" else found(name))
    with pytest.raises(UsageError) as caught:
        pictures_model.export(tmp_path / "m.onnx")
    assert caught.value.code == "GC-O01"
    assert "glasscat[onnx]" in str(caught.value)


def test_numbers_beyond_float32(tmp_path):
    model = replace(model_of((2,), [], 2), theta=np.array([1e39, 0.0, 0.0]))
    with pytest.raises(ModelError) as caught:
        model.export(tmp_path / "m.onnx")
    assert caught.value.code == "GC-O04"
    assert not list(tmp_path.iterdir())
    model.export(tmp_path / "m.onnx", dtype="float64")


def test_more_numbers_than_a_file_holds(pictures_model, tmp_path, monkeypatch):
    n = pictures_model.theta.size
    monkeypatch.setattr(onnx_file, "MOST_BYTES", 4 * n)
    pictures_model.export(tmp_path / "m.onnx")
    with pytest.raises(ModelError) as caught:
        pictures_model.export(tmp_path / "other.onnx", dtype="float64")
    assert caught.value.code == "GC-O05"


def test_other_kinds_of_numbers_and_of_models(pictures_model, tmp_path):
    for dtype in ("float16", "int8"):
        with pytest.raises(UsageError) as caught:
            pictures_model.export(tmp_path / "m.onnx", dtype=dtype)
        assert caught.value.code == "GC-U12"
    for other in (None, "model.safetensors", Model):
        with pytest.raises(UsageError) as caught:
            gc.export_onnx(other, tmp_path / "m.onnx")
        assert caught.value.code == "GC-U72"
