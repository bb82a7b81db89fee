"""Cross-validation, re-splits and learning curves: the figures of the course, and counts by hand."""

import numpy as np
import pytest

import glasscat as gc
from glasscat.errors import UsageError
from glasscat.reports.studies import draw
from glasscat.studies.cross_validation import CrossValidation
from glasscat.studies.forecast import Rough, samples_in_words
from glasscat.studies.learned import Learned
from glasscat.studies.learning_curves import LearningCurve
from glasscat.studies.parts import Pool, same_plan
from glasscat.studies.resplits import Resplit
from glasscat.studies.study import carry_out


@pytest.fixture
def course_plan(course):
    data = gc.load(course / "train_catvnoncat.h5")
    network = gc.Network.dense(data.n_features, [], 2)
    return gc.Plan(network, data, optimizer=gc.GradientDescent(0.005), iterations=2000)


def test_the_course_s_model_is_below_the_majority_on_its_own_pictures(course_plan):
    """58.6 % on average, five repeats from 55.0 to 59.8 %, against 65.6 %."""
    outcome = carry_out(CrossValidation(course_plan.data, same_plan(course_plan), folds=5, repeats=5))
    assert outcome.mean == pytest.approx(58.6, abs=0.05)
    accuracies = [score.accuracy for score in outcome.scores]
    assert (min(accuracies), max(accuracies)) == pytest.approx((55.0, 59.8), abs=0.05)
    assert outcome.majority_score.correct == 137
    assert outcome.against_majority == "below"
    said = str(outcome.sentence)
    assert "58.6 % right" in said
    assert "below the majority class: always answering non-cat is right in 65.6 %" in said
    assert "Chance does not explain the difference in 1 of 5 repeats (exact McNemar p 0.0081 to 0.18)." in said


def test_the_course_s_test_score_among_re_splits(course_plan):
    """Forty re-splits run from 42 to 74 %, mean 62.8 %; the headline is 70 %, and one picture is on both sides."""
    outcome = carry_out(Resplit(course_plan.data, same_plan(course_plan), times=40))
    assert outcome.headline.correct == 35
    assert (outcome.accuracies.min(), outcome.accuracies.max()) == (42, 74)
    assert outcome.accuracies.mean() == pytest.approx(62.8, abs=1e-9)
    assert "from 42 to 74 %, with a mean of 62.8 %" in str(outcome.sentence)
    assert outcome.rows[0]["leaked"] == [209 + 17]
    (finding,) = outcome.findings
    assert finding.code == "GC-Y27"
    assert {"names": ["train 146", "test 17"]} in finding.items
    # two samples are on different sides of a split with a chance of 2 * 209 * 50 / (259 * 258) = 0.31: 12.5 of 40
    assert 6 <= sum(bool(row["leaked"]) for row in outcome.rows[1:]) <= 20
    assert outcome.fresh_mean == pytest.approx(62.6, abs=0.1)


def test_folds_by_hand(make, data):
    """Every held-out answer is that of a run on the other folds."""
    study = CrossValidation(data, same_plan(make()), folds=4, repeats=1, seed=3)
    outcome = carry_out(study)
    right = set()
    for number in range(4):
        train, held_out = study.split(number)
        assert sorted([*train, *held_out]) == list(range(60))
        run = gc.fit(make().network, (data.train.X[train], data.train.y[train]), **make().settings)
        answers = run.probabilities(data.train.X[held_out]).argmax(axis=1)
        right |= set(held_out[answers == data.train.y[held_out]].tolist())
    assert outcome.scores[0].correct == len(right)
    assert outcome.majority_score.correct == 36
    assert outcome.against_majority == ("above" if len(right) > 36 else "below" if len(right) < 36 else "equal")
    assert "range from" not in str(outcome.sentence)
    assert ("Chance may explain" in str(outcome.sentence)) == (outcome.p_values[0] >= 0.05)
    document = outcome.as_json()
    assert document["accuracy"] == pytest.approx(100 * len(right) / 60)
    assert document["repeats"][0]["p_value"] == outcome.p_values[0]
    assert outcome.table.rows[0][:3] == (1, len(right), 60)


def test_against_the_majority_in_words(make, data):
    """Features that say nothing leave only the bias to learn; one that says it all beats the majority."""
    flat = gc.from_arrays(np.full((60, 3), 1e-9), data.train.y)
    plan = gc.Plan(make().network, flat, **make().settings)
    outcome = carry_out(CrossValidation(flat, same_plan(plan), folds=3))
    assert outcome.against_majority == "equal"
    assert "does as well: 60.0 %" in str(outcome.sentence)
    assert {finding.code for finding in outcome.findings} == {"GC-Y26"}  # every sample repeats every other
    apart = gc.from_arrays(data.train.y[:, None] * [[1.0, 0, 0]] + np.arange(60)[:, None] * 1e-6, data.train.y)
    outcome = carry_out(CrossValidation(apart, same_plan(gc.Plan(make().network, apart, **make().settings)), folds=3))
    assert outcome.against_majority == "above"
    assert "above the majority class" in str(outcome.sentence)
    assert "Chance does not explain the difference (exact McNemar p" in str(outcome.sentence)


