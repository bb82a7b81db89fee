"""Questions of the quiz."""

from __future__ import annotations

import pytest

import glasscat as gc
from glasscat.checks.museum.collection import EXHIBITS
from glasscat.checks.museum.quiz import CHOICES, ask


def test_a_seed_is_a_question():
    first, second = ask(11), ask(11)
    assert first.exhibit is second.exhibit
    assert first.choices == second.choices
    assert first.seed == 11


def test_without_a_seed_one_is_drawn_that_asks_it_again():
    question = ask()
    assert ask(question.seed).exhibit is question.exhibit


def test_answer_is_among_the_choices_and_in_no_fixed_place():
    places = set()
    for seed in range(25):
        question = ask(seed)
        assert len({choice.name for choice in question.choices}) == CHOICES
        places.add(question.choices.index(question.exhibit))
    assert places == set(range(CHOICES))


def test_every_exhibit_is_asked_about_some_day():
    import numpy as np

    assert {np.random.default_rng(seed).permutation(list(EXHIBITS))[0] for seed in range(500)} == set(EXHIBITS)


def test_answers():
    question = ask(3)
    right = question.choices.index(question.exhibit)
    other = question.choices[right - 1]
    assert question.is_right(question.exhibit.name)
    assert question.is_right(f" {question.exhibit.name.upper()} ")
    assert question.is_right(str(right + 1))
    assert not question.is_right(other.name)
    assert question.named_by("0") is None
    assert question.named_by("5") is None
    assert question.named_by("a cat") is None
    with pytest.raises(gc.GlasscatError) as caught:
        question.is_right("a cat")
    assert caught.value.code == "GC-K20"


def test_the_question_does_not_tell_the_answer():
    question = ask(3)
    document = question.as_json()
    assert document["code"] == list(question.exhibit.wrong_code)
    assert set(document) == {"seed", "code", "numbers", "choices"}
    assert set(document["numbers"][0]) == {"label", "expected", "found"}


def test_seeds_below_zero():
    with pytest.raises(gc.GlasscatError) as caught:
        ask(-1)
    assert caught.value.code == "GC-U23"
