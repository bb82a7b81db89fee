"""The recipe of a run: what was done comes back from JSON as it was, and a run folder can be trained again by it."""

import json

import msgspec
import numpy as np
import pytest

import glasscat as gc
from glasscat.errors import ModelError
from glasscat.models.recipe import Recipe, seed_of
from glasscat.models.reopened import reopen
from glasscat.models.rules import ForeignWord, RuleWord, rule_of, rule_word
from glasscat.optimizers import schedules

MASK = np.array([True, True, False, True])
RULES = [
    gc.GradientDescent(0.1),
    gc.GradientDescent(schedules.Constant(0.1)),
    gc.Momentum(schedules.Cosine(0.1, steps=9, minimum=0.01), 0.8),
    gc.Nesterov(schedules.InverseTime(0.1, decay=0.5), 0.7),
    gc.AdaGrad(schedules.OneCycle(0.1, steps=9, rise=0.2, div_factor=3.0, final_div_factor=4.0), 1e-9),
    gc.RMSProp(schedules.StepDecay(0.1, every=3, factor=0.5), 0.9, 1e-7),
    gc.Adam(schedules.WarmUp(schedules.Cosine(0.1, steps=9), steps=2, start=0.5), 0.8, 0.99, 1e-7),
    gc.AdamW(0.1, 0.8, 0.99, 1e-7, 0.1, MASK),
    gc.LBFGS(5, 1e-6, 1e-8),
    gc.Frozen(gc.LBFGS(5, 1e-6, 1e-8), (1, "b2")),
    gc.Frozen(gc.Adam(), 1),
    gc.Clipped(gc.Momentum(0.1), value=0.5),
    gc.Frozen(gc.Clipped(gc.Adam(), norm=2.0), ("W1", "b1")),
    gc.WeightDecay(gc.Frozen(gc.Adam(), "bias"), 0.1, MASK),
]


@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_every_rule_comes_back_from_json_as_it_was(rule):
    text = json.dumps(msgspec.to_builtins(rule_word(rule)))
    assert repr(rule_of(msgspec.convert(json.loads(text), RuleWord))) == repr(rule)


class Foreign:
    """Sign descent, which is not glasscat's."""

    stays_in_span = False
    learning_rate = 0.01

    def init(self, theta):  # noqa: ARG002
        return None

    def update(self, grad, state, theta):
        theta -= self.learning_rate * np.sign(grad)
        return theta, state


class Falling:
    """A schedule that is not glasscat's."""

    length = None

    def __call__(self, t):
        return 0.1 / (t + 1)


@pytest.mark.parametrize("rule", [Foreign(), gc.Clipped(Foreign(), norm=1.0), gc.Adam(Falling())])
def test_what_is_not_ours_is_kept_as_it_shows_itself(rule):
    assert isinstance(rule_word(rule), ForeignWord)
    assert rule_of(rule_word(rule)) is None


@pytest.mark.parametrize(
    "seed", [np.random.SeedSequence(7).spawn(3)[1], np.random.SeedSequence([1, 2], pool_size=8), 5]
)
def test_every_seed_comes_back_as_it_was(seed, data):
    run = gc.fit(gc.Network.dense(6, [2], 2), data, optimizer=gc.GradientDescent(0.1), iterations=2, seed=seed)
    word = msgspec.convert(json.loads(json.dumps(Recipe.of(run.fitted, run.arguments).as_json())), Recipe).seed
    again = gc.fit(run.network, data, optimizer=gc.GradientDescent(0.1), iterations=2, seed=seed_of(word))
    assert np.array_equal(again.theta, run.theta)


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((24, 6))
    return gc.from_arrays(X, (X[:, 0] > 0).astype(int), test=(X[:8] + 0.1, (X[:8, 0] > 0).astype(int)))


DEEP = {"batch_norm": True, "dropout": 0.3}
TRAININGS = {
    "gd": (gc.GradientDescent(0.1), {}, {}),
    "span": (gc.Nesterov(0.05), {}, {"method": "span", "l2": 0.0}),
    "batches": (gc.Adam(schedules.OneCycle(0.01, steps=24)), DEEP, {"batch_size": 7, "epochs": 6}),
    "float32": (gc.RMSProp(0.01), {"activation": "tanh"}, {"dtype": np.float32, "l2": 0.1}),
    "weights": (gc.WeightDecay(gc.Clipped(gc.Momentum(0.1), norm=1.0), 0.1), {}, {"class_weight": {"0": 2, "1": 0.5}}),
    "stopped": (gc.GradientDescent(0.5), {}, {"stop_cost": 0.5}),
    "lbfgs": (gc.LBFGS(), {"activation": "sigmoid"}, {}),
}


def kept(data, folder, optimizer, network, arguments):
    length = {} if "epochs" in arguments else {"iterations": 24}
    network = gc.Network.dense(6, [4, 3], 2, **network)
    arguments = {"optimizer": optimizer, "seed": 3, "record_every": 5, **length, **arguments}
    run = gc.fit(network, data, **arguments)
    run.save(folder, figures=False)
    return run


def replay(reopened, iteration):
    """Parameters and running statistics before a step of the same training, trained again."""
    moment = next(moment for moment in reopened.moments() if moment.iteration == iteration)
    return moment.theta.copy(), moment.buffers.copy()


@pytest.mark.parametrize("name", TRAININGS)
def test_a_run_folder_gives_the_same_run_again(name, data, tmp_path):
    run = kept(data, tmp_path / "run", *TRAININGS[name])
    reopened = reopen(tmp_path / "run", data)
    theta, buffers = replay(reopened, run.history.iterations)
    assert np.array_equal(theta, run.theta)
    assert np.array_equal(buffers, run.fitted.buffers)
    moments = list(reopened.moments())
    assert [moment.iteration for moment in moments] == list(range(run.history.iterations + 1))
    assert moments[-1].rounding == 0
    again = gc.fit(reopened.network, data, **reopened.arguments)
    assert again.history.all_costs == run.history.all_costs
    start, _buffers = replay(reopened, 0)
    assert np.array_equal(start, run.network.initial(3, dtype=run.theta.dtype.type))


