"""A number that was opened: what it means, its formula, the formula with its numbers, and what went into it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from glasscat.errors import GlasscatError
from glasscat.explanation.expression import TINY, Rounded, exact
from glasscat.explanation.names import written
from glasscat.explanation.shown import as_html, as_text
from glasscat.explanation.stated import Stated
from glasscat.i18n import Text, _, _n

if TYPE_CHECKING:
    from glasscat.explanation.book import Book
    from glasscat.explanation.expression import Expression
    from glasscat.explanation.family import Family
    from glasscat.explanation.names import Name

GRANTED = 4
"""Times the bound of rounding: the run and the check each round, and each may use a few operations more than shown."""


class Explanation:
    """One quantity. Its formula is written out when it is asked for, and so are its inputs: a tree without end.

    Parameters
    ----------
    book : Book
        Of the run.
    family : Family
    place : Name
        That the family has.
    """

    def __init__(self, book: Book, family: Family, place: Name) -> None:
        self._book, self._family, self._place = book, family, place

    @property
    def name(self) -> str:
        """What it is called."""
        return written(self._family.name, self._place.indices, self._place.iteration)

    @property
    def title(self) -> str:
        """Its name and value."""
        return f"{self.name} = {exact(self.value)}"

    @property
    def meaning(self) -> Text:
        """What it is."""
        return self._family.meaning

    @property
    def formula(self) -> str:
        """The formula of all of its kind; at iteration 0, how they begin."""
        return self._family.formula_at(self._place.iteration)

    @cached_property
    def value(self) -> float:
        """The stored value."""
        return self._family.value(self._place.indices, self._place.iteration)

    @cached_property
    def expression(self) -> Expression:
        """The formula of just this one."""
        return self._family.expression(self._place.indices, self._place.iteration)

    @cached_property
    def symbols(self) -> str:
        """The formula of just this one, in the names of its inputs; of long sums the largest terms."""
        return self.expression.shown(numbers=False)

    @cached_property
    def numbers(self) -> str:
        """The formula with the numbers in it."""
        return self.expression.shown(numbers=True)

    @cached_property
    def inputs(self) -> tuple[Explanation, ...]:
        """What went into it, each of which can be opened in turn."""
        names = dict.fromkeys(leaf.name for leaf in self.expression.leaves())
        return tuple(self._book.entry(name) for name in names)

    @cached_property
    def left_out(self) -> int:
        """Terms of long sums that are computed with, but not shown."""
        return self.expression.left_out()

    @cached_property
    def _computed(self) -> Rounded:
        return self.expression.computed(self._book.subject.unit)

    @property
    def is_recomputed(self) -> bool:
        """Whether a formula gives the value again; if not, `symbols` says why."""
        return not isinstance(self.expression, Stated)

    @property
    def recomputed(self) -> float | None:
        """Value of the formula with its inputs in it; None where it is not recomputed."""
        return self._computed.value if self.is_recomputed else None

    @property
    def difference(self) -> float | None:
        """How far that is from the stored value, 0 if to the last bit; None where it is not recomputed."""
        return abs(self._computed.value - self.value) if self.is_recomputed else None

    @property
    def rounding(self) -> float | None:
        """How far rounding alone may bring them apart; None where it is not recomputed."""
        if not self.is_recomputed:
            return None
        slack = self._book.subject.slack
        spread = 0.0
        if slack and self._family.scale is not None:
            spread = slack * self._family.scale(self._place.iteration)
        return GRANTED * self._computed.error + spread + TINY

    @property
    def agrees(self) -> bool | None:
        """Whether rounding alone explains how far the formula is from the stored value; None where it is not known."""
        if self.difference is None or self.rounding is None:
            return None
        return self.difference <= self.rounding

    def check(self) -> None:
        """Refuse a value that is not what its formula gives.

        Raises
        ------
        GlasscatError
            GC-Q08, where value and formula differ by more than rounding.
        """
        if self.agrees is False:
            raise disagreement(self.name, self.recomputed, self.value)

    @property
    def agreement(self) -> Text | None:
        """How well the stored value and the formula agree; None where it is not recomputed."""
        if self.recomputed is None or self.rounding is None:
            return None
        return agreement_of(self.value, self.recomputed, self.rounding)

    @property
    def rest(self) -> Text | None:
        """What is said of the terms that are not shown."""
        return None if not self.left_out else _n("and {n} more term", "and {n} more terms", self.left_out)

    def as_json(self) -> dict[str, Any]:
        """Everything, for scripts."""
        return {
            "quantity": self.name,
            "meaning": str(self.meaning),
            "value": self.value,
            "formula": self.formula,
            "symbols": self.symbols if self.is_recomputed else None,
            "numbers": self.numbers if self.is_recomputed else None,
            "not_recomputed": None if self.is_recomputed else self.symbols,
            "inputs": [{"quantity": one.name, "value": one.value} for one in self.inputs],
            "left_out": self.left_out,
            "all_inputs": list(dict.fromkeys(leaf.name for leaf in self.expression.leaves(every=True))),
            "recomputed": self.recomputed,
            "difference": self.difference,
            "rounding": self.rounding,
        }

    def rows(self) -> list[tuple[str, str]]:
        """What there is to read, line by line: a word, and what belongs to it."""
        found = [(str(_("meaning")), str(self.meaning)), (str(_("formula")), self.formula)]
        found.append((str(_("here")), self.symbols))
        if self.agreement is not None:
            found += [(str(_("in numbers")), self.numbers), (str(_("check")), str(self.agreement))]
        label = str(_("inputs"))
        for one in self.inputs:
            found.append((label, f"{one.name} = {exact(one.value)}"))
            label = ""
        return found if self.rest is None else [*found, (label, str(self.rest))]

    def __str__(self) -> str:
        return as_text(self.title, self.rows())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return as_html(self.title, self.rows())


def agreement_of(stored: float, found: float, bound: float) -> Text:
    """Say how well a stored value and what its formula gives agree, where rounding may move them by ``bound``."""
    difference = abs(found - stored)
    if difference == 0:
        return _("The formula gives the stored value, to the last bit.")
    values = {"found": found, "difference": difference, "bound": bound}
    if difference <= bound:
        return _(
            "The formula gives {found!r}: {difference:.1g} from the stored value, by rounding (up to {bound:.1g}).",
            **values,
        )
    return _(
        "The formula gives {found!r}: {difference:.1g} from the stored value, more than rounding ({bound:.1g}).",
        **values,
    )


def disagreement(name: str, found: float | None, stored: float) -> GlasscatError:
    """What is raised where a stored value is not what its formula gives: GC-Q08."""
    problem = _(
        "the formula gives {found!r}, but {stored!r} was stored: this is a bug in glasscat.", found=found, stored=stored
    )
    return GlasscatError("GC-Q08", name, problem, _("report it, with the run.json of the run."))
