"""The landscape of a training: its path, its slices, and what is said of them."""

import json

import numpy as np
import pytest
from numpy.testing import assert_allclose

import glasscat as gc
from glasscat.errors import UsageError
from glasscat.i18n import use_language
from glasscat.models.reopened import reopen
from glasscat.studies.landscape_directions import directions_of
from glasscat.studies.landscape_outcome import percent
from glasscat.studies.landscape_path import MOST, path_again, path_of
from glasscat.studies.landscape_study import Landscape
from glasscat.studies.study import carry_out

WORKED = (np.array([[1.0, 3], [2, 4]]), np.array([1, 0]))
"""The course's small case, samples first: X = [[1, 2], [3, 4]] in columns, Y = [1, 0]."""


def worked_plan(**settings):
    """100 steps at rate 0.009 from w = (1, 2), b = 2."""
    initial = {"W1": np.array([[1.0, 2]]), "b1": np.array([[2.0]])}
    network = gc.Network.dense(2, [], 2)
    return gc.Plan(network, WORKED, optimizer=gc.GradientDescent(0.009), iterations=100, initial=initial, **settings)


def deep_plan(**settings):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(12, 40))
    y = (X[:, 0] > 0).astype(int)
    network = gc.Network.dense(40, [4], 2, activation="tanh")
    settings = {"optimizer": gc.GradientDescent(0.5), "iterations": 150, "seed": 1} | settings
    return gc.Plan(network, (X, y), **settings)


@pytest.fixture(scope="module")
def deep():
    return carry_out(Landscape(deep_plan()))


def test_bowl_of_the_worked_case():
    outcome = carry_out(Landscape(worked_plan(), "W1[0],W1[1]"))
    (bowl,) = outcome.slices
    assert_allclose(bowl.path[0], [1, 2])
    assert_allclose(bowl.path[-1], [0.1124579, 0.23106775], atol=1e-8)
    assert bowl.path_costs[0] == pytest.approx(6.000064773192205, rel=1e-14)
    # at b = 1.559…, where the training ended, by the course's formula
    b = 1.5593049248448891
    for i, j in ((0, 0), (20, 30), (50, 50)):
        z = WORKED[0] @ [bowl.x[i], bowl.y[j]] + b
        expected = np.mean(np.logaddexp(0, z) - WORKED[1] * z)
        assert bowl.costs[j, i] == pytest.approx(expected, rel=1e-9)
    assert bowl.x[0] < bowl.path[-1, 0]
    assert bowl.path[0, 0] < bowl.x[-1]
    assert bowl.share < 1, "b moves, too"
    assert outcome.line.name == "W1[0,0]"
    assert outcome.is_convex_everywhere
    assert "convex everywhere" in str(outcome.sentence)


def test_plane_of_both_parameters_holds_the_whole_path():
    rng = np.random.default_rng(3)
    X, y = np.concatenate([rng.normal(-1, 1.2, 20), rng.normal(1, 1.2, 20)])[:, None], np.repeat([0, 1], 20)
    plan = gc.Plan(gc.Network.dense(1, [], 2), (X, y), optimizer=gc.GradientDescent(0.5), iterations=60)
    outcome = carry_out(Landscape(plan))
    run = gc.fit(plan.network, (X, y), optimizer=plan.optimizer, iterations=60, record_every=1)
    (bowl,) = outcome.slices
    assert outcome.words == ["W1[0,0], b1[0,0]"]
    assert bowl.share == pytest.approx(1, abs=1e-12)
    assert bowl.gap < 1e-14
    assert_allclose(bowl.shadow_costs, [cost for _iteration, cost in run.history.all_costs], rtol=1e-12)
    assert_allclose(bowl.path[-1], run.theta, rtol=1e-12)
    lowest = np.unravel_index(bowl.costs.argmin(), bowl.costs.shape)
    assert 0 < lowest[0] < 50, "the bottom of the bowl is seen"
    assert 0 < lowest[1] < 50
    assert "holds 100 % of the path" in str(outcome.sentence)


def test_slices_of_a_deep_network(deep):
    along, random = deep.slices
    assert deep.words == ["path", "random"]
    assert 0.9 < along.share < 1
    assert random.share < along.share
    assert along.path_costs[-1] < 0.5 * along.path_costs[0]
    assert_allclose(along.path_costs, random.path_costs)
    assert_allclose([random.x[0], random.x[-1]], [-1, 1])
    assert random.costs[25, 25] == pytest.approx(along.path_costs[-1], rel=1e-12), "its middle is the end of the path"
    start, end = deep.curvature
    assert start.flat == end.flat == 4 * (40 - 12)
    assert deep.stable_rate == 2 / end.largest
    assert deep.line.name.template.startswith("along the path")


