"""A sweep: the runs are those that each plan gives alone, and what is said of them is true."""

import csv
from functools import partial
from hashlib import sha256
from itertools import pairwise

import numpy as np
import pytest

import glasscat as gc
from glasscat.reports.studies import draw
from glasscat.studies import sweeps
from glasscat.studies.described import described
from glasscat.studies.grid import Between, drawn, grid
from glasscat.studies.jury import Jury
from glasscat.studies.long_steps import long_steps
from glasscat.studies.study import Column, carry_out
from glasscat.studies.sweeps import Sweep, Swept, label
from glasscat.training.diagnosis import diagnose
from glasscat.training.divergence import beyond_numbers
from glasscat.training.many import train_together

from .kept_runs import SIX_OF_TWENTY, kept

RATES = {"learning_rate": [0.01, 0.005, 0.001, 0.0001]}


def swept(make, vary):
    points = grid(vary)
    return carry_out(Sweep(points, [make(**point) for point in points]))


def test_each_run_is_the_run_of_its_plan(make, data):
    outcome = swept(make, {"learning_rate": [0.5, 0.1], "l2": [0.0, 0.1]})
    for row in outcome.rows:
        run = gc.fit(make().network, data, **make(**row["values"]).settings)
        # trained as rows of one vector, so the same up to rounding
        assert row["final_cost"] == pytest.approx(run.history.final_cost, rel=1e-12)
        assert row["test"]["correct"] == gc.evaluate(run, data.test).correct
        assert row["train"]["correct"] == run.model.score(data.train).correct
        mine = [(one["name"], one["correct"], one["p_value"]) for one in row["test"]["baselines"]]
        theirs = [(one.name, one.correct, one.p_value) for one in gc.evaluate(run, data.test).baselines]
        assert mine == theirs


def test_the_course_s_rates(course):
    """The figure of the course: three rates, and the headline's; costs to the six decimals of the course."""
    data = gc.load(course / "train_catvnoncat.h5")
    network = gc.Network.dense(data.n_features, [], 2)

    def make(learning_rate):
        return gc.Plan(network, data, optimizer=gc.GradientDescent(learning_rate), iterations=2000)

    outcome = swept(make, RATES)
    costs = {row["values"]["learning_rate"]: dict(map(tuple, row["costs"])) for row in outcome.rows}
    for rate, at_100, at_1000, at_1900 in (
        (0.01, 0.823921, 0.116478, 0.072809),
        (0.005, 0.584508, 0.214820, 0.140872),
        (0.001, 0.591289, 0.418164, 0.340877),
        (0.0001, 0.643677, 0.591339, 0.558891),
    ):
        assert [costs[rate][n] for n in (100, 1000, 1900)] == pytest.approx([at_100, at_1000, at_1900], abs=5e-7)
    assert [row["test"]["accuracy"] for row in outcome.rows] == [70, 70, 68, 40]
    assert [row["train"]["accuracy"] for row in outcome.rows] == pytest.approx(
        [99.521531, 99.043062, 91.387560, 71.291866]
    )
    assert {row["method"] for row in outcome.rows} == {"span"}
    assert "GC-I10" in {finding.code for finding in outcome.findings}


def test_the_table_and_the_sentence(make):
    outcome = swept(make, {"learning_rate": [0.5, 0.1]})
    assert [column.key for column in outcome.table.columns][:2] == ["learning_rate", "final_cost"]
    assert [row[0] for row in outcome.table.rows] == [0.5, 0.1]
    lowest = min(outcome.rows, key=lambda row: row["final_cost"])
    said = str(outcome.sentence)
    assert f"Of 2 runs the lowest final cost, {lowest['final_cost']:.4g}, is that of learning_rate = 0.5." in said
    best = max(row["test"]["correct"] for row in outcome.rows)
    assert f"{best} of 25" in said
    assert "chosen among 2 by the test set itself" in said


