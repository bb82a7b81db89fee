"""The pictures that a network gets wrong, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _, _n, sentences
from glasscat.reports.figures.style import QUIET, TEST, look
from glasscat.reports.figures.tiles import Line, Tile, check_classes, contact_sheet, pixels, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from glasscat.data.dataset import Samples
    from glasscat.i18n import Text
    from glasscat.typing import Array


@look()
def mistakes(
    samples: Samples,
    probabilities: Array,
    class_names: Sequence[str],
    *,
    limit: int = 24,
    title: Text | str | None = None,
) -> Figure:
    """Draw the wrongly classified pictures, sorted by their loss, -log(probability of the truth), largest first.

    A picture is classified as the class of largest probability; the first of them where several are equal, so that one
    sigmoid unit says class 1 only above one half.

    Parameters
    ----------
    samples : Samples
        Pictures with their true classes.
    probabilities : (m, n_classes)
        What the network gives each class, 0 to 1.
    class_names : sequence of str
    limit : int
        How many pictures at most; the figure says how many there are.
    title : Text or str, optional

    Returns
    -------
    Figure
        With one sentence and no picture where nothing is wrong.

    Raises
    ------
    UsageError
        GC-F03 if the samples are not pictures, GC-F04 if a label has no name, GC-F05 if the probabilities have another
        shape.
    """
    m, n_classes = len(samples), len(class_names)
    if probabilities.shape != (m, n_classes):
        found = " × ".join(map(str, probabilities.shape))
        raise UsageError(
            "GC-F05",
            "probabilities",
            _("expected {m} samples × {k} classes; found {found}.", m=m, k=n_classes, found=found),
            _("give one row a sample, one column a class."),
        )
    check_classes(samples.y, class_names)
    said = probabilities.argmax(axis=1)
    wrong = np.flatnonzero(said != samples.y)
    # The loss falls as the probability of the truth grows: sorting by that needs no logarithm of zero.
    wrong = wrong[probabilities[wrong, samples.y[wrong]].argsort(kind="stable")]
    shown = wrong[:limit]
    tiles = [
        Tile(
            picture,
            (
                Line(_("is {class_name}", class_name=class_names[samples.y[i]]), bold=True),
                Line(_("said {class_name}", class_name=class_names[said[i]]), TEST, bold=True),
                Line(_("with {probability}", probability=_percent(probabilities[i, said[i]])), TEST),
                Line(short(samples.names[i]), QUIET, is_file=True),
            ),
        )
        for i, picture in zip(shown, pixels(samples.take(shown)), strict=True)
    ]
    return contact_sheet(
        title or (_("Mistakes, most confident first") if len(wrong) else _("No mistakes")),
        _summary(m, len(wrong), len(tiles)),
        tiles,
    )


def _summary(m: int, n_wrong: int, n_shown: int) -> Text:
    if not n_wrong:
        return _n(
            "The one picture is classified rightly.",
            "All {n:,} pictures are classified rightly.",
            m,
        )
    words = _n(
        "{wrong:,} of {n:,} picture is classified wrongly.",
        "{wrong:,} of {n:,} pictures are classified wrongly.",
        m,
        wrong=n_wrong,
    )
    if n_shown == n_wrong:
        return words
    return sentences(words, _("{shown:,} of {wrong:,} shown.", shown=n_shown, wrong=n_wrong))


def _percent(probability: float) -> Text:
    """Whole percent, but never 100 % for what is not certain."""
    if 0.999 < probability < 1:
        return _("> 99.9 %")
    if probability > 0.99:
        return _("{share:.1f} %", share=100 * probability)
    return _("{share:.0f} %", share=100 * probability)
