"""What the page says of the data: shares of the classes, findings with their pictures, some samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.sample_name import sample_name
from glasscat.i18n import _, listing
from glasscat.reports.figures.tiles import last_part
from glasscat.reports.html.images import picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from glasscat.data.dataset import Samples
    from glasscat.i18n import Text
    from glasscat.reports.html.kept import Kept
    from glasscat.reports.html.subject import Subject

MOST_PAIRS = 12
MOST_SAMPLES = 24


@dataclass(frozen=True, slots=True)
class Share:
    """How many samples of a class there are in a part of the data."""

    n: int
    percent: float

    @property
    def text(self) -> Text:
        """Count and share."""
        return _("{n:,} ({share:.1f} %)", n=self.n, share=self.percent)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with the lines below it."""

    source: str
    name: Text | str
    class_name: str

    @property
    def alt(self) -> Text | str:
        """What stands for the picture where it cannot be seen."""
        return listing([self.class_name, self.name])


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures that are the same, or nearly."""

    first: Shown
    second: Shown
    exact: bool


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding, with the pairs of pictures that it is about."""

    code: str
    severity: str
    text: Text | Kept | str
    pairs: list[Pair]
    n_pairs: int


@dataclass(frozen=True, slots=True)
class DataView:
    """What the page says of the data.

    Parameters
    ----------
    source : str
    sizes : dict of str to int
        Samples in ``"train"`` and, where there is one, ``"test"``.
    classes : list of (name, {part: Share})
    findings : list of FindingView
    notes : list of Kept or str
    samples : list of Shown
        Training pictures, as many of each class as can be.
    """

    source: str
    sizes: dict[str, int]
    classes: list[tuple[str, dict[str, Share]]]
    findings: list[FindingView]
    notes: list[Kept | str]
    samples: list[Shown]

    @property
    def file(self) -> str:
        """Name of the file or folder alone: a report is sent to others, and where it lay is told where it is needed."""
        return last_part(self.source.rstrip("/\\"))


def data_view(subject: Subject) -> DataView:
    """Look at the data of a run."""
    document = subject.document
    counts: dict[str, Any] = document["data"]
    classes = [
        (name, {part: Share(n := kept["classes"][name], 100 * n / kept["n"]) for part, kept in counts.items()})
        for name in subject.class_names
    ]
    texts = subject.said("findings", [finding["text"] for finding in document["findings"]])
    return DataView(
        source=document["source"]["name"],
        sizes={part: kept["n"] for part, kept in counts.items()},
        classes=classes,
        findings=finding_views(document["findings"], texts, subject),
        notes=subject.said("notes", document["notes"]),
        samples=_samples(subject),
    )


def finding_views(
    findings: Sequence[Mapping[str, Any]], texts: Sequence[Text | Kept | str], subject: Subject
) -> list[FindingView]:
    """Findings as they were kept, with their words, and with pictures where there are any."""
    views = []
    for finding, text in zip(findings, texts, strict=True):
        places = list(_pairs(finding["items"])) if subject.has_pictures else []
        pairs = [
            Pair(_shown(subject, first), _shown(subject, second), exact) for first, second, exact in places[:MOST_PAIRS]
        ]
        views.append(FindingView(finding["code"], finding["severity"], text, pairs, len(places)))
    return views


Place = tuple[str, int]


def _pairs(items: Sequence[Any]) -> Iterator[tuple[Place, Place, bool]]:
    """Where the two pictures of each pair stand: part of the data and number."""
    for item in items:
        if not isinstance(item, dict) or "exact" not in item:
            continue
        if "split" in item:
            yield (item["split"], item["first"]), (item["split"], item["second"]), item["exact"]
        else:
            yield ("train", item["train"]), ("test", item["test"]), item["exact"]


def _shown(subject: Subject, place: Place) -> Shown:
    part, i = place
    samples: Samples = getattr(subject.data, part)
    return Shown(picture(samples, i), sample_name(last_part(samples.names[i])), subject.class_names[samples.y[i]])


def _samples(subject: Subject) -> list[Shown]:
    """Some training pictures of each class, evenly spaced through it so that none is favoured."""
    if subject.data is None or not subject.has_pictures:
        return []
    train, n_classes = subject.data.train, len(subject.class_names)
    each = max(1, MOST_SAMPLES // n_classes)
    chosen: list[int] = []
    for k in range(min(n_classes, MOST_SAMPLES)):
        members = np.flatnonzero(train.y == k)
        places = np.linspace(0, max(0, len(members) - 1), min(each, len(members))).round().astype(int)
        chosen += members[places].tolist()
    return [_shown(subject, ("train", i)) for i in chosen]
