"""The classes' shares: whether train and test agree about them, and whether one class drowns another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.findings import Finding
from glasscat.data.inspection.examples import first_few
from glasscat.data.inspection.summary import class_counts
from glasscat.i18n import _
from glasscat.statistics.exact_tests import fisher, sign_test

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.data.dataset import Dataset
    from glasscat.i18n import Text
    from glasscat.typing import Integers

LEVEL = 0.01
"""A difference that chance makes once in a hundred data sets, or less often, is not called chance."""

SMALLEST_ODDS_RATIO = 1.5
"""A large test set makes the smallest difference certain. Only one that moves the odds of a class by half is told:
the model's probabilities are then off by the same factor (Saerens et al., 2002)."""

STRONG_IMBALANCE = 4.0
"""With two classes 4 : 1, always giving the larger one already scores 80 %."""


def share_findings(dataset: Dataset) -> Iterator[Finding]:
    """GC-I04 a class without test samples, GC-I06 shares that differ, GC-I07 strong imbalance within train."""
    train = class_counts(dataset.train, dataset.n_classes)
    yield from _imbalance(train, dataset.class_names)
    if dataset.test is not None:
        test = class_counts(dataset.test, dataset.n_classes)
        yield from _absent_from_test(train, test, dataset.class_names)
        yield from _different_shares(train, test, dataset.class_names)


def _imbalance(train: Integers, class_names: tuple[str, ...]) -> Iterator[Finding]:
    # a class without samples is a finding of its own (GC-I05), not an infinite imbalance
    present = [c for c in range(len(train)) if train[c] > 0]
    largest, smallest = max(present, key=lambda c: train[c]), min(present, key=lambda c: train[c])
    most, least = int(train[largest]), int(train[smallest])
    if most < STRONG_IMBALANCE * least or sign_test(least, most + least) >= LEVEL:
        return
    text = _(
        "Train has {most} samples of {largest} and {least} of {smallest}: "
        "always answering {largest} already scores {share:.1f} % there.",
        most=most,
        largest=class_names[largest],
        least=least,
        smallest=class_names[smallest],
        share=100 * most / train.sum(),
    )
    items = ({"class": class_names[largest], "n": most}, {"class": class_names[smallest], "n": least})
    yield Finding("GC-I07", "warning", text, items)


def _absent_from_test(train: Integers, test: Integers, class_names: tuple[str, ...]) -> Iterator[Finding]:
    absent = [name for c, name in enumerate(class_names) if train[c] > 0 and test[c] == 0]
    if absent:
        text = _("No test sample of {classes}: the score says nothing about it.", classes=first_few(absent))
        yield Finding("GC-I04", "warning", text, tuple({"class": name} for name in absent))


def _different_shares(train: Integers, test: Integers, class_names: tuple[str, ...]) -> Iterator[Finding]:
    m_train, m_test = int(train.sum()), int(test.sum())
    two = len(class_names) == 2
    # with two classes one table says it all; with more, each p-value is multiplied by their number (Bonferroni)
    tested = [1] if two else range(len(class_names))
    items: list[dict[str, Any]] = []
    texts: list[Text] = []
    for c in tested:
        a, b = int(train[c]), int(test[c])
        p = min(1.0, len(tested) * fisher(np.array([[a, m_train - a], [b, m_test - b]])))
        if not (_odds_differ(a, m_train - a, b, m_test - b) and p < LEVEL):
            continue
        shares = {"train_share": round(100 * a / m_train, 2), "test_share": round(100 * b / m_test, 2)}
        items.append({"class": class_names[c], **shares, "p_value": p})
        texts.append(
            _(
                "{name} is {train:.1f} % of train but {test:.1f} % of test",
                name=class_names[c],
                train=100 * a / m_train,
                test=100 * b / m_test,
            ),
        )
    if items:
        inverted = two and (2 * train[1] - m_train) * (2 * test[1] - m_test) < 0
        yield Finding(
            "GC-I06",
            "warning",
            _difference(texts, max(item["p_value"] for item in items), inverted=inverted),
            tuple(items),
        )


def _odds_differ(a: int, not_a: int, b: int, not_b: int) -> bool:
    """Whether the odds a : not_a and b : not_b differ by the factor; a class absent somewhere is told elsewhere."""
    if 0 in (a, not_a, b, not_b):
        return False
    ratio = a * not_b / (not_a * b)
    return max(ratio, 1 / ratio) >= SMALLEST_ODDS_RATIO


def _difference(texts: list[Text], p: float, *, inverted: bool) -> Text:
    if inverted:
        return _(
            "{shares}: the share is inverted, by more than chance explains (Fisher's exact test, p {p}).",
            shares=texts[0],
            p=_p_words(p),
        )
    shares = first_few(texts)
    return _("{shares}: more than chance explains (Fisher's exact test, p {p}).", shares=shares, p=_p_words(p))


def _p_words(p: float) -> str:
    """A p-value as written after "p"; below 0.0001 its digits mean nothing."""
    return "< 0.0001" if p < 1e-4 else f"= {p:.1g}"
