"""``glasscat export``: from a run folder to a file that another program answers with."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from .data_files import noise, write_h5


@pytest.fixture(autouse=True)
def _run(glasscat, at):
    """Make a run folder, beside its data and a picture."""
    write_h5(at / "six.h5", train=noise(48, 6), test=noise(24, 6, seed=1))
    assert glasscat("train", "six.h5", "--layers", 4, "--iterations", 20, "--out", "run").code == 0
    Image.fromarray(np.random.default_rng(5).integers(0, 256, (12, 12, 3), dtype=np.uint8)).save(at / "one.png")


def test_file_answers_as_predict_does(glasscat, at):
    from onnxruntime import InferenceSession

    answer = glasscat("export", "run", "cats.onnx")
    assert answer.code == 0
    assert "float64 to float32" in answer.err
    assert "pictures: uint8, shape (n, 12, 12, 3)" in " ".join(answer.out.split())
    session = InferenceSession(at / "cats.onnx", providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"pictures": np.asarray(Image.open(at / "one.png"))[np.newaxis]})
    told = glasscat("predict", "run", "one.png", "--json").json[0]["probabilities"]
    np.testing.assert_allclose(found[0], list(told.values()), rtol=0, atol=1e-6)
    names = session.get_modelmeta().custom_metadata_map["class_names"]
    assert names == str(list(told)).replace("'", '"').replace(", ", ",")


def test_export_as_json(glasscat, at):
    answer = glasscat("export", "run/model.safetensors", "cats.onnx", "--dtype", "float64", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.json["onnx"] == "cats.onnx"
    assert answer.json["bytes"] == (at / "cats.onnx").stat().st_size
    assert answer.json["input"] == {"name": "pictures", "type": "uint8", "shape": ["n", 12, 12, 3]}
    assert answer.json["output"] == {"name": "probabilities", "type": "float64", "shape": ["n", 6]}
    assert answer.json["notes"] == []
    assert set(answer.json["metadata"]) == {"class_names", "threshold", "glasscat_version", "model_sha256"}


def test_export_replaces_only_when_told_to(glasscat, at):
    (at / "cats.onnx").write_bytes(b"mine")
    answer = glasscat("export", "run", "cats.onnx", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (6, "GC-O03")
    assert (at / "cats.onnx").read_bytes() == b"mine"
    assert glasscat("export", "run", "cats.onnx", "--overwrite").code == 0


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code"),
    [
        (("run", "cats.pb"), 2, "GC-O02"),
        (("run", "cats.onnx", "--dtype", "half"), 2, "GC-U12"),
        (("nothing", "cats.onnx"), 4, "GC-M01"),
        (("run", "nowhere/cats.onnx"), 6, "GC-S03"),
    ],
)
def test_what_cannot_be_exported(glasscat, arguments, exit_code, code):
    answer = glasscat("export", *arguments)
    assert answer.code == exit_code
    assert f"[{code}]" in answer.err
    assert len(answer.error) <= 3