def diverging(data, test=True):
    """A plan whose cost ends far above its beginning."""
    pair = (data.test.X * 1e3, data.test.y) if test else None
    large = gc.from_arrays(data.train.X * 1e3, data.train.y, test=pair)
    return gc.Plan(gc.Network.dense(3, [], 2), large, optimizer=gc.GradientDescent(1e3), iterations=5)


def test_folds_that_diverge_count_as_mistakes(data):
    plan = diverging(data)
    outcome = carry_out(CrossValidation(plan.data, same_plan(plan), folds=2))
    assert outcome.scores[0].correct == 0
    assert [finding.code for finding in outcome.findings] == ["GC-Y25"]


def test_re_splits_that_diverge(data):
    plan = diverging(data)
    outcome = carry_out(Resplit(plan.data, same_plan(plan), times=2))
    assert outcome.headline is None
    assert outcome.as_json()["spread"] is None
    assert "diverged" in str(outcome.sentence)
    assert [finding.code for finding in outcome.findings] == ["GC-Y25"]
    assert outcome.table.rows[0][1] is None


def test_re_splits_by_hand(make, data):
    """The splits are permutations of all samples, one after the other from one generator."""
    study = Resplit(data, same_plan(make()), times=3, seed=5)
    outcome = carry_out(study)
    random = np.random.default_rng(5)
    X, y = np.concatenate([data.train.X, data.test.X]), np.concatenate([data.train.y, data.test.y])
    for row in outcome.rows[1:]:
        order = random.permutation(85)
        train, test = order[:60], order[60:]
        run = gc.fit(make().network, (X[train], y[train]), **make().settings)
        assert row["correct"] == int((run.probabilities(X[test]).argmax(axis=1) == y[test]).sum())
    assert outcome.rows[0]["correct"] == gc.evaluate(gc.fit(make().network, data, **make().settings), data.test).correct
    assert outcome.above_headline == sum(row["correct"] >= outcome.rows[0]["correct"] for row in outcome.rows[1:])
    assert outcome.majority_share == pytest.approx(100 * (y == 0).mean())
    assert outcome.findings == ()
    assert "The split as given scores" in str(outcome.sentence)


def test_a_learning_curve(make, data):
    study = LearningCurve(data, same_plan(make(iterations=100)), draws=6, sizes=[10, 20, 40, 60])
    outcome = carry_out(study)
    assert outcome.accuracies.shape == (6, 4)
    row = outcome.rows[-1]
    train, test = study.split(len(study) - 1)
    pool = Pool.of_all(data).samples
    run = gc.fit(make().network, (pool.X[train], pool.y[train]), **make(iterations=100).settings)
    right = test[run.probabilities(pool.X[test]).argmax(axis=1) == pool.y[test]]
    assert sorted(row["right"]) == sorted(right.tolist())
    assert outcome.accuracies[5, 3] == pytest.approx(100 * len(right) / 25)
    assert outcome.resampled.shape == (1000, 4)
    # the resamples lie about what was measured: their mean is within a tenth of their spread
    away = abs(outcome.resampled.mean(axis=0) - outcome.means)
    assert (away < 0.3 * outcome.resampled.std(axis=0)).all()
    twice = outcome.forecast.expected(120)
    assert twice.low <= twice.value <= twice.high
    assert [one["n"] for one in outcome.as_json()["expected"]] == [120, 240, 600]
    assert {one["name"] for one in outcome.as_json()["test_samples"]} == {
        "train-majority",
        "test-majority",
        "nearest-neighbour",
    }
    assert "With 60 training samples" in str(outcome.sentence)
    assert len(outcome.table.rows) == 4 + 3 + 3 + 3


def test_shares_against_a_baseline_are_counted(make, data):
    study = LearningCurve(data, same_plan(make()), draws=2, sizes=[10, 20, 60])
    outcome = carry_out(study)
    against = outcome.against["train-majority"]
    wins = losses = 0
    for row in outcome.rows:
        if row["n"] == 60:
            theirs, mine = set(row["rivals"]["train-majority"]), set(row["right"])
            wins, losses = wins + len(mine - theirs), losses + len(theirs - mine)
    assert (against.p, against.q) == pytest.approx((wins / 50, losses / 50))


def test_samples_that_repeat_are_left_out_of_a_learning_curve(make, data):
    X = data.train.X.copy()
    X[1] = X[0]
    y = data.train.y.copy()
    y[1] = y[0]
    twins = gc.from_arrays(X, y, test=(data.test.X, data.test.y))
    study = LearningCurve(
        twins, same_plan(gc.Plan(make().network, twins, **make().settings)), draws=8, sizes=[20, 40, 60]
    )
    outcome = carry_out(study)
    assert any(len(row["tested"]) < 25 for row in outcome.rows)
    assert [finding.code for finding in outcome.findings] == ["GC-Y28"]