def test_a_state_that_patience_restored_can_be_come_back_to(data, tmp_path):
    held_out = data.test
    rule = gc.GradientDescent(2.0)
    run = kept(data, tmp_path / "run", rule, {}, {"held_out": held_out, "patience": 2, "iterations": 200})
    assert run.history.iterations < run.history.all_costs[-1][0]
    reopened = reopen(tmp_path / "run", data, held_out=held_out)
    assert np.array_equal(replay(reopened, run.history.iterations)[0], run.theta)
    assert reopened.arguments["patience"] == 2
    with pytest.raises(ModelError, match="GC-M23"):
        reopen(tmp_path / "run", data)


def test_given_arrays_are_known_again_by_their_fingerprints(data, tmp_path):
    given = {"initial": {"b1": np.full((4, 1), 0.1)}, "sample_weight": np.linspace(0.5, 1.5, 24)}
    run = kept(data, tmp_path / "run", gc.GradientDescent(0.1), {}, given)
    assert np.array_equal(replay(reopen(tmp_path / "run", data, **given), 24)[0], run.theta)
    for missing in ({}, {"initial": given["initial"]}, given | {"sample_weight": np.ones(24)}):
        with pytest.raises(ModelError, match="GC-M23"):
            reopen(tmp_path / "run", data, **missing)


def test_loaded_data_is_loaded_again(tmp_path, monkeypatch):
    rng = np.random.default_rng(1)
    place = tmp_path / "set.npz"
    np.savez(place, X=rng.standard_normal((30, 4)), y=np.arange(30) % 3)
    monkeypatch.chdir(tmp_path)
    data = gc.load("set.npz", holdout=0.3, seed=4)
    run = gc.fit(gc.Network.dense(4, [], 3), data, optimizer=gc.GradientDescent(0.1), iterations=9)
    run.save("run", figures=False)
    monkeypatch.chdir("/")
    assert reopen(tmp_path / "run").data.fingerprint == data.fingerprint
    place.rename(tmp_path / "moved.npz")
    with pytest.raises(ModelError, match=r"GC-M21.*set.npz"):
        reopen(tmp_path / "run")
    assert reopen(tmp_path / "run", tmp_path / "moved.npz").data.fingerprint == data.fingerprint
    np.savez(place, X=rng.standard_normal((30, 4)), y=np.arange(30) % 3)
    with pytest.raises(ModelError, match=f"GC-M22.*{data.fingerprint[:16]}"):
        reopen(tmp_path / "run")


def test_what_a_folder_lacks_is_said(data, tmp_path):
    folder = tmp_path / "run"
    kept(data, folder, gc.GradientDescent(0.1), {}, {})
    with pytest.raises(ModelError, match=r"GC-M23.*arrays"):
        reopen(folder)
    document = json.loads((folder / "run.json").read_text())
    for recipe in ({**document["recipe"], "method": "guess"}, None):
        (folder / "run.json").write_text(json.dumps({**document, "recipe": recipe}))
        with pytest.raises(ModelError, match="GC-M20"):
            reopen(folder, data)
    foreign = {**document["recipe"], "optimizer": {"rule": "foreign", "shown": "mine()"}}
    (folder / "run.json").write_text(json.dumps({**document, "recipe": foreign}))
    with pytest.raises(ModelError, match=r"GC-M23.*optimiser"):
        reopen(folder, data)


def test_another_training_is_not_taken_for_this_one(data, tmp_path):
    folder = tmp_path / "run"
    kept(data, folder, gc.GradientDescent(0.1), {}, {})
    lines = (folder / "history.csv").read_text().splitlines()
    iteration, cost, *rest = lines[3].split(",")
    close = ",".join([iteration, repr(float(cost) * (1 + 1e-10)), *rest])
    (folder / "history.csv").write_text("\n".join([*lines[:3], close, *lines[4:], ""]))
    assert 0.9e-10 < list(reopen(folder, data).moments())[-1].rounding < 1.1e-10
    far = ",".join([iteration, repr(float(cost) * 1.01), *rest])
    (folder / "history.csv").write_text("\n".join([*lines[:3], far, *lines[4:], ""]))
    with pytest.raises(ModelError, match=r"GC-M24.*iteration 10"):
        replay(reopen(folder, data), 20)


def test_the_command_line_keeps_a_recipe_too(tmp_path, monkeypatch):
    from glasscat.cli import main

    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(1)
    np.savez("set.npz", X=rng.standard_normal((60, 4)), y=np.arange(60) % 2)
    arguments = [
        "set.npz",
        "--layers",
        "3",
        "--iterations",
        "40",
        "--patience",
        "2",
        "--print-every",
        "10",
        "--seed",
        "5",
    ]
    assert main(["train", *arguments, "--optimizer", "adam", "--batch-size", "9", "--out", "run", "--json"]) == 0
    reopened = reopen("run")
    assert len(reopened.arguments["held_out"]) == 10
    theta, _buffers = replay(reopened, reopened.stored.history.iterations)
    assert np.array_equal(theta, reopened.stored.theta)


def test_numbers_of_numpy_and_lists_are_kept_as_plain_ones():
    rule = rule_of(rule_word(gc.Frozen(gc.Adam(np.float32(0.5)), ["W1"])))
    assert repr(rule) == repr(gc.Frozen(gc.Adam(0.5), ("W1",)))