@pytest.mark.parametrize(
    ("vary", "is_one"),
    [({"learning_rate": [0.5, 0.1]}, True), ({"l2": [0.0, 0.1], "learning_rate": [0.5, 0.1]}, False)],
)
def test_costs_with_and_without_l2_are_not_ranked(make, vary, is_one):
    """The cost with L2 has another summand: the lower number is not the better fit."""
    outcome = swept(make, vary)
    assert (outcome.lowest is not None) == is_one
    assert ("the lowest final cost" in str(outcome.sentence)) == is_one
    assert ("do not minimise the same cost, so final costs are not compared" in str(outcome.sentence)) != is_one
    assert "The best test score" in str(outcome.sentence)
    assert str(outcome.on_cost) == draw(outcome).axes[0].texts[1].get_text()


def test_runs_that_share_the_best_score_are_counted(make):
    outcome = swept(make, {"learning_rate": Between(0.4, 0.5, 6)})
    scores = [row["test"]["correct"] for row in outcome.rows]
    n = scores.count(max(scores)) - 1
    assert n > 1
    assert f"{n} other runs score the same." in str(outcome.sentence)


def test_progress_goes_one_way_whatever_fits_into_the_memory(make, monkeypatch):
    """Blocks of two of eight runs: what is done never falls, and a block counts for two."""
    monkeypatch.setattr(sweeps, "train_together", partial(train_together, memory=30_000))
    points = grid({"learning_rate": Between(0.1, 0.5, 8)})
    told = []
    carry_out(Sweep(points, [make(**point) for point in points]), tell=lambda n, _total: told.append(n))
    assert all(a <= b for a, b in pairwise(told))
    assert told[-1] == 8
    assert 2 < len(set(told)) <= 9


def test_settings_in_few_digits_as_they_are_typed():
    first = {"rate": 0.00123456789, "init": None, "layers": "", "norm": True, "n": 20000}
    settings = (first, {"rate": 0.5}, {"rate": 0.1})
    rows = tuple({"values": settings[0] | some, "status": "diverged", "failure": code, "costs": []}
                 for some, code in zip(settings, ("GC-T01", "GC-T02", "GC-T03"), strict=True))  # fmt: skip
    outcome = Swept(rows)
    assert label(rows[0], list(settings[0])) == "rate = 0.001235, init = none, layers = none, norm = yes, n = 20000"
    (column,) = [column for column in outcome.table.columns if column.key == "rate"]
    assert column.shown(0.00123456789) == "0.001235"
    assert Column("n", "n").shown(20000) == "20000"
    assert Column("layers", "layers").shown("") == "none"
    assert [str(line[-1]) for line in outcome.table.rows] == ["diverged", "ended higher", "learnt nothing"]


def test_many_are_listed_by_cost_and_one_is_not_chosen(make):
    many = swept(make, {"learning_rate": Between(0.01, 1.0, 25)})
    costs = [row[1] for row in many.table.rows]
    assert costs == sorted(costs)
    assert len(costs) == 25
    one = swept(make, {"learning_rate": [0.5]})
    assert "flatters" not in str(one.sentence)
    assert one.names == ["learning_rate"]


def test_runs_that_diverge_have_no_score(data):
    """Features a thousand times larger: a rate of 1e3 throws the cost far above its beginning."""
    large = gc.from_arrays(data.train.X * 1000, data.train.y)
    network = gc.Network.dense(3, [], 2)

    def make(learning_rate):
        return gc.Plan(network, large, optimizer=gc.GradientDescent(learning_rate), iterations=5)

    outcome = swept(make, {"learning_rate": [1e-7, 1e3]})
    assert [row["status"] for row in outcome.rows] == ["finished", "diverged"]
    assert "train" not in outcome.rows[1]
    assert outcome.best is None
    assert [finding.code for finding in outcome.findings if finding.code.startswith("GC-Y")] == ["GC-Y25"]
    all_diverged = swept(make, {"learning_rate": [1e3, 1e4]})
    assert str(all_diverged.sentence) == "Of 2 runs none ended lower: 2 ended higher. Try smaller learning rates."
    nothing = Swept(({"values": {"a": 1}, "status": "diverged", "costs": []},))
    assert nothing.table.rows[0][0] == 1


