"""The ways in: `gc.explain` of a run, of a stored run and of a folder, and `glasscat explain`."""

import json

import numpy as np
import pytest

import glasscat as gc
from glasscat.cli import main
from glasscat.errors import GlasscatError, ModelError, UsageError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A run of data in a file, with classes whose names are HTML."""
    place = tmp_path_factory.mktemp("doors")
    rng = np.random.default_rng(1)
    y = np.arange(50) % 2
    names = np.array(["<b>no</b>", "cat & dog"])
    np.savez(place / "set.npz", X=rng.standard_normal((50, 6)) + y[:, None], y=y, class_names=names)
    data = gc.load(place / "set.npz")
    run = gc.fit(gc.Network.dense(6, [3], 2), data, optimizer=gc.GradientDescent(0.1), iterations=30, record_every=10)
    run.save(place / "run", figures=False)
    return place / "run"


@pytest.fixture(scope="module")
def run(folder):
    data = gc.load(folder.parent / "set.npz")
    return gc.fit(gc.Network.dense(6, [3], 2), data, optimizer=gc.GradientDescent(0.1), iterations=30, record_every=10)


@pytest.mark.parametrize(
    "name", ["cost@20", "cost", "W1[2,5]@17", "b2[0]", "test.accuracy", "test.brier", "dZ1[0,3]@30"]
)
def test_all_ways_lead_to_the_same_number(name, folder, run):
    ways = [gc.explain(run, name), gc.explain(gc.load_run(folder), name), gc.explain(folder, name)]
    ways.append(gc.explain(str(folder), name, data=folder.parent / "set.npz"))
    assert len({str(found) for found in ways}) == 1
    assert ways[0].value == ways[1].value


def test_an_explanation_has_everything_to_read(folder):
    found = gc.explain(folder, "W1[2,5]@17")
    assert (found.formula, found.name) == ("theta := theta - rate dtheta", "W1[2,5]@17")
    assert found.symbols == "W1[2,5]@16 - 0.1 · dW1[2,5]@16"
    assert [one.name for one in found.inputs] == ["W1[2,5]@16", "dW1[2,5]@16"]
    assert found.value == found.recomputed == found.inputs[0].value - 0.1 * found.inputs[1].value
    lines = str(found).splitlines()
    assert lines[0] == f"W1[2,5]@17 = {found.value!r}"
    assert any("to the last bit" in line for line in lines)
    assert repr(found) == str(found)


def test_what_can_be_opened_is_listed_with_examples(folder):
    contents = gc.explain(folder)
    assert "W1[0-2,0-5][@0-30]" in str(contents)
    assert "test.interval[low|high]" in repr(contents)
    for name in contents.examples:
        assert gc.explain(folder, name).name == name
    listed = {one["name"] for one in contents.as_json()["quantities"]}
    assert {"cost", "W1", "dW2", "Z1", "test.accuracy", "test.p_value", "train.cost"} <= listed


def test_a_notebook_shows_names_and_never_reads_them(folder):
    html = gc.explain(folder, "test.p_value[test-majority]")._repr_html_()
    assert "<table" in html
    assert "&lt;=" in html
    assert "<table" in gc.explain(folder, "dW2@0")._repr_html_()
    assert "<table" in gc.explain(folder)._repr_html_()


def test_a_whole_array_says_its_size_and_opens_entries(folder):
    found = gc.explain(folder, "dW1@0")
    assert found.value.shape == (3, 6)
    assert "3 × 6 numbers" in str(found)
    assert {one.name for one in found.inputs} == {"dZ1@0", "X"}
    assert found.as_json()["value"] == found.value.tolist()
    assert gc.explain(folder, "Z1@2").as_json()["shape"] == [3, 40]
    assert [one.name for one in gc.explain(folder, "W1@1").inputs] == ["W1@0", "dW1@0"]
    assert gc.explain(folder, "test.interval").value.shape == (2,)


def test_what_is_no_run_is_refused():
    with pytest.raises(UsageError, match="GC-Q09"):
        gc.explain(3, "cost@0")


def test_a_stored_value_that_its_formula_does_not_give_is_refused(folder, tmp_path):
    changed = tmp_path / "changed"
    changed.mkdir()
    for file in folder.iterdir():
        (changed / file.name).write_bytes(file.read_bytes())
    document = json.loads((folder / "run.json").read_text())
    document["test"]["accuracy"] += 1e-9
    (changed / "run.json").write_text(json.dumps(document))
    with pytest.raises(GlasscatError, match="GC-Q08") as caught:
        gc.explain(changed, "test.accuracy")
    assert caught.value.exit_code == 70


def test_a_run_that_comes_out_a_little_different_says_how_much(folder, tmp_path):
    """As on another machine: weights and costs that differ in their last digits."""
    from glasscat.models.file import load_model, save_model

    other = tmp_path / "other"
    other.mkdir()
    for file in folder.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    model = load_model(folder)
    model.theta[:] *= 1 + 1e-13
    save_model(model, other / "model.safetensors")
    found = gc.explain(other, "W1[0,0]")
    assert 0 < found.difference <= found.rounding < 1e-10
    assert "by rounding" in str(found)
    assert gc.explain(folder, "W1[0,0]").difference == 0


def changed_cost(folder, place, share, numerics=None):
    """The same folder, with its cost at iteration 20 changed in history.csv."""
    copied(folder, place)
    lines = (place / "history.csv").read_text().splitlines()
    k = next(k for k, line in enumerate(lines) if line.startswith("20,"))
    iteration, cost, *rest = lines[k].split(",")
    lines[k] = ",".join([iteration, repr(float(cost) * (1 + share)), *rest])
    (place / "history.csv").write_text("\n".join([*lines, ""]))
    document = json.loads((place / "run.json").read_text())
    document["numerics"].update(numerics or {})
    (place / "run.json").write_text(json.dumps(document))
    return place


@pytest.mark.parametrize("share", [6.5e-4, 1e-6, 1e-8])
def test_a_changed_cost_is_not_called_rounding(share, folder, tmp_path):
    changed = changed_cost(folder, tmp_path / "changed", share)
    for name in ("cost@20", "W1[0,0]@21"):
        with pytest.raises(ModelError, match=r"GC-M24.*iteration 20") as caught:
            gc.explain(changed, name)
        assert "were changed" in str(caught.value)


def test_another_machine_is_granted_the_rounding_of_thousands_of_steps(folder, tmp_path):
    elsewhere = changed_cost(folder, tmp_path / "elsewhere", 1e-8, {"blas": "another one"})
    assert 0 < gc.explain(elsewhere, "cost@20").difference < 1e-8
    with pytest.raises(ModelError, match=r"(?s)GC-M24.*on the machine"):
        gc.explain(changed_cost(folder, tmp_path / "far", 2e-3, {"blas": "another one"}), "cost@20")


def test_agreement_speaks_of_rounding_only_within_it(folder, tmp_path):
    place = tmp_path / "changed"
    copied(folder, place)
    document = json.loads((place / "run.json").read_text())
    document["test"]["accuracy"] += 1e-9
    (place / "run.json").write_text(json.dumps(document))
    from glasscat.explanation.book import Book
    from glasscat.run.opening import subject_of

    found = Book(subject_of(place)).open("test.accuracy")
    assert found.agrees is False
    assert "by rounding" not in str(found.agreement)
    assert "more than rounding" in str(found.agreement)


def copied(folder, place):
    place.mkdir()
    for file in folder.iterdir():
        (place / file.name).write_bytes(file.read_bytes())


def said(capsys, *arguments):
    assert main(["explain", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def test_the_command_line_opens_a_number(folder, capsys):
    words = said(capsys, folder, "W1[2,5]@17")
    assert "W1[2,5]@17 = " in words
    assert "W1[2,5]@16 - 0.1 · dW1[2,5]@16" in words
    assert "inputs" in words
    assert "dW2@0" in said(capsys, folder, "dW2@0")
    assert "For example: cost@1" in said(capsys, folder)


def test_the_command_line_prints_json(folder, capsys):
    document = json.loads(said(capsys, folder, "cost@20", "--json"))
    assert document["value"] == dict(gc.load_run(folder).history.costs)[20]
    assert document["left_out"] == 37
    assert [one["quantity"].split("[")[0] for one in document["inputs"]] == ["loss"] * 3
    assert abs(document["recomputed"] - document["value"]) <= document["rounding"]
    assert json.loads(said(capsys, folder, "--json"))["examples"][0] == "cost@1"
    assert json.loads(said(capsys, folder, "b1@3", "--json"))["shape"] == [3]


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code"),
    [
        (["W9[0,0]@1"], 2, "GC-Q02"),
        (["W1[9,9]@1"], 2, "GC-Q04"),
        (["cost@31"], 2, "GC-Q05"),
        (["cost@1", "--picture", "test:0"], 2, "GC-Q10"),
        (["cost@1", "--data", "nowhere.npz"], 4, "GC-M21"),
    ],
)
def test_the_command_line_says_what_is_wrong(arguments, exit_code, code, folder, capsys):
    assert main(["explain", str(folder), *arguments]) == exit_code
    assert code in capsys.readouterr().err


def test_data_that_has_moved_is_said_to_the_command_line(folder, capsys, tmp_path):
    place = folder.parent / "set.npz"
    moved = tmp_path / "moved.npz"
    place.rename(moved)
    try:
        assert main(["explain", str(folder), "cost@0"]) == 4
        assert "GC-M21" in capsys.readouterr().err
        assert "cost@0" in said(capsys, folder, "cost@0", "--data", moved)
    finally:
        moved.rename(place)


def test_an_array_with_a_wrong_entry_says_so(folder, monkeypatch):
    from glasscat.explanation import forward
    from glasscat.explanation.book import Book
    from glasscat.run.opening import subject_of

    book = Book(subject_of(folder))
    monkeypatch.setitem(forward.FORWARD, type(book.blocks[0].layer), lambda *_place: forward.Number(1.5))
    found = book.open("Z1@2")
    assert "more than rounding" in str(found.agreement)
    with pytest.raises(GlasscatError, match="GC-Q08"):
        found.check()


def test_an_array_of_a_step_that_is_not_recomputed_claims_nothing(run):
    searched = gc.fit(run.network, run.data, optimizer=gc.LBFGS(), iterations=3)
    found = gc.explain(searched, "W1@2")
    assert found.agreement is found.difference is None
    assert "check" not in str(found)
