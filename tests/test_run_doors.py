"""The Python door, wider: arrays instead of samples, one's own pictures, figures, loaded runs, and what is printed."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

import glasscat as gc


def pictures(m, seed):
    """Cats are reddish: a truth that one neuron can learn."""
    rng = np.random.default_rng(seed)
    y = np.arange(m) % 2
    X = rng.integers(0, 200, (m, 4, 4, 3), dtype=np.uint8)
    X[y == 1, ..., 0] += 55
    return X, y


@pytest.fixture(scope="module")
def data():
    return gc.from_arrays(*pictures(60, 0), test=pictures(40, 1), class_names=("non-cat", "cat"))


@pytest.fixture(scope="module")
def run(data):
    network = gc.Network.dense(data.n_features, [], data.n_classes)
    return gc.fit(network, data, optimizer=gc.GradientDescent(0.05), iterations=250, seed=3)


@pytest.fixture(scope="module")
def folder(run, tmp_path_factory):
    return run.save(tmp_path_factory.mktemp("runs") / "first")


@pytest.fixture(scope="module", params=["run", "stored run", "model"])
def model(request, run, folder):
    return {"run": run, "stored run": gc.load_run(folder), "model": gc.load_model(folder)}[request.param]


def test_a_pair_of_arrays_is_judged_as_the_samples_are(model, data):
    expected = gc.evaluate(model, data.test)
    X, y = data.test.X, data.test.y
    names = np.array(data.class_names)
    for pair in ((X, y), [X, y.tolist()], (X.tolist(), y), (X, names[y]), (X / 255, y.astype(float))):
        verdict = gc.evaluate(model, pair)
        assert verdict.score == expected.score
        assert verdict.without_leaks == expected.without_leaks
        np.testing.assert_array_equal(verdict.confusion, expected.confusion)


def test_conversions_of_a_pair_are_notes_of_the_verdict(model, data):
    notes = [str(note) for note in gc.evaluate(model, (data.test.X / 255, data.test.y)).notes]
    assert any("the range 0-1 is assumed" in note for note in notes)
    assert any("are taken for non-cat, cat" in note for note in notes)


def test_a_training_set_may_be_a_pair_too(folder, data):
    model = gc.load_model(folder)
    verdict = gc.evaluate(model, data.test, train=(data.train.X, data.train.y))
    assert [one.name for one in verdict.baselines] == [
        one.name for one in gc.evaluate(model, data.test, train=data.train).baselines
    ]
    assert "nearest-neighbour" in {one.name for one in verdict.baselines}


@pytest.mark.parametrize(
    ("samples", "code"),
    [
        (lambda data: data, "GC-U70"),
        (lambda data: (data, data.test.y), "GC-U70"),
        (lambda data: None, "GC-U71"),  # noqa: ARG005
        (lambda data: data.test.X, "GC-U71"),
        (lambda data: "data.h5", "GC-U71"),  # noqa: ARG005
        (lambda data: ("data.h5", data.test.y), "GC-U71"),
        (lambda data: (data.test.X[0], 1), "GC-U73"),
        (lambda data: (data.test.X, data.test.y[:-1]), "GC-D18"),
        (lambda data: (data.test.X, data.test.y + 1), "GC-D23"),
        (lambda data: (data.test.X, ["dog"] * 40), "GC-D26"),
        (lambda data: (data.test.X[:, :2], data.test.y), "GC-M05"),
    ],
)
def test_what_cannot_be_judged_on_is_refused(model, data, samples, code):
    with pytest.raises(gc.GlasscatError) as caught:
        gc.evaluate(model, samples(data))
    assert caught.value.code == code


def test_a_data_set_is_pointed_to_its_parts(model, data):
    with pytest.raises(gc.GlasscatError, match=r"data\.test"):
        gc.evaluate(model, data)


@pytest.mark.parametrize("wrong", [None, "runs/first", 7])
def test_what_is_no_model_is_refused(wrong, data):
    with pytest.raises(gc.GlasscatError, match="GC-U72"):
        gc.evaluate(wrong, data.test)


def test_a_network_is_no_model(run, data):
    with pytest.raises(gc.GlasscatError, match="GC-U72"):
        gc.evaluate(run.network, data.test)


def test_training_pictures_are_found_out_after_saving_and_loading(model, data):
    """Three of them among the test samples, as bytes and as fractions."""
    X, y = (np.concatenate([getattr(data.test, name), getattr(data.train, name)[10:13]]) for name in "Xy")
    for stored in (X, X / 255):
        verdict = gc.evaluate(model, (stored, y))
        (finding,) = (one for one in verdict.findings if one.code == "GC-I10")
        assert [(item["train"], item["test"]) for item in finding.items] == [(10, 40), (11, 41), (12, 42)]
        assert verdict.without_leaks.total == 40
        assert "Without the 3 test samples" in str(verdict.sentence)


def test_own_pictures_are_classified(model, data, tmp_path):
    Image.fromarray(data.test.X[1]).save(tmp_path / "a.png")
    (one,) = model.predict(tmp_path / "a.png")
    assert isinstance(one, gc.Prediction)
    assert one.probabilities["cat"] == pytest.approx(model.probabilities(data.test.X)[1, 1], rel=1e-12)
    assert one.class_name in data.class_names


def test_a_saved_run_has_its_figures(folder):
    drawn = {file.stem for file in (folder / "figures").iterdir()}
    assert {"learning_curve", "confusion", "weights", "mistakes", "samples"} <= drawn


def test_figures_can_be_left_out(run, tmp_path):
    assert not (run.save(tmp_path / "bare", figures=False) / "figures").exists()


def test_a_stored_run_draws_its_costs(run, folder):
    def curves(one):
        return [line.get_xydata().tolist() for axes in one.plot().figure.axes for line in axes.get_lines()]

    stored = gc.load_run(folder)
    assert isinstance(stored, gc.StoredRun)
    assert curves(stored) == curves(run)


def test_a_stored_run_knows_its_diagnosis(data, tmp_path):
    """Units that begin equal stay equal; the run says so, and its folder after it."""
    network = gc.Network.dense(data.n_features, [4], 2, init="zeros")
    initial = {"b2": [[0.5]]}  # which it can unlearn
    run = gc.fit(network, data, optimizer=gc.GradientDescent(0.05), iterations=200, record_every=10, initial=initial)
    assert run.diagnosis
    stored = gc.load_run(run.save(tmp_path / "first", figures=False))
    assert repr(stored.diagnosis) == repr(run.diagnosis)
    assert [one.as_json() for one in stored.diagnosis] == stored.document["diagnosis"]


def test_a_model_fits_pictures_as_its_data_did(tmp_path):
    for name, red in (("cat", 200), ("other", 20)):
        (tmp_path / name).mkdir()
        for k in range(6):
            Image.new("RGB", (20, 10), (red, 9 * k, 0)).save(tmp_path / name / f"{k}.png")
    data = gc.load(tmp_path, size=6, fit="stretch")
    run = gc.fit(gc.Network.dense(data.n_features, [], 2), data, optimizer=gc.GradientDescent(0.01), iterations=3)
    assert run.model.preprocessing.fit == "stretch"
    kept = gc.load_run(run.save(tmp_path / "run", figures=False))
    assert kept.model.preprocessing.fit == "stretch"


def test_what_python_prints_is_short(run, data, folder):
    verdict = gc.evaluate(run, data.test)
    assert repr(verdict) == str(verdict)
    assert repr(verdict.score) == str(verdict.score)
    report = gc.check_gradients(run.network, data.train.columns()[:, :3], run.network.targets(data.train.y[:3]))
    assert repr(report) == str(report)
    assert repr(gc.load_model(folder)) == "Model(sizes=(48, 1), class_names=('non-cat', 'cat'), shape=(4, 4, 3))"
    assert repr(gc.graph("3*(a + b*c)", a=5, b=3, c=2)) == "Graph('3*(a + b*c)', J = 33.0, 7 nodes)"
    for one in (run, run.fitted, run.history, data.train, gc.load_run(folder)):
        assert len(repr(one)) < 200 + len(str(folder))
        assert "array(" not in repr(one)