def test_what_did_not_finish_is_said_before_what_was_chosen():
    endings = "Of 20 runs 14 ended lower, 3 diverged, 1 ended higher, 2 learnt nothing. "
    lowest = f"The lowest final cost, {1 / 14:.4g}, is that of rate = 14. "
    best = "The best test score is that of rate = 14: 14 of 50"
    said = str(SIX_OF_TWENTY.sentence)
    assert said.startswith(endings + lowest + best)
    assert "It was chosen among 14 by the test set itself" in said
    chinese = SIX_OF_TWENTY.sentence.render("zh")
    assert chinese.startswith("20 次训练中，14 次代价下降、3 次发散、1 次代价反升、2 次什么也没学到。")


@pytest.mark.parametrize(
    ("failures", "said"),
    [
        (["GC-T03"], "The run learnt nothing. Scale features to about 1, and try other learning"),
        (["GC-T03", "GC-T01"], "Of 2 runs none ended lower: 1 diverged, 1 learnt nothing. Try smaller learning rates."),
        (["GC-T04", ""], "Of 2 runs none ended lower: 2 diverged. Try smaller learning rates."),
    ],
)
def test_where_none_finished_it_is_said_why(failures, said):
    outcome = Swept(tuple(kept(1.0 + k, code) for k, code in enumerate(failures)))
    assert str(outcome.sentence).startswith(said)


def test_costs_that_are_not_ranked_are_of_those_that_finished():
    other = kept(2.0) | {"plan": {"output": "Sigmoid", "l2": 0.1}}
    outcome = Swept((kept(1.0), other, kept(3.0, "GC-T01")))
    said = "Of 3 runs 2 ended lower, 1 diverged. The runs do not minimise the same cost"
    assert str(outcome.sentence).startswith(said)


def test_a_run_without_a_test_score_was_not_chosen_among():
    """Where runs have different data, some may have no test set."""
    outcome = Swept((kept(1.0), kept(2.0), kept(3.0) | {"test": None}))
    assert "chosen among 2 by" in str(outcome.sentence)


def test_runs_on_different_data(make, data):
    half = gc.from_arrays(data.train.X[:30], data.train.y[:30], test=(data.test.X, data.test.y))
    plan = make()
    other = gc.Plan(plan.network, half, **plan.settings)
    study = Sweep([{"size": 60}, {"size": 30}], [plan, other])
    assert study.fingerprint not in {data.fingerprint, half.fingerprint}
    outcome = carry_out(study)
    assert [row["train"]["total"] for row in outcome.rows] == [60, 30]
    assert outcome.findings == ()


