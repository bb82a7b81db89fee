"""The model file: to the bit there and back, one run one file, and not one wrong bit goes unnoticed."""

from __future__ import annotations

import json
import os
import pickle
import sys
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from reliability import model_files
from safetensors.numpy import load_file, save_file

from glasscat.errors import ModelError
from glasscat.evaluation.memory import TrainMemory
from glasscat.layers import Dense, SoftmaxOutput
from glasscat.layers.stack import ACTIVATIONS
from glasscat.models import file
from glasscat.models.file import load_model, save_model
from glasscat.models.header import LARGEST
from glasscat.models.model import Model
from glasscat.models.preprocessing import Preprocessing
from glasscat.models.seal import seal
from glasscat.network import Network

from .conftest import as_version_1


def refused(path):
    """Code of the error that loading gives; it names the file and says what to do."""
    with pytest.raises(ModelError) as caught:
        load_model(path)
    assert caught.value.exit_code == 4
    assert str(path) in str(caught.value)
    assert len(str(caught.value).splitlines()) <= 3
    return caught.value.code


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("hidden", [(), (4, 3)])
@pytest.mark.parametrize("shape", [(2,), (4, 3, 3)])
def test_comes_back_to_the_bit(make, draw, model_file, *, dtype, loss, n_classes, hidden, shape):
    model = Model.of(make(hidden, n_classes, shape, dtype, loss=loss), "pad")
    save_model(model, model_file)
    back = load_model(model_file)
    assert back.network == model.network
    assert back.theta.dtype == dtype
    assert back.theta.tobytes() == model.theta.tobytes()
    assert (back.class_names, back.preprocessing, back.threshold) == (
        model.class_names,
        model.preprocessing,
        model.threshold,
    )
    assert back.memory.as_json() == model.memory.as_json()
    assert (back.run_self_test().bit_equal, back.self_test.arithmetic) == (True, model.self_test.arithmetic)
    new = draw(n_classes, shape=shape, seed=9)
    assert back.probabilities(new).tobytes() == model.probabilities(new).tobytes()
    if len(shape) == 3:
        np.testing.assert_array_equal(back.memory.answer_by_colour(new), model.memory.answer_by_colour(new))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("init", ["zeros", "normal", "xavier", "he"])
def test_every_activation_and_initialisation_comes_back(make, tmp_path, activation, init):
    model = Model.of(make((3,), activation=activation, init=init, init_scale=0.3))
    save_model(model, tmp_path / "m")
    assert load_model(tmp_path / "m").network == model.network


def test_eleven_layers_keep_their_order(make, tmp_path):
    """W10 sorts before W2 in the file; by name, each finds its place."""
    model = Model.of(make((2,) * 10))
    save_model(model, tmp_path / "m")
    np.testing.assert_array_equal(load_model(tmp_path / "m").theta, model.theta)


def test_loaded_parameters_can_be_trained_on(model_file):
    model = load_model(str(model_file))
    model.parameters["W1"][...] = 7
    assert (model.theta[:2] == 7).all()


def test_other_programs_read_the_tensors(small, model_file):
    """safetensors' own reader, which knows nothing of glasscat, is the oracle."""
    tensors = load_file(model_file)
    extra = {"memory.digests", "self_test.samples", "self_test.probabilities"}
    assert tensors.keys() == {"W1", "b1"} | extra
    for name, array in small.parameters.items():
        np.testing.assert_array_equal(tensors[name], array, strict=True)


def test_metadata_says_everything(model_file):
    content = model_file.read_bytes()
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    card = json.loads(header["__metadata__"]["glasscat"])
    assert (card["format"], card["version"]) == ("glasscat-model", 2)
    assert card["architecture"]["layers"] == [{"layer": "dense", "n": 1, "init": "zeros", "init_scale": 0.01}]
    assert card["architecture"]["output"] == {"layer": "sigmoid-output", "loss": "cross-entropy"}
    assert card["preprocessing"] == {"shape": [2], "fit": "crop"}
    assert card["class_names"] == ["non-cat", "cat"]
    assert card["threshold"] == 0.5
    assert card["class_counts"] == [6, 6]
    assert card["self_test"]["scale"] == 1
    assert card["self_test"]["arithmetic"]["numpy"] == np.__version__


def test_one_model_gives_one_file(make, tmp_path):
    """Two entries of metadata would come in either order, each time anew."""
    for i in range(20):
        save_model(Model.of(make((3, 2))), tmp_path / str(i))
    assert len({file.read_bytes() for file in tmp_path.iterdir()}) == 1


