"""Numbers from outside: what somebody passes from Python, or types after ``name=``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from glasscat.errors import DataError, UsageError
from glasscat.graph.place import place
from glasscat.graph.tokens import Token, tokens
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from glasscat.i18n import Text
    from glasscat.typing import Array

Numbers: TypeAlias = "float | list[Numbers]"

MAX_AXES = 8
"""Lists inside each other that are read; no formula here needs more."""


def as_array(name: str, value: ArrayLike) -> Array:
    """Copy numbers into an array of float64, or of complex128 where they are complex.

    Raises
    ------
    DataError
        GC-G13: not numbers, or not finite; GC-G15: lists of unequal length, or no number at all.
    """
    try:
        found = np.array(value)
    except ValueError as error:
        raise _ragged(name) from error
    if found.size == 0:
        raise DataError("GC-G15", name, _("there is no number in it."), _("give at least one number."))
    if found.dtype == object and all(type(entry) is int for entry in found.flat):  # beyond 64 bits
        found = _large(name, found)
    if found.dtype.kind not in "iufc":
        problem = _("a number, or an array of numbers, was expected; found {kind}.", kind=type(value).__name__)
        raise DataError("GC-G13", name, problem, _("give it as in {name}=2 or {name}=[1,2].", name=name))
    array: Array = found.astype(np.complex128 if found.dtype.kind == "c" else np.float64)
    if not np.isfinite(array).all():
        odd = array[~np.isfinite(array)][0]
        raise DataError(
            "GC-G13", name, _("every number must be finite; found {odd}.", odd=str(odd)), _("give finite numbers.")
        )
    return array


def as_real(name: str, value: ArrayLike) -> Array:
    """Copy numbers into an array of float64, and refuse complex ones, as `glasscat.graph` does.

    Raises
    ------
    DataError
        GC-G13, GC-G15: as `as_array`; GC-G34: complex numbers.
    """
    array = as_array(name, value)
    if array.dtype.kind == "c":
        problem = _("real numbers were expected; found {odd}.", odd=str(array.ravel()[0]))
        raise DataError("GC-G34", name, problem, _("give its real part and its imaginary part names of their own."))
    return array


def _large(name: str, whole: NDArray[np.object_]) -> Array:
    try:
        return whole.astype(np.float64)
    except OverflowError as error:
        problem = _("this number is too large; float64 ends at about 1.8e308.")
        raise DataError("GC-G13", name, problem, _("give finite numbers.")) from error


def read_value(name: str, text: str) -> Array:
    """Read what stands after ``name=``: a number, or lists of numbers such as ``[[1,2],[3,4]]``.

    Raises
    ------
    UsageError
        GC-G01, GC-G14: it is something else.
    DataError
        GC-G15: rows of unequal length, or no number at all.
    """
    return as_array(name, _Reader(text).value())


class _Reader:
    """The words still to be read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = iter(tokens(text))
        self.token = next(self.words)

    def value(self) -> Numbers:
        numbers = self._numbers(0)
        if self.token.kind != "end":
            raise self._error(_("the value should end here."))
        return numbers

    def _numbers(self, depth: int) -> Numbers:
        if self.token.text != "[":
            return self._number()
        if depth == MAX_AXES:
            raise self._error(_("more than {n} lists are inside each other.", n=MAX_AXES))
        rows: list[Numbers] = []
        self._next()
        while self.token.text != "]":
            rows.append(self._numbers(depth + 1))
            if self.token.text == ",":
                self._next()
            elif self.token.text != "]":
                raise self._error(_("a comma or ] was expected here."))
        self._next()
        return rows

    def _number(self) -> float:
        sign = 1.0
        if self.token.text in {"-", "+"}:
            sign = -1.0 if self._next().text == "-" else 1.0
        if self.token.kind != "number":
            raise self._error(_("a number was expected here."))
        return sign * float(self._next().text)

    def _next(self) -> Token:
        token, self.token = self.token, next(self.words, self.token)
        return token

    def _error(self, problem: Text) -> UsageError:
        fix = _("write a number, or lists of numbers: 5, [1,2,3] or [[1,2],[3,4]].")
        return UsageError("GC-G14", place(self.text, self.token.position), problem, fix)


def _ragged(name: str) -> DataError:
    problem = _("the lists in it are of unequal length.")
    return DataError("GC-G15", name, problem, _("give each row the same number of entries."))


def read_pairs(pairs: Sequence[str]) -> dict[str, Array]:
    """Read ``name=value`` for each of several names.

    Raises
    ------
    UsageError
        GC-G01, GC-G14: a value cannot be read; GC-G28: no ``=``, not a name, or a name given twice.
    DataError
        GC-G15: rows of unequal length, or no number at all.
    """
    found: dict[str, Array] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name = name.strip()
        if not equals or not name.isidentifier():
            problem = _("a name and its value were expected; found {found!r}.", found=pair)
            raise UsageError("GC-G28", "", problem, _("write it as in a=5, without spaces around =."))
        if name in found:
            raise UsageError("GC-G28", name, _("two values were given for it."), _("give one."))
        found[name] = read_value(name, value)
    return found
