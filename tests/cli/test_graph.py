"""``glasscat graph`` as somebody types it."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

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
     (["(" * 10000, "a=1"], 2, "GC-G04"), (["__import__('os').system('true')"], 2, "GC-G01")],
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


@pytest.mark.parametrize("language", ["en", "zh"])
def test_eighty_columns(language):
    entropy = ["J = -(y*log(sigmoid(w*x+b)) + (1-y)*log(1-sigmoid(w*x+b))) + 0.1*w**2", "w=2", "x=-1", "b=0.5", "y=1"]
    row = "[" + ",".join(["-0.123456789"] * 9) + "]"
    arrays = ["Z = W@x; A = sigmoid(Z); J = mean((A - y)**2)/2", f"W=[{row},{row}]", f"x={row}", "y=1"]
    for arguments in (entropy, arrays):
        lines = lines_of(*arguments, "--lang", language, "--nudge", "y=0.001")
        assert max(sum(2 if ord(c) > 0x2E80 else 1 for c in line) for line in lines) <= 80
        assert any("dJ/dy" in line for line in lines)
