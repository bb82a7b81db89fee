"""Pictures of one's own: whatever they are given as, each is classified by itself."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

import glasscat as gc
from glasscat.data.dataset import Dataset
from glasscat.models.model import Model
from glasscat.models.prediction import Prediction
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.fitted import collect
from glasscat.training.loop import train


@pytest.fixture
def model(make):
    return Model.of(make(hidden=[4], shape=(5, 4, 3), n_classes=3))


@pytest.fixture
def pixels():
    return np.random.default_rng(7).integers(0, 256, (4, 5, 4, 3), dtype=np.uint8)


@pytest.fixture
def files(tmp_path, pixels):
    """The same pictures as files of the model's size, lossless."""
    paths = [tmp_path / f"{k}.png" for k in range(len(pixels))]
    for path, picture in zip(paths, pixels, strict=True):
        Image.fromarray(picture).save(path)
    return paths


def numbers(predictions):
    return [list(one.probabilities.values()) for one in predictions]


def test_an_array_its_files_and_their_folder_give_the_same_answers(model, pixels, files):
    expected = numbers(model.predict(pixels))
    assert [one.sample for one in model.predict(pixels)] == [0, 1, 2, 3]
    for given in (files, [str(file) for file in files], tuple(files), files[0].parent, [files[0].parent]):
        predictions = model.predict(given)
        assert numbers(predictions) == expected
        assert [one.sample for one in predictions] == [str(file) for file in files]
    assert numbers(model.predict(files[2])) == expected[2:3]


def test_answers_are_those_of_the_network(model, pixels):
    p = model.probabilities(pixels)
    for k, one in enumerate(model.predict(pixels)):
        assert list(one.probabilities.values()) == p[k].tolist()
        assert one.class_name == model.class_names[int(p[k].argmax())]
        assert one.probability == max(one.probabilities.values())
        assert tuple(one.probabilities) == model.class_names


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float32, np.float64])
def test_no_answer_depends_on_the_others_asked_for(model, pixels, dtype):
    """Bit for bit; also where one picture is so dark that its fractions could be 0-1."""
    X = pixels.astype(dtype)
    X[1] = X[1] > 128
    together = numbers(model.predict(X))
    assert [numbers(model.predict(X[k : k + 1]))[0] for k in range(4)] == together


def test_fractions_are_pixels_too(model, pixels):
    """uint8 / 255 is what the network sees of uint8."""
    predictions = model.predict(pixels / 255)
    assert numbers(predictions) == numbers(model.predict(pixels))
    assert "the range 0-1 is assumed" in str(predictions[0].notes[0])
    assert "X[0]" in str(predictions[0].notes[0])


def test_samples_are_named(model, draw):
    samples = draw(shape=(5, 4, 3), n_classes=3)
    predictions = model.predict(samples)
    assert [one.sample for one in predictions] == list(samples.names)
    assert numbers(predictions) == numbers(model.predict(samples.X))


def test_rows_of_features(make, draw):
    model = Model.of(make(shape=(2,)))
    rows = draw().X
    assert numbers(model.predict(rows)) == numbers(model.predict(rows.tolist()))
    assert len(model.predict(rows)) == 12


def test_conversions_are_noted(model, tmp_path):
    Image.new("L", (40, 30), 90).save(tmp_path / "grey.png")
    (one,) = model.predict(tmp_path / "grey.png")
    assert "grey made RGB" in [str(note) for note in one.notes]
    assert repr(one).startswith(f"{tmp_path / 'grey.png'}: {one.class_name} ({one.probability:.3f}); ")


