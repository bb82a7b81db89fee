"""Whether there is enough to learn each class from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.findings import Finding
from glasscat.data.inspection.examples import first_few
from glasscat.data.inspection.summary import class_counts
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.data.dataset import Dataset

FEWEST_OF_A_CLASS = 10
"""Below this, what the samples happen to share (a background, a colour) cannot be told from what makes the class."""


def size_of_train_findings(dataset: Dataset) -> Iterator[Finding]:
    """GC-I05 a class that no training sample has, GC-I08 a class with few."""
    counts = list(zip(dataset.class_names, class_counts(dataset.train, dataset.n_classes).tolist(), strict=True))
    missing = [name for name, count in counts if count == 0]
    if missing:
        text = _("No training sample of {classes}: it can never be learnt.", classes=first_few(missing))
        yield Finding("GC-I05", "warning", text, tuple({"class": name} for name in missing))
    few = [(name, count) for name, count in counts if 0 < count < FEWEST_OF_A_CLASS]
    if few:
        text = _(
            "Fewer than {limit} training samples of a class ({classes}): too few to learn what its samples share.",
            limit=FEWEST_OF_A_CLASS,
            classes=first_few([_("{name}: {count}", name=name, count=count) for name, count in few]),
        )
        yield Finding("GC-I08", "warning", text, tuple({"class": name, "n": count} for name, count in few))
