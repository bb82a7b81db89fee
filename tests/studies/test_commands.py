"""``glasscat study``: every kind from the command line, what it refuses, and where it goes on."""

import csv
import json
from inspect import signature
from pathlib import Path

import pytest

from glasscat.cli.train import train
from glasscat.cli.vary import on_layers, varied
from glasscat.errors import UsageError
from glasscat.studies.grid import Between

QUICK = ("--learning-rate", "0.5", "--iterations", "40", "--print-every", "10")


def test_values_as_they_are_typed():
    assert varied(["learning-rate=0.1,1e-2", "layers=;20,7,5", "batch_norm=yes,no", "seed=1..9:3", "init=none,he"]) == {
        "learning_rate": [0.1, 0.01],
        "layers": ["", "20,7,5"],
        "batch_norm": [True, False],
        "seed": Between(1, 9, 3),
        "init": [None, "he"],
    }
    assert varied(["learning_rate=1e-4..1e-2:100"]) == {"learning_rate": Between(1e-4, 1e-2, 100)}
    assert varied(["l2=0.001..1"]) == {"l2": Between(0.001, 1.0)}
    assert varied(["iterations=10,20"]) == {"iterations": [10, 20]}


@pytest.mark.parametrize(
    ("code", "given", "said"),
    [
        ("GC-Y01", ["learning_rat=1"], "the nearest is learning_rate"),
        ("GC-Y02", ["learning_rate"], "no values of learning_rate"),
        ("GC-Y02", ["learning_rate= "], "no values"),
        ("GC-Y04", ["learning_rate=a"], "a number; found 'a'"),
        ("GC-Y04", ["iterations=1.5"], "a whole number"),
        ("GC-Y04", ["batch_norm=perhaps"], "yes or no"),
        ("GC-Y04", ["learning_rate=1..0.1:5"], "must go upwards"),
        ("GC-Y04", ["learning_rate=0.1..1:x"], "found 'x'"),
        ("GC-Y05", ["l2=1", "l2=2"], "named twice"),
    ],
)
def test_values_that_cannot_be_tried(code, given, said):
    with pytest.raises(UsageError, match=said) as caught:
        varied(given)
    assert caught.value.code == code


def test_a_sweep_over_a_grid(glasscat, npz):
    answer = glasscat(
        "study", "sweep", *npz, "--vary", "learning_rate=0.5,0.1", "--vary", "layers=;3", *QUICK, "--json"
    )
    assert answer.code == 0
    values = [run["values"] for run in answer.json["runs"]]
    assert values == [{"learning_rate": rate, "layers": layers} for rate in (0.5, 0.1) for layers in ("", "3")]
    assert answer.json["folder"] == "runs/study-sweep-1"
    assert answer.json["sentence"].startswith("Of 4 runs")
    assert set(answer.json["texts"]) == {"en", "zh"}


def test_a_sweep_of_the_data_s_own_options(glasscat, npz):
    """Held-out shares give different data; seeds alone do not, where the test set is given."""
    train = npz[0]
    varying = ("--vary", "holdout=0.2,0.4", "--vary", "seed=0,1")
    answer = glasscat("study", "sweep", train, *varying, *QUICK, "--json")
    assert [run["test"]["total"] for run in answer.json["runs"]] == [12, 12, 24, 24]
    patient = glasscat("study", "sweep", *npz, "--vary", "patience=2,5", *QUICK, "--json")
    assert patient.code == 0
    assert [run["train"]["total"] for run in patient.json["runs"]] == [48, 48]


def test_what_is_printed(glasscat, npz):
    answer = glasscat("study", "sweep", *npz, "--vary", "learning_rate=0.001..1:30", *QUICK)
    assert answer.code == 0
    assert "and 10 rows more in table.csv" in answer.out
    assert "runs/study-sweep-1" in answer.out
    assert "In plain words" in answer.out
    diverging = glasscat("study", "sweep", *npz, "--vary", "learning_rate=0.5,1e9", "--loss", "squared-error", *QUICK)
    assert diverging.code == 0


def test_the_other_kinds(glasscat, npz):
    folds = glasscat("study", "cross-validate", *npz, "--folds", "3", "--repeats", "2", *QUICK, "--json")
    assert folds.json["folds"] == 3
    assert len(folds.json["repeats"]) == 2
    splits = glasscat("study", "resplit", *npz, "--times", "4", *QUICK, "--json")
    assert len(splits.json["accuracies"]) == 4
    curve = glasscat("study", "learning-curve", *npz, "--draws", "2", "--sizes", "10,20,60", *QUICK, "--json")
    assert curve.json["n"] == [10, 20, 60]
    for answer in (folds, splits, curve):
        assert answer.code == 0
        assert answer.json["figure"].endswith(".svg")
    assert "usage" not in glasscat("study").err.lower()