@pytest.mark.parametrize("name", ["猫", 'a "quoted" \\ name', '\\"sha256\\":\\"', "caf\udce9", "0" * 64, "a\nb\x00"])
def test_any_class_name_comes_back(small, tmp_path, name):
    """A folder name may hold anything, even bytes that are no UTF-8, or what looks like the place of the checksum."""
    model = Model.of(small)
    save_model(Model(model.network, model.theta, (name, "cat"), model.preprocessing, model.memory), tmp_path / "m")
    assert load_model(tmp_path / "m").class_names == (name, "cat")


def flipped_at_the_end(whole):
    return whole[:-1] + bytes([whole[-1] ^ 1])


def test_every_flipped_bit_and_every_truncation_is_noticed(model_file):
    measured = model_files.measure([("neuron", model_file.read_bytes())])
    assert measured.passed, measured.figure.en


def test_an_unnoticed_flip_would_be_noticed(model_file, monkeypatch):
    """The test of the test: without its seal, a file says something else and is believed."""
    monkeypatch.setattr(model_files, "changes", lambda whole: [("bit 0 of the last byte", flipped_at_the_end(whole))])
    assert model_files.measure([("neuron", model_file.read_bytes())]).passed
    monkeypatch.setattr(file, "is_intact", lambda _content: True)
    measured = model_files.measure([("neuron", model_file.read_bytes())])
    assert not measured.passed
    assert "neuron: bit 0 of the last byte" in measured.figure.en


def test_every_truncation_and_addition_is_noticed(model_file):
    content = model_file.read_bytes()
    for n in reversed(range(len(content))):
        os.truncate(model_file, n)
        refused(model_file)
    for more in (b"\0", b" ", bytes(8), content):
        model_file.write_bytes(content + more)
        assert refused(model_file) == "GC-M04"


def test_changed_number_is_called_damage(model_file):
    content = bytearray(model_file.read_bytes())
    content[-1] ^= 1
    model_file.write_bytes(content)
    assert refused(model_file) == "GC-M04"


def test_spaces_in_the_header_are_covered(model_file):
    """A header that says the same in other words is still another file."""
    content = model_file.read_bytes()
    n = int.from_bytes(content[:8], "little")
    header = content[8 : 8 + n].rstrip() + b" " * 16
    model_file.write_bytes(len(header).to_bytes(8, "little") + header + content[8 + n :])
    assert refused(model_file) == "GC-M04"


def test_no_such_file(tmp_path):
    assert refused(tmp_path / "nothing") == "GC-M01"


def test_a_name_that_cannot_be(tmp_path):
    assert refused(tmp_path / ("x" * 300)) == "GC-M10"


def test_folder_without_a_model(tmp_path):
    assert refused(tmp_path) == "GC-M01"


def test_folder_with_a_model_is_read(model_file):
    assert load_model(model_file.parent).class_names == ("non-cat", "cat")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        pickle.dumps({"W1": np.zeros(3)}),
        b"<!DOCTYPE html><html>not found</html>",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
        (5).to_bytes(8, "little") + b"abc",
        (5).to_bytes(8, "little") + b"abcde",
        (2).to_bytes(8, "little") + b"{}",
        (2).to_bytes(8, "little") + b"[]",
        (2).to_bytes(8, "little") + b"\xff\xff",
        (100_000).to_bytes(8, "little") + b"[" * 100_000,
    ],
)
def test_other_files_are_refused(tmp_path, content):
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    assert refused(path) == "GC-M02"


class _Trap:
    def __reduce__(self):
        return (exec, ("import glasscat; glasscat.trapped = True",))


def test_nothing_is_executed(tmp_path):
    path = tmp_path / "model.safetensors"
    path.write_bytes(pickle.dumps(_Trap()))
    assert refused(path) == "GC-M02"
    assert not hasattr(sys.modules["glasscat"], "trapped")


@pytest.mark.parametrize("metadata", [None, {"format": "pt"}, {"glasscat": "no JSON"}])
def test_safetensors_of_others_are_refused(tmp_path, metadata):
    path = tmp_path / "model.safetensors"
    save_file({"W1": np.zeros((1, 2)), "b1": np.zeros((1, 1))}, path, metadata)
    assert refused(path) == "GC-M02"


def test_huge_header_is_not_read(tmp_path):
    path = tmp_path / "model.safetensors"
    with path.open("wb") as file:
        file.write((LARGEST + 1).to_bytes(8, "little"))
        file.truncate(LARGEST + 9)  # a sparse file: it takes no room on the disk
    tracemalloc.start()
    assert refused(path) == "GC-M02"
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()


