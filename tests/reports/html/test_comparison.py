"""Several runs side by side: whether one is better is tested on the same test samples, or it is said why not."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

from glasscat.cli.main import main
from glasscat.cli.report_numbers import numbers_of
from glasscat.models.reopened import reopen
from glasscat.models.run_folder import load_run
from glasscat.reports.html import Subject, report_page
from glasscat.reports.html.comparison import comparison

from .page_reader import read


def subject_of(run):
    opened = reopen(run)
    return Subject(opened.stored, opened.data)


def words(element, language="en"):
    return " ".join(element.words(language).split())


@pytest.fixture(scope="module")
def other(made):
    return made("three.h5", "other", "--iterations", 5)


def right_answers(subject):
    return subject.stored.probabilities(subject.data.test).argmax(axis=1) == subject.data.test.y


def test_runs_on_the_same_data_are_held_against_each_other(three, other):
    subjects = [subject_of(other), subject_of(three)]
    page = read(report_page(subjects))
    worse, better = map(right_answers, subjects)
    assert better.sum() > worse.sum()
    only_better, only_worse = (better & ~worse).sum(), (worse & ~better).sum()
    p = binomtest(int(only_worse), int(only_worse + only_better)).pvalue  # the exact McNemar test by its definition
    assert words(page.one("h1")) == (
        "“three” does better than “other”." if p < 0.05 else "“three” and “other” cannot be told apart."
    )
    said = words(page.one(class_="grounds"))
    assert said.startswith(f"{only_better} test samples only “three” gets right, {only_worse} only “other”")
    shown = "< 0.0001" if p < 1e-4 else f"= {p:#.2g}"
    assert f"p {shown}" in said


def test_a_run_cannot_be_told_from_its_like(three, made):
    twin = made("three.h5", "twin", "--layers", 4, "--activation", "tanh", "--iterations", 601, "--learning-rate", 0.05)
    page = read(report_page([subject_of(three), subject_of(twin)]))
    assert "cannot be told apart" in words(page.one("h1"))
    settings = {
        words(row.one("th")): [words(cell) for cell in row.every("td")]
        for row in page.one(class_="settings").one("tbody").every("tr")
    }
    assert settings == {"iterations": ["600", "601"]}


def test_curves_lie_over_each_other(three, other):
    figures = list(read(report_page([subject_of(three), subject_of(other)])).every("figure", class_="chart"))
    assert len(figures) == 2
    training = json.loads(figures[0].one("script").text)
    for line, run in zip(training["lines"], (three, other), strict=True):
        costs = dict(load_run(run).history.all_costs)
        assert line["name"]["en"] == run.name
        assert line["y"] == [costs.get(x) for x in training["x"]]
    assert training["x"] == sorted({*training["x"], 5, 600})


def test_runs_on_different_data_are_not_compared(three, two):
    page = read(report_page([subject_of(three), subject_of(two)]))
    assert words(page.one("h1")) == "These runs saw different data: their scores cannot be compared with each other."


def test_runs_whose_data_has_gone_are_not_tested(three, other):
    page = read(report_page([Subject(load_run(three), None, "gone"), subject_of(other)]))
    assert "cannot be tested" in words(page.one("h1"))
    assert "gone" in words(page.one(id="verdicts"))


def test_runs_without_a_test_set(made):
    runs = [made("alone.h5", name, "--holdout", 0, "--iterations", n) for name, n in (("alone", 50), ("alone2", 60))]
    page = read(report_page([subject_of(run) for run in runs]))
    assert "There is no test set" in words(page.one("h1"))
    assert len(list(page.every("figure", class_="chart"))) == 1
    assert not list(page.every(class_="strip"))


def test_each_run_keeps_its_verdict_and_its_weights(three, other):
    page = read(report_page([subject_of(three), subject_of(other)]))
    cards = list(page.every("article"))
    for card, run in zip(cards, (three, other), strict=True):
        verdict = load_run(run).document["test"]
        assert words(card.one("h3")) == run.name
        assert f"{verdict['correct']} of 45" in words(card.one(class_="big"))
        cells = [int(cell.one("b").text) for cell in card.one(class_="matrix").every("span", class_="flat")]
        assert cells == list(np.ravel(verdict["confusion"]))
        assert list(card.every("img"))


def test_pictures_on_which_runs_disagree(three, other):
    subjects = [subject_of(three), subject_of(other)]
    section = read(report_page(subjects)).one(id="disagreements")
    right = np.array([right_answers(subject) for subject in subjects])
    differ = np.flatnonzero(right[0] != right[1])
    test = subjects[0].data.test
    figures = list(section.every("figure"))
    assert (
        words(section.one(class_="lead"))
        == f"{len(differ)} of 45 test pictures are right in one run and wrong in another."
    )
    assert [words(figure.one(class_="quiet")) for figure in figures] == [test.names[i] for i in differ]
    for figure, i in zip(figures, differ, strict=True):
        marks = [
            one.has("class", "agrees")
            for one in figure.one("figcaption").every("span")
            if one.attributes.get("class") in {"agrees", "differs"}
        ]
        assert marks == list(right[:, i])


def test_of_many_disagreements_the_first_are_shown(three, other, monkeypatch):
    monkeypatch.setattr("glasscat.reports.html.disagreements.MOST_PICTURES", 2)
    section = read(report_page([subject_of(three), subject_of(other)])).one(id="disagreements")
    assert len(list(section.every("figure"))) == 2
    assert words(section.one(class_="lead")).endswith("The first 2 are shown.")


def test_twins_do_not_disagree(three, tmp_path):
    shutil.copytree(three, tmp_path / "copy")
    page = read(report_page([subject_of(three), subject_of(tmp_path / "copy")]))
    assert not list(page.every(id="disagreements"))
    assert not list(page.every(class_="settings"))
    assert "p = 1.0" in words(page.one(class_="grounds"))
    assert not list(page.every(class_="chosen-by")), "there was nothing to choose"


def test_the_best_of_three_was_chosen_by_looking(three, other, made):
    third = made("three.h5", "third", "--iterations", 6)
    page = read(report_page([subject_of(run) for run in (three, other, third)]))
    assert len(list(page.every(class_="grounds"))) == 2
    assert words(page.one(class_="chosen-by")).startswith("The best of 3 runs was chosen on these very test samples")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([9, 9, 9], "“a” cannot be told apart from any other run."),
        ([20, 0, 0], "“a” does better than every other run."),
        ([20, 0, 19], "“a” does better than 1 of the 2 other runs."),
    ],
)
def test_what_came_of_several_duels(three, monkeypatch, answers, said):
    subject = subject_of(three)
    right = {name: np.arange(45) < n for name, n in zip("abc", answers, strict=True)}
    monkeypatch.setattr("glasscat.reports.html.comparison._right_answers", lambda one: right[one.name])
    subjects = [replace(subject, called=name) for name in "abc"]
    assert [str(text) for text in comparison(subjects).said] == [said]


def opened_subject(run):
    opened = reopen(run)
    numbers = numbers_of(opened, alone=False)
    return Subject(opened.stored, opened.data, opened=numbers.opened, printed=numbers.printed, book=numbers.book)


def test_numbers_of_several_runs_open(three, other):
    subjects = [opened_subject(three), opened_subject(other)]
    section = read(report_page(subjects)).one(id="opened")
    duel, *own = section.every(class_="numbers-open")
    for subject, one in zip(subjects, own, strict=True):
        names = [number.one("code").text for number in one.every("details")]
        assert {"test.accuracy", "test.interval[low]", "train.correct", "train.cost"} <= set(names)
        accuracy = next(number for number in one.every("details") if number.one("code").text == "test.accuracy")
        assert float(words(accuracy.one(class_="equal"))[2:]) == subject.verdict["accuracy"]
    right = list(map(right_answers, subjects))
    only = (right[0] & ~right[1]).sum(), (right[1] & ~right[0]).sum()
    numbers = {number.one("code").text: number for number in duel.every("details")}
    assert words(numbers["only[three,other]"].one(class_="equal")) == f"= {only[0]}"
    assert words(numbers["only[other,three]"].one(class_="equal")) == f"= {only[1]}"
    p = binomtest(int(only[0]), int(sum(only))).pvalue
    found = words(numbers["p_value[three,other]"].one(class_="equal")).removeprefix("= ")
    assert float(found) == pytest.approx(p, rel=1e-12)  # another library's sum of the same tail
    assert any(name.startswith("three: test.right[") for name in numbers)
    assert not list(section.every(class_="failed"))


def test_a_wrong_p_value_of_two_runs_is_seen(three, other, monkeypatch):
    monkeypatch.setattr("glasscat.reports.html.comparison.mcnemar", lambda _b, _c: 0.25)
    section = read(report_page([opened_subject(three), opened_subject(other)])).one(id="opened")
    assert list(section.one(class_="numbers-open").every(class_="failed"))


def test_runs_of_one_name_are_told_apart(three, other, tmp_path):
    for folder, run in (("a", three), ("b", other)):
        shutil.copytree(run, tmp_path / folder / "first")
    assert (
        main(
            ["report", str(tmp_path / "a" / "first"), str(tmp_path / "b" / "first"), "--out", str(tmp_path / "r.html")]
        )
        == 0
    )
    page = read(tmp_path / "r.html")
    assert [words(card.one("h3")) for card in page.every("article")] == ["a/first", "b/first"]
    assert "“a/first”" in words(page.one("h1"))


def test_the_seventh_run_is_told_from_the_first(three):
    subject = subject_of(three)
    page = read(report_page([replace(subject, called=f"run {i}") for i in range(7)]))
    marks = [row.one(class_="swatch").attributes["class"] for row in page.one(class_="runs").one("tbody").every("tr")]
    assert len(set(marks)) == 7
