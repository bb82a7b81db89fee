"""The verdict: the course's figures, its shape, and that nothing but the data moves it."""

import json
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from glasscat.data.dataset import Samples
from glasscat.data.findings import Finding
from glasscat.errors import DataError, ModelError
from glasscat.evaluation.memory import TrainMemory
from glasscat.evaluation.verdict import judge
from glasscat.i18n import _, use_language

NAMES = ("non-cat", "cat")
pair = Finding("GC-I10", "warning", _("The same picture."), ({"train": 146, "test": 17, "exact": True},))


def features(y):
    y = np.asarray(y)
    return Samples(np.zeros((len(y), 2)), y, tuple(map(str, range(len(y)))))


def sure(answers, n_classes=2):
    """Probabilities of a model that is sure of its answers."""
    return np.eye(n_classes)[np.asarray(answers)] * 0.8 + 0.2 / n_classes


def test_the_course(course_samples, course_probabilities):
    train, test = course_samples
    verdict = judge(course_probabilities, test, NAMES, train=train, findings=[pair])
    assert (verdict.correct, verdict.total, verdict.accuracy) == (35, 50, 70)
    # Each figure to the digits in which it is given.
    assert verdict.interval == pytest.approx((56.2, 80.9), abs=0.05)
    assert verdict.confusion.tolist() == [[12, 5], [10, 23]]
    assert verdict.auc == pytest.approx(0.756, abs=5e-4)
    assert verdict.balanced_accuracy == pytest.approx(70.1, abs=0.05)
    assert verdict.association_p_value == pytest.approx(0.015, abs=5e-4)
    by_name = {baseline.name: baseline for baseline in verdict.baselines}
    assert by_name["test-majority"].p_value == pytest.approx(0.83, abs=5e-3)
    assert {name: baseline.correct for name, baseline in by_name.items()} == {
        "train-majority": 17,
        "test-majority": 33,
        "nearest-neighbour": 37,
        "mean-colour": 17,
    }
    assert (verdict.without_leaks.correct, verdict.without_leaks.total) == (34, 49)


def test_the_sentence_of_the_course(course_samples, course_probabilities):
    train, test = course_samples
    sentence = str(judge(course_probabilities, test, NAMES, train=train, findings=[pair]).sentence)
    for said in (
        "35 of 50 = 70.0 % (95 % interval 56.2 to 80.9 %)",
        "a signal (p = 0.015), but a weak one",
        "cannot be told apart from the best baseline, the nearest neighbour among the training samples: 37 of 50",
        "turned round: cat is 72 of 209 in training, but 33 of 50 in the test",
        "Balanced accuracy, which shares do not move: 70.1 %",
        "exactly or nearly: 34 of 49 = 69.4 %",
    ):
        assert said in sentence


def test_a_model_file_is_judged_by_its_memory(course_samples, course_probabilities):
    train, test = course_samples
    whole = judge(course_probabilities, test, NAMES, train=train)
    memory = TrainMemory.from_json(json.loads(json.dumps(TrainMemory.of(train, 2).as_json())))
    kept = judge(course_probabilities, test, NAMES, memory=memory)
    assert [b.as_json() for b in kept.baselines] == [
        b.as_json() for b in whole.baselines if b.name != "nearest-neighbour"
    ]
    assert "nearest-neighbour" in str(kept.notes[0])
    assert not whole.notes


def test_json_has_the_keys_of_the_interface_and_only_plain_values():
    test = features([0, 1, 1, 0])
    document = judge(sure([0, 1, 0, 0]), test, NAMES, train=test, findings=[pair_at(3)]).as_json()
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert {
        "correct",
        "total",
        "accuracy",
        "interval",
        "balanced_accuracy",
        "auc",
        "brier",
        "confusion",
        "baselines",
        "per_class",
        "findings",
        "sentence",
    } <= document.keys()
    assert {"name", "correct", "accuracy", "p_value"} <= document["baselines"][0].keys()
    assert document["confusion"] == [[2, 0], [1, 1]]
    assert document["without_leaks"]["total"] == 3


def pair_at(index):
    return Finding("GC-I10", "warning", _("A pair."), ({"train": 0, "test": index, "exact": False},))


def test_nothing_known_of_the_training_set_is_said():
    verdict = judge(sure([0, 1]), features([0, 1]), NAMES)
    assert [baseline.name for baseline in verdict.baselines] == ["test-majority"]
    assert "Nothing is known of the training set" in str(verdict)