def test_large_file_of_others_is_not_read(tmp_path):
    path = tmp_path / "model.safetensors"
    with path.open("wb") as file:
        file.write((2).to_bytes(8, "little") + b"{}")
        file.truncate(2**28)
    tracemalloc.start()
    assert refused(path) == "GC-M02"
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()


def test_unreadable_file(model_file, monkeypatch):
    def denied(*_args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    assert refused(model_file) == "GC-M10"


@pytest.mark.parametrize("version", [3, 99])
def test_newer_version_is_called_newer(forge, version):
    """Whatever else it holds: a later glasscat may have more to say."""

    def later(document):
        document["version"] = version
        document["something"] = "new"

    assert refused(forge(later)) == "GC-M03"


def put(*path, value):
    """Change one value deep in the document."""

    def change(document):
        for key in path[:-1]:
            document = document[key]
        document[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        put("version", value=0),
        put("version", value="1"),
        put("version", value=True),
        put("format", value="glasscat-run"),
        put("unknown", value=1),
        put("architecture", "unknown", value=1),
        put("architecture", "n_features", value=3),
        put("architecture", "n_features", value=0),
        put("architecture", "n_features", value=10**15),
        put("architecture", "layers", value=[]),
        put("architecture", "layers", 0, "n", value=2),
        put("architecture", "layers", 0, "n", value=10**15),
        put("architecture", "layers", 0, "n", value=-1),
        put("architecture", "layers", 0, "layer", value="lambda"),
        put("architecture", "layers", 0, "init", value="evil"),
        put("architecture", "output", value={"layer": "softmax-output", "n_classes": 1, "loss": "cross-entropy"}),
        put("architecture", "output", value={"layer": "softmax-output", "n_classes": 2, "loss": "cross-entropy"}),
        put("preprocessing", "shape", value=[3]),
        put("preprocessing", "shape", value=[1, 2]),
        put("preprocessing", "shape", value=[-2]),
        put("preprocessing", "fit", value="zoom"),
        put("class_names", value=["cat"]),
        put("class_names", value=["a", "b", "c"]),
        put("class_names", value=["cat", "cat"]),
        put("threshold", value=1.5),
        put("threshold", value=None),
        put("class_counts", value=[]),
        put("class_counts", value=[1, 2, 3]),
        put("class_counts", value=[-1, 2]),
        put("class_counts", value=[6, 7]),
        put("memory", value={}),
        put("self_test", value=None),
        put("self_test", value={}),
        put("self_test", "scale", value=0),
        put("self_test", "scale", value="1"),
        put("self_test", "arithmetic", value=[]),
    ],
)
def test_what_makes_no_sense_is_refused(forge, change):
    assert refused(forge(change)) == "GC-M02"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-1] + ',"threshold":0.5}',
        lambda text: text.replace('"threshold":0.5', '"threshold":NaN'),
        lambda text: text.replace('"threshold":0.5', '"threshold":1e999'),
        lambda text: text.replace('"n_features":2', '"n_features":2,"n_features":2'),
        lambda text: text + "x",
        lambda text: "[" + text + "]",
    ],
)
def test_twice_named_keys_and_numbers_out_of_json_are_refused(forge, spoil):
    assert refused(forge(text=spoil)) == "GC-M02"


@pytest.mark.parametrize(
    "tensors",
    [
        {},
        {"W1": np.zeros((1, 2))},
        {"W1": np.zeros((1, 2)), "b1": np.zeros((1, 1)), "W2": np.zeros((1, 1))},
        {"W1": np.zeros((2, 1)), "b1": np.zeros((1, 1))},
        {"W1": np.zeros((1, 2)), "b1": np.zeros(1)},
        {"W1": np.zeros((1, 2)), "b1": np.zeros((1, 1), np.float32)},
        {"W1": np.zeros((1, 2), np.float16), "b1": np.zeros((1, 1), np.float16)},
        {"W1": np.zeros((1, 2), np.int64), "b1": np.zeros((1, 1), np.int64)},
        {"W1": np.array([[np.nan, 0]]), "b1": np.zeros((1, 1))},
        {"W1": np.array([[np.inf, 0]]), "b1": np.zeros((1, 1))},
    ],
)
def test_other_tensors_are_refused(forge, tensors):
    assert refused(forge(tensors=tensors)) == "GC-M02"


