"""The sentence: what it claims, what it does not, and how long it takes to say so."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasscat.data.dataset import Samples
from glasscat.data.findings import Finding
from glasscat.evaluation.memory import TrainMemory
from glasscat.evaluation.sentence import p_words
from glasscat.evaluation.verdict import judge
from glasscat.i18n import _

NAMES = ("dog", "cat", "bird", "fish", "ox", "hen")


def said(y, answers, *, n_classes=2, memory=None, leaked=()):
    y = np.asarray(y)
    test = Samples(np.zeros((len(y), 2)), y, tuple(map(str, range(len(y)))))
    items = tuple({"train": 0, "test": int(i), "exact": True} for i in leaked)
    findings = [Finding("GC-I10", "warning", _("Copies."), items)] if items else []
    p = np.eye(n_classes)[np.asarray(answers)]
    return str(judge(p, test, NAMES[:n_classes], memory=memory, findings=findings).sentence)


def halves(m):
    return np.arange(m) % 2


def wrong_at(y, *places):
    answers = y.copy()
    answers[list(places)] = 1 - answers[list(places)]
    return answers


def test_a_good_model_is_called_better_and_its_signal_is_not_weak():
    y = halves(100)
    sentence = said(y, wrong_at(y, *range(10)))
    assert "90 of 100 = 90.0 %" in sentence
    assert "There is a signal (p < 0.0001): balanced accuracy is at least half-way" in sentence
    assert "better than the best baseline, always dog, the majority in the test set: 50 of 100" in sentence
    assert "weak" not in sentence
    assert "few" not in sentence


def test_a_guessing_model_is_not_said_to_be_useless_nor_useful():
    y = halves(100)
    sentence = said(y, np.arange(100) // 2 % 2)
    assert "Chance alone could give such answers (p = 1.0); that does not prove there is no signal" in sentence
    assert "cannot be told apart" in sentence
    assert "better" not in sentence


def test_a_model_against_the_truth_is_told_to_check_its_classes():
    y = halves(60)
    sentence = said(y, wrong_at(y, *range(50)))
    assert "run against the truth" in sentence
    assert "It does worse than the best baseline" in sentence


def test_one_answer_for_everything_is_called_that():
    sentence = said([0] * 17 + [1] * 33, [1] * 50)
    assert "It answers cat for every sample, so its score is only the share of cat in the test set." in sentence
    assert "signal" not in sentence
    assert "baseline" not in sentence


def test_one_wrong_answer_for_everything_is_also_worse():
    sentence = said([0] * 10 + [1] * 40, [0] * 50)
    assert "It answers dog for every sample" in sentence
    assert "does worse" in sentence


@pytest.mark.parametrize("answer", [0, 1])
def test_one_sample_says_next_to_nothing(answer):
    sentence = said([1], [answer])
    assert "One test sample cannot tell a good model from a poor one." in sentence
    assert sentence.count(".") <= 7  # the score with its decimals, and that one sentence
    assert "No mistake" not in sentence


def test_all_right_of_few_is_still_an_interval():
    y = halves(8)
    sentence = said(y, y)
    assert "8 of 8 = 100.0 % (95 % interval 67.6 to 100.0 %)" in sentence
    assert "No mistake was seen, which does not mean that the model makes none." in sentence
    assert "8 test samples are few: the true score may lie anywhere in an interval 32 percentage points" in sentence


def test_all_wrong_is_said():
    y = halves(20)
    assert "Not one answer is right." in said(y, 1 - y)


def test_a_class_absent_from_the_test_is_named():
    assert "Every test sample is cat" in said([1] * 9, [1] * 8 + [0])
    y = np.arange(60) % 4
    one = said(np.arange(60) % 5, np.arange(60) % 5, n_classes=6)
    assert "No test sample is of the class hen: nothing is known about it." in one
    two = said(y, y, n_classes=6)
    assert "The test set has no sample of 2 classes: ox, hen. Nothing is known about them." in two


def test_many_classes_too_few_samples_make_no_claim_of_a_signal():
    y = np.arange(12) % 6
    sentence = said(y, (y + (np.arange(12) > 8)) % 6, n_classes=6)
    assert "signal" not in sentence
    assert "12 test samples are few" in sentence


def test_turned_shares_bring_the_balanced_accuracy():
    y = np.array([0] * 17 + [1] * 33)
    answers = wrong_at(y, *range(5), *range(17, 27))
    sentence = said(y, answers, memory=TrainMemory((137, 72)))
    assert "turned round: cat is 72 of 209 in training, but 33 of 50 in the test." in sentence
    assert "Balanced accuracy" in sentence


@pytest.mark.parametrize(
    "counts",
    [
        (70, 137),  # the same class leads
        (101, 100),  # another leads, but by chance
    ],
)
def test_shares_that_are_not_turned_beyond_chance_are_not_mentioned(counts):
    y = np.array([0] * 17 + [1] * 33)
    assert "shares" not in said(y, y, memory=TrainMemory(counts))


def test_leaks_are_taken_out_and_counted():
    y = halves(50)
    assert "Without the test sample that repeats a training sample, exactly or nearly: 48 of 49" in said(
        y, wrong_at(y, 3), leaked=[17]
    )
    assert "Without the 2 test samples that repeat training samples, exactly or nearly: 47 of 48" in said(
        y, wrong_at(y, 3), leaked=[17, 18]
    )


def test_a_test_set_of_nothing_but_leaks_says_nothing_about_new_samples():
    sentence = said(halves(60), halves(60), leaked=range(60))
    assert "Every test sample repeats a training sample" in sentence
    assert "signal" not in sentence
    assert "baseline" not in sentence


@pytest.mark.parametrize(("counts", "y"), [((50, 50), [1] * 40), ((50, 50), [1] * 30 + [0] * 10)])
def test_equal_shares_in_training_are_not_called_turned_round(counts, y):
    y = np.array(y)
    assert "turned round" not in said(y, y, memory=TrainMemory(counts))


def test_a_test_set_of_one_class_has_no_shares_to_speak_of():
    y = np.ones(40, dtype=int)
    assert "guessing gives 100" not in said(y, y, memory=TrainMemory((90, 10)))


def test_claims_that_rest_on_leaks_are_taken_back():
    y = np.array([0, 1] * 20 + [0, 0, 1, 1] * 5)
    answers = np.array([0, 1] * 20 + [0, 1, 0, 1] * 5)  # right on the leaked 40, guessing on the other 20
    assert "It does better" in said(y, answers)
    with_leaks = said(y, answers, leaked=range(40))
    assert "Without them it is no longer shown to be better than the best baseline" in with_leaks


def test_a_signal_that_rests_on_leaks_is_taken_back():
    # Uneven classes: no better than the majority, yet a signal, until the leaked ones are left out.
    y = np.array([0] * 30 + [1] * 10 + [0] * 10)
    answers = np.array([0] * 30 + [1] * 6 + [0] * 4 + [1] * 3 + [0] * 7)
    assert "There is a signal" in said(y, answers)
    assert "Without them no signal is shown any more." in said(y, answers, leaked=range(30, 36))


def test_claims_that_stand_without_leaks_are_not_repeated():
    y = halves(60)
    assert "Without them" not in said(y, wrong_at(y, 5), leaked=[0])


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.831, "= 0.83"),
        (0.8, "= 0.80"),
        (1.0, "= 1.0"),
        (0.01482, "= 0.015"),
        (0.0496, "= 0.0496"),
        (0.00012, "= 0.00012"),
        (3e-9, "< 0.0001"),
    ],
)
def test_p_values_in_words(p, words):
    assert p_words(p) == words


@given(
    st.integers(2, 6),
    st.integers(1, 120),
    st.floats(0, 1),
    st.integers(0, 2**32 - 1),
)
def test_no_sentence_is_long_and_none_claims_both_ways(n_classes, m, skill, seed):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, n_classes, m)
    answers = np.where(rng.random(m) < skill, y, rng.integers(0, n_classes, m))
    memory = TrainMemory(tuple(int(n) for n in rng.integers(1, 300, n_classes)))
    leaked = np.flatnonzero(rng.random(m) < rng.choice([0, 0.1, 0.6]))
    sentence = said(y, answers, n_classes=n_classes, memory=memory, leaked=leaked)
    for part in re.split(r"(?<=[.:;]) ", re.sub(r"\(.*?\)", "", sentence)):
        assert len(part.split()) < 25, part
    assert ("does better" in sentence) + ("does worse" in sentence) + ("told apart from" in sentence) <= 1
    assert f"of {m} = " in sentence
