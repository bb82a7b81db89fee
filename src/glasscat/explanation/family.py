"""A family of quantities: all entries of one array, or one number, at every iteration that has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from glasscat.errors import UsageError
from glasscat.i18n import _, listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.explanation.expression import Expression
    from glasscat.explanation.names import Index, Name
    from glasscat.i18n import Text
    from glasscat.typing import Array

Place: TypeAlias = "tuple[Any, ...]"
"""Indices of an entry, checked: whole numbers, or words where its axis has words."""


SAMPLE = _("sample")
"""What the last index of most arrays counts."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What an index counts.

    Parameters
    ----------
    what : Text
        Such as "unit" or "sample".
    size : int
        For whole numbers from 0 up.
    words : tuple of str and int
        For names instead, such as those of baselines, or for some of the whole numbers.
    names : tuple of str
        What the whole numbers can be called, too, such as the names of the classes.
    """

    what: Text
    size: int = 0
    words: tuple[Index, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def first(self) -> Index:
        """An index that is there."""
        return self.words[0] if self.words else 0

    def number_of(self, index: Index) -> Index:
        """An index that was given by name as the number that it stands for."""
        names = ["".join(name.split()) for name in self.names]
        return names.index(index) if isinstance(index, str) and index in names else index

    def check(self, name: Name, index: Index) -> None:
        """Refuse an index that is not there; GC-Q04 says which are."""
        if index in self.words or (not self.words and isinstance(index, int) and 0 <= index < self.size):
            return
        problem = _("there is no {what} {found}.", what=self.what, found=index)
        known = listing([*map(str, self.words)]) if self.words else None
        if known is None:
            fix = _("give a whole number from 0 to {last}.", last=self.size - 1)
        else:
            fix = _("choose one of {known}.", known=known)
        raise UsageError("GC-Q04", str(name), problem, fix)


@dataclass(frozen=True, slots=True)
class Family:
    """Quantities of one kind.

    Parameters
    ----------
    name : str
        Such as ``"W1"`` or ``"test.accuracy"``.
    meaning : Text
    formula : str
        For all of them, in matrices.
    axes : tuple of Axis
    value : callable
        From indices and iteration to the stored value.
    expression : callable
        From indices and iteration to the formula of that one.
    timed : "always", "maybe" or "never"
        Whether it must, may or cannot have an iteration; without one it is that of the end.
    scale : callable, optional
        From the iteration to the size that rounding of the span method is measured by.
    read_array : callable, optional
        From the iteration to all entries at once; one by one without it.
    begins : str or Text
        How they begin, at iteration 0, where no step has led to them; empty where the formula holds there, too.
    """

    name: str
    meaning: Text
    formula: str
    axes: tuple[Axis, ...]
    value: Callable[[Place, int | None], float]
    expression: Callable[[Place, int | None], Expression]
    timed: str = "maybe"
    scale: Callable[[int | None], float] | None = None
    read_array: Callable[[int | None], Array] | None = None
    begins: str | Text = ""

    def formula_at(self, iteration: int | None) -> str:
        """The formula, or how they begin."""
        return str(self.begins) if iteration == 0 and str(self.begins) else self.formula

    def check(self, name: Name, last: int) -> None:
        """Refuse a name whose place is not there.

        Raises
        ------
        UsageError
            GC-Q03 for another number of indices, GC-Q04 for an index, GC-Q05 for an iteration, GC-Q06 for an iteration
            where there is none, or none where one is needed.
        """
        if name.indices and len(name.indices) != len(self.axes):
            raise _wrong_indices(name, self.axes)
        for axis, index in zip(self.axes, name.indices, strict=False):
            axis.check(name, index)
        if name.iteration is not None and self.timed == "never":
            problem = _("it has no iteration.")
            raise UsageError("GC-Q06", str(name), problem, _("leave out what begins with @."))
        if name.iteration is None and self.timed == "always":
            problem = _("it is another one at each iteration.")
            fix = _("say which, from 0 to {end}: {name}@0.", end=last, name=name)
            raise UsageError("GC-Q06", str(name), problem, fix)
        if name.iteration is not None and name.iteration > last:
            problem = _("the run goes from iteration 0 to {end}; found {found}.", end=last, found=name.iteration)
            raise UsageError("GC-Q05", str(name), problem, _("give an iteration in that range."))


def _wrong_indices(name: Name, axes: tuple[Axis, ...]) -> UsageError:
    found = len(name.indices)
    if not axes:
        problem = _("it is a single number, without indices; found {found}.", found=found)
        return UsageError("GC-Q03", str(name), problem, _("leave out the brackets."))
    wanted = listing([axis.what for axis in axes])
    problem = _("it has {n} indices ({wanted}); found {found}.", n=len(axes), wanted=wanted, found=found)
    return UsageError("GC-Q03", str(name), problem, _("give one for each, with commas between them."))
