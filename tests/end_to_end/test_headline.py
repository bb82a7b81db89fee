"""The main job on the course's own pictures, from its files to a trained, judged and kept classifier."""

import json

import h5py
import numpy as np
import pytest
from PIL import Image

from .program import run

# Costs every hundred iterations, six decimals, and right answers of 209 and of 50: the course's, by learning rate.
COSTS = """
0.693147 0.693147 0.693147 0.693147
0.823921 0.584508 0.591289 0.643677
0.418946 0.466949 0.555796 0.635737
0.617350 0.376007 0.528977 0.628572
0.522116 0.331463 0.506881 0.622040
0.387709 0.303273 0.487880 0.616029
0.236254 0.279880 0.471108 0.610455
0.154222 0.260042 0.456046 0.605248
0.135328 0.242941 0.442350 0.600354
0.124971 0.228004 0.429782 0.595729
0.116478 0.214820 0.418164 0.591339
0.109193 0.203078 0.407362 0.587153
0.102804 0.192544 0.397269 0.583149
0.097130 0.183033 0.387802 0.579307
0.092043 0.174399 0.378888 0.575611
0.087453 0.166521 0.370471 0.572046
0.083286 0.159305 0.362500 0.568601
0.079487 0.152667 0.354934 0.565266
0.076007 0.146542 0.347737 0.562032
0.072809 0.140872 0.340877 0.558891
"""
"""The course's costs every hundred iterations, a column a learning rate, to six decimals."""
RATES = (0.01, 0.005, 0.001, 0.0001)
COLUMNS = dict(zip(RATES, np.array(COSTS.split(), float).reshape(20, 4).T, strict=True))
CORRECT = dict(zip(RATES, ((208, 35), (207, 35), (191, 34), (149, 20)), strict=True))
"""Right answers of 209 and of 50."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("headline")


@pytest.fixture
def headline(course, folder):
    """The answer of the headline run, trained once."""
    kept = folder / "answer.json"
    if not kept.exists():
        answer = run(folder, "train", course / "train_catvnoncat.h5", "--name", "headline", "--json")
        assert answer.returncode == 0, answer.stderr
        kept.write_text(answer.stdout, encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


def test_all_twenty_costs(headline):
    iterations, costs = zip(*headline["costs"], strict=True)
    assert iterations == tuple(range(0, 2000, 100))
    np.testing.assert_allclose(costs, COLUMNS[0.005], rtol=0, atol=1e-6)
    assert headline["iterations"] == 2000
    assert headline["network"] == [12288, 1]
    assert headline["parameters"] == 12289


@pytest.mark.parametrize("rate", RATES)
def test_every_column(course, folder, rate):
    train = ("train", course / "train_catvnoncat.h5", "--learning-rate", rate, "--out", folder / str(rate), "--json")
    answer = json.loads(run(folder, *train).stdout)
    # At rate 0.01 the first steps leap back and forth and enlarge rounding: sums in other orders end 2e-6 apart.
    tolerance = 3e-6 if rate == 0.01 else 1e-6
    np.testing.assert_allclose([cost for _iteration, cost in answer["costs"]], COLUMNS[rate], rtol=0, atol=tolerance)
    assert (answer["train"]["correct"], answer["test"]["correct"]) == CORRECT[rate]


def test_scores_with_interval(headline):
    assert (headline["train"]["correct"], headline["train"]["total"]) == (207, 209)
    assert headline["train"]["accuracy"] == pytest.approx(99.043062, abs=1e-6)
    test = headline["test"]
    assert (test["correct"], test["total"], test["accuracy"]) == (35, 50, 70)
    assert test["interval"] == pytest.approx([56.2, 80.9], abs=0.05)
    assert test["balanced_accuracy"] == pytest.approx(70.1, abs=0.05)
    assert test["auc"] == pytest.approx(0.756, abs=0.0005)
    assert test["confusion"] == [[12, 5], [10, 23]]


def test_baselines_with_their_p_values(headline):
    found = {one["name"]: one for one in headline["test"]["baselines"]}
    assert found["test-majority"]["correct"] == 33
    assert found["test-majority"]["p_value"] == pytest.approx(0.83, abs=0.005)
    assert found["nearest-neighbour"]["correct"] == 37
    assert found["train-majority"]["correct"] == 17
    assert 0 <= found["mean-colour"]["p_value"] <= 1
    assert headline["test"]["association_p_value"] == pytest.approx(0.015, abs=0.0005)


def test_duplicate_and_inverted_share_are_found(headline):
    items = [item for finding in headline["findings"] for item in finding["items"] if isinstance(item, dict)]
    pairs = {(item["train"], item["test"]) for item in items if {"train", "test", "exact"} <= set(item)}
    assert pairs == {(146, 17)}
    shares = " ".join(finding["text"] for finding in headline["findings"])
    assert "34.4 %" in shares
    assert "66.0 %" in shares
    assert "inverted" in shares
    assert headline["data"] == {
        "train": {"n": 209, "classes": {"non-cat": 137, "cat": 72}},
        "test": {"n": 50, "classes": {"non-cat": 17, "cat": 33}},
    }


def test_sentence_neither_over_nor_under_claims(headline):
    sentence = headline["test"]["sentence"]
    assert sentence.startswith("Test score: 35 of 50 = 70.0 % (95 % interval 56.2 to 80.9 %).")
    assert "34 of 49" in sentence  # without the picture that is in both sets
    assert "cannot be told apart" in sentence


def test_evaluate_needs_the_model_alone(headline, course, folder):
    model = folder / "copy.safetensors"
    model.write_bytes((folder / headline["model"]).read_bytes())
    answer = json.loads(run(folder, "evaluate", model, course / "test_catvnoncat.h5", "--json").stdout)
    assert (answer["correct"], answer["total"]) == (35, 50)
    assert answer["brier"] == pytest.approx(headline["test"]["brier"], rel=1e-12)


@pytest.mark.usefixtures("headline")
def test_predict_agrees_with_the_array_it_was_drawn_from(course, folder):
    with h5py.File(course / "test_catvnoncat.h5") as file:
        pixels = file["test_set_x"][:8]
    files = [folder / f"{i}.png" for i in range(8)]
    for picture, path in zip(pixels, files, strict=True):
        Image.fromarray(picture).save(path)
    entries = json.loads(run(folder, "predict", "runs/headline", *files, "--json").stdout)
    model = run(folder, "evaluate", "runs/headline", course / "test_catvnoncat.h5", "--json")
    assert model.returncode == 0
    import glasscat as gc

    kept = gc.load_run(folder / "runs/headline")
    expected = kept.probabilities(gc.load(course / "train_catvnoncat.h5").test)[:8, 1]
    np.testing.assert_allclose([entry["probabilities"]["cat"] for entry in entries], expected, rtol=1e-12)


def test_deep_network(course, folder):
    options = ("--layers", "20,7,5", "--learning-rate", 0.0075, "--iterations", 2500, "--seed", 1)
    train = ("train", course / "train_catvnoncat.h5", *options, "--out", folder / "deep", "--json")
    answer = json.loads(run(folder, *train).stdout)
    assert answer["network"] == [12288, 20, 7, 5, 1]
    assert len(answer["costs"]) == 25
    assert answer["final_cost"] < 0.5 * answer["costs"][0][1]
    assert answer["test"]["interval"][0] < answer["test"]["accuracy"] < answer["test"]["interval"][1]
