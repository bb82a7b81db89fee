"""Sums of many terms, of which the largest are shown."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from glasscat.explanation.expression import SUM, Expression, Number, Rounded, bracketed
from glasscat.i18n import _n

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glasscat.explanation.expression import Input

SHOWN = 3
"""Terms of a long sum that are shown: the largest ones."""


@dataclass(frozen=True, slots=True)
class Sum(Expression):
    """A sum of many terms, of which the largest are shown.

    Parameters
    ----------
    terms : tuple of Expression
        At least one.
    """

    terms: tuple[Expression, ...]
    binding = SUM

    def computed(self, unit: float) -> Rounded:
        """The sum, in whatever order it was added up: each addition rounds once."""
        found = [term.computed(unit) for term in self.terms]
        size = fsum(abs(value) for value, _error in found)
        return Rounded(
            fsum(value for value, _error in found),
            fsum(error for _value, error in found) + unit * (len(found) - 1) * size,
        )

    def shown(self, *, numbers: bool) -> str:
        """The largest terms, and what the others are together."""
        chosen = self._chosen()
        words = " + ".join(bracketed(term, SUM, numbers=numbers) for term in chosen)
        if len(chosen) == len(self.terms):
            return words
        rest = fsum(term.computed(0.0).value for term in self.terms) - fsum(term.computed(0.0).value for term in chosen)
        others = _n(
            "{n} more term, which is {rest}",
            "{n} more terms, which add up to {rest}",
            len(self.terms) - len(chosen),
            rest=f"{rest:.6g}",
        )
        return f"{words} + … ({others})" if numbers else f"{words} + …"

    def leaves(self, *, every: bool = False) -> Iterator[Input]:
        """Those of the terms that are shown, or of all."""
        for term in self.terms if every else self._chosen():
            yield from term.leaves(every=every)

    def left_out(self) -> int:
        """Terms that are not shown."""
        chosen = self._chosen()
        return len(self.terms) - len(chosen) + sum(term.left_out() for term in chosen)

    def _chosen(self) -> tuple[Expression, ...]:
        if len(self.terms) <= SHOWN + 1:
            return self.terms
        sizes = [-abs(term.computed(0.0).value) for term in self.terms]
        largest = sorted(range(len(sizes)), key=sizes.__getitem__)[:SHOWN]
        return tuple(self.terms[k] for k in sorted(largest))


def total(terms: Sequence[Expression]) -> Expression:
    """Sum of terms; 0 of none, the term itself of one."""
    if not terms:
        return Number(0)
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))
