"""The test pictures that some runs get right and others wrong: what one has learnt that another has not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.sample_name import sample_name
from glasscat.evaluation.probabilities import decide
from glasscat.i18n import _, listing, sentences
from glasscat.reports.figures.tiles import last_part
from glasscat.reports.html.images import picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.i18n import Text
    from glasscat.reports.html.subject import Subject

MOST_PICTURES = 60


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One test picture.

    Parameters
    ----------
    source : str
    name : Text or str
    truth : str
        Name of its class.
    answers : list of (str, bool)
        What each run said, and whether that is right.
    """

    source: str
    name: Text | str
    truth: str
    answers: list[tuple[str, bool]]

    @property
    def alt(self) -> Text | str:
        """What stands for the picture where it cannot be seen."""
        return listing([self.truth, self.name])


@dataclass(frozen=True, slots=True)
class DisagreementsView:
    """Pictures, and how many there are in all."""

    pictures: list[Disagreement]
    said: Text


def disagreements(subjects: Sequence[Subject]) -> DisagreementsView | None:
    """Pictures of a test set that all runs share; None where there are none, or no such pictures."""
    test = subjects[0].test
    if test is None or not all(subject.has_pictures and subject.probabilities is not None for subject in subjects):
        return None
    answers = np.array(
        [decide(one.probabilities, one.stored.model.threshold) for one in subjects if one.probabilities is not None]
    )
    right = answers == test.y
    differ = np.flatnonzero(right.any(axis=0) & ~right.all(axis=0))
    if not len(differ):
        return None
    names = subjects[0].class_names
    pictures = [
        Disagreement(
            picture(test, i),
            sample_name(last_part(test.names[i])),
            names[test.y[i]],
            [(names[said], bool(is_right)) for said, is_right in zip(answers[:, i], right[:, i], strict=True)],
        )
        for i in differ[:MOST_PICTURES].tolist()
    ]
    shown, n, m = len(pictures), len(differ), len(test)
    found = _("{n} of {m} test pictures are right in one run and wrong in another.", n=n, m=m)
    return DisagreementsView(
        pictures, found if shown == n else sentences(found, _("The first {n} are shown.", n=shown))
    )
