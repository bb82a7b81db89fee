"""AUC, Brier score, confusion matrix, balanced accuracy and decisions, against scikit-learn and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from glasscat.errors import DataError, ModelError
from glasscat.evaluation.confusion import BalancedAccuracy, ClassScore, confusion_matrix, score_classes
from glasscat.evaluation.probabilities import brier_score, check_probabilities, class_counts, decide
from glasscat.evaluation.ranking import auc, auc_of_classes


@st.composite
def judged(draw, most_classes=5):
    """Labels with every class, and probabilities with many ties."""
    k = draw(st.integers(2, most_classes))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    y = rng.permutation(np.concatenate([np.arange(k), rng.integers(0, k, draw(st.integers(0, 40)))]))
    steps = rng.integers(1, 6, (len(y), k)).astype(float)
    return y, steps / steps.sum(axis=1, keepdims=True)


@given(judged())
def test_measures_are_those_of_scikit_learn(case):
    y, p = case
    k = p.shape[1]
    answers = decide(p)
    confusion = confusion_matrix(y, answers, k)
    assert (confusion == metrics.confusion_matrix(y, answers, labels=range(k))).all()
    assert BalancedAccuracy.of(confusion).value == pytest.approx(100 * metrics.balanced_accuracy_score(y, answers))
    oracle = metrics.roc_auc_score(y, p[:, 1] if k == 2 else p, multi_class="ovr", average="macro")
    assert auc_of_classes(p, y) == pytest.approx(oracle, abs=1e-12)
    brier = metrics.brier_score_loss(y, p[:, 1]) if k == 2 else ((p - np.eye(k)[y]) ** 2).sum() / len(y)
    assert brier_score(p, y) == pytest.approx(brier, abs=1e-12)


@given(judged(), st.randoms(use_true_random=False))
def test_measures_do_not_depend_on_the_order_of_samples(case, random):
    y, p = case
    order = list(range(len(y)))
    random.shuffle(order)
    assert auc_of_classes(p[order], y[order]) == pytest.approx(auc_of_classes(p, y), abs=1e-12)
    assert brier_score(p[order], y[order]) == pytest.approx(brier_score(p, y), abs=1e-12)


def test_auc_by_counting_pairs():
    # Positives 0.9, 0.5; negatives 0.5, 0.1: three pairs won, one tied, of four.
    assert auc(np.array([0.9, 0.5, 0.5, 0.1]), np.array([True, True, False, False])) == 0.875


@given(judged(most_classes=2))
def test_auc_only_ranks(case):
    y, p = case
    assert auc(np.exp(5 * p[:, 1]), y == 1) == pytest.approx(auc(p[:, 1], y == 1))
    assert auc(-p[:, 1], y == 1) == pytest.approx(1 - auc(p[:, 1], y == 1))


def test_auc_is_none_without_a_class():
    assert auc_of_classes(np.array([[0.2, 0.8], [0.6, 0.4]]), np.array([1, 1])) is None


def test_two_classes_are_decided_strictly_above_the_threshold():
    p = np.array([[0.5, 0.5], [0.4999, 0.5001], [0.1, 0.9]])
    assert decide(p).tolist() == [0, 1, 1]
    assert decide(p, 0.6).tolist() == [0, 0, 1]


def test_more_classes_take_the_first_of_the_most_probable():
    p = np.array([[0.2, 0.4, 0.4], [0.4, 0.2, 0.4]])
    assert decide(p, 0.99).tolist() == [1, 0]


def test_each_class_is_scored_from_its_row_and_column():
    non_cat, cat = score_classes(np.array([[12, 5], [10, 23]]), ("non-cat", "cat"))
    assert cat == ClassScore("cat", n=33, predicted=28, correct=23)
    assert cat.recall.accuracy == pytest.approx(100 * 23 / 33)
    assert cat.precision.accuracy == pytest.approx(100 * 23 / 28)
    assert non_cat.as_json()["recall_interval"] == list(non_cat.recall.interval)


def test_a_class_without_samples_or_answers_has_no_recall_or_precision():
    absent = score_classes(np.array([[0, 0], [3, 0]]), ("a", "b"))
    assert absent[0].recall is None
    assert absent[1].precision is None
    assert absent[0].as_json()["recall"] is None
    assert absent[1].as_json()["precision_interval"] is None


def test_balanced_accuracy_of_the_course():
    balanced = BalancedAccuracy.of(np.array([[12, 5], [10, 23]]))
    assert balanced.value == pytest.approx(70.1, abs=0.05)  # given to one decimal
    # Square-and-add by hand, from Wilson's intervals 46.9-86.7 of 12/17 and 52.7-82.6 of 23/33.
    assert balanced.interval[0] == pytest.approx(70.1 - np.hypot(70.6 - 46.9, 69.7 - 52.7) / 2, abs=0.1)
    assert balanced.interval[1] == pytest.approx(70.1 + np.hypot(86.7 - 70.6, 82.6 - 69.7) / 2, abs=0.1)
    assert balanced.chance == 50
    assert balanced.strength == pytest.approx(2 * (12 / 17 + 23 / 33) / 2 - 1)  # Youden's J


def test_balanced_accuracy_looks_at_the_classes_that_are_there():
    one = BalancedAccuracy.of(np.array([[0, 0], [2, 6]]))
    assert (one.value, one.chance, one.strength) == (75, 100, 1)


def good(m=4):
    return np.full((m, 2), 0.5)


@pytest.mark.parametrize(
    ("probabilities", "threshold", "code"),
    [
        (good(3), 0.5, "GC-V02"),
        (good()[:, :1], 0.5, "GC-V02"),
        (good()[:, 0], 0.5, "GC-V02"),
        (np.array([[0.5, 0.5], [np.nan, 0.5], [0.5, 0.5], [0.5, 0.5]]), 0.5, "GC-V03"),
        (np.array([[0.5, 0.5], [0.5, 0.5], [1.5, -0.5], [0.5, 0.5]]), 0.5, "GC-V03"),
        (good() * 1.1, 0.5, "GC-V03"),
        (good(), 1.5, "GC-V04"),
        (good(), float("nan"), "GC-V04"),
    ],
)
def test_what_are_no_probabilities_is_refused(probabilities, threshold, code):
    with pytest.raises(ModelError) as caught:
        check_probabilities(probabilities, 4, 2, threshold)
    assert caught.value.code == code
    assert len(str(caught.value).splitlines()) <= 3


def test_probabilities_of_float32_pass():
    p = np.random.default_rng(0).random((4, 1000)).astype(np.float32)
    check_probabilities(p / p.sum(axis=1, keepdims=True), 4, 1000, 0.5)


def test_the_error_names_the_sample():
    with pytest.raises(ModelError, match="at sample 2"):
        check_probabilities(np.array([[0.5, 0.5], [0.5, 0.5], [0.9, 0.5], [0.5, 0.5]]), 4, 2, 0.5)


@pytest.mark.parametrize(("y", "code"), [([], "GC-V05"), ([0, 2], "GC-V06"), ([0, -1], "GC-V06")])
def test_what_are_no_labels_is_refused(y, code):
    with pytest.raises(DataError) as caught:
        class_counts(np.array(y, dtype=np.int64), 2, "test")
    assert caught.value.code == code