def test_recorded_costs_are_met_by_the_plane_within_the_gap(deep):
    plan = deep_plan(record_every=1)
    run = gc.fit(plan.network, plan.data, **plan.settings)
    costs = dict(run.history.all_costs)
    row, along = deep.rows[0], deep.slices[0]
    assert row["iterations"][0] == 0
    assert row["iterations"][-1] == 150
    assert_allclose(along.path_costs, [costs[iteration] for iteration in row["iterations"]], rtol=1e-10)
    assert np.max(np.abs(along.shadow_costs - along.path_costs)) <= along.gap


def test_outcome_is_concluded_from_rows_alone(deep):
    study = Landscape(deep_plan())
    kept = json.loads(json.dumps(dict(enumerate(deep.rows)), allow_nan=False))
    again = study.conclude([kept[str(number)] for number in range(len(study))])
    assert again.as_json() == deep.as_json()
    assert str(again.sentence) == str(deep.sentence)
    json.dumps(study.asked)


def test_study_goes_on_where_it_stopped(deep):
    study, kept, told = Landscape(deep_plan()), [], []
    done = {0: deep.rows[0], 2: deep.rows[2]}
    outcome = carry_out(study, done, kept.extend, lambda n, total: told.append((n, total)))
    assert [number for number, _row in kept] == [1, 3]
    assert told == [(2, 4), (3, 4), (4, 4)]
    assert outcome.as_json() == deep.as_json()


def test_sentence_says_what_is_convex(deep):
    not_here = "downwards by up to" in str(deep.sentence)
    assert not_here == (deep.curvature[1].smallest < 0)
    start, end = {**deep.rows[-1]["start"]}, {**deep.rows[-1]["end"], "largest": 2.0, "smallest": 0.0}
    study = Landscape(deep_plan())
    here = study.conclude([*deep.rows[:-1], {**deep.rows[-1], "start": start, "end": end}])
    assert "it is convex there, which says nothing of it elsewhere" in str(here.sentence)
    assert here.stable_rate == 1
    assert "2 / 2 = 1" in str(here.sentence)
    faint = study.conclude([*deep.rows[:-1], {**deep.rows[-1], "end": {**end, "largest": 0.01}}])
    assert faint.stable_rate == 200
    assert "learning rate" not in str(faint.sentence), "nobody would ask for 200"
    end = {**end, "largest": 0.0}
    flat = study.conclude([*deep.rows[:-1], {**deep.rows[-1], "end": end}])
    assert flat.stable_rate is None
    assert "learning rate" not in str(flat.sentence)


def test_table_has_every_number(deep):
    numbers = {str(name): value for name, value in deep.table.rows}
    assert numbers["share of the path, %: principal plane"] == 100 * deep.slices[0].share
    assert numbers["largest curvature at the end"] == deep.curvature[1].largest
    assert numbers["parameters"] == 4 * 40 + 4 + 4 + 1


def test_neuron_is_descended_along_its_bias():
    outcome = carry_out(Landscape(worked_plan()))
    assert outcome.words == ["path"]
    assert outcome.line.name == "b1[0,0]"
    assert outcome.line.has_bottom


def test_random_directions_are_those_of_the_seed():
    first, again, other = (carry_out(Landscape(deep_plan(), "random", seed)).slices[0].costs for seed in (0, 0, 1))
    assert_allclose(first, again, rtol=0)
    assert not np.allclose(first, other)


def test_penalty_and_weights_count():
    weights = np.linspace(0.5, 2, 12)
    plan = deep_plan(l2=0.01, sample_weight=weights, record_every=150)
    run = gc.fit(plan.network, plan.data, **plan.settings)
    outcome = carry_out(Landscape(plan))
    assert outcome.slices[0].path_costs[-1] == pytest.approx(run.history.final_cost, rel=1e-10)
    assert outcome.curvature[1].flat == 0


def test_long_training_is_thinned():
    path = path_of(deep_plan(iterations=1000))
    assert len(path.iterations) == MOST + 1
    assert_allclose(np.diff(path.iterations), 10)
    assert path.thetas.dtype == np.float64


def test_patience_is_what_it_was():
    """It counts records, so none is left out for the path."""
    X = np.random.default_rng(9).normal(size=(30, 40))
    held_out = gc.from_arrays(X, (X[:, 0] > 0).astype(int)).train
    plan = deep_plan(optimizer=gc.GradientDescent(0.02), held_out=held_out, patience=3, record_every=7, iterations=2000)
    run = gc.fit(plan.network, plan.data, **plan.settings)
    path = path_of(plan)
    assert 20 < run.history.iterations < 2000
    assert len(path.iterations) > 3
    assert path.iterations[-1] == run.history.iterations
    assert_allclose(path.thetas[-1], run.theta)


