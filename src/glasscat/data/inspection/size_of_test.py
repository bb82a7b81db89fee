"""Whether the test set is large enough to tell anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.findings import Finding
from glasscat.data.inspection.examples import first_few
from glasscat.data.inspection.summary import class_counts
from glasscat.i18n import _, _n
from glasscat.statistics.intervals import widest_half_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.data.dataset import Dataset, Samples

WIDEST = 10.0
"""Points. Two scores 20 points apart may then still be the same: most improvements that one hopes for are smaller.
Reached below 93 samples."""

FEWEST_OF_A_CLASS = 10
"""One sample is then worth more than 10 points of its class, and Wilson's interval is wider than ± 26 points."""


def size_of_test_findings(dataset: Dataset) -> Iterator[Finding]:
    """GC-I01 no test set, GC-I02 a small one, GC-I03 a class with few test samples."""
    if dataset.test is None:
        text = _("There is no test set: scores are on training samples only and say nothing about new ones.")
        yield Finding("GC-I01", "warning", text)
        return
    n, points = len(dataset.test), 100 * widest_half_width(len(dataset.test))
    if points > WIDEST:
        text = _n(
            "With {n} test sample, the 95 % interval of a score near 50 % is ± {points:.1f} points: "
            "smaller differences may be chance.",
            "With {n} test samples, the 95 % interval of a score near 50 % is ± {points:.1f} points: "
            "smaller differences may be chance.",
            n,
            points=points,
        )
        yield Finding("GC-I02", "warning", text, ({"n": n, "points": round(points, 2)},))
    yield from _small_classes(dataset.test, dataset.class_names)


def _small_classes(test: Samples, class_names: tuple[str, ...]) -> Iterator[Finding]:
    counts = zip(class_names, class_counts(test, len(class_names)).tolist(), strict=True)
    # a class without any test sample is a finding of its own (GC-I04)
    few = [(name, count) for name, count in counts if 0 < count < FEWEST_OF_A_CLASS]
    if few:
        text = _(
            "Fewer than {limit} test samples of a class ({classes}): its own score is hardly more than a guess.",
            limit=FEWEST_OF_A_CLASS,
            classes=first_few([_("{name}: {count}", name=name, count=count) for name, count in few]),
        )
        yield Finding("GC-I03", "warning", text, tuple({"class": name, "n": count} for name, count in few))
