"""Numbers that open: meaning, formula, the formula with its numbers, and the inputs, which open in turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from glasscat.data.shortlist import shortlist
from glasscat.errors import GlasscatError
from glasscat.explanation.expression import exact
from glasscat.i18n import LANGUAGES, _n, use_language
from glasscat.reports.html.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from glasscat.i18n import Text

DEEPEST = 4
"""So many times a number of the page can be opened in turn; `glasscat explain` has no such end."""
MOST_INPUTS = 8
MOST = 400
"""Numbers on the page, those inside others counted."""


class Shown(Protocol):
    """A formula that writes itself in the language of the moment."""

    def shown(self, *, numbers: bool) -> str:
        """The formula with its numbers, or with the names of its inputs."""


class Openable(Protocol):
    """A number that was opened, as `glasscat.explain` gives it."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def meaning(self) -> Text:
        """What it is."""

    @property
    def formula(self) -> str:
        """The formula of all of its kind."""

    @property
    def value(self) -> float:
        """The stored value."""

    @property
    def expression(self) -> Shown:
        """The same as a tree."""

    @property
    def inputs(self) -> Sequence[Openable]:
        """What went into it."""

    @property
    def agreement(self) -> Text | None:
        """How well value and formula agree; None where it is not recomputed."""

    def check(self) -> None:
        """Raise a GlasscatError where they do not."""


@dataclass(frozen=True, slots=True)
class OpenedNumber:
    """A number of the page.

    Parameters
    ----------
    explained : Openable
    inputs : list of OpenedNumber
        Those that the page opens.
    leaves : list of (name, value)
        Those that it only names.
    error : GlasscatError or None
        What `check` says of it; None where it agrees with its formula.
    """

    explained: Openable
    inputs: list[OpenedNumber]
    leaves: list[tuple[str, str]]
    error: GlasscatError | None = None

    def every(self) -> Iterator[OpenedNumber]:
        """Give the number and all that are opened in it."""
        yield self
        for one in self.inputs:
            yield from one.every()

    @property
    def value(self) -> str:
        """Every digit of it."""
        return exact(self.explained.value)

    @property
    def numbers(self) -> Kept:
        """The formula with its numbers, and with what was left out of it in words."""
        return self._shown(numbers=True)

    @property
    def symbols(self) -> Kept:
        """The formula of just this one, or in words why there is none."""
        return self._shown(numbers=False)

    def _shown(self, *, numbers: bool) -> Kept:
        shown = {}
        for language in LANGUAGES:
            with use_language(language):
                shown[language] = self.explained.expression.shown(numbers=numbers)
        return Kept(shown)


def opened_view(numbers: Iterable[Openable]) -> list[OpenedNumber]:
    """Numbers with their inputs, as deep as a page may be; a number is taken apart once, at its first place."""
    return list(_opened(numbers, DEEPEST, set()))


def _opened(numbers: Iterable[Openable], depth: int, seen: set[str]) -> Iterator[OpenedNumber]:
    for one in numbers:
        seen.add(one.name)
        inputs = list(one.inputs)
        fresh = [number for number in inputs[:MOST_INPUTS] if number.name not in seen]
        further = fresh if depth > 1 and len(seen) + len(fresh) <= MOST else []
        names = {number.name for number in further}
        leaves = [(number.name, exact(number.value)) for number in inputs[:MOST_INPUTS] if number.name not in names]
        yield OpenedNumber(one, list(_opened(further, depth - 1, seen)), leaves, error_of(one))


def error_of(one: Openable) -> GlasscatError | None:
    """What `check` says of a number; None where it agrees with its formula."""
    try:
        one.check()
    except GlasscatError as error:
        return error
    return None


def wrong_note(errors: Sequence[GlasscatError]) -> Text:
    """Say which numbers are not what their formula gives."""
    return _n(
        "{n} number of this page is not what its formula gives, so this run must not be trusted: {names}.",
        "{n} numbers of this page are not what their formulas give, so this run must not be trusted: {names}.",
        len(errors),
        names=shortlist([str(error.where) for error in errors]),
    )
