"""The Python door to an explanation: live runs, kept runs, pictures and samples, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

import glasscat as gc
from glasscat.attribution.words import paragraphs
from glasscat.reports.why import Question


def pictures(m, seed, size=(6, 5)):
    rng = np.random.default_rng(seed)
    y = np.arange(m) % 2
    X = rng.integers(0, 200, (m, *size, 3), dtype=np.uint8)
    X[y == 1, ..., 0] += 55
    return X, y


@pytest.fixture(scope="module")
def data():
    return gc.from_arrays(*pictures(20, 0), test=pictures(8, 1), class_names=("dog", "cat"))


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Return an .npz with training and test pictures."""
    path = tmp_path_factory.mktemp("data") / "pets.npz"
    X, y = pictures(20, 0)
    np.savez(path, X=X, y=y, class_names=np.array(["dog", "cat"]))
    return path


def fitted(data, hidden=(), **settings):
    network = gc.Network.dense(data.n_features, hidden, 2, init="he")
    return gc.fit(network, data, optimizer=gc.GradientDescent(0.05), iterations=40, **settings)


@pytest.fixture(scope="module")
def run(data):
    return fitted(data, seed=3)


def z_of(run, x):
    return (run.parameters["W1"] @ x.reshape(-1, 1) / 255 + run.parameters["b1"]).item()


def refused(code, *arguments, **more):
    with pytest.raises(gc.GlasscatError) as caught:
        gc.why(*arguments, **more)
    assert caught.value.code == code
    assert len(str(caught.value).splitlines()) <= 3
    return str(caught.value)


def test_a_live_run_knows_its_data_and_its_beginning(run, data):
    found = gc.why(run, "test:5")
    assert found.z == pytest.approx(z_of(run, data.test.X[5]), abs=1e-12)
    assert found.total == pytest.approx(found.z, abs=1e-12)
    assert found.training.total == pytest.approx(found.z, abs=1e-12)
    assert found.training.is_exact
    assert abs(found.training.initial) > 1e-3
    assert gc.why(run, "train:0").picture.names == (data.train.names[0],)
    assert found.picture.names == (data.test.names[5],)
    assert gc.why(run, "test:5", class_name="dog").z == -found.z
    assert found.truth == data.test.y[5]
    assert f"In the data it is of class {data.class_names[data.test.y[5]]}." in str(found)


def test_given_initial_weights_are_where_training_began(data):
    W1 = np.random.default_rng(5).normal(size=(1, 90))
    found = gc.why(fitted(data, initial={"W1": W1}), "test:0").training
    assert found.is_exact
    assert found.initial == pytest.approx(float(W1[0] @ data.test.columns()[:, 0]), abs=1e-12)


def test_a_seed_sequence_is_a_seed(data):
    assert gc.why(fitted(data, seed=np.random.SeedSequence(9)), "test:0").training.is_exact


def test_float32_begins_at_rounded_weights(data):
    live = fitted(data, seed=3, dtype=np.float32)
    W1_0 = live.network.layout.views(live.network.initial(3, dtype=np.float32))["W1"]
    found = gc.why(live, "test:0").training
    assert found.initial == pytest.approx(float(W1_0[0].astype(float) @ data.test.columns()[:, 0]), abs=1e-15)


def test_it_draws_itself(run):
    assert "cat?" in gc.why(run, "test:5").plot().axes[0].texts[0].get_text()


def test_a_kept_run_loads_its_data_again(archive, tmp_path):
    live = fitted(gc.load(archive, holdout=0.25, seed=4), seed=3)
    found = gc.why(gc.load_run(live.save(tmp_path / "run", figures=False)), "test:2")
    assert found.training.is_exact
    assert found.z == gc.why(live, "test:2").z
    np.testing.assert_array_equal(found.training.coefficients, gc.why(live, "test:2").training.coefficients)


