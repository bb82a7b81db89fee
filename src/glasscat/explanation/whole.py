"""A whole array that was opened: its formula in matrices, its size, and some of its entries, each opened itself."""

from __future__ import annotations

from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.explanation.expression import exact
from glasscat.explanation.names import Name, written
from glasscat.explanation.shown import as_html, as_text
from glasscat.i18n import Text, _

if TYPE_CHECKING:
    from glasscat.explanation.book import Book
    from glasscat.explanation.explanation import Explanation
    from glasscat.explanation.family import Family
    from glasscat.typing import Array

IN_FULL = 1000
"""Numbers that are printed as JSON; of more, only what is said of them."""


class Whole:
    """All entries of a family at one iteration; has what an `Explanation` has.

    Parameters
    ----------
    book : Book
    family : Family
        With axes.
    place : Name
        Without indices.
    """

    def __init__(self, book: Book, family: Family, place: Name) -> None:
        self._book, self._family, self._place = book, family, place

    @property
    def name(self) -> str:
        """What it is called."""
        return written(self._family.name, (), self._place.iteration)

    @property
    def title(self) -> str:
        """Its name."""
        return self.name

    @property
    def meaning(self) -> Text:
        """What it is."""
        return self._family.meaning

    @property
    def formula(self) -> str:
        """Its formula, in matrices; at iteration 0, how it begins."""
        return self._family.formula_at(self._place.iteration)

    symbols = formula

    @cached_property
    def value(self) -> Array:
        """All entries."""
        if self._family.read_array is not None:
            return self._family.read_array(self._place.iteration)
        labels: list[Any] = [axis.words or range(axis.size) for axis in self._family.axes]
        samples = self._book.columns(self._family, self._place.iteration)
        if samples is not None:
            labels[-1] = samples.tolist()
        entries = [self._family.value(place, self._place.iteration) for place in product(*labels)]
        return np.array(entries).reshape([len(one) for one in labels])

    @cached_property
    def entries(self) -> tuple[Explanation, ...]:
        """The first entry, the smallest, the largest and the last, each of which can be opened in turn."""
        ends = 0, int(np.argmin(self.value)), int(np.argmax(self.value)), self.value.size - 1
        cells = dict.fromkeys(tuple(int(i) for i in np.unravel_index(end, self.value.shape)) for end in ends)
        return tuple(
            self._book.entry(written(self._family.name, self._labels(cell), self._place.iteration)) for cell in cells
        )

    def _labels(self, cell: tuple[int, ...]) -> tuple[Any, ...]:
        """Indices of an entry by its place: a batch has some of the samples, and baselines have names."""
        samples = self._book.columns(self._family, self._place.iteration)
        named = [axis.words[i] if axis.words else i for axis, i in zip(self._family.axes, cell, strict=True)]
        return tuple(named) if samples is None else (*named[:-1], int(samples[cell[-1]]))

    @cached_property
    def inputs(self) -> tuple[Explanation | Whole, ...]:
        """Arrays that went into it, each of which can be opened in turn."""
        names = [Name.read(leaf.name) for one in self.entries for leaf in one.expression.leaves()]
        return tuple(self._book.open(one) for one in dict.fromkeys(written(n.family, (), n.iteration) for n in names))

    left_out = 0

    @property
    def numbers(self) -> str:
        """Its size, and the range of its entries."""
        shape = " × ".join(map(str, self.value.shape))
        length = float(np.linalg.norm(self.value.ravel()))
        low, high = float(np.min(self.value)), float(np.max(self.value))
        found = _(
            "{shape} numbers from {low:.6g} to {high:.6g}, length {length:.6g}",
            shape=shape,
            low=low,
            high=high,
            length=length,
        )
        return str(found)

    def check(self) -> None:
        """Check the entries that are shown; see `Explanation.check`."""
        for entry in self.entries:
            entry.check()

    @property
    def difference(self) -> float | None:
        """The largest of the entries that are shown; None where none of them is recomputed."""
        found = [one.difference for one in self.entries if one.difference is not None]
        return max(found, default=None)

    @property
    def agreement(self) -> Text | None:
        """How well the entries that are shown agree with their formulas; None where none of them is recomputed."""
        if self.difference is None:
            return None
        n, size = len(self.entries), self.value.size
        if not all(one.agrees is not False for one in self.entries):
            return _("Of the entries below, one differs from its formula by more than rounding.")
        if self.difference == 0:
            return _("Computed again: the {n} entries below, of {size}; to the last bit.", n=n, size=size)
        return _(
            "Computed again: the {n} entries below, of {size}; at most {difference:.1g} apart, by rounding.",
            n=n,
            size=size,
            difference=self.difference,
        )

    def as_json(self) -> dict[str, Any]:
        """Everything, for scripts; the value as nested lists unless it is long."""
        return {
            "quantity": self.name,
            "meaning": str(self.meaning),
            "formula": self.formula,
            "shape": list(self.value.shape),
            "value": self.value.tolist() if self.value.size <= IN_FULL else None,
            "numbers": self.numbers,
            "entries": [
                {"quantity": one.name, "value": one.value, "recomputed": one.recomputed, "rounding": one.rounding}
                for one in self.entries
            ],
            "difference": self.difference,
            "inputs": [{"quantity": one.name} for one in self.inputs],
        }

    def rows(self) -> list[tuple[str, str]]:
        """What there is to read, line by line."""
        found = [
            (str(_("meaning")), str(self.meaning)),
            (str(_("formula")), self.formula),
            (str(_("in numbers")), self.numbers),
        ]
        if self.agreement is not None:
            found.append((str(_("check")), str(self.agreement)))
        found += [
            (str(_("entries")) if k == 0 else "", f"{one.name} = {exact(one.value)}")
            for k, one in enumerate(self.entries)
        ]
        return found + [(str(_("inputs")) if k == 0 else "", one.name) for k, one in enumerate(self.inputs)]

    def __str__(self) -> str:
        return as_text(self.name, self.rows())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return as_html(self.name, self.rows())
