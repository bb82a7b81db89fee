"""``glasscat explain RUN --picture``: the sum in words, as a picture in the run folder, and as JSON."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from .data_files import noise, write_h5

HEADLINE = ("--iterations", "30", "--learning-rate", "0.01")


@pytest.fixture
def run(at, glasscat):
    """Return the folder of a run on 48 training and 24 test pictures of noise."""
    write_h5(at / "pets.h5", train=noise(48, 2), test=noise(24, 2, seed=1), classes=("dog", "cat"))
    assert glasscat("train", "pets.h5", "--name", "pets", *HEADLINE).code == 0
    return at / "runs" / "pets"


def test_the_sum_is_told_and_drawn(glasscat, run):
    answer = glasscat("explain", run, "--picture", "test:3")
    assert answer.code == 0
    words = " ".join(answer.out.split())
    assert "(test 3)" in words
    assert words.count("Exact.") == 2
    assert "learnt: c" in words
    drawn = (run / "figures" / "why-test-3.svg").read_text(encoding="utf-8")
    assert "w · x, pixel by pixel" in drawn
    assert "why-test-3.svg" in words
    assert answer.err == ""


def test_json_adds_up_to_z(glasscat, run):
    found = glasscat("explain", run, "--picture", "test:3", "--json").json
    training = found["training"]
    parts = sum(picture["contribution"] for picture in training["pictures"])
    assert len(training["pictures"]) == 48
    assert np.sum(found["pixels"]["map"]) + found["pixels"]["bias"] == pytest.approx(found["z"], abs=1e-9)
    total = parts + training["initial"] + training["outside"] + training["bias"]
    assert total == pytest.approx(found["z"], abs=1e-9)
    assert found["probability"] == pytest.approx(1 / (1 + np.exp(-found["z"])))
    assert found["figure"].endswith("why-test-3.svg")


def test_a_picture_file_gets_the_answer_of_predict(glasscat, run, at):
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (40, 60, 3), np.uint8)).save(at / "own.png")
    (predicted,) = glasscat("predict", run, "own.png", "--json").json
    found = glasscat("explain", run, "--picture", "own.png", "--json").json
    assert found["probabilities"] == pytest.approx(predicted["probabilities"], abs=1e-12)
    assert (run / "figures" / "why-own.svg").exists()


def test_a_class_may_be_asked_for(glasscat, run):
    first, second = (
        glasscat("explain", run, "--picture", "train:0", "--class", name, "--json").json for name in ("dog", "cat")
    )
    assert first["z"] == -second["z"]
    assert first["class"] == "dog"
    assert first["truth"] == second["truth"] == "dog"
    assert first["text"][2].startswith("This very picture was trained on")


def test_a_deep_network_is_called_approximate(glasscat, run):
    assert glasscat("train", "pets.h5", "--name", "deep", "--layers", "4", *HEADLINE).code == 0
    answer = glasscat("explain", run.parent / "deep", "--picture", "test:0")
    words = " ".join(answer.out.split())
    assert answer.code == 0
    assert "approximate" in words
    assert "Exact" not in words
    assert "nearest in their pixels" in words
    assert "nearest in the last hidden layer" in words


def test_adam_is_called_approximate(glasscat, run):
    options = ("--optimizer", "adam", "--learning-rate", "0.001", "--iterations", "30")
    assert glasscat("train", "pets.h5", "--name", "adam", *options).code == 0
    answer = glasscat("explain", run.parent / "adam", "--picture", "test:0")
    assert "Only approximate:" in " ".join(answer.out.split())


def test_without_its_data_a_file_is_explained_by_its_pixels(glasscat, run, at):
    Image.fromarray(np.full((9, 9, 3), 90, np.uint8)).save(at / "own.png")
    (at / "pets.h5").unlink()
    answer = glasscat("explain", run, "--picture", "own.png")
    words = " ".join(answer.out.split())
    assert answer.code == 0
    assert "has gone" in words
    assert "not at hand" in words


def test_data_that_has_moved(glasscat, refuses, run, at):
    (at / "pets.h5").rename(at / "animals.h5")
    answer = glasscat("explain", run, "--picture", "test:3", "--data", "animals.h5", "--json")
    assert answer.json["training"]["exact"]
    Image.fromarray(np.full((9, 9, 3), 90, np.uint8)).save(at / "own.png")
    refuses("GC-M21", 4, "explain", run, "--picture", "own.png", "--data", "nowhere.h5")


def test_refused(refuses, glasscat, run, at):
    refuses("GC-Q30", 2, "explain", run, "--picture", "test:24")
    refuses("GC-Q32", 2, "explain", run, "--picture", "test:0", "--class", "cow")
    refuses("GC-Q10", 2, "explain", run, "cost@0", "--picture", "test:0")
    refuses("GC-Q36", 2, "explain", run, "cost@0", "--class", "cat")
    refuses("GC-D01", 3, "explain", run, "--picture", "none.png")
    assert glasscat("train", "pets.h5", "--name", "alone", "--holdout", "0", *HEADLINE).code == 0
    (at / "pets.h5").unlink()
    refuses("GC-M21", 4, "explain", run, "--picture", "test:0")


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ((30, 30, 4), "transparent parts laid over white"),
        ((30, 30), "grey made RGB"),
        ((1, 1, 3), "resized to 12 × 12"),
    ],
)
def test_every_conversion_of_a_picture_is_told(glasscat, run, at, shape, said):
    Image.fromarray(np.random.default_rng(0).integers(0, 255, shape, np.uint8)).save(at / "own.png")
    answer = glasscat("explain", run, "--picture", "own.png")
    assert answer.code == 0
    assert said in " ".join(answer.out.split())
    assert said in glasscat("explain", run, "--picture", "own.png", "--json").json["notes"]


def test_a_held_out_picture_is_called_by_the_number_that_opens_it(glasscat, at):
    X, y = noise(60, 2)
    np.savez(at / "two.npz", X=X, y=y, class_names=np.array(["dog", "cat"]))
    assert glasscat("train", "two.npz", "--out", "run", *HEADLINE).code == 0
    answer = glasscat("explain", "run", "--picture", "test:3")
    assert "cat? (test 3 (X[" in " ".join(answer.out.split())
    assert "dog? (train" not in answer.out