def test_a_learning_curve_without_a_test_set_and_one_that_diverges(data):
    plan = diverging(data, test=False)
    study = LearningCurve(plan.data, same_plan(plan), draws=2)
    assert study.n_test == 12
    assert study.all_sizes[-1] == 48
    outcome = carry_out(study)
    assert "diverged" in str(outcome.sentence)
    assert outcome.findings[0].code == "GC-Y25"
    assert outcome.table.rows == ()
    assert set(outcome.as_json()) == {"n", "accuracy", "draws", "test_samples"}
    assert draw(outcome).axes


def test_samples_in_words():
    assert (
        str(samples_in_words(Rough(1234, 640, np.inf)))
        == "about 1,200 samples (95 % interval from 640 upwards, without end)"
    )
    assert str(samples_in_words(Rough(1234, 640, 9900))) == "about 1,200 samples (95 % interval 640 to 9,900)"
    assert str(samples_in_words(Rough(np.inf, 640, np.inf))) == "at least 640 samples, and perhaps no number is enough"
    assert str(samples_in_words(Rough(np.inf, np.inf, np.inf))) == "more samples than can be had"


@pytest.mark.parametrize(
    ("code", "ask"),
    [
        ("GC-Y06", lambda plan: CrossValidation(plan.data, same_plan(plan), folds=25)),
        ("GC-Y07", lambda plan: CrossValidation(plan.data, same_plan(plan), repeats=0)),
        ("GC-U23", lambda plan: CrossValidation(plan.data, same_plan(plan), seed=-1)),
        ("GC-Y07", lambda plan: Resplit(plan.data, same_plan(plan), times=0)),
        ("GC-Y12", lambda plan: Resplit(gc.from_arrays(plan.data.train.X, plan.data.train.y), same_plan(plan))),
        ("GC-Y07", lambda plan: LearningCurve(plan.data, same_plan(plan), draws=1)),
        ("GC-Y09", lambda plan: LearningCurve(plan.data, same_plan(plan), sizes=[10, 20])),
        ("GC-Y09", lambda plan: LearningCurve(plan.data, same_plan(plan), sizes=[10, 20, 61])),
        (
            "GC-Y08",
            lambda plan: same_plan(gc.Plan(plan.network, plan.data, **plan.settings | {"sample_weight": np.ones(60)})),
        ),
        (
            "GC-Y08",
            lambda plan: same_plan(gc.Plan(plan.network, plan.data, **plan.settings | {"held_out": plan.data.test})),
        ),
    ],
)
def test_what_cannot_be_asked_for(make, code, ask):
    with pytest.raises(UsageError) as caught:
        ask(make())
    assert caught.value.code == code


def test_in_python(make, data, tmp_path):
    plan = make()
    assert gc.studies.cross_validate(plan, folds=2, repeats=2, folder=tmp_path / "c").outcome.repeats == 2
    assert len(gc.studies.resplit(plan, times=2, folder=tmp_path / "r").outcome.rows) == 3
    curve = gc.studies.learning_curve(plan, draws=2, sizes=[10, 30, 60], folder=tmp_path / "l")
    assert isinstance(curve.outcome, Learned)
    runs = {
        "fast": gc.fit(plan.network, data, **plan.settings),
        "slow": gc.fit(plan.network, data, **make(0.01).settings),
    }
    outcome = gc.studies.compare(runs, folder=tmp_path / "k").outcome
    assert outcome.scores["fast"].correct == gc.evaluate(runs["fast"], data.test).correct
    models = {name: run.model for name, run in runs.items()}
    again = gc.studies.compare(models, data.test, folder=tmp_path / "m").outcome
    assert again.pairs == outcome.pairs
    kept = {name: run.save(tmp_path / "runs" / name, figures=False) for name, run in runs.items()}
    stored = gc.studies.compare(kept, data.test, folder=tmp_path / "s").outcome
    assert stored.pairs == outcome.pairs
    for name in "crlkms":
        assert list((tmp_path / name / "figures").iterdir())


def test_comparing_in_python_needs_one_test_set(make, data, tmp_path):
    run = gc.fit(make().network, data, **make().settings)
    without = gc.fit(make().network, (data.train.X, data.train.y), **make().settings)
    turned = gc.from_arrays(data.train.X, data.train.y, test=(data.test.X[::-1], data.test.y))
    for code, models in (
        ("GC-Y12", {"a": run, "b": run.model}),
        ("GC-Y12", {"a": run, "b": without}),
        ("GC-Y11", {"a": run, "b": gc.fit(make().network, turned, **make().settings)}),
        ("GC-Y12", {}),
    ):
        with pytest.raises(UsageError) as caught:
            gc.studies.compare(models, folder=tmp_path / "never")
        assert caught.value.code == code