def test_shows_itself_in_one_line():
    assert repr([Prediction("a.png", "cat", 0.93, {"cat": 0.93})]) == "[a.png: cat (0.930)]"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([], "GC-D60"),
        ("missing.png", "GC-D01"),
        (["missing.png"], "GC-D01"),
        (None, "GC-U71"),
        (7, "GC-U71"),
        ({"a": 1}, "GC-U71"),
        ([[1, 2], [3]], "GC-U71"),
        (np.array(["a", "b"]), "GC-U71"),
        (np.zeros((5, 4, 3)), "GC-U73"),
        (np.zeros((2, 4, 5, 3)), "GC-M05"),
        (np.zeros((2, 5, 4, 2)), "GC-D14"),
        (np.full((1, 5, 4, 3), np.nan), "GC-D15"),
        (np.full((1, 5, 4, 3), -1), "GC-D16"),
    ],
    ids=str,
)
def test_something_else_is_refused(model, given, code):
    with pytest.raises(gc.GlasscatError) as caught:
        model.predict(given)
    assert caught.value.code == code
    assert len(str(caught.value).splitlines()) <= 3


def test_a_model_of_features_takes_no_files(make, files):
    with pytest.raises(gc.GlasscatError, match="GC-M07"):
        Model.of(make(shape=(2,))).predict(files[0])


def test_probabilities_of_an_array(model, draw):
    samples = draw(shape=(5, 4, 3), n_classes=3)
    expected = model.probabilities(samples)
    np.testing.assert_array_equal(model.probabilities(samples.X), expected)
    np.testing.assert_array_equal(model.probabilities(samples.X / 255), expected)
    np.testing.assert_array_equal(model.probabilities(samples.X.tolist()), expected)


def test_probabilities_of_something_else(model, make):
    for given, code in (
        (make(shape=(5, 4, 3)).data, "GC-U70"),
        (None, "GC-U71"),
        ("a.png", "GC-U71"),
        (np.zeros((5, 4, 3)), "GC-U73"),
    ):
        with pytest.raises(gc.GlasscatError, match=code):
            model.probabilities(given)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    ("hidden", "n_classes", "shape", "settings"),
    [
        ([], 2, (24, 24, 3), {}),
        ([], 5, (7,), {}),
        ([20, 7], 2, (16, 16, 3), {"activation": "relu"}),
        ([33], 3, (100,), {"activation": "tanh", "batch_norm": True}),
        ([5, 4], 4, (48,), {"activation": "sigmoid", "dropout": 0.2}),
        ([16], 10, (31,), {"activation": "leaky-relu"}),
    ],
)
def test_probabilities_of_a_sample_are_the_same_bits_in_any_company(  # noqa: PLR0917  (pytest gives them by name)
    dtype, hidden, n_classes, shape, settings, draw
):
    """Wherever it stands, and however many others there are; one matrix product for all rounds differently."""
    data = Dataset(draw(n_classes, shape=shape), None, tuple("abcdefghij"[:n_classes]), "random numbers")
    network = Network.dense(data.n_features, hidden, n_classes, init="xavier", **settings)
    records = train(network, data, optimizer=GradientDescent(1e-3), iterations=3, dtype=dtype, seed=5)
    fitted = collect(network, data, records)
    model = Model.of(fitted)
    many = draw(n_classes, m=70, shape=shape, seed=3)
    expected = model.probabilities(many)
    assert expected.dtype == dtype
    for first, size in [(0, 1), (69, 1), (1, 2), (2, 3), (11, 4), (13, 7), (3, 8), (5, 31), (1, 64), (0, 70)]:
        chosen = np.arange(first, first + size)
        np.testing.assert_array_equal(model.probabilities(many.take(chosen)), expected[chosen])
    np.testing.assert_array_equal(model.probabilities(many.take(np.arange(70)[::-1])), expected[::-1])
    alone = np.array([list(one.probabilities.values()) for one in model.predict(many)])
    np.testing.assert_array_equal(alone, expected)
    np.testing.assert_array_equal(fitted.probabilities(many), expected)
    together = network.probabilities(model.theta, many.columns(dtype), model.buffers).T
    np.testing.assert_allclose(expected, together, rtol=1e-5 if dtype == np.float32 else 1e-13)  # other orders of sums
