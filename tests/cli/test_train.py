"""``glasscat train``: what it prints, what it keeps, what it says on the way."""

import csv
import json

import numpy as np
import pytest

import glasscat as gc

from .data_files import SIX, noise, write_h5

KEYS = {
    *("data", "findings", "network", "parameters", "method", "iterations"),
    *("costs", "final_cost", "train", "test", "seconds", "run", "model"),
}
VERDICT_KEYS = {
    *("correct", "total", "accuracy", "interval", "balanced_accuracy", "auc", "brier", "confusion"),
    *("baselines", "per_class", "findings", "sentence"),
}


@pytest.fixture
def six(glasscat, sources):
    return glasscat("train", sources / "six.h5", "--iterations", 250, "--json")


def test_json_has_the_keys_of_the_interface(six):
    document = six.json
    assert six.code == 0
    assert set(document) >= KEYS
    assert set(document["test"]) >= VERDICT_KEYS
    assert set(document["seconds"]) == {"load", "train", "total"}
    assert document["data"]["train"] == {"n": 48, "classes": dict.fromkeys(SIX, 8)}
    assert document["data"]["test"]["n"] == 24
    assert document["network"] == [432, 6]
    assert document["parameters"] == 432 * 6 + 6
    assert document["method"] in {"direct", "span"}
    assert document["iterations"] == 250


def test_costs_are_recorded_every_hundred_iterations_from_log_of_the_classes(six):
    document = six.json
    assert [iteration for iteration, _cost in document["costs"]] == [0, 100, 200]
    # six classes and zeros: every class has probability 1/6
    assert document["costs"][0][1] == pytest.approx(np.log(6), abs=1e-12)
    assert document["final_cost"] < document["costs"][2][1]


def test_train_score_carries_its_interval(six):
    train = six.json["train"]
    assert train["total"] == 48
    assert train["accuracy"] == pytest.approx(100 * train["correct"] / 48)


def test_baselines_carry_their_p_values(six):
    baselines = {one["name"]: one for one in six.json["test"]["baselines"]}
    assert set(baselines) == {"train-majority", "test-majority", "nearest-neighbour", "mean-colour"}
    assert all(0 <= one["p_value"] <= 1 for one in baselines.values())