def test_an_interrupted_study_goes_on(glasscat, npz, tmp_path, monkeypatch):
    """Interrupted in the third split, when two are kept; the same command goes on there, another one does not."""
    from glasscat.studies import resplits

    trained, calls = resplits.trained_alone, []

    def interrupted(plan):
        calls.append(plan)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return trained(plan)

    monkeypatch.setattr(resplits, "trained_alone", interrupted)
    command = ("study", "resplit", *npz, "--times", "4", *QUICK)
    assert glasscat(*command).code == 130
    folder = tmp_path / "at/runs/study-resplit-1"
    assert len((folder / "runs.jsonl").read_text("utf-8").splitlines()) == 2
    answer = glasscat(*command)
    assert answer.code == 0
    assert "2 of 5 runs are in runs/study-resplit-1 already" in answer.err
    assert len(calls) == 3 + 3
    assert len(json.loads((folder / "study.json").read_text("utf-8"))["outcome"]["accuracies"]) == 4
    other = glasscat("study", "resplit", *npz, "--times", "5", *QUICK, "--out", folder)
    assert (other.code, "GC-Y21" in other.err) == (6, True)
    assert glasscat(*command, "--out", folder).code == 0
    assert len(calls) == 6, "a finished study is not computed again"


def test_a_sweep_that_is_interrupted_says_what_it_has_kept(glasscat, npz, monkeypatch):
    """Plans that are trained apart are kept one by one; none of the one that was under way."""
    from glasscat.studies import sweeps

    trained, calls = sweeps.train_together, []

    def interrupted(plans, *, watch=None):
        calls.append(plans)
        if len(calls) in {1, 3}:
            raise KeyboardInterrupt
        return trained(plans, watch=watch)

    monkeypatch.setattr(sweeps, "train_together", interrupted)
    command = ("study", "sweep", *npz, "--vary", "layers=;3;4", *QUICK, "--out", "s")
    at_once = glasscat(*command)
    assert at_once.code == 130
    assert "no run is kept in s yet: those that are trained together are kept when all of them" in at_once.err
    stopped = glasscat(*command)
    assert stopped.code == 130
    assert "1 of 3 runs is kept in s; the same command goes on from there." in stopped.err
    assert glasscat(*command).code == 0
    assert [len(plans) for plans in calls] == [1] * 5


def test_a_sweep_of_which_every_run_fails_exits_as_a_training_does(glasscat, npz):
    failing = ("--vary", "learning_rate=1e6,1e7", "--iterations", "5", "--print-every", "1")
    alone = glasscat("train", *npz, "--learning-rate", "1e6", "--iterations", "5", "--no-figures")
    answer = glasscat("study", "sweep", *npz, *failing, "--out", "s")
    assert (answer.code, alone.code) == (5, 5)
    assert "Of 2 runs none ended lower: 2 ended higher." in " ".join(answer.out.split())
    again = glasscat("study", "sweep", *npz, *failing, "--out", "s")
    assert again.code == 5
    assert glasscat("study", "sweep", *npz, "--vary", "learning_rate=0.5,1e6", *QUICK).code == 0
    one = ("study", "sweep", *npz, "--vary", "learning_rate=0.5", *QUICK, "--out", "one")
    assert (glasscat(*one).code, glasscat(*one).err) == (
        0,
        "glasscat: The run is in one already: nothing is trained again.\n",
    )


def test_a_run_better_than_the_best_baseline_is_called_better(glasscat, npz):
    answer = glasscat("study", "sweep", *npz, "--vary", "learning_rate=0.5,0.1", *QUICK, "--out", "s")
    document = glasscat("study", "sweep", *npz, "--vary", "learning_rate=0.5,0.1", *QUICK, "--out", "s", "--json").json
    with Path("s/table.csv").open(encoding="utf-8") as file:
        words = [row["against_best"] for row in csv.DictReader(file)]
    assert words == [run["test"]["against_best"] for run in document["runs"]]
    assert "baseline" in answer.out


def test_layers_with_commas_are_told_to_be_networks_of_one_layer(glasscat, npz):
    said = "--vary layers=3,2 tries 2 networks of one hidden layer each; a semicolon separates networks of several"
    answer = glasscat("study", "sweep", *npz, "--vary", "layers=3,2", *QUICK, "--json")
    assert said in answer.err
    assert [run["values"]["layers"] for run in answer.json["runs"]] == ["3", "2"]
    assert "tries 2 networks" in str(on_layers(["l2=0.1", "layers=,3,2"])[0])
    for values in ("layers=3;2", "layers=;3,2", "l2=0.1,0.2", "layers=3", "layers=,3"):
        assert on_layers([values]) == []
    assert "semicolons" in " ".join(glasscat("study", "sweep", "--help").out.split())
    assert "equal ratios" in " ".join(glasscat("study", "sweep", "--help").out.replace("│", "").split())


