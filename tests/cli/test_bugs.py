"""``glasscat bugs`` as somebody types it."""

from __future__ import annotations

import builtins
import sys
from dataclasses import replace

import pytest
from rich.cells import cell_len

from glasscat.checks.museum import collection
from glasscat.checks.museum.collection import EXHIBITS
from glasscat.checks.museum.quiz import ask


def words(answer):
    return " ".join(answer.out.split())


def assert_fits(answer):
    assert max(cell_len(line.rstrip()) for line in answer.out.splitlines()) <= 80


@pytest.fixture
def terminal(monkeypatch):
    """Return a function that sits down at a terminal and types lines."""

    def types(*lines):
        waiting = iter(lines)

        def read(prompt=""):
            sys.stdout.write(prompt)
            try:
                return next(waiting)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr(builtins, "input", read)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    return types


@pytest.mark.parametrize("language", ["en", "zh"])
def test_list(glasscat, language):
    answer = glasscat("bugs", "--lang", language)
    assert answer.code == 0
    assert_fits(answer)
    assert all(name in answer.out for name in EXHIBITS)


def test_list_as_json(glasscat):
    listed = glasscat("bugs", "--json").json
    assert [one["name"] for one in listed] == list(EXHIBITS)
    assert set(listed[0]) == {"name", "title", "story", "check"}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", EXHIBITS)
def test_one(glasscat, name, language):
    answer = glasscat("bugs", name, "--lang", language)
    assert answer.code == 0
    assert_fits(answer)
    right, wrong = EXHIBITS[name].lines
    assert all(line in answer.out for line in (*right, *wrong))


def test_right_and_wrong_side_by_side(glasscat):
    said = words(glasscat("bugs", "rank-one"))
    assert "- right code return np.zeros((n, 1)) + wrong code return np.zeros(n)" in said
    assert "shape of w after one step (3, 1) (3, 3)" in said
    assert "Caught by the shapes: w must be (3, 1); found (3,)." in said


def test_one_as_json(glasscat):
    document = glasscat("bugs", "log-of-zero", "--json").json
    assert document["caught"] is True
    assert document["check"] == "cost-curve"
    assert document["wrong"]["numbers"][1]["value"] is None  # nan; JSON has none
    assert document["right"]["alarm"] is False
    assert document["wrong"]["lines"] == ["A = sigmoid(Z)", "losses = -(Y * np.log(A) + (1 - Y) * np.log(1 - A))"]


def test_all(glasscat):
    answer = glasscat("bugs", "--all")
    assert answer.code == 0
    assert_fits(answer)
    n = len(EXHIBITS)
    assert f"{n} of {n} mistakes were caught" in words(answer)
    assert len(glasscat("bugs", "--all", "--json").json) == n


def test_a_mistake_that_slips_through_is_a_bug_of_glasscat(glasscat, monkeypatch):
    blind = replace(EXHIBITS["uphill"], wrong=EXHIBITS["uphill"].right)
    monkeypatch.setitem(collection.EXHIBITS, "uphill", blind)
    answer = glasscat("bugs", "uphill")
    assert answer.code == 70
    assert "Not caught by the cost curve" in answer.out
    assert "(nothing)" in answer.out
    answer = glasscat("bugs", "--all")
    assert answer.code == 70
    assert f"{len(EXHIBITS) - 1} of {len(EXHIBITS)} mistakes were caught" in words(answer)


def test_question_without_a_terminal(glasscat):
    answer = glasscat("bugs", "--quiz", "--seed", 3)
    question = ask(3)
    assert answer.code == 0
    assert_fits(answer)
    assert all(line in answer.out for line in question.exhibit.wrong_code)
    assert all(choice.name in answer.out for choice in question.choices)
    assert "Answer with: glasscat bugs --quiz --seed 3 --answer NAME" in words(answer)
    assert "Caught by" not in answer.out


def test_every_call_asks_something_else(glasscat):
    asked = {glasscat("bugs", "--quiz", "--json").json["seed"] for _time in range(4)}
    assert len(asked) > 1


@pytest.mark.parametrize("right", [True, False])
def test_answer_without_a_terminal(glasscat, right):
    question = ask(3)
    given = next(choice.name for choice in question.choices if (choice is question.exhibit) == right)
    answer = glasscat("bugs", "--quiz", "--seed", 3, "--answer", given)
    assert answer.code == 0
    assert f"{'Right' if right else 'No'}: it is {question.exhibit.name}." in answer.out
    assert "Caught by" in answer.out
    document = glasscat("bugs", "--quiz", "--seed", 3, "--answer", given, "--json").json
    assert document["answer"] == {"given": given, "right": right, "name": question.exhibit.name}


def test_question_as_json_does_not_tell(glasscat):
    document = glasscat("bugs", "--quiz", "--seed", 3, "--json").json
    assert document["answer"] is None
    assert len(document["choices"]) == 4


def test_question_at_a_terminal(glasscat, terminal):
    question = ask(3)
    terminal("7", "a cat", "", str(question.choices.index(question.exhibit) + 1))
    answer = glasscat("bugs", "--quiz", "--seed", 3)
    assert answer.out.count("Number or name: ") == 4
    assert f"Right: it is {question.exhibit.name}." in answer.out


def test_walking_away_from_a_terminal(glasscat, terminal):
    terminal()
    answer = glasscat("bugs", "--quiz", "--seed", 3)
    assert answer.code == 0
    assert "Answer with:" in words(answer)


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("GC-K20", ("missing-maen",)),
        ("GC-K20", ("--quiz", "--answer", "nobody")),
        ("GC-K21", ("uphill", "--all")),
        ("GC-K21", ("uphill", "--quiz")),
        ("GC-K21", ("--all", "--quiz")),
        ("GC-K21", ("--seed", 3)),
        ("GC-K21", ("--all", "--answer", "uphill")),
        ("GC-U23", ("--quiz", "--seed", -1)),
    ],
)
def test_refused(refuses, code, options):
    refuses(code, 2, "bugs", *options)


def test_nearest_name(refuses):
    said = refuses("GC-K20", 2, "bugs", "sigmoid")
    assert "the nearest is sigmoid-with-z" in said
    assert all(name in said for name in EXHIBITS)