def test_findings_that_are_no_pairs_leak_nothing():
    other = Finding("GC-I01", "warning", _("Shares differ."), ({"class": "cat", "train": 72, "test": 33}, 5, "cat"))
    verdict = judge(sure([0, 1]), features([0, 1]), NAMES, findings=[other])
    assert verdict.without_leaks is None
    assert verdict.as_json()["without_leaks"] is None


def test_a_leaked_sample_counts_once_however_often_it_is_found():
    verdict = judge(sure([0, 1, 1]), features([0, 1, 0]), NAMES, findings=[pair_at(2), pair_at(2)])
    assert (verdict.without_leaks.correct, verdict.without_leaks.total) == (2, 2)


@pytest.mark.parametrize("index", [-1, 3, 70])
def test_findings_of_another_test_set_are_refused(index):
    with pytest.raises(DataError) as caught:
        judge(sure([0, 1, 1]), features([0, 1, 0]), NAMES, findings=[pair_at(index)])
    assert caught.value.code == "GC-V09"


def test_a_memory_of_other_classes_is_refused():
    with pytest.raises(ModelError) as caught:
        judge(sure([0, 1]), features([0, 1]), NAMES, memory=TrainMemory((1, 2, 3)))
    assert caught.value.code == "GC-V10"


def test_the_threshold_moves_the_answers():
    p = np.array([[0.4, 0.6], [0.1, 0.9]])
    assert judge(p, features([0, 1]), NAMES).correct == 1
    assert judge(p, features([0, 1]), NAMES, threshold=0.7).correct == 2


@given(st.integers(2, 4), st.integers(0, 2**32 - 1))
def test_the_order_of_the_test_samples_does_not_matter(n_classes, seed):
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 256, (40, 3, 3, 3), dtype=np.uint8)
    everything = Samples(X, rng.integers(0, n_classes, 40), tuple(map(str, range(40))), 255.0)
    train, test = everything.take(np.arange(20)), everything.take(np.arange(20, 40))
    p = rng.dirichlet(np.ones(n_classes), 20)
    order = rng.permutation(20)
    place = int(np.flatnonzero(order == 7)[0])
    ask = partial(judge, class_names=tuple("abcd"[:n_classes]), train=train)
    one = ask(p, test, findings=[pair_at(7)]).as_json()
    other = ask(p[order], test.take(order), findings=[pair_at(place)]).as_json()
    assert one.pop("brier") == pytest.approx(other.pop("brier"), abs=1e-12)  # sums in another order round otherwise
    assert one.pop("auc") == pytest.approx(other.pop("auc"), abs=1e-12)
    del one["findings"], other["findings"]
    assert one == other


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("n_classes", [2, 3, 7, 12])
def test_the_text_fits_80_columns(n_classes, language):
    rng = np.random.default_rng(n_classes)
    y = rng.integers(0, n_classes, 60)
    names = [f"一只名字很长的猫 [red]{k}" for k in range(n_classes)]
    answers = np.where(rng.random(60) < 0.6, y, rng.integers(0, n_classes, 60))
    with use_language(language):
        text = str(judge(sure(answers, n_classes), features(y), names, train=features(y), findings=[pair_at(0)]))
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert "\x1b" not in text
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_the_text_shows_every_count():
    y = np.array([0] * 17 + [1] * 33)
    answers = np.array([0] * 12 + [1] * 5 + [0] * 10 + [1] * 23)
    verdict = judge(sure(answers), features(y), NAMES, findings=[pair_at(49)])
    words = str(verdict).split()
    assert {"12", "5", "10", "23", "non-cat", "0.83"} <= set(words)
    flat = " ".join(words)
    assert str(verdict.sentence) in flat
    assert "majority of the test set 33 of 50 66.0 %" in flat
    assert "this model, without repeats 34 of 49 69.4 %" in flat
    assert "cat 23 of 33 69.7 % 52.7 to 82.6 %" in flat
    assert "A pair." in flat


def test_a_class_name_is_not_markup():
    assert "[red]" in str(judge(sure([0, 1]), features([0, 1]), ("[red]", "cat")))


def test_many_classes_show_their_most_frequent_mistakes():
    y = np.repeat(np.arange(9), 4)
    answers = y.copy()
    answers[[0, 1, 2]] = 5
    answers[20] = 3
    flat = " ".join(str(judge(sure(answers, 9), features(y), [f"kind{k}" for k in range(9)])).split())
    assert "kind0 kind5 3 kind5 kind3 1 Balanced" in flat


def test_a_class_absent_from_the_test_has_no_auc_and_no_recall():
    verdict = judge(sure([1, 1, 0]), features([1, 1, 1]), NAMES)
    assert verdict.auc is None
    assert "AUC" not in str(verdict)
    assert verdict.per_class[0].recall is None
