"""Data in a notebook: how many samples of which class, a strip of small pictures of each, and what was found."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import numpy as np

from glasscat.i18n import _, _n
from glasscat.notebook.fragment import QUIET, Fragment, card, element, join, notice, paragraph, picture
from glasscat.notebook.grid import Grid
from glasscat.notebook.table import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.i18n import Text

STRIP, SIDE = 6, 40
"""Pictures of a class, and pixels of each: a strip weighs about 4 kB."""
MOST_CLASSES = 6
LARGEST = 2000
"""Samples up to which data is inspected in passing, in half a second; the time grows with their square."""


def dataset_card(dataset: Dataset) -> str:
    """Show a data set: what `_repr_html_` returns."""
    sizes = _n("{n} training sample", "{n} training samples", len(dataset.train))
    if dataset.test is not None:
        sizes = _("{train}, {test}", train=sizes, test=_n("{n} test sample", "{n} test samples", len(dataset.test)))
    parts = [(_("training"), dataset.train), *([] if dataset.test is None else [(_("test"), dataset.test)])]
    return card(
        dataset.source,
        paragraph(_("{sizes}, each {shape}", sizes=sizes, shape=dataset.train.shape), quiet=True),
        _classes(parts, dataset.class_names),
        *(paragraph(note, quiet=True) for note in dataset.notes),
        *_findings(dataset),
    )


def samples_card(samples: Samples) -> str:
    """Show samples, whose classes have no names here."""
    n_classes = int(samples.y.max(initial=-1)) + 1
    return card(
        _n("{n} sample", "{n} samples", len(samples)),
        paragraph(f"{samples.shape}, {samples.X.dtype}", quiet=True),
        _classes([(_("samples"), samples)], [str(k) for k in range(n_classes)]),
    )


def _classes(parts: Sequence[tuple[Text, Samples]], names: Sequence[str]) -> Fragment:
    """A row for each class: its name, its share of each part, some of its training pictures."""
    train = parts[0][1]
    counts = [np.bincount(samples.y, minlength=len(names)) for _name, samples in parts]
    headings = [_("class"), *(name for name, _samples in parts)]
    rows = [
        [name, *(f"{count[k]:,}" for count in counts), _strip(train, k)] for k, name in enumerate(names[:MOST_CLASSES])
    ]
    left = len(names) - MOST_CLASSES
    more = paragraph(_n("and {n} more class", "and {n} more classes", left), quiet=True) if left > 0 else ""
    return join(table(Grid([*headings, ""], rows), left=(0, len(parts) + 1)), more)


def _strip(samples: Samples, k: int) -> Fragment:
    """Some pictures of class k beside each other, evenly spaced through it, as one small picture."""
    of_class = np.flatnonzero(samples.y == k)
    if not samples.is_pictures or not len(of_class):
        return Fragment("")
    from glasscat.data.picture_bytes import pixels_of, webp  # noqa: PLC0415  (Pillow)

    n = min(STRIP, len(of_class))
    chosen = of_class[np.linspace(0, len(of_class) - 1, n).round().astype(np.int64)]
    some = pixels_of(samples.X[chosen], samples.scale)
    height, width = some.shape[1:3]
    strip = some.swapaxes(0, 1).reshape(height, n * width, 3)
    shrunk = SIDE / max(height, width)
    wide, tall = max(1, round(n * width * shrunk)), max(1, round(height * shrunk))
    address = f"data:image/webp;base64,{b64encode(webp(strip, max(wide, tall), quality=70)).decode('ascii')}"
    return picture(address, _n("{n} picture", "{n} pictures", n), wide, tall)


def _findings(dataset: Dataset) -> list[Fragment]:
    """What is wrong with the data, each in a line; of large data, how to ask."""
    if len(dataset.train) + (0 if dataset.test is None else len(dataset.test)) > LARGEST:
        return [paragraph(_("What is wrong with it, gc.inspect(data) tells."), quiet=True)]
    from glasscat.data.inspection import inspect  # noqa: PLC0415  (inspection is above data sets)

    found = inspect(dataset)
    if not found:
        return [paragraph(_("Inspection found nothing wrong."), quiet=True)]
    return [finding_notice(one.code, one.text, one.severity) for one in found]


def finding_notice(code: str, text: Text | str, severity: str) -> Fragment:
    """One finding in a line; a warning has a bar in vermillion."""
    told = element("span", f"[{code}]", style=f"white-space:nowrap;{QUIET}")
    return notice(text, " ", told, warning=severity == "warning")
