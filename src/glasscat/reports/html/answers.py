"""The test pictures, sorted by their loss, each in its cell of the confusion matrix."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil, isfinite
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.sample_name import sample_name
from glasscat.evaluation.probabilities import decide
from glasscat.i18n import _, listing
from glasscat.reports.figures.tiles import last_part
from glasscat.reports.html.images import picture

if TYPE_CHECKING:
    from glasscat.i18n import Text
    from glasscat.reports.html.subject import Subject
    from glasscat.typing import Array, Integers

MOST_PICTURES = 300
MOST_BYTES = 1_500_000
"""Of all pictures of the gallery together, so that the page stays below three million."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the confusion matrix.

    Parameters
    ----------
    truth, said : int
    n : int
    share : float
        Of the samples of this truth, 0 to 1.
    shown : int
        How many of its pictures the page has.
    """

    truth: int
    said: int
    n: int
    share: float
    shown: int

    @property
    def key(self) -> str:
        """Name by which its pictures know it."""
        return f"{self.truth}-{self.said}"

    @property
    def is_right(self) -> bool:
        """Whether it stands on the diagonal."""
        return self.truth == self.said

    @property
    def percent(self) -> Text:
        """Share in whole percent."""
        return _("{share:.0f} %", share=100 * self.share)

    @property
    def tenths(self) -> int:
        """Share in tenths, rounded up, for its colour."""
        return ceil(10 * self.share)


@dataclass(frozen=True, slots=True)
class Answer:
    """One test picture and what the model said of it.

    Parameters
    ----------
    source : str
    name : Text or str
    truth, said : str
        Names of classes.
    probability : float
        Of what was said.
    loss : float
        -log of the probability of the truth; infinite where that is 0.
    cell : str
    is_right : bool
    """

    source: str
    name: Text | str
    truth: str
    said: str
    probability: float
    loss: float
    cell: str
    is_right: bool

    @property
    def alt(self) -> Text | str:
        """What stands for the picture where it cannot be seen."""
        return listing([self.truth, self.name])

    @property
    def said_text(self) -> Text:
        """What was said."""
        return _("said {class_name}", class_name=self.said)

    @property
    def certainty(self) -> Text:
        """Probability of that, never rounded up to certainty."""
        if 0.999 < self.probability < 1:
            return _("> 99.9 %")
        return _("{share:.1f} %", share=100 * self.probability)

    @property
    def loss_text(self) -> Text:
        """Its loss, in nats."""
        return _("loss {loss:.2f}", loss=self.loss) if isfinite(self.loss) else _("loss infinite")


@dataclass(frozen=True, slots=True)
class AnswersView:
    """Confusion matrix and gallery.

    Parameters
    ----------
    matrix : list of list of Cell
        Rows truth, columns prediction.
    answers : list of Answer
        The largest loss first; empty without the data.
    n, n_wrong : int
        Test samples, and how many of them are classified wrongly.
    cut : Text or None
        How many of them are on the page, where not all are.
    """

    matrix: list[list[Cell]]
    answers: list[Answer]
    n: int
    n_wrong: int
    cut: Text | None


def answers_view(subject: Subject) -> AnswersView | None:
    """Confusion matrix and gallery of a run; None where it has no test set."""
    verdict = subject.verdict
    if verdict is None:
        return None
    answers = _answers(subject) if subject.has_pictures else []
    n, n_wrong, n_shown = verdict["total"], verdict["total"] - verdict["correct"], len(answers)
    cut = _("{shown} of {n} pictures are on this page.", shown=n_shown, n=n) if 0 < n_shown < n else None
    return AnswersView(_matrix(verdict["confusion"], Counter(a.cell for a in answers)), answers, n, n_wrong, cut)


def matrix_of(subject: Subject) -> AnswersView | None:
    """Confusion matrix alone."""
    verdict = subject.verdict
    if verdict is None:
        return None
    n = verdict["total"]
    return AnswersView(_matrix(verdict["confusion"], Counter()), [], n, n - verdict["correct"], None)


def _matrix(counts: list[list[int]], shown: Counter[str]) -> list[list[Cell]]:
    return [
        [Cell(t, s, n, n / max(1, sum(row)), shown[f"{t}-{s}"]) for s, n in enumerate(row)]
        for t, row in enumerate(counts)
    ]


def _answers(subject: Subject) -> list[Answer]:
    test, probabilities = subject.test, subject.probabilities
    if test is None or probabilities is None:
        return []
    said = decide(probabilities, subject.stored.model.threshold)
    of_truth = np.take_along_axis(probabilities, test.y[:, None], axis=1)[:, 0]
    with np.errstate(divide="ignore"):  # a truth that was called impossible has an infinite loss, and is shown so
        losses = -np.log(of_truth)
    answers, size = [], 0
    for i in _chosen(test.y, said, losses):
        address = picture(test, i)
        size += len(address)
        if size > MOST_BYTES:
            break
        truth, answer = int(test.y[i]), int(said[i])
        names = subject.class_names[truth], subject.class_names[answer]
        answers.append(
            Answer(
                address,
                sample_name(last_part(test.names[i])),
                *names,
                float(probabilities[i, answer]),
                float(losses[i]) + 0.0,  # -log 1 is -0
                f"{truth}-{answer}",
                truth == answer,
            )
        )
    return sorted(answers, key=lambda answer: -answer.loss)


def _chosen(y: Integers, said: Integers, losses: Array) -> list[int]:
    """Numbers of the samples to show: of every cell those of largest loss, in turn, so that none is left empty."""
    order = np.argsort(-losses, kind="stable")
    ranks = np.empty(len(y), np.int64)
    seen: dict[tuple[int, int], int] = {}
    for i in order:
        cell = int(y[i]), int(said[i])
        ranks[i] = seen[cell] = seen.get(cell, -1) + 1
    chosen: list[int] = order[np.argsort(ranks[order], kind="stable")][:MOST_PICTURES].tolist()
    return chosen
