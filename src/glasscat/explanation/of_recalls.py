"""Quantities of the classes: recall and precision with their intervals, and the balanced accuracy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glasscat.explanation.expression import Number, whole
from glasscat.explanation.family import Axis
from glasscat.explanation.functions import root, squared
from glasscat.explanation.sums import total
from glasscat.explanation.wilson import ENDS, WILSON, wilson_end
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.explanation.expression import Expression, Input
    from glasscat.explanation.family import Family
    from glasscat.explanation.scores import Scores

_MEANINGS = {
    "recall": (
        _("share of the samples of a class that are answered with it, percent"),
        _("end of Wilson's 95 % interval of the recall of a class, percent"),
        "100 confusion[c,c] / sum over j of confusion[c,j]",
    ),
    "precision": (
        _("share of the answers with a class that are right, percent"),
        _("end of Wilson's 95 % interval of the precision of a class, percent"),
        "100 confusion[c,c] / sum over i of confusion[i,c]",
    ),
}


def recall_families(scores: Scores) -> Iterator[Family]:
    """Recall and precision, class by class, and the mean recall."""
    for kind in _MEANINGS:
        yield from _shares(scores, kind)
    yield from _balanced(scores)


def _shares(scores: Scores, kind: str) -> Iterator[Family]:
    """A share of each class that has one, and its interval."""
    stored, C = scores.results["per_class"], scores.confusion
    meaning, of_interval, formula = _MEANINGS[kind]
    axis = _classes(scores, kind)

    def cells(c: int) -> list[Input]:
        places = [(c, j) if kind == "recall" else (j, c) for j in range(len(C))]
        return [scores.ref("confusion", C[place], *place) for place in places]

    yield scores.family(
        kind,
        meaning,
        f"{formula}; {scores.known}",
        axis,
        value=lambda c: stored[c][kind],
        expression=lambda c: Number(100) * cells(c)[c] / total(cells(c)),
    )
    yield scores.family(
        f"{kind}_interval",
        of_interval,
        f"{WILSON}, p = {kind} / 100",
        axis,
        ENDS,
        value=lambda c, end: stored[c][f"{kind}_interval"][end == "high"],
        expression=lambda c, end: wilson_end(cells(c)[c], int(sum(cell.value for cell in cells(c))), end),
    )


def _classes(scores: Scores, kind: str) -> Axis:
    """Classes that have a share: with samples, or with answers."""
    found = [c for c, one in enumerate(scores.results["per_class"]) if one[kind] is not None]
    return Axis(_("class"), words=tuple(found), names=tuple(scores.class_names))


def _balanced(scores: Scores) -> Iterator[Family]:
    """Mean recall of the classes that the set has, and its interval."""
    stored: Any = scores.results["per_class"]
    classes = _classes(scores, "recall").words

    def recall(c: Any) -> Input:  # noqa: ANN401  (an index)
        return scores.ref("recall", stored[c]["recall"], c)

    def end_of(end: str) -> Expression:
        ends = [scores.ref("recall_interval", stored[c]["recall_interval"][end == "high"], c, end) for c in classes]
        apart = [squared(recall(c) - one) for c, one in zip(classes, ends, strict=True)]
        half = root(total(apart)) / whole(len(classes))
        mean = scores.ref("balanced_accuracy", scores.results["balanced_accuracy"])
        return mean - half if end == "low" else mean + half

    yield scores.family(
        "balanced_accuracy",
        _("mean recall of the classes, percent: the shares of the classes do not move it"),
        "mean(recall)",
        value=lambda: scores.results["balanced_accuracy"],
        expression=lambda: total([recall(c) for c in classes]) / whole(len(classes)),
    )
    yield scores.family(
        "balanced_interval",
        _("end of the 95 % interval of the balanced accuracy, percent"),
        "mean ± sqrt(sum((recall - end of its interval)²)) / classes",
        ENDS,
        value=lambda end: scores.results["balanced_interval"][end == "high"],
        expression=end_of,
    )