def test_run_folder_holds_what_was_printed(six, at):
    document = six.json
    run = at / document["run"]
    assert document["run"] == "runs/six-1"
    assert document["model"] == "runs/six-1/model.safetensors"
    assert {path.name for path in run.iterdir()} == {"run.json", "history.csv", "model.safetensors", "figures"}
    kept = json.loads((run / "run.json").read_text(encoding="utf-8"))
    assert kept["costs"] == document["costs"]
    assert kept["test"] == document["test"]
    assert kept["plan"]["learning_rate"] in {0.005, None}
    with (run / "history.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["iteration"]) for row in rows] == [0, 100, 200, 250]
    assert float(rows[-1]["cost"]) == document["final_cost"]


def test_seconds_that_are_kept_are_those_that_were_printed(six, at):
    """The total is read before anything is written and drawn: what comes later cannot be in run.json."""
    seconds = six.json["seconds"]
    kept = json.loads((at / six.json["run"] / "run.json").read_text(encoding="utf-8"))
    assert kept["seconds"] == seconds
    # the clock of the training runs within that of the command, after the data was read
    assert 0 < seconds["load"] < seconds["load"] + seconds["train"] < seconds["total"]


@pytest.mark.usefixtures("six")
def test_figures_are_worth_their_names(at):
    names = {path.name for path in (at / "runs/six-1/figures").iterdir()}
    assert {"learning_curve.svg", "weights.svg", "samples.svg", "mistakes.svg", "confusion.svg"} <= names


def test_figures_can_be_left_out(glasscat, sources, at):
    done = glasscat("train", sources / "six.h5", "--iterations", 5, "--no-figures", "--name", "bare")
    assert done.code == 0
    assert sorted(path.name for path in (at / "runs" / "bare").iterdir()) == [
        "history.csv",
        "model.safetensors",
        "run.json",
    ]
    assert "figures/" not in done.out


def test_loaded_run_gives_the_scores_that_were_printed(six, at, sources):
    run = gc.load_run(at / six.json["run"])
    data = gc.load(sources / "six.h5")
    verdict = gc.evaluate(run, data.test)
    assert (verdict.correct, verdict.total) == (six.json["test"]["correct"], six.json["test"]["total"])


@pytest.mark.parametrize("n_copies", [0, 8])
def test_python_gives_the_verdict_that_was_printed(glasscat, at, n_copies):
    """Also where test samples are training samples in another type, which the model alone recognises."""
    train, test = noise(24, 2), noise(16, 2, seed=1)
    pixels = np.concatenate([train[0][:n_copies], test[0][n_copies:]])
    labels = np.concatenate([train[1][:n_copies], test[1][n_copies:]])
    names = np.array(["a", "b"])
    np.savez(at / "train.npz", X=train[0], y=train[1], class_names=names)
    np.savez(at / "test.npz", X=pixels / 255, y=labels, class_names=names)
    printed = glasscat("train", "train.npz", "--test", "test.npz", "--iterations", 40, "--no-figures", "--json").json
    data = gc.load(at / "train.npz", test=at / "test.npz")
    network = gc.Network.dense(data.n_features, [], 2)
    run = gc.fit(network, data, optimizer=gc.GradientDescent(0.005), iterations=40)
    python = json.loads((run.save(at / "python", figures=False) / "run.json").read_text(encoding="utf-8"))
    assert [printed[key] for key in ("train", "test", "findings")] == [
        python[key] for key in ("train", "test", "findings")
    ]
    found = [len(one["items"]) for one in printed["findings"] if one["code"] == "GC-I10"]
    assert found == ([n_copies] if n_copies else [])


def test_a_second_run_gets_the_next_name(six, glasscat, sources, at):
    again = glasscat("train", sources / "six.h5", "--iterations", 250, "--json")
    assert again.json["run"] == "runs/six-2"
    assert again.json["costs"] == six.json["costs"]
    models = [(at / run / "model.safetensors").read_bytes() for run in ("runs/six-1", "runs/six-2")]
    assert models[0] == models[1]


def test_name_and_out_say_where(glasscat, sources, at):
    train = ("train", sources / "six.h5", "--iterations", 5, "--json")
    assert glasscat(*train, "--name", "first").json["run"] == "runs/first"
    assert glasscat(*train, "--out", "here/there").code == 0
    assert (at / "here/there/model.safetensors").is_file()


def test_overwrite_replaces_a_run(glasscat, sources, at):
    for iterations in (5, 7):
        options = ("--iterations", iterations, "--name", "a", "--overwrite")
        assert glasscat("train", sources / "six.h5", *options).code == 0
    assert json.loads((at / "runs/a/run.json").read_text(encoding="utf-8"))["iterations"] == 7
    assert [path.name for path in (at / "runs").iterdir()] == ["a"]


def test_deep_network(glasscat, sources):
    options = ("--layers", "20,7,5", "--learning-rate", 0.05, "--iterations", 50, "--seed", 3, "--json")
    document = glasscat("train", sources / "six.h5", *options).json
    assert document["network"] == [432, 20, 7, 5, 6]
    assert document["parameters"] == sum((n + 1) * k for n, k in ((432, 20), (20, 7), (7, 5), (5, 6)))
    assert document["final_cost"] < document["costs"][0][1]
    assert glasscat("train", sources / "six.h5", *options).json["costs"] == document["costs"]


def test_direct_and_span_give_the_same_costs(glasscat, sources):
    answers = {
        method: glasscat(
            "train", sources / "six.h5", "--layers", "5", "--iterations", 120, "--method", method, "--json"
        ).json
        for method in ("direct", "span")
    }
    assert {method: answer["method"] for method, answer in answers.items()} == {"direct": "direct", "span": "span"}
    # the same iterates up to rounding, which 120 steps do not blow up
    np.testing.assert_allclose(answers["direct"]["costs"], answers["span"]["costs"], rtol=1e-9)


def test_span_that_saves_nothing_is_told(glasscat, tmp_path):
    def said(n_features):
        path = tmp_path / f"{n_features}.npz"
        X = np.random.default_rng(0).normal(size=(20, n_features))
        np.savez(path, X=X, y=(X[:, 0] > 0).astype(int))
        answer = glasscat("train", path, "--iterations", 20, "--learning-rate", 0.1, "--method", "span", "--json")
        assert answer.json["method"] == "span"
        return "saves nothing" in answer.err

    m = 16  # a fifth of the samples is held out for the test
    assert said(m - 1)
    assert not said(m)


def test_epochs_batches_and_float32(glasscat, sources):
    options = ("--epochs", 4, "--batch-size", 16, "--dtype", "float32", "--print-every", 1, "--stop-cost", 0.001)
    document = glasscat("train", sources / "six.h5", *options, "--json").json
    assert document["iterations"] == 4 * 3
    assert len(document["costs"]) == 12


def test_without_a_test_set_it_says_that_nothing_is_known(glasscat, at):
    write_h5(at / "alone.h5", train=noise(30, 2), classes=("dark", "light"))
    answer = glasscat("train", "alone.h5", "--holdout", 0, "--iterations", 20)
    assert answer.code == 0
    assert "nothing is known about samples it has not seen" in " ".join(answer.out.split())
    document = glasscat("train", "alone.h5", "--holdout", 0, "--iterations", 20, "--json").json
    assert document["test"] is None


def test_every_automatic_choice_is_told(glasscat, sources):
    answer = glasscat("train", sources / "photos", "--size", 8, "--iterations", 20, "--json")
    notes = answer.err
    assert 'class 1, which the single unit speaks for, is "cat"' in notes
    assert "resized to 8 × 8 (30 pictures)" in notes
    assert "6 of 30 samples are held out as the test set" in notes
    assert len(answer.json["notes"]) == 3


def test_the_pair_is_recognised_and_said(glasscat, sources):
    answer = glasscat("train", sources / "train_pair.h5", "--iterations", 20, "--json")
    assert "test_pair.h5, beside the training file, is taken as the test set" in answer.err
    assert answer.json["data"]["test"]["n"] == 24
    assert (
        "taken as the test set"
        not in glasscat(
            "train", sources / "train_pair.h5", "--test", sources / "six.h5", "--iterations", 20, "--json"
        ).err
    )


def test_printed_for_people(glasscat, sources):
    answer = glasscat("train", sources / "six.h5", "--iterations", 250)
    words = " ".join(answer.out.split())
    for part in ("The data", "What was found in the data", "The training", "The verdict", "Kept in runs/six-1"):
        assert part in words
    assert "1.791759" in words
    assert "95 % interval" in words
    assert words.endswith("next: glasscat predict runs/six-1 PICTURE")
