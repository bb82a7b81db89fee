"""``glasscat graph`` as somebody types it."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import glasscat as gc
from glasscat.cli import main

COURSE = ["3*(a + b*c)", "a=7", "b=4", "c=2"]
BLUE = "\x1b[38;2;47;143;208m"
VERMILLION = "\x1b[38;2;213;94;0m"


@pytest.fixture
def glasscat(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments, code=0):
        assert main(["graph", *arguments, "--lang", "en"]) == code
        return capsys.readouterr()

    return call


def test_text(glasscat):
    said = glasscat(*COURSE).out
    rows = [line.split() for line in said.splitlines()]
    for row in (["a", "7"], ["u", "b", "*", "c", "8"], ["v", "a", "+", "u", "15"], ["J", "3", "*", "v", "45"]):
        assert row in rows
    for row in ("dJ/db dJ/du * c 3 * 2 6", "dJ/dc dJ/du * b 3 * 4 12", "dJ/da dJ/dv * 1 3 * 1 3"):
        assert row.split() in rows


def test_json(glasscat):
    document = json.loads(glasscat(*COURSE, "--json", "--nudge", "v=0.001").out)
    assert document["value"] == 45
    assert document["values"] == {"a": 7, "b": 4, "c": 2, "u": 8, "v": 15, "J": 45}
    assert document["derivatives"] == {"a": 3, "b": 6, "c": 12, "u": 3, "v": 3, "J": 1}
    (moved,) = document["nudges"]
    assert (moved["name"], moved["before"], moved["value_before"]) == ("v", 15, 45)
    assert moved["value_after"] == pytest.approx(45.003, abs=1e-13)
    assert moved["change"] == pytest.approx(moved["expected_change"], abs=1e-13)


def test_arrays(glasscat):
    document = json.loads(glasscat("J = sum(W @ x)", "W=[[1,2],[3,4]]", "x=[5,6]", "--json").out)
    assert document["value"] == 17 + 39
    assert document["values"]["u"] == [17, 39]
    assert document["derivatives"] == {"W": [[5, 6], [5, 6]], "x": [4, 6], "u": [1, 1], "J": 1}


def test_nudges(glasscat):
    said = " ".join(glasscat(*COURSE, "--nudge", "v=0.001", "--nudge", "a=-1").out.split())
    assert "v from 15 to 15.001: J goes from 45 to 45.003." in said
    assert "a from 7 to 6: J goes from 45 to 42." in said


def test_an_expression_may_begin_with_a_sign(glasscat):
    assert json.loads(glasscat("-x**2", "x=-3", "--json").out)["value"] == -9
    assert json.loads(glasscat("-3*x", "x=-3", "--json").out)["derivatives"]["x"] == -3


def test_no_such_option(glasscat):
    for arguments in (["3*a", "a=1", "--nugde", "a=1"], ["--nugde=1", "3*a", "a=1"]):
        assert "there is no option --nugde" in glasscat(*arguments, code=2).err


def test_svg(glasscat, tmp_path):
    path = tmp_path / "course.svg"
    assert str(path) in " ".join(glasscat(*COURSE, "--svg", str(path)).err.split())
    assert ET.parse(path).getroot().tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314  (our own)
    assert list(tmp_path.iterdir()) == [path]
    glasscat(*COURSE, "--svg", str(tmp_path / "missing" / "x.svg"), code=6)


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code"),
    [(["1/(a-5)", "a=5"], 3, "GC-G18"), (["log(a)", "a=-1"], 3, "GC-G19"), (["sine(a)", "a=1"], 2, "GC-G05"),
     (["3*a"], 2, "GC-G10"), (["3*a", "a=1", "b=2"], 2, "GC-G11"), (["3*a", "a"], 2, "GC-G28"),
     (["3*a", "a=1", "a=2"], 2, "GC-G28"), (["3*a", "a=[1,2]"], 3, "GC-G23"),
     (["3*a", "a=1", "--nudge", "b=1"], 2, "GC-G25"),
     (["(" * 10000, "a=1"], 2, "GC-G04"), ([], 2, "GC-U97"), (["3*a", "a=1", "--layers", "3"], 2, "GC-U97"),
     (["3*a", "a=1", "--samples", "3"], 2, "GC-U97"), (["--layers", "3", "--network", "runs/x"], 2, "GC-U97"),
     (["--layers", "3", "--data", "drawn-cats"], 2, "GC-U97"), (["--network", "runs/x"], 2, "GC-U97"),
     (["--network", "runs/x", "--data", "drawn-cats", "--classes", "3"], 2, "GC-U97"),
     (["--network", "runs/x", "--data", "drawn-cats"], 4, "GC-M01"), (["--layers", "3", "--samples", "0"], 2, "GC-U97"),
     (["--layers", "3", "--features", "0"], 2, "GC-U97"), (["--layers", "a"], 2, "GC-U17"),
     (["--layers", "3", "--seed", "-1"], 2, "GC-U23"), (["--layers", "3", "--classes", "1"], 2, "GC-U06"),
     (["--layers", "3", "--dropout", "1"], 2, "GC-U60"), (["--layers", "3", "--activation", "relo"], 2, "GC-U05"),
     (["--layers", "3", "--batch-norm", "--samples", "1"], 2, "GC-K07"),
     (["__import__('os').system('true')"], 2, "GC-G01")],
)  # fmt: skip
def test_errors_are_three_lines_at_most(glasscat, arguments, exit_code, code):
    said = glasscat(*arguments, code=exit_code)
    assert f"error[{code}]" in said.err
    assert 1 <= len(said.err.splitlines()) <= 3
    assert said.out == ""


def lines_of(*arguments, **environment):
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLORTERM"}}
    said = subprocess.run(
        [sys.executable, "-m", "glasscat", "graph", *arguments],
        env={**kept, "COLUMNS": "80", "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return said.stdout.splitlines()


def test_values_in_one_colour_and_derivatives_in_another():
    colored = {"FORCE_COLOR": "1", "COLORTERM": "truecolor", "TERM": "xterm-256color"}
    lines = lines_of(*COURSE, "--lang", "en", **colored)
    backward = next(n for n, line in enumerate(lines) if "Backward" in line)
    assert any(line.startswith("v ") and BLUE in line and "15" in line for line in lines[:backward])
    assert VERMILLION not in "\n".join(lines[:backward])
    assert any(line.startswith("dJ/dc") and VERMILLION in line and "12" in line for line in lines[backward:])
    assert BLUE not in "\n".join(lines[backward:])
    plain = "\n".join(lines_of(*COURSE, "--lang", "en", NO_COLOR="1", **colored))
    assert BLUE not in plain
    assert VERMILLION not in plain


def test_a_random_network(glasscat):
    options = ["--features", "4", "--classes", "3", "--samples", "5", "--activation", "tanh", "--batch-norm"]
    document = json.loads(glasscat("--layers", "3,2", *options, "--loss", "squared-error", "--json").out)
    values, derivatives = document["values"], document["derivatives"]
    assert np.shape(values["X"]) == (4, 5)
    assert np.shape(values["Y"]) == (3, 5)
    assert {"gamma1", "beta2", "A2"} <= set(derivatives)
    for name in ("W1", "b1", "W2", "W3", "b3"):
        assert np.shape(derivatives[name]) == np.shape(values[name])
    W = json.loads(glasscat("--layers", "3", "--seed", "1", "--json", "--nudge", "W1=1e-6").out)
    again = json.loads(glasscat("--layers", "3", "--seed", "1", "--json").out)
    assert W["values"] == again["values"]
    assert W["values"]["W1"] != json.loads(glasscat("--layers", "3", "--json").out)["values"]["W1"]
    (nudge,) = W["nudges"]
    assert nudge["change"] == pytest.approx(nudge["expected_change"], rel=1e-4)  # curvature, of the order of the step
    assert "D1" in json.loads(glasscat("--layers", "3", "--dropout", "0.5", "--json").out)["values"]


def test_one_neuron_without_hidden_layers(glasscat):
    assert set(json.loads(glasscat("--layers", "", "--json").out)["derivatives"]) >= {"W1", "b1", "Z1", "L", "J"}


def test_a_trained_network(glasscat, tmp_path):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20, 3)), np.arange(20) % 2
    np.savez(tmp_path / "data.npz", X=X, y=y)
    run = gc.fit(gc.Network.dense(3, [2], 2), gc.from_arrays(X, y), optimizer=gc.Adam(0.1), iterations=5)
    run.save(tmp_path / "run", figures=False)
    source = ["--network", str(tmp_path / "run"), "--data", str(tmp_path / "data.npz")]
    document = json.loads(glasscat(*source, "--samples", "4", "--json").out)
    assert document["values"]["W1"] == run.parameters["W1"].tolist()
    assert document["value"] == pytest.approx(float(run.network.loss(run.theta, X[:4].T, y[None, :4])), rel=1e-13)
    assert "GC-U97" in glasscat(*source, "--samples", "21", code=2).err
    picture = tmp_path / "network.svg"
    said = glasscat(*source, "--svg", str(picture))
    assert "W1 @ X + b1" in said.out
    assert "Z2 = W2 @ A1 + b2" in picture.read_text(encoding="utf-8")


def test_a_long_table_shows_its_ends_and_says_so(glasscat):
    said = " ".join(glasscat("+".join(["a"] * 300), "a=1").out.split())
    assert said.count("These are the first 50 and the last 50 of 300; --json gives all of them.") == 2
    assert "(300 shares)" in said


def test_undefined(glasscat):
    said = glasscat("a**b", "a=-2", "b=3", "--json")
    assert json.loads(said.out)["derivatives"] == {"a": 12, "b": None, "J": 1}
    assert "Undefined: dJ/db." in said.err
    assert "Undefined: dJ/db." in " ".join(glasscat("a**b", "a=-2", "b=3").out.split())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_eighty_columns(language):
    entropy = ["J = -(y*log(sigmoid(w*x+b)) + (1-y)*log(1-sigmoid(w*x+b))) + 0.1*w**2", "w=2", "x=-1", "b=0.5", "y=1"]
    row = "[" + ",".join(["-0.123456789"] * 9) + "]"
    arrays = ["Z = W@x; A = sigmoid(Z); J = mean((A - y)**2)/2", f"W=[{row},{row}]", f"x={row}", "y=1"]
    for arguments in (entropy, arrays):
        lines = lines_of(*arguments, "--lang", language, "--nudge", "y=0.001")
        assert max(sum(2 if ord(c) > 0x2E80 else 1 for c in line) for line in lines) <= 80
        assert any("dJ/dy" in line for line in lines)
