"""The museum with the labels covered: symptoms and code, and four mistakes to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.checks.museum.collection import EXHIBITS, find
from glasscat.data.splits import check_seed

if TYPE_CHECKING:
    from glasscat.checks.museum.exhibit import Exhibit, Outcome

CHOICES = 4


@dataclass(frozen=True, slots=True)
class Question:
    """A mistake to be named.

    Parameters
    ----------
    seed : int
        The same seed asks the same question.
    outcome : Outcome
        The exhibit in question, run.
    choices : tuple of Exhibit
        It, and three others.
    """

    seed: int
    outcome: Outcome
    choices: tuple[Exhibit, ...]

    @property
    def exhibit(self) -> Exhibit:
        """The right answer."""
        return self.outcome.exhibit

    def named_by(self, answer: str) -> Exhibit | None:
        """Exhibit that an answer means: a name, or the number of a choice from 1; None for anything else."""
        answer = answer.strip().lower()
        if answer.isdecimal() and 1 <= int(answer) <= len(self.choices):
            return self.choices[int(answer) - 1]
        return EXHIBITS.get(answer)

    def is_right(self, answer: str) -> bool:
        """Whether it is this exhibit; GC-K20 for a name that no exhibit has."""
        return (self.named_by(answer) or find(answer)) is self.exhibit

    def as_json(self) -> dict[str, Any]:
        """The question without its answer."""
        return {
            "seed": self.seed,
            "code": list(self.exhibit.wrong_code),
            "numbers": [
                {"label": str(label), "expected": expected, "found": found}
                for (label, expected), (_label, found) in zip(
                    self.outcome.right.numbers, self.outcome.wrong.numbers, strict=True
                )
            ],
            "choices": [{"name": each.name, "title": str(each.title)} for each in self.choices],
        }


def ask(seed: int | None = None) -> Question:
    """Choose a mistake, run it, and choose what to confuse it with.

    Parameters
    ----------
    seed : int, optional
        By default a new one.

    Raises
    ------
    UsageError
        GC-U23: a seed below 0.
    """
    if seed is None:
        seed = int(np.random.default_rng().integers(10_000))
    check_seed(seed)
    rng = np.random.default_rng(seed)
    drawn = rng.permutation(list(EXHIBITS))
    choices = rng.permutation(drawn[:CHOICES])
    return Question(seed, find(str(drawn[0])).run(), tuple(find(str(name)) for name in choices))