def test_in_python_with_folder_figure_and_table(make, tmp_path):
    told = []
    found = gc.studies.sweep(
        make,
        {"learning_rate": gc.studies.Between(0.01, 1.0)},
        random=6,
        seed=3,
        folder=tmp_path / "s",
        progress=lambda n, total: told.append((n, total)),
    )
    assert told[-1] == (6, 6)
    with (found.path / "table.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["final_cost"]) for row in rows] == [row["final_cost"] for row in found.outcome.rows]
    assert {row["against_best"] for row in rows} <= {"alike", "better", "worse"}
    assert (found.path / "figures" / "sweep.svg").read_text("utf-8").startswith("<?xml")
    assert str(found.sentence) in repr(found)
    assert len(found.plot().axes) >= 1
    drawn_rates = [point["learning_rate"] for point in drawn({"learning_rate": Between(0.01, 1.0)}, 6, 3)]
    assert [row["values"]["learning_rate"] for row in found.outcome.rows] == drawn_rates


def test_a_plan_in_plain_values(make, data):
    plan = make()
    more = {"seed": np.random.SeedSequence(3), "initial": {"b1": [[0.5]]}, "class_weight": {"cat": 2.0}}
    known = described(gc.Plan(plan.network, data, **plan.settings | more))
    assert known["seed"] == [3, []]
    assert known["initial"] == {"b1": sha256(np.array([[0.5]]).tobytes()).hexdigest()}
    assert known["class_weight"] == {"cat": 2.0}
    assert known["dtype"] == "float64"
    assert known["network"] == [3, 1]


def test_a_run_without_even_a_first_cost_is_kept_as_diverged(data):
    row = Jury.of(data).row(None, beyond_numbers())
    assert row == {"status": "diverged", "failure": "GC-T01", "costs": []}


def test_a_run_alone_is_told_without_counting(make):
    assert str(swept(make, {"learning_rate": [0.5]}).sentence).startswith("The final cost is 0.")
    failed = Swept((kept(1.0, "GC-T02"),))
    assert str(failed.sentence) == "The run ended higher. Try smaller learning rates."
    (finding,) = failed.findings
    assert str(finding.text).startswith("The run diverged, or did not end below where it began")


def test_costs_that_differ_by_rounding_are_equal():
    """Two methods take the same steps; in float32 they agree in fewer digits. A cost that is truly higher is not."""

    def costing(cost, dtype="float64"):
        plan = {"output": "Sigmoid", "dtype": dtype}
        return kept(1.0) | {"final_cost": cost, "values": {"rate": cost}, "plan": plan}

    low = 0.13560793
    two = Swept((costing(low), costing(low * (1 + 1e-12)), costing(low * (1 + 1e-6))))
    assert str(two.on_cost).endswith("is that of rate = 0.1356 and of 1 other run.")
    three = Swept(tuple(costing(low * share, "float32") for share in (1, 1 + 1e-6, 1 - 1e-6, 1.01)))
    assert str(three.on_cost).endswith("is that of rate = 0.1356 and of 2 other runs.")


def test_a_run_that_exploded_on_its_way_down_is_told(make):
    """What `train` warns of is kept in its row, and said where such a run stands out; no such word of a calm one."""
    wide = gc.from_arrays(np.random.default_rng(0).uniform(size=(20, 400)), np.arange(20) % 2)
    network = gc.Network.dense(400, [], 2)

    def steep(learning_rate):
        return gc.Plan(network, wide, optimizer=gc.GradientDescent(learning_rate), iterations=200)

    outcome = swept(steep, {"learning_rate": [0.01, 3.0]})
    assert [row["warnings"] for row in outcome.rows] == [[], ["GC-N04"]]
    alone = gc.fit(network, wide, **steep(3.0).settings)
    assert "GC-N04" in {one.code for one in diagnose(alone.fitted)}
    (finding,) = [one for one in outcome.findings if one.code == "GC-Y29"]
    assert str(finding.text).startswith(
        "Steps were too long in 1 of 2 runs with a score: 1 exploded on the way (GC-N04). That"
    )
    assert str(finding.text).endswith("That with the lowest final cost is one of them.")
    assert finding.items == ({"values": {"learning_rate": 3.0}, "findings": ["GC-N04"]},)
    assert swept(make, {"learning_rate": [0.5, 0.1]}).findings == swept(make, {"learning_rate": [0.5]}).data_findings


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ((), "(GC-N05)."),
        (("lowest",), "That with the lowest final cost is one of them."),
        (("best",), "That with the best test score is one of them."),
        (("lowest", "best"), "one of them, and so is that with the best test score."),
    ],
)
def test_which_of_those_that_stand_out_went_up_and_down(marked, said):
    codes = {"warnings": ["GC-N05"]}
    lowest, best, other = kept(3.0), kept(2.0), kept(1.0) | codes
    lowest, best = (row | codes if name in marked else row for name, row in (("lowest", lowest), ("best", best)))
    (finding,) = long_steps((lowest, best, other), lowest, best)
    assert (finding.code, finding.severity) == ("GC-Y29", "warning")
    assert f"in {1 + len(marked)} of 3 runs with a score: {1 + len(marked)} went up and down (GC-N05)." in str(
        finding.text
    )
    assert str(finding.text).endswith(said)


def test_unknown_public_name():
    with pytest.raises(AttributeError, match="sweeep"):
        _ = gc.studies.sweeep