@pytest.mark.parametrize(
    "extra",
    [
        {"memory.digests": None},
        {"memory.digests": np.zeros((3, 16), np.uint8)},
        {"memory.digests": np.zeros((12, 8), np.uint8)},
        {"memory.digests": np.zeros((12, 16), np.float64)},
        {"memory.coefficients": np.zeros((2, 3))},
        {"memory.coefficients": np.zeros((2, 3)), "memory.intercepts": np.zeros(3)},
        {"memory.coefficients": np.zeros((2, 3), np.int64), "memory.intercepts": np.zeros(2, np.int64)},
        {"memory.more": np.zeros(1)},
        {"self_test.samples": None},
        {"self_test.probabilities": None},
        {"self_test.samples": np.zeros(())},
        {"self_test.samples": np.zeros((3, 3))},
        {"self_test.samples": np.zeros((4, 2)), "self_test.probabilities": np.zeros((4, 2))},
        {"self_test.samples": np.zeros((3, 2), np.int64)},
        {"self_test.samples": np.full((3, 2), np.nan)},
        {"self_test.probabilities": np.zeros((3, 3))},
        {"self_test.probabilities": np.zeros((3, 2), np.uint8)},
        {"evil.samples": np.zeros(1)},
        {"self_test.evil.samples": np.zeros(1)},
    ],
    ids=str,
)
def test_what_is_remembered_must_fit_too(forge, extra):
    if list(extra) == ["memory.digests"] and extra["memory.digests"] is None:
        assert load_model(forge(extra=extra)).memory.digests is None  # of too many samples none are kept
    else:
        assert refused(forge(extra=extra)) == "GC-M02"


def test_unknown_kind_of_number_is_refused(model_file):
    """safetensors has kinds of numbers that NumPy lacks: eight bits where 64 were."""
    content = model_file.read_bytes()
    n = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + n])
    header["W1"] |= {"dtype": "F8_E5M2", "shape": [1, 16]}
    header["b1"] |= {"dtype": "F8_E5M2", "shape": [1, 8]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    model_file.write_bytes(seal(len(text).to_bytes(8, "little") + text + content[8 + n :]))
    assert refused(model_file) == "GC-M02"


def test_forged_sizes_take_no_memory(forge):
    """A layer of 10^15 units is refused for not being in the file, before an array is made for it."""
    path = forge(put("architecture", "layers", 0, "n", value=10**15))
    tracemalloc.start()
    assert refused(path) == "GC-M02"
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()


def test_softmax_for_two_classes_comes_back(make, tmp_path):
    """Two softmax units are another network than one sigmoid unit."""
    model = Model.of(make())
    network = Network(2, (Dense(2),), SoftmaxOutput(2))
    save_model(
        Model(network, np.arange(6.0), model.class_names, model.preprocessing, model.memory, 0.25), tmp_path / "m"
    )
    back = load_model(tmp_path / "m")
    assert (back.network, back.threshold) == (network, 0.25)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("hidden", "shape", "batch_norm"), [((), (2,), False), ((4,), (4, 3, 3), True)])
def test_files_of_version_1_still_load(make, draw, model_file, *, dtype, hidden, shape, batch_norm):
    model = Model.of(make(hidden, 3, shape, dtype, batch_norm=batch_norm), "pad")
    model_file.write_bytes(as_version_1(model))
    back = load_model(model_file)
    assert (back.network, back.preprocessing, back.self_test) == (model.network, model.preprocessing, None)
    assert back.memory.as_json() == model.memory.as_json()
    new = draw(3, shape=shape, seed=9)
    assert back.probabilities(new).tobytes() == model.probabilities(new).tobytes()


@pytest.mark.parametrize("word", [b"threshold", b"class_counts", b"memory"])
def test_what_version_1_does_not_say_is_refused(make, model_file, word):
    content = as_version_1(Model.of(make()))
    assert word in content
    model_file.write_bytes(seal(content.replace(word, word.title())))
    assert refused(model_file) == "GC-M02"


def test_of_ten_thousand_classes_the_header_is_small(tmp_path):
    """What grows with samples and classes lies in tensors; only names and counts are words."""
    n = 10_000
    names, network = tuple(f"class {k}" for k in range(n)), Network(1, (Dense(n),), SoftmaxOutput(n))
    model = Model(network, np.zeros(2 * n), names, Preprocessing((1,)), TrainMemory((1,) * n, digests=bytes(16 * n)))
    save_model(model, tmp_path / "m")
    content = (tmp_path / "m").read_bytes()
    assert int.from_bytes(content[:8], "little") < LARGEST / 4
    assert load_model(tmp_path / "m").memory.digests == bytes(16 * n)


def test_names_too_long_for_a_header_are_refused(small, tmp_path):
    model = replace(Model.of(small), class_names=("a" * LARGEST, "b"))
    with pytest.raises(ModelError) as caught:
        save_model(model, tmp_path / "m")
    assert caught.value.code == "GC-M32"
    assert list(tmp_path.iterdir()) == []
