"""What can be opened in a run, with examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glasscat.explanation.names import written
from glasscat.explanation.shown import as_html, as_text
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.explanation.book import Book
    from glasscat.explanation.family import Axis, Family


class Contents:
    """Names of all quantities, with the range of their indices.

    Parameters
    ----------
    book : Book
    """

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def examples(self) -> list[str]:
        """Some names that can be opened, one of each kind."""
        last, end = self._book.blocks[-1].number, self._book.last
        trained = ["cost", "W1", "b1", "dW1", "Z1", f"A{last}", f"dZ{last}"]
        judged = ["test.accuracy", "test.interval", "test.p_value", "test.auc"]
        found = [self._book.families[name] for name in (*trained, *judged) if name in self._book.families]
        return [self._example(family, min(1, end)) for family in found]

    def _example(self, family: Family, iteration: int) -> str:
        samples = self._book.columns(family, iteration if family.timed == "always" else None)
        indices = [axis.first for axis in family.axes]
        if samples is not None:
            indices[-1] = int(samples[0])
        return written(family.name, tuple(indices), None if family.timed == "never" else iteration)

    def as_json(self) -> dict[str, Any]:
        """Everything, for scripts."""
        return {
            "quantities": [
                {
                    "name": family.name,
                    "pattern": self._pattern(family),
                    "meaning": str(family.meaning),
                    "formula": family.formula,
                }
                for family in self._book.families.values()
            ],
            "examples": self.examples,
        }

    @property
    def patterns(self) -> list[tuple[str, str]]:
        """How each is written, with the ranges of its indices and iterations, and what it means."""
        return [(self._pattern(family), str(family.meaning)) for family in self._book.families.values()]

    def rows(self) -> list[tuple[str, str]]:
        """What there is to read, line by line."""
        return [*self.patterns, ("", ""), (str(_("for example")), "  ".join(self.examples))]

    def _pattern(self, family: Family) -> str:
        inside = ",".join(map(_range, family.axes))
        when = {"always": f"@0-{self._book.last}", "maybe": f"[@0-{self._book.last}]", "never": ""}[family.timed]
        return f"{family.name}[{inside}]{when}" if inside else f"{family.name}{when}"

    def __str__(self) -> str:
        return as_text(str(_("What can be opened")), self.rows())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return as_html(str(_("What can be opened")), self.rows())


def _range(axis: Axis) -> str:
    return "|".join(map(str, axis.words)) if axis.words else f"0-{axis.size - 1}"