def test_stored_run_gives_the_path_again(tmp_path):
    plan = deep_plan()
    run = gc.fit(plan.network, plan.data, **plan.settings)
    run.save(tmp_path / "run", figures=False)
    reopened = reopen(tmp_path / "run", plan.data)
    stored = gc.Plan(reopened.network, reopened.data, **reopened.arguments)
    path, again = path_of(plan), path_again(stored, reopened.stored.history)
    assert_allclose(again.iterations, path.iterations)
    assert_allclose(again.thetas, path.thetas, rtol=1e-9, atol=1e-12)
    outcome = carry_out(Landscape(stored, history=reopened.stored.history))
    assert outcome.slices[0].path_costs[-1] == pytest.approx(run.history.final_cost, rel=1e-9)


def test_training_that_goes_nowhere_is_no_path():
    network = gc.Network.dense(3, [], 2)
    plan = gc.Plan(network, (np.zeros((2, 3)), np.array([0, 1])), optimizer=gc.GradientDescent(0.1), iterations=5)
    with pytest.raises(UsageError, match="GC-Y30"):
        path_of(plan)


@pytest.mark.parametrize(
    ("word", "names", "places"),
    [
        ("W1[0,3],b1", ("W1[0,3]", "b1[0,0]"), (3, 40)),
        ("W1[3],b1[0]", ("W1[0,3]", "b1[0,0]"), (3, 40)),
        (" b1[0, 0] , W1[39] ", ("b1[0,0]", "W1[0,39]"), (40, 39)),
    ],
)
def test_parameters_are_found_by_name(word, names, places):
    found = directions_of(word, gc.Network.dense(40, [], 2).layout)
    assert (found.names, found.places) == (names, places)


def test_places_of_a_deeper_layer():
    layout = gc.Network.dense(5, [4], 3).layout
    found = directions_of("W2[2,1],b1[3]", layout)
    theta = np.zeros(layout.size)
    theta[list(found.places)] = 7, 8
    views = layout.views(theta)
    assert (views["W2"][2, 1], views["b1"][3, 0]) == (7, 8)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("paths", "GC-Y31"),
        ("W1[0,3]", "GC-Y31"),
        ("W1[0,1],W1[0,2],W1[0,3]", "GC-Y31"),
        ("W1[0,1];b1", "GC-Y31"),
        ("", "GC-Y31"),
        ("W1[0,1],W7[0]", "GC-Y32"),
        ("W1[0,40],b1", "GC-Y33"),
        ("W1,b1", "GC-Y33"),
        ("W1[0,1,2],b1", "GC-Y33"),
        ("b1,b1[0]", "GC-Y34"),
    ],
)
def test_directions_that_do_not_exist(word, code):
    plan = gc.Plan(gc.Network.dense(40, [], 2), (), optimizer=None)
    with pytest.raises(UsageError) as caught:
        Landscape(plan, word)
    assert caught.value.code == code
    with use_language("zh"):
        assert code in str(caught.value)


@pytest.mark.parametrize(
    ("share", "words"),
    [(1, "100 %"), (0.99999, "99.9 %"), (0.9894, "98.9 %"), (0.0005, "0.1 %"), (0.0004, "< 0.1 %"), (0, "< 0.1 %")],
)
def test_shares_are_never_rounded_to_all_or_nothing(share, words):
    assert str(percent(share)) == words


def test_course_networks(course):
    """The neuron's plane holds nearly all of its path; the largest curvature at its start forbids a rate of 0.01."""
    data = gc.load(course / "train_catvnoncat.h5")
    plan = gc.Plan(gc.Network.dense(12288, [], 2), data, optimizer=gc.GradientDescent(0.005), iterations=2000)
    outcome = carry_out(Landscape(plan))
    row, along = outcome.rows[0], outcome.slices[0]
    costs = dict(zip(row["iterations"], along.path_costs, strict=True))
    for iteration, cost in ((0, 0.693147), (100, 0.584508), (1000, 0.214820), (1900, 0.140872)):
        assert costs[iteration] == pytest.approx(cost, abs=6e-7)
    assert along.share > 0.999
    # by hand: at w = 0 every a is 1/2, so the Hessian is X~ X~.T / (4 m)
    X = np.vstack([data.train.columns(), np.ones(209)])
    largest = np.linalg.eigvalsh(X.T @ X)[-1] / (4 * 209)
    assert outcome.curvature[0].largest == pytest.approx(largest, rel=1e-6)
    assert outcome.curvature[0].flat == 12288 - 209
