"""Somebody who has nothing but the program: drawn cats, a run, a prediction, in either language."""

import json

import pytest

from .program import run


@pytest.mark.parametrize(("language", "verdict"), [("en", "The verdict"), ("zh", "评判")])
def test_train_on_drawings_and_predict_new_ones(tmp_path, language, verdict):
    trained = run(
        tmp_path, "train", "--learning-rate", 0.001, "--iterations", 300, "--name", "demo", "--lang", language
    )
    assert trained.returncode == 0, trained.stderr
    assert verdict in trained.stdout
    assert (tmp_path / "runs/demo/model.safetensors").is_file()
    assert run(tmp_path, "data", "draw", "new", "-n", 6, "--seed", 7, "--lang", language).returncode == 0
    predicted = run(tmp_path, "predict", "runs/demo", "new/cat", "new/not-cat", "--json", "--lang", language)
    assert predicted.returncode == 0
    answers = json.loads(predicted.stdout)
    assert len(answers) == 6
    assert {answer["class"] for answer in answers} <= {"cat", "not-cat"}


def test_what_the_program_says_next_works(tmp_path):
    trained = run(tmp_path, "train", "--learning-rate", 0.0005, "--iterations", 50)
    assert trained.returncode == 0, trained.stderr
    command = trained.stdout.split("next: glasscat ")[1].split()
    run(tmp_path, "data", "draw", "new", "-n", 2)
    picture = next(tmp_path.glob("new/*/*.png"))
    assert run(tmp_path, *command[:-1], picture).returncode == 0
