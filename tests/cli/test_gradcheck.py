"""``glasscat gradcheck`` as somebody types it."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from glasscat.layers import Dense


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--layers", ""),
        ("--layers", "8,8,8", "--activation", "leaky-relu", "--loss", "squared-error", "--dropout", "0.3"),
        ("--batch-norm", "--activation", "tanh", "--classes", 4, "--samples", 9, "--features", 3, "--seed", 5),
        ("--activation", "sigmoid", "--epsilon", "1e-5"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_fine(glasscat, options, language):
    answer = glasscat("gradcheck", *options, "--lang", language)
    assert answer.code == 0
    assert answer.err == ""
    assert max(cell_len(line) for line in answer.out.splitlines()) <= 80
    assert ("No mistake found." if language == "en" else "没有发现错误") in answer.out


def test_what_is_said(glasscat):
    out = " ".join(glasscat("gradcheck").out.split())
    assert "Gradient check of 6-4-3-1, 5 samples, seed 0" in out
    assert "All 47 parameters were checked." in out
    assert "differences complex step graph" in out
    assert "limit 1e-04 1e-12 1e-12" in out


def test_json(glasscat):
    answer = glasscat("gradcheck", "--json", "--layers", "3", "--classes", 3, "--seed", 2)
    assert answer.code == 0
    assert answer.json["passed"] is True
    assert answer.json["network"] == [6, 3, 3]
    assert answer.json["seed"] == 2
    assert list(answer.json["errors"]) == ["differences", "complex-step", "graph"]


@pytest.mark.parametrize("json", [False, True])
def test_a_wrong_backward_pass_is_a_bug(glasscat, monkeypatch, json):
    right = Dense.write_gradients

    def wrong(self, gradients, dA, trace):
        right(self, gradients, dA, trace)
        gradients[0][...] *= 1.1

    monkeypatch.setattr(Dense, "write_gradients", wrong)
    answer = glasscat("gradcheck", *(["--json"] if json else []))
    assert answer.code == 70
    if json:
        assert answer.json["passed"] is False
    else:
        assert "Maybe a mistake: the backward pass of W1, W2, W3" in " ".join(answer.out.split())


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("GC-K10", ("--samples", 0)),
        ("GC-K10", ("--features", 0)),
        ("GC-K06", ("--epsilon", 0)),
        ("GC-K07", ("--samples", 1, "--batch-norm")),
        ("GC-U01", ("--layers", "4,0")),
        ("GC-U03", ("--loss", "squarederror")),
        ("GC-U05", ("--activation", "rellu")),
        ("GC-U06", ("--classes", 1)),
        ("GC-U17", ("--layers", "4;3")),
        ("GC-U23", ("--seed", -1)),
        ("GC-U60", ("--dropout", 1)),
    ],
)
def test_refused(refuses, code, options):
    refuses(code, 2, "gradcheck", *options)


@pytest.mark.parametrize(
    ("options", "option", "code"),
    [(("--classes", 1), "--classes", "GC-U06"), (("--samples", 1, "--batch-norm"), "--samples", "GC-K07")],
)
def test_the_option_is_named(glasscat, options, option, code):
    answer = glasscat("gradcheck", *options)
    assert answer.code == 2
    assert f"[{code}] {option}:" in answer.err
