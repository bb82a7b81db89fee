"""``glasscat study landscape`` and ``glasscat study vectorization``, as they are typed; and the Python door."""

import json

import numpy as np
import pytest

import glasscat as gc
from glasscat.cli.main import main
from glasscat.errors import UsageError
from glasscat.studies.landscape_outcome import Surveyed


@pytest.fixture
def points(tmp_path, monkeypatch):
    """A file of samples with two numbers each, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    X = rng.normal(size=(30, 2))
    np.savez(tmp_path / "points.npz", X=X, y=(X[:, 0] + 0.5 * rng.normal(size=30) > 0).astype(int))
    return "points.npz"


def spoken(capsys, *words):
    """Exit code, and what was printed."""
    code = main(list(words))
    return code, capsys.readouterr()


def test_landscape_of_data(points, tmp_path, capsys):
    code, said = spoken(capsys, "study", "landscape", points, "--learning-rate", "0.5", "--iterations", "50", "--json")
    assert code == 0
    found = json.loads(said.out)
    assert found["kind"] == "landscape"
    assert found["is_convex_everywhere"] is True
    assert "convex everywhere" in found["sentence"]
    assert np.shape(found["slices"][0]["costs"]) == (51, 51)
    folder = tmp_path / found["folder"]
    assert {one.name for one in (folder / "figures").iterdir()} == {"landscape.svg", "descent.svg"}
    assert (folder / "table.csv").read_text(encoding="utf-8").startswith("quantity,value\ncost at the start,")


def test_landscape_of_a_run(points, tmp_path, capsys):
    train = ("--layers", "3", "--activation", "tanh", "--iterations", "40", "--learning-rate", "0.5", "--seed", "3")
    assert spoken(capsys, "train", points, *train, "--name", "deep")[0] == 0
    code, said = spoken(capsys, "study", "landscape", "runs/deep", "--json")
    assert code == 0
    of_run = json.loads(said.out)
    costs = dict(gc.load_run(tmp_path / "runs" / "deep").history.all_costs)
    assert of_run["slices"][0]["path_costs"][-1] == pytest.approx(costs[40], rel=1e-9)
    assert {one.name for one in (tmp_path / of_run["folder"] / "figures").iterdir()} == {
        "landscape.svg",
        "landscape_random.svg",
        "descent.svg",
    }
    code, said = spoken(capsys, "study", "landscape", "runs/deep", "--iterations", "7")
    assert code == 2
    assert "GC-Y35" in said.err
    assert "--iterations" in said.err


def test_directions_are_checked_before_anything_is_trained(points, tmp_path, capsys):
    code, said = spoken(capsys, "study", "landscape", points, "--directions", "W1[5],b1")
    assert code == 2
    assert "GC-Y33" in said.err
    assert not (tmp_path / "runs").exists()


def test_landscape_goes_on_and_refuses_others(points, capsys):
    words = ("study", "landscape", points, "--iterations", "20", "--out", "here", "--json")
    _code, first = spoken(capsys, *words)
    code, second = spoken(capsys, *words)
    assert code == 0
    assert "already" in second.err
    assert json.loads(second.out) == json.loads(first.out)
    assert spoken(capsys, *words, "--directions", "random")[0] == 6


@pytest.fixture
def _short(monkeypatch):
    """A loop over two and a half million numbers takes seconds; a short one is as good here."""
    from glasscat.studies import vectorization_study

    whole = vectorization_study.race_of_gradients
    monkeypatch.setattr(
        vectorization_study, "race_of_gradients", lambda n_x, m, **how: whole(n_x // 100, m // 10, **how)
    )


@pytest.mark.usefixtures("_short")
def test_vectorization(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, said = spoken(capsys, "study", "vectorization", "--repeats", "1", "--json")
    assert code == 0
    found = json.loads(said.out)
    assert [way["name"] for way in found["gradient"]["ways"]] == ["two loops", "one loop", "no loop"]
    assert found["broadcasting"]["shares"][2][2] == pytest.approx(63.70656371, abs=5e-9)
    figures = {one.name for one in (tmp_path / found["folder"] / "figures").iterdir()}
    assert figures == {"vectorization.svg", "broadcasting.svg", "calories.svg"}
    code, said = spoken(capsys, "study", "vectorization", "--repeats", "0")
    assert code == 2
    assert "GC-Y36" in said.err


def test_python_door(tmp_path):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(30, 2))
    pair = X, (X[:, 0] + 0.5 * rng.normal(size=30) > 0).astype(int)
    network = gc.Network.dense(2, [], 2)
    rule = gc.GradientDescent(0.5)
    plan = gc.Plan(network, pair, optimizer=rule, iterations=40)
    found = gc.studies.landscape(plan, folder=tmp_path / "plan")
    assert isinstance(found.outcome, Surveyed)
    assert found.plot().axes
    data = gc.from_arrays(*pair)
    run = gc.fit(network, data, optimizer=rule, iterations=40)
    of_run = gc.studies.landscape(run, "W1[0],b1", folder=tmp_path / "run")
    assert of_run.outcome.slices[0].path_costs[-1] == pytest.approx(run.history.final_cost)
    with pytest.raises(UsageError, match="GC-Y34"):
        gc.studies.landscape(run, "b1,b1")


def test_python_door_to_stored_runs(points, tmp_path):
    network = gc.Network.dense(2, [], 2)
    run = gc.fit(network, gc.load(points), optimizer=gc.GradientDescent(0.5), iterations=40)
    run.save(tmp_path / "run", figures=False)
    by_path = gc.studies.landscape(tmp_path / "run", folder=tmp_path / "one")
    by_run = gc.studies.landscape(gc.load_run(tmp_path / "run"), folder=tmp_path / "other")
    assert by_path.outcome.as_json() == by_run.outcome.as_json()


def test_python_door_to_vectorization(tmp_path):
    found = gc.studies.vectorization(length=50, n_x=9, m=4, repeats=1, folder=tmp_path / "study")
    assert "Timed once" in str(found.sentence)
    assert found.plot().axes
