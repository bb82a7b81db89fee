"""Which numbers of a run its report opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from glasscat.errors import GlasscatError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.explanation.book import Book
    from glasscat.explanation.explanation import Explanation
    from glasscat.i18n import Text
    from glasscat.models.reopened import Reopened

LONGEST = 30.0
"""Seconds of training: what was reached on the way is found by training again, and nobody waits minutes for a page."""
PRINTED = (
    *("train.correct", "test.correct", "test.accuracy", "test.interval", "test.balanced_accuracy"),
    *("test.balanced_interval", "test.auc", "test.brier", "test.association_p_value", "test.confusion"),
    *("test.baseline_correct", "test.p_value", "test.without_repeats_correct", "test.without_repeats_total"),
)
"""Families of numbers that the page takes from what was kept."""
SEVERAL = ("test.accuracy", "test.interval[low]", "test.interval[high]", "train.correct", "train.cost")
"""What opens of each run where several lie side by side: what the page lays beside each other."""
MOST_ENTRIES = 400
"""Of one family."""
STEPS_BACK = 4
"""As many steps as the page can be opened back in time."""


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """What the page opens.

    Parameters
    ----------
    opened : list of Explanation
    printed : list of Explanation
        What the page prints elsewhere of what was kept, to be checked.
    book : Book or None
        In which the others are found.
    closed : Text or None
        Why there are none.
    """

    opened: list[Explanation]
    printed: list[Explanation]
    book: Book | None = None
    closed: Text | None = None


def numbers_of(reopened: Reopened, *, alone: bool = True, longest: float | None = None) -> Numbers:
    """Final cost, first cost, the strongest weight, the score with its interval and p-values, the worst answer.

    None of a training that took longer than ``longest`` seconds, by default `LONGEST`, or that cannot be done again
    here. Of a run that is not ``alone`` on its page only `SEVERAL`.
    """
    from glasscat.explanation.book import Book
    from glasscat.explanation.subject import Subject

    seconds = reopened.stored.history.seconds
    if seconds > (LONGEST if longest is None else longest):
        reason = _(
            "No number opens on this page: the training took {seconds:,.0f} s, and would have to be done again for it.",
            seconds=seconds,
        )
        return Numbers([], [], closed=reason)
    try:
        book = Book(Subject.of(reopened))
        for iteration in (0, *range(max(1, book.last - STEPS_BACK), book.last + 1)):
            book.subject.film.still(iteration)  # in their order, so that one training gives them all
        wanted = _names(reopened) if alone else SEVERAL
        names = [name for name in wanted if re.split(r"[@\[]", name)[0] in book.families]
        return Numbers([book.entry(name) for name in names], list(_printed(book)), book)
    except GlasscatError as error:
        return Numbers([], [], closed=closed(error.problem))


def _printed(book: Book) -> Iterator[Explanation]:
    """Every number of the verdict that the page prints, with all of its entries, but for huge confusion matrices."""
    from glasscat.explanation.names import written

    for name in PRINTED:
        family = book.families.get(name)
        places = [] if family is None else [axis.words or range(axis.size) for axis in family.axes]
        if family is not None and prod(map(len, places)) <= MOST_ENTRIES:
            yield from (book.entry(written(name, place, None)) for place in product(*places))


def closed(problem: Text) -> Text:
    """Say that no number opens, and why."""
    return _("No number opens on this page: {problem}", problem=problem)


def _names(reopened: Reopened) -> Iterator[str]:
    import numpy as np

    stored = reopened.stored
    verdict = stored.document["test"]
    if verdict is not None and reopened.data.test is not None:
        best = max(verdict["baselines"], key=lambda baseline: baseline["correct"])
        yield from ("test.accuracy", "test.interval[low]", "test.interval[high]", f"test.p_value[{best['name']}]")
        yield "test.association_p_value"
    yield from ("train.cost", "cost@0")
    i, j = np.unravel_index(np.abs(stored.parameters["W1"]).argmax(), stored.parameters["W1"].shape)
    yield f"W1[{i},{j}]"
    if verdict is not None and reopened.data.test is not None:
        test = reopened.data.test
        of_truth = stored.probabilities(test)[np.arange(len(test)), test.y]
        yield f"test.loss[{int(of_truth.argmin())}]"
