"""The Python door: fit, look, judge, keep, load."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
import pytest

import glasscat as gc
from glasscat.layers import Dense, ReLU, SigmoidOutput


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


def test_fit_is_the_loop_read_to_its_end(run, data):
    """`train` with the same settings gives the same bits."""
    *_, last = gc.train(run.network, data, optimizer=gc.GradientDescent(0.05), iterations=250, seed=3)
    assert run.theta.tobytes() == last.theta.tobytes()
    assert run.history.final_cost == last.cost
    assert run.history.iterations == 250


def test_first_cost_is_log_two(run):
    """From zeros every probability is a half; J = -log(1/2)."""
    assert [iteration for iteration, _cost in run.history.costs] == [0, 100, 200]
    assert run.history.costs[0][1] == pytest.approx(np.log(2), abs=1e-15)


def test_run_has_the_names_of_the_interface(run, data):
    assert run.parameters["W1"].shape == (1, 48)
    assert run.theta.shape == (49,)
    assert np.shares_memory(run.parameters["W1"], run.theta)
    assert run.data is data
    assert run.model is run.model  # made once: what it remembers of the training set takes a look at every picture
    np.testing.assert_allclose(run.probabilities(data.test), run.fitted.probabilities(data.test), rtol=1e-12)


def test_shows_itself_in_one_line(run):
    shown = f"Run('arrays', sizes=(48, 1), iterations=250, final_cost={run.history.final_cost:.6g})"
    assert (repr(run), str(run)) == (shown, shown)


def test_arrays_are_data_too():
    X = np.array([[0.0], [1.0], [2.0], [3.0]])
    run = gc.fit(gc.Network.dense(1, [], 2), (X, [0, 0, 1, 1]), optimizer=gc.GradientDescent(0.1), epochs=5)
    assert run.history.iterations == 5
    assert run.data.test is None


def test_training_that_ends_above_its_beginning_is_no_run(data):
    network = gc.Network.dense(data.n_features, [], 2)
    with pytest.raises(gc.GlasscatError) as caught:
        gc.fit(network, data, optimizer=gc.GradientDescent(1e3), iterations=3)
    assert caught.value.code in {"GC-T01", "GC-T02"}


def test_verdict_counts_what_the_probabilities_say(run, data):
    verdict = gc.evaluate(run, data.test)
    right = (run.probabilities(data.test)[:, 1] > 0.5) == data.test.y
    assert (verdict.correct, verdict.total) == (right.sum(), 40)
    assert {one.name for one in verdict.baselines} == {
        "train-majority",
        "test-majority",
        "nearest-neighbour",
        "mean-colour",
    }


def test_a_run_is_judged_as_evaluate_does_and_once(run, data):
    assert run.verdict.as_json() == gc.evaluate(run, data.test).as_json()
    assert run.verdict is run.verdict


def test_a_test_set_of_other_classes_is_refused(run, data):
    """Labels of one's own `Samples` are not looked at before somebody judges on them."""
    other = replace(data, test=gc.Samples(data.test.X, data.test.y + 1, data.test.names, data.test.scale))
    with pytest.raises(gc.GlasscatError, match="GC-V06"):
        _ = replace(run, fitted=replace(run.fitted, data=other)).verdict


def test_verdict_tells_what_inspection_finds(run, data):
    """One training picture among the test samples is found out, and the score without it is given."""
    test = data.test
    leaked = gc.Samples(
        np.concatenate([test.X, data.train.X[:1]]),
        np.concatenate([test.y, data.train.y[:1]]),
        (*test.names, "copy"),
        test.scale,
    )
    verdict = gc.evaluate(run, leaked)
    assert verdict.without_leaks.total == 40
    assert "GC-I10" in {finding.code for finding in verdict.findings}


def test_a_verdict_on_training_samples_says_that_it_says_nothing(run, data):
    verdict = gc.evaluate(run, data.train)
    assert "60 of 60" in str(next(one for one in verdict.findings if one.code == "GC-I10").text)
    assert "says nothing about new ones" in str(verdict.sentence)


def test_stored_run_and_model_give_the_same_score(run, data, tmp_path):
    path = run.save(tmp_path / "first")
    stored, model = gc.load_run(path), gc.load_model(path)
    expected = gc.evaluate(run, data.test).score
    assert gc.evaluate(stored, data.test).score == expected
    assert gc.evaluate(model, data.test).score == expected
    assert stored.theta.tobytes() == run.theta.tobytes()
    assert stored.history == run.history


def test_model_with_its_training_set_is_judged_as_its_run(run, data, tmp_path):
    model = gc.load_model(run.save(tmp_path / "first"))
    verdict = gc.evaluate(model, data.test, train=data.train)
    assert verdict.as_json() == gc.evaluate(run, data.test).as_json()


def test_model_without_its_training_set_says_what_is_missing(run, data, tmp_path):
    verdict = gc.evaluate(gc.load_model(run.save(tmp_path / "first")), data.test)
    assert "nearest-neighbour" not in {one.name for one in verdict.baselines}
    assert verdict.notes


