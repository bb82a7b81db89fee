"""What begins is drawn, filled or given, and says which; what is not kept is not pretended to be computed."""

import json

import numpy as np
import pytest

import glasscat as gc
from glasscat import layers
from glasscat.cli import main


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(3)
    X = rng.standard_normal((30, 6))
    return gc.from_arrays(X, (X[:, 0] > 0).astype(int))


@pytest.mark.parametrize(
    ("layer", "scale", "words"),
    [
        (layers.Dense(4, "he"), np.sqrt(2 / 6), "sqrt(2 / 6)"),
        (layers.Dense(4, "xavier"), np.sqrt(1 / 6), "sqrt(1 / 6)"),
        (layers.Dense(4, "normal", 0.25), 0.25, "0.25"),
    ],
)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_drawn_weights_say_how_they_were_drawn(layer, scale, words, dtype, data):
    net = gc.Network(6, (layer, layers.ReLU(), layers.Dense(1)), layers.SigmoidOutput())
    run = gc.fit(net, data, optimizer=gc.GradientDescent(0.1), iterations=2, seed=11, dtype=dtype)
    found = gc.explain(run, "W1[1,2]@0")
    draw = np.random.default_rng(11).standard_normal((4, 6))[1, 2]
    assert found.formula == f"W1 = {words} · standard normal numbers, drawn from seed 11 ({layer.init})"
    assert f"{draw:.6g}".lstrip("-") in found.numbers
    assert found.value == pytest.approx(draw * scale, rel=1e-15 if dtype is np.float64 else 1e-7)
    assert found.difference <= found.rounding <= 1e-6
    assert "theta :=" not in str(found)
    assert gc.explain(run, "W1@0").formula == found.formula


def test_what_is_filled_says_with_what(data):
    net = gc.Network(
        6, (layers.Dense(4, "zeros"), layers.BatchNorm(), layers.ReLU(), layers.Dense(1)), layers.SigmoidOutput()
    )
    run = gc.fit(net, data, optimizer=gc.Adam(0.1), iterations=2)
    expected = {"W1[0,0]": 0, "b1[0]": 0, "gamma1[0]": 1, "beta1[0]": 0, "v_W1[0,0]": 0, "s_b1[0]": 0}
    running = [f"{name}[0]" for name in run.network.buffer_layout.views(run.fitted.buffers)]
    for name, begun in {**expected, running[0]: 0, running[1]: 1}.items():
        found = gc.explain(run, f"{name}@0")
        assert found.formula == f"{name.split('[')[0]} begins at {begun}"
        assert found.value == begun
        assert gc.explain(run, f"{name}@1").formula != found.formula


def test_what_was_given_says_so(data):
    given = {"W1": np.arange(6.0)[None]}
    run = gc.fit(gc.Network.dense(6, [], 2), data, optimizer=gc.GradientDescent(0.1), iterations=2, initial=given)
    found = gc.explain(run, "W1[0,3]@0")
    assert found.formula == "W1 = the array that was given to the training"
    assert (found.value, found.recomputed) == (3, 3)


def test_a_step_of_lbfgs_is_not_said_to_be_recomputed(data, tmp_path, capsys):
    run = gc.fit(gc.Network.dense(6, [], 2), data, optimizer=gc.LBFGS(), iterations=5)
    found = gc.explain(run, "W1[0,0]@2")
    assert found.recomputed is found.difference is found.rounding is found.agreement is found.agrees is None
    assert "this step is not recomputed" in str(found)
    assert "check" not in str(found)
    assert "to the last bit" not in str(found)
    assert [one.name for one in found.inputs] == ["W1[0,0]@1", "dW1[0,0]@1"]
    assert found.inputs[1].recomputed == pytest.approx(found.inputs[1].value, rel=1e-12)
    np.savez(tmp_path / "set.npz", X=data.train.X, y=data.train.y)
    loaded = gc.load(tmp_path / "set.npz")
    run = gc.fit(gc.Network.dense(6, [], 2), loaded, optimizer=gc.LBFGS(), iterations=5)
    run.save(tmp_path / "run", figures=False)
    assert main(["explain", str(tmp_path / "run"), "W1[0,0]@2", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["recomputed"] is document["numbers"] is None
    assert "not recomputed" in document["not_recomputed"]
    assert len(document["inputs"]) == 2


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rounding_of_the_span_method_cannot_hide_a_step(dtype):
    """The bound is far below what the step does: a formula without its step would be found out."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((30, 300))
    data = gc.from_arrays(X, (X[:, 0] > 0).astype(int))
    net = gc.Network.dense(300, [4], 2, activation="tanh")
    run = gc.fit(
        net, data, optimizer=gc.GradientDescent(0.05), iterations=40, record_every=10, method="span", dtype=dtype
    )
    for i, j in ((0, 0), (1, 17), (2, 5), (3, 299)):
        found = gc.explain(run, f"W1[{i},{j}]@20")
        step = abs(found.value - found.inputs[0].value)
        assert found.difference <= found.rounding < step / 2, (i, j)


def test_json_of_a_long_sum_names_all_of_its_inputs(data):
    run = gc.fit(gc.Network.dense(6, [], 2), data, optimizer=gc.GradientDescent(0.1), iterations=2)
    found = gc.explain(run, "cost@1")
    names = found.as_json()["all_inputs"]
    assert names == [f"loss[{k}]@1" for k in range(len(data.train))]
    assert len(found.inputs) == 3
