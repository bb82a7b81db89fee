"""Every kind of data trains, is judged and is predicted in the same way."""

import numpy as np
import pytest
from PIL import Image

from .data_files import SIX, copied, noise, truncate

KINDS = ("six.h5", "six.npz", "parts", "train_pair.h5", "photos")


@pytest.fixture(params=KINDS)
def data(request, sources):
    return sources / request.param


@pytest.fixture
def run(data, trained):
    # float32 for speed; the rate is one at which noise of these sizes is learnt
    return trained(data, "--size", "12", "--iterations", "60", "--learning-rate", "0.01", "--dtype", "float32")


@pytest.fixture
def pictures(tmp_path):
    """Four new picture files of classes 0 and 1 of two, JPEG and PNG."""
    X, _y = noise(4, 2, size=17, seed=5)
    paths = [tmp_path / name for name in ("dark 1.png", "light 1.png", "dark 2.jpg", "light 2.jpg")]
    for pixels, path in zip(X, paths, strict=True):
        Image.fromarray(pixels).save(path)
    return paths


def test_inspects(glasscat, data):
    document = glasscat("inspect", data, "--json").json
    assert set(document) == {"data", "sample_shape", "findings", "notes"}
    assert sum(document["data"]["train"]["classes"].values()) == document["data"]["train"]["n"]


def test_evaluates(glasscat, data, run):
    verdict = glasscat("evaluate", run, data, "--json").json
    assert verdict["total"] == sum(map(sum, verdict["confusion"]))
    assert verdict["correct"] == np.trace(verdict["confusion"])
    assert {one["name"] for one in verdict["baselines"]} >= {"train-majority", "mean-colour"}
    assert "The verdict of" in glasscat("evaluate", run, data).out


def test_evaluates_on_pictures_that_it_was_trained_on(glasscat, sources, trained):
    """The model alone, without its training set, finds out that it has seen every one of them."""
    run = trained(
        sources / "six.npz", "--size", "12", "--iterations", "60", "--learning-rate", "0.01", "--holdout", "0"
    )
    seen = glasscat("evaluate", run, sources / "six.npz", "--json").json
    (finding,) = (one for one in seen["findings"] if one["code"] == "GC-I10")
    assert [item["test"] for item in finding["items"]] == list(range(seen["total"]))
    assert "says nothing about new ones" in seen["sentence"]


def test_predicts(glasscat, run, pictures):
    answer = glasscat("predict", run, *pictures, "--json")
    assert answer.code == 0
    assert [entry["picture"] for entry in answer.json] == [str(path) for path in pictures]
    for entry in answer.json:
        assert set(entry) == {"picture", "class", "probability", "probabilities"}
        assert sum(entry["probabilities"].values()) == pytest.approx(1, abs=1e-6)
        assert entry["probability"] == max(entry["probabilities"].values()) == entry["probabilities"][entry["class"]]
    dark, light = answer.json[0]["probabilities"], answer.json[1]["probabilities"]
    assert dark != light


def test_evaluate_gives_the_score_that_training_gave(glasscat, sources):
    answer = glasscat("train", sources / "parts", "--size", 12, "--iterations", 30, "--out", "run", "--json").json
    again = glasscat("evaluate", "run", sources / "parts", "--json").json
    assert (again["correct"], again["total"]) == (answer["test"]["correct"], answer["test"]["total"])
    assert again["brier"] == pytest.approx(answer["test"]["brier"], rel=1e-12)


def test_evaluate_with_the_training_data_has_all_baselines_and_finds_what_was_seen(glasscat, sources, trained):
    run = trained(sources / "six.h5", "--iterations", "20")
    verdict = glasscat("evaluate", run, sources / "six.npz", "--train", sources / "six.h5", "--json").json
    assert "nearest-neighbour" in {one["name"] for one in verdict["baselines"]}
    assert "GC-I10" in {finding["code"] for finding in verdict["findings"]}  # six.npz is its training set
    assert "says nothing about new ones" in verdict["sentence"]


def test_a_probability_does_not_depend_on_the_company(glasscat, sources, trained, pictures):
    run = trained(sources / "photos", "--size", "12", "--iterations", "20")
    together = glasscat("predict", run, *pictures, "--json").json
    alone = [glasscat("predict", run, path, "--json").json[0] for path in pictures]
    assert together == alone


def test_predicts_a_folder(glasscat, sources, trained):
    run = trained(sources / "photos", "--size", "12", "--iterations", "20")
    answer = glasscat("predict", run, sources / "photos/cat", "--json")
    assert len(answer.json) == 15
    assert "resized" in answer.err or answer.err == ""


def test_broken_pictures_among_good_ones_are_told_and_the_rest_go_on(glasscat, sources, trained, at):
    run = trained(sources / "photos", "--size", "12", "--iterations", "20")
    folder = copied(sources / "photos/cat", at / "new")
    first, second, *_rest = sorted(folder.iterdir())
    truncate(first)
    second.write_text("<!doctype html><html>404</html>")
    answer = glasscat("predict", run, folder, "missing.png", "--json")
    assert answer.code == 3
    errors = {entry["picture"]: entry["error"]["code"] for entry in answer.json if "error" in entry}
    assert errors == {str(first): "GC-D41", str(second): "GC-D03", "missing.png": "GC-D01"}
    assert sum("class" in entry for entry in answer.json) == 13
    printed = glasscat("predict", run, folder, "missing.png")
    assert printed.code == 3
    assert "the picture is damaged or ends too early" in " ".join(printed.out.split())


def test_conversions_of_pictures_are_summed_up(glasscat, sources, trained, at):
    run = trained(sources / "photos", "--size", "12", "--iterations", "20")
    for k in range(20):
        Image.fromarray(noise(1, 1, size=12)[0][0]).convert("L").save(at / f"grey {k:02}.png")
    answer = glasscat("predict", run, *sorted(at.glob("*.png")))
    assert (
        answer.err
        == "glasscat: grey made RGB (20 pictures): "
        + ", ".join(str(at / f"grey {k:02}.png") for k in range(3))
        + ", … and 17 more.\n"
    )


def test_skip_broken_leaves_out_by_name(glasscat, refuses, sources, at):
    folder = copied(sources / "photos", at / "photos")
    broken = truncate(min((folder / "cat").glob("*.jpg")))
    said = refuses("GC-D36", 3, "train", "photos", "--iterations", 5)
    assert broken.name in said
    assert "--skip-broken" in said
    answer = glasscat("train", "photos", "--skip-broken", "--iterations", 5, "--learning-rate", 1e-4, "--json")
    assert answer.code == 0
    assert f"left out, because it cannot be read (1 picture): cat/{broken.name}." in answer.err
    data = answer.json["data"]
    assert data["train"]["n"] + data["test"]["n"] == 29


def test_six_classes_are_named_in_every_answer(glasscat, sources, trained, pictures):
    run = trained(sources / "six.h5", "--iterations", "20")
    assert set(glasscat("predict", run, pictures[0], "--json").json[0]["probabilities"]) == set(SIX)
    assert {one["name"] for one in glasscat("evaluate", run, sources / "parts", "--json").json["per_class"]} == set(SIX)
