"""One run against another on the same test samples: the exact McNemar test, opened down to each answer of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasscat.explanation.explanation import agreement_of, disagreement
from glasscat.explanation.expression import Expression, Input, Number, whole
from glasscat.explanation.functions import Call
from glasscat.explanation.names import written
from glasscat.explanation.sums import total
from glasscat.i18n import _
from glasscat.statistics.exact_tests import mcnemar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.explanation.book import Book
    from glasscat.explanation.explanation import Explanation
    from glasscat.i18n import Text


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A run of a duel.

    Parameters
    ----------
    run : str
        What it is called.
    book : Book
        With a test set.
    """

    run: str
    book: Book

    def right(self, k: int) -> OfRun:
        """Whether its answer to test sample ``k`` is right, 1 or 0."""
        return OfRun(self.run, self.book.entry(f"test.right[{k}]"))


@dataclass(frozen=True, slots=True, eq=False)
class OfRun:
    """A quantity of one of the runs, with the run in its name.

    Parameters
    ----------
    run : str
    explained : Explanation
    """

    run: str
    explained: Explanation

    @property
    def name(self) -> str:
        """Run and quantity."""
        return f"{self.run}: {self.explained.name}"

    @property
    def meaning(self) -> Text:
        """What it is."""
        return self.explained.meaning

    @property
    def formula(self) -> str:
        """The formula of all of its kind."""
        return self.explained.formula

    @property
    def value(self) -> float:
        """The stored value."""
        return self.explained.value

    @property
    def expression(self) -> Expression:
        """The formula of just this one."""
        return self.explained.expression

    @property
    def inputs(self) -> tuple[OfRun, ...]:
        """What went into it."""
        return tuple(OfRun(self.run, one) for one in self.explained.inputs)

    @property
    def agreement(self) -> Text | None:
        """How well value and formula agree."""
        return self.explained.agreement

    def check(self) -> None:
        """Refuse a value that is not what its formula gives; GC-Q08."""
        self.explained.check()


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """A quantity of two runs together.

    Parameters
    ----------
    name : str
    meaning : Text
    formula : str
    value : float
        As it was found without this formula.
    expression : Expression
    inputs : sequence of Between or OfRun
    """

    name: str
    meaning: Text
    formula: str
    value: float
    expression: Expression
    inputs: Sequence[Between | OfRun]

    @property
    def agreement(self) -> Text:
        """How well value and formula agree."""
        found = self.expression.computed(0.0)
        return agreement_of(self.value, found.value, found.error)

    def check(self) -> None:
        """Refuse a value that is not what its formula gives; GC-Q08."""
        found = self.expression.computed(0.0)
        if abs(found.value - self.value) > found.error:
            raise disagreement(self.name, found.value, self.value)


def duel(one: Side, other: Side, counts: tuple[int, int], p: float) -> Between:
    """McNemar's test of two runs.

    Parameters
    ----------
    one, other : Side
        Whose test samples are the same.
    counts : (int, int)
        Test samples that only the one, and only the other gets right.
    p : float
        What the test gave.
    """
    b, c = _only(one, other, counts[0]), _only(other, one, counts[1])
    parts = Input(b.name, b.value), Input(c.name, c.value)
    return Between(
        written("p_value", (one.run, other.run)),
        _("exact McNemar test: how often chance alone makes such a difference between two runs"),
        "min(1, 2 P(Binomial(b + c, 1/2) <= min(b, c)))",
        p,
        Call("min(1, 2 P(Binomial({0} + {1}, 1/2) <= min({0}, {1})))", parts, lambda b, c: mcnemar(int(b), int(c))),
        (b, c),
    )


def _only(winner: Side, loser: Side, count: int) -> Between:
    """Test samples that only one of the two gets right."""
    m = winner.book.n_samples("test")
    pairs = [(winner.right(k), loser.right(k)) for k in range(m)]
    terms = [Input(a.name, a.value) * (whole(1) - Input(b.name, b.value)) for a, b in pairs]
    expression = total(terms) if terms else Number(0)
    known = {one.name: one for pair in pairs for one in pair}
    shown = dict.fromkeys(leaf.name for leaf in expression.leaves())
    return Between(
        written("only", (winner.run, loser.run)),
        _("test samples that the first run gets right and the second one wrong"),
        "sum(right of the first (1 - right of the second))",
        count,
        expression,
        [known[name] for name in shown],
    )