def test_a_kept_run_of_arrays_is_given_them(run, data, tmp_path):
    stored = gc.load_run(run.save(tmp_path / "run", figures=False))
    assert "GC-M23" in refused("GC-M23", stored, "test:2")
    assert gc.why(stored, "test:2", data=data).training.is_exact
    other = gc.from_arrays(*pictures(20, 7), test=pictures(8, 1), class_names=("dog", "cat"))
    refused("GC-M22", stored, "test:2", data=other)


def test_a_picture_file_is_explained_without_the_data_and_says_so(run, tmp_path):
    """12 × 10 pixels of one colour are brought to 6 × 5."""
    stored = gc.load_run(run.save(tmp_path / "run", figures=False))
    Image.fromarray(np.full((12, 10, 3), (200, 100, 50), np.uint8)).save(tmp_path / "red.png")
    found = gc.why(stored, tmp_path / "red.png")
    assert found.z == pytest.approx(z_of(run, np.full((6, 5, 3), (200.0, 100, 50))), abs=1e-12)
    assert found.pixels.total == pytest.approx(found.z, abs=1e-12)
    assert found.training is None
    told = " ".join(map(str, paragraphs(found)))
    assert "does not hold its data" in told
    assert "not at hand" in told
    assert found.picture.names == ("red.png",)
    assert found.truth is None
    assert "In the data" not in told


def test_a_picture_file_is_read_as_predict_reads_it(run, tmp_path):
    """Grey, with a transparent corner, and not of the model's shape: the same conversions, the same answer."""
    rng = np.random.default_rng(2)
    Image.fromarray(rng.integers(0, 255, (31, 17, 4), np.uint8)).save(tmp_path / "ghost.png")
    found = gc.why(run, str(tmp_path / "ghost.png"))
    (prediction,) = run.predict(tmp_path / "ghost.png")
    assert found.probability == pytest.approx(prediction.probabilities["cat"], abs=1e-15)
    assert found.notes == prediction.notes
    assert found.notes


def test_a_deep_run_is_explained_approximately(data):
    found = gc.why(fitted(data, (4,)), "train:6")
    assert not found.is_exact
    assert found.copies.tolist() == [6]
    assert found.occlusion.drops.size > 0


def test_samples_that_are_not_there(run):
    assert "from 0 to 7; found 8" in refused("GC-Q30", run, "test:8")
    assert "from 0 to 19; found -1" in refused("GC-Q30", run, "train:-1")


def test_a_run_without_a_test_set():
    alone = fitted(gc.from_arrays(*pictures(20, 0)))
    assert "no test set" in refused("GC-Q31", alone, "test:0")
    assert gc.why(alone, "train:0").training.is_exact


def test_an_unknown_class(run):
    assert "the nearest is cat" in refused("GC-Q32", run, "test:0", class_name="cats")


def test_features_are_no_picture(tmp_path):
    X = np.random.default_rng(0).random((20, 4))
    live = gc.fit(gc.Network.dense(4, [], 2), (X, np.arange(20) % 2), optimizer=gc.GradientDescent(0.1), iterations=5)
    refused("GC-Q33", live, "test:0")
    refused("GC-Q33", gc.load_run(live.save(tmp_path / "run", figures=False)), "cat.png")


def test_what_is_no_run(run):
    assert "found Model" in refused("GC-Q34", run.model, "test:0")


def test_what_is_no_picture(run, data):
    assert "found ndarray" in refused("GC-Q35", run, data.test.X[0])


def test_a_file_that_is_not_there(run):
    refused("GC-D01", run, "missing.png")


@pytest.mark.parametrize(
    ("picture", "class_name", "place", "file_name"),
    [
        ("test:17", None, ("test", 17), "why-test-17"),
        ("train:-3", None, ("train", -3), "why-train--3"),
        ("pets/my cat.png", None, None, "why-my_cat"),
        ("./test:17", None, None, "why-test_17"),
        ("猫.jpg", "a/b", None, "why-猫-a_b"),
    ],
)
def test_what_a_question_means(picture, class_name, place, file_name):
    question = Question(picture, class_name)
    assert (question.place, question.file_name) == (place, file_name)