def test_evaluate_refuses_what_does_not_fit(run):
    X, y = pictures(10, 2)
    names = tuple("abcdefghij")
    for samples, code in (
        (gc.Samples(X[:, :2], y, names, 255.0), "GC-M05"),
        (gc.Samples(X, y + 1, names, 255.0), "GC-V06"),
        (gc.Samples(X[:0], y[:0], (), 255.0), "GC-V05"),
    ):
        with pytest.raises(gc.GlasscatError) as caught:
            gc.evaluate(run, samples)
        assert caught.value.code == code


def test_run_folder_says_everything_that_is_needed_to_repeat_it(data, tmp_path):
    W1 = np.full((3, 48), 0.1, dtype=np.float32)
    network = gc.Network.dense(data.n_features, [3], 2, activation="tanh")
    run = gc.fit(
        network,
        data,
        optimizer=gc.GradientDescent(0.01),
        epochs=2,
        batch_size=30,
        stop_cost=0.01,
        seed=7,
        initial={"W1": W1},
        dtype=np.float32,
    )
    document = json.loads((run.save(tmp_path / "first") / "run.json").read_text())
    plan = document["plan"]
    assert plan["architecture"]["layers"][:2] == [
        {"layer": "dense", "n": 3, "init": "xavier", "init_scale": 0.01},
        {"layer": "activation", "name": "tanh"},
    ]
    assert {name: plan[name] for name in ("optimizer", "iterations", "epochs", "batch_size", "stop_cost", "seed")} == {
        "optimizer": "GradientDescent(learning_rate=0.01)",
        "iterations": None,
        "epochs": 2,
        "batch_size": 30,
        "stop_cost": 0.01,
        "seed": 7,
    }
    assert (plan["dtype"], plan["method"]) == ("float32", "auto")
    assert plan["initial"] == {"W1": sha256(W1.astype(float).tobytes()).hexdigest()}
    assert document["source"] == {"name": "arrays", "fingerprint": data.fingerprint}
    assert document["seconds"]["train"] == run.history.seconds
    assert document["train"]["total"] == 60
    assert document["test"]["total"] == 40
    assert document["findings"] == document["test"]["findings"]


def test_same_seed_same_bytes(data, tmp_path):
    def file(name):
        network = gc.Network.dense(data.n_features, [3], 2)
        run = gc.fit(network, data, optimizer=gc.GradientDescent(0.01), epochs=2, batch_size=7, seed=7)
        return (run.save(tmp_path / name) / "model.safetensors").read_bytes()

    assert file("first") == file("second")


def test_run_without_a_test_set_is_kept(tmp_path):
    X = np.arange(12.0).reshape(6, 2) / 12
    run = gc.fit(gc.Network.dense(2, [], 2), (X, [0, 0, 0, 1, 1, 1]), optimizer=gc.GradientDescent(0.1), iterations=5)
    document = gc.load_run(run.save(tmp_path / "deep" / "first")).document
    assert document["test"] is None
    assert document["findings"]  # six samples are few, and inspection says so


def test_save_keeps_what_is_there_unless_told(run, tmp_path):
    run.save(tmp_path / "first")
    with pytest.raises(gc.GlasscatError, match="GC-S04"):
        run.save(tmp_path / "first")
    run.save(str(tmp_path / "first"), overwrite=True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["first"]


@dataclass(frozen=True)
class Loud(ReLU):
    """A layer of the user's."""


def test_a_network_of_own_layers_trains_but_is_not_kept(data, tmp_path):
    network = gc.Network(48, (Dense(2), Loud(), Dense(1)), SigmoidOutput())
    run = gc.fit(network, data, optimizer=gc.GradientDescent(0.01), iterations=3)
    assert gc.evaluate(run, data.test).total == 40
    with pytest.raises(gc.GlasscatError, match="GC-M09"):
        run.save(tmp_path / "first")
    assert not list(tmp_path.iterdir())


def test_plot_draws_the_costs(run):
    figure = run.plot()
    curves = [line.get_xydata() for axes in figure.axes for line in axes.get_lines()]
    assert any(np.array_equal(curve, np.array(run.history.costs)) for curve in curves)


def test_the_course_comes_back(course, tmp_path):
    """12,288 weights from real pictures, to the bit, and the same answers for all fifty."""
    data = gc.load(course / "train_catvnoncat.h5")
    run = gc.fit(gc.Network.dense(data.n_features, [], 2), data, optimizer=gc.GradientDescent(0.005), iterations=101)
    stored = gc.load_run(run.save(tmp_path / "course"))
    assert stored.theta.tobytes() == run.theta.tobytes()
    assert stored.probabilities(data.test).tobytes() == run.probabilities(data.test).tobytes()
    assert stored.history.costs[1][1] == pytest.approx(0.584508, abs=1e-6)
    assert stored.document["data"]["test"] == {"n": 50, "classes": {"non-cat": 17, "cat": 33}}
