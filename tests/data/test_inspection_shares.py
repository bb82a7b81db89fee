"""Class shares and sizes: what is called a difference, and what chance explains."""

from __future__ import annotations

import numpy as np
import pytest

from glasscat.data.dataset import Dataset, Samples
from glasscat.data.inspection import inspect, summarize


def _of_counts(counts, split):
    """Features that all differ, with so many samples of each class."""
    y = np.repeat(np.arange(len(counts)), counts)
    X = np.random.default_rng(len(y)).normal(size=(len(y), 3))
    return Samples(X, y, tuple(f"{split} {i}" for i in range(len(y))))


def _dataset(train, test=None, names=("dog", "cat")):
    test = None if test is None else _of_counts(test, "test")
    return Dataset(_of_counts(train, "train"), test, names, "made here")


def _by_code(dataset):
    return {finding.code: finding for finding in inspect(dataset)}


def test_nothing_wrong_is_no_finding():
    assert inspect(_dataset([500, 500], [100, 100])) == ()


def test_summary_has_the_keys_of_the_interface():
    assert summarize(_dataset([137, 72], [17, 33])) == {
        "train": {"n": 209, "classes": {"dog": 137, "cat": 72}},
        "test": {"n": 50, "classes": {"dog": 17, "cat": 33}},
    }
    assert "test" not in summarize(_dataset([3, 4]))


def test_an_inverted_share_is_called_so():
    finding = _by_code(_dataset([137, 72], [17, 33]))["GC-I06"]
    assert finding.severity == "warning"
    assert str(finding.text) == (
        "cat is 34.4 % of train but 66.0 % of test: the share is inverted, by more than chance explains "
        "(Fisher's exact test, p < 0.0001)."
    )
    (item,) = finding.items
    assert (item["class"], item["train_share"], item["test_share"]) == ("cat", 34.45, 66.0)
    from scipy.stats import fisher_exact

    assert item["p_value"] == pytest.approx(fisher_exact([[72, 137], [33, 17]]).pvalue)


def test_a_difference_without_inversion_is_only_a_difference():
    text = str(_by_code(_dataset([400, 100], [60, 60]))["GC-I06"].text)
    assert "20.0 % of train but 50.0 % of test" in text
    assert "inverted" not in text


@pytest.mark.parametrize(
    ("train", "test"),
    [
        ([137, 72], [36, 14]),  # 34 % and 28 %: chance
        ([12, 8], [4, 6]),  # inverted, but of 10 samples: chance
        ([50_000, 50_000], [9_500, 10_500]),  # p < 1e-9, but the odds move by a tenth
    ],
)
def test_small_or_chance_differences_are_not_told(train, test):
    assert "GC-I06" not in _by_code(_dataset(train, test))


def test_with_many_classes_the_differing_ones_are_named():
    dataset = _dataset([100, 100, 100, 100], [20, 20, 20, 90], names=("a", "b", "c", "d"))
    finding = _by_code(dataset)["GC-I06"]
    assert "d is 25.0 % of train but 60.0 % of test" in str(finding.text)
    assert "d" in {item["class"] for item in finding.items}


def test_many_tests_do_not_make_a_finding():
    # one class in twenty alone has p = 0.0017 < 0.01, but twenty classes were asked
    train, test = [200] * 20, [20] * 19 + [36]
    assert "GC-I06" not in _by_code(_dataset(train, test, names=tuple("abcdefghijklmnopqrst")))
    from scipy.stats import fisher_exact

    alone = fisher_exact([[200, 3800], [36, 380]]).pvalue
    assert alone < 0.01 < 20 * alone


def test_a_class_without_test_samples_is_told_once():
    findings = _by_code(_dataset([100, 100], [120, 0]))
    assert findings["GC-I04"].items == ({"class": "cat"},)
    assert findings["GC-I04"].severity == "warning"
    assert "No test sample of cat" in str(findings["GC-I04"].text)
    assert not findings.keys() & {"GC-I03", "GC-I06"}


def test_a_class_without_training_samples_is_told_once():
    findings = _by_code(_dataset([60, 60, 0], [60, 60, 0], names=("a", "b", "c")))
    assert findings["GC-I05"].items == ({"class": "c"},)
    assert not findings.keys() & {"GC-I04", "GC-I06", "GC-I07", "GC-I08"}


def test_strong_imbalance_within_train():
    finding = _by_code(_dataset([80, 20], [100, 25]))["GC-I07"]
    assert finding.severity == "warning"
    assert "Train has 80 samples of dog and 20 of cat" in str(finding.text)
    assert "80.0 %" in str(finding.text)
    assert finding.items == ({"class": "dog", "n": 80}, {"class": "cat", "n": 20})


@pytest.mark.parametrize("train", [[79, 20], [137, 72], [4, 1]])
def test_weaker_or_chance_imbalance_is_not_told(train):
    assert "GC-I07" not in _by_code(_dataset(train))


def test_no_test_set():
    (finding,) = inspect(_dataset([20, 20]))
    assert (finding.code, finding.severity) == ("GC-I01", "warning")


def test_a_small_test_set_is_told_in_points():
    finding = _by_code(_dataset([137, 72], [17, 33]))["GC-I02"]
    assert "With 50 test samples" in str(finding.text)
    # 100 (1.96 / 2) / sqrt(50 + 1.96²) = 13.36
    assert "± 13.4 points" in str(finding.text)
    assert finding.items == ({"n": 50, "points": 13.36},)
    assert "With 1 test sample," in str(_by_code(_dataset([20, 20], [1, 0]))["GC-I02"].text)


def test_ten_points_are_the_border():
    assert "GC-I02" in _by_code(_dataset([100, 100], [46, 46]))
    assert "GC-I02" not in _by_code(_dataset([100, 100], [47, 46]))


def test_classes_with_few_samples_are_counted():
    findings = _by_code(_dataset([9, 10, 3], [10, 9, 100], names=("a", "b", "c")))
    assert findings["GC-I08"].items == ({"class": "a", "n": 9}, {"class": "c", "n": 3})
    assert "(a: 9, c: 3)" in str(findings["GC-I08"].text)
    assert findings["GC-I03"].items == ({"class": "b", "n": 9},)


def test_hundreds_of_small_classes_stay_one_line():
    names = tuple(f"class{c}" for c in range(1500))
    finding = _by_code(_dataset([2] * 1500, [1] * 1500, names=names))["GC-I08"]
    assert len(str(finding.text)) < 200
    assert len(finding.items) == 1500


def test_warnings_come_first():
    dataset = _dataset([100, 100], [17, 33])
    dataset.train.X[:, 0] = 1
    dataset.train.X[7] = dataset.train.X[3]
    severities = [finding.severity for finding in inspect(dataset)]
    assert severities == sorted(severities, reverse=True)
    assert {"note", "warning"} <= set(severities)


def test_findings_are_json():
    import json

    for finding in inspect(_dataset([90, 9], [3, 9])):
        assert json.loads(json.dumps(finding.as_json()))["code"] == finding.code


def test_constant_columns_are_a_note():
    dataset = _dataset([50, 50], [50, 50])
    assert "GC-I21" not in _by_code(dataset)
    dataset.train.X[:, 1] = 4.0
    finding = _by_code(dataset)["GC-I21"]
    assert finding.severity == "note"
    assert finding.items == ({"column": 1},)
    assert str(finding.text).startswith("1 of 3 features has")
    dataset.train.X[:, 2] = 5.0
    assert str(_by_code(dataset)["GC-I21"].text).startswith("2 of 3 features have")


def test_one_sample_has_no_constant_columns():
    assert "GC-I21" not in _by_code(_dataset([1, 0]))