def test_comparing_runs(glasscat, npz):
    for name, rate in (("a", "0.5"), ("b", "0.001")):
        assert (
            glasscat("train", *npz, "--learning-rate", rate, "--iterations", "50", "--out", name, "--no-figures").code
            == 0
        )
    answer = glasscat("study", "compare", "a", "b", "--json")
    assert answer.code == 0
    (pair,) = answer.json["pairs"]
    assert (pair["first"], pair["second"]) == ("a", "b")
    assert pair["both"] + pair["only_first"] + pair["only_second"] + pair["neither"] == 25
    elsewhere = glasscat("study", "compare", "a", "b", "--test", npz[2], "--json")
    assert elsewhere.json["pairs"] == answer.json["pairs"]
    assert glasscat("train", npz[0], "--holdout", "0", "--out", "c", "--iterations", "5", "--no-figures").code == 0
    assert (
        glasscat("train", npz[0], "--holdout", "0.4", "--out", "sub/a", "--iterations", "5", "--no-figures").code == 0
    )
    for code, runs in (
        ("GC-Y10", ("a",)),
        ("GC-Y10", ("a", "./a")),
        ("GC-Y12", ("a", "c")),
        ("GC-Y11", ("a", "sub/a")),
    ):
        refused = glasscat("study", "compare", *runs)
        assert (refused.code, code in refused.err) == (2, True)
    same_name = glasscat("study", "compare", "a", "sub/a", "--test", npz[2], "--json")
    assert [one["name"] for one in same_name.json["scores"]] == ["at/a", "sub/a"]


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("GC-Y01", ("sweep", "--vary", "learningrate=1")),
        ("GC-Y02", ("sweep",)),
        ("GC-Y03", ("sweep", "--vary", "seed=1..101:101", "--vary", "l2=0.0..1.0:101")),
        ("GC-U04", ("sweep", "--vary", "learning_rate=0.1,-1")),
        ("GC-Y06", ("cross-validate", "--folds", "25")),
        ("GC-Y13", ("learning-curve", "--sizes", "a,b")),
        ("GC-Y07", ("resplit", "--times", "0")),
    ],
)
def test_what_is_refused_leaves_nothing(glasscat, npz, tmp_path, code, arguments):
    kind, *rest = arguments
    answer = glasscat("study", kind, *npz, *rest)
    assert (answer.code, code in answer.err) == (2, True)
    assert list((tmp_path / "at").iterdir()) == []


def test_every_option_of_training_can_be_varied_but_those_of_one_run(glasscat, npz):
    """Options of the run folder are no settings; checkpoints mean nothing to a study, which keeps its runs itself."""
    parameters = set(signature(train).parameters)
    of_the_folder = {"context", "name", "out", "overwrite", "figures", "json", "lang", "debug"}
    settings = sorted(parameters - of_the_folder - {"checkpoint_every"})
    assert varied([f"{name}=none" for name in settings]).keys() == set(settings)
    for name in sorted(of_the_folder | {"checkpoint_every"}):
        with pytest.raises(UsageError) as caught:
            varied([f"{name}=1"])
        assert caught.value.code == "GC-Y01"
    assert glasscat("study", "resplit", *npz, "--checkpoint-every", "10").code == 2


def test_going_on_is_told_and_what_is_finished_is_not_trained_again(glasscat, npz):
    asked = ("study", "resplit", *npz, "--times", "2", *QUICK, "--out", "s")
    first = glasscat(*asked, "--json")
    again = glasscat(*asked, "--json")
    assert "All 3 runs are in s already: nothing is trained again." in again.err
    assert again.json == first.json
    rows = Path("s/runs.jsonl").read_bytes().splitlines(keepends=True)
    Path("s/runs.jsonl").write_bytes(b"".join(rows[:2]) + rows[2][:20])
    document = json.loads(Path("s/study.json").read_bytes())
    Path("s/study.json").write_text(json.dumps(document | {"numerics": {}}), "utf-8")
    third = glasscat(*asked, "--json")
    assert "2 of 3 runs are in s already: the study goes on from there." in third.err
    assert "other versions or on another machine" in third.err
    assert third.json == first.json


def test_a_wide_table_folds_its_titles_and_no_number(glasscat, npz):
    """Nine columns in eighty letters: every number and every word of a setting stands on one line."""
    vary = ("--vary", "learning_rate=0.01..0.5", "--vary", "l2=0.001..0.1", "--vary", "optimizer=momentum")
    answer = glasscat("study", "sweep", *npz, *vary, "--random", "5", *QUICK, "--out", "s")
    rows = [line.split() for line in answer.out.splitlines() if line.rstrip().endswith(("alike", "better", "worse"))]
    assert len(rows) == 5
    assert {len(line) for line in rows} == {7}
    assert max(map(len, answer.out.splitlines())) <= 80
    with Path("s/table.csv").open(encoding="utf-8") as file:
        kept = [float(row["learning_rate"]) for row in csv.DictReader(file)]
    assert [line[0] for line in rows] == [f"{rate:.4g}" for rate in kept]
