"""A formula with its numbers: one tree that is shown in symbols, shown in numbers, and computed, with its rounding.

Its leaves are quantities, which can be opened in turn, and plain numbers. Beside every value stands a bound for what
rounding may have done to it, by running error analysis (Higham, "Accuracy and Stability of Numerical Algorithms", 2002,
section 3.3): arithmetic that was done in another order may differ by so much, and by no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

TINY = 2.0**-1022
"""The smallest normal number: what is divided by rounding alone stays finite."""
ATOM, POWER, PRODUCT, SUM = 3, 2, 1, 0
"""How tightly the parts of a formula hold together."""


class Rounded(NamedTuple):
    """A value, and how far rounding may have moved it."""

    value: float
    error: float


class Expression:
    """A part of a formula."""

    __slots__ = ()
    binding = ATOM

    def computed(self, unit: float) -> Rounded:
        """Value and bound of its rounding, in arithmetic whose unit roundoff is ``unit``."""
        raise NotImplementedError

    def shown(self, *, numbers: bool) -> str:
        """The formula in symbols, or with its numbers."""
        raise NotImplementedError

    def leaves(self, *, every: bool = False) -> Iterator[Input]:
        """Quantities in it that are shown; ``every`` one that goes in, also those of long sums that are not."""
        raise NotImplementedError

    def left_out(self) -> int:
        """Terms of long sums that are not shown."""
        return 0

    def __add__(self, other: Expression) -> Expression:
        return Operation("+", self, other)

    def __sub__(self, other: Expression) -> Expression:
        return Operation("-", self, other)

    def __mul__(self, other: Expression) -> Expression:
        return Operation("·", self, other)

    def __truediv__(self, other: Expression) -> Expression:
        return Operation("/", self, other)


@dataclass(frozen=True, slots=True)
class Input(Expression):
    """A quantity with a name, which can be opened."""

    name: str
    value: float

    def computed(self, unit: float) -> Rounded:  # noqa: ARG002  (it is what it is)
        """Its value, as it was stored."""
        return Rounded(self.value, 0.0)

    def shown(self, *, numbers: bool) -> str:
        """Its name, or its value."""
        return number(self.value) if numbers else self.name

    def leaves(self, *, every: bool = False) -> Iterator[Input]:  # noqa: ARG002  (it is one)
        """Itself."""
        yield self


@dataclass(frozen=True, slots=True)
class Number(Expression):
    """A number of the formula itself, or a setting, such as a learning rate.

    Parameters
    ----------
    value : float
    text : str, optional
        How it is written, if not as the number it is.
    """

    value: float
    text: str = ""

    def computed(self, unit: float) -> Rounded:
        """Its value; a fraction is rounded when it meets an array of single precision."""
        return Rounded(self.value, 0.0 if self.value == int(self.value) else unit * abs(self.value))

    def shown(self, *, numbers: bool) -> str:  # noqa: ARG002  (it is the same in both)
        """How it is written."""
        return self.text or number(self.value)

    def leaves(self, *, every: bool = False) -> Iterator[Input]:  # noqa: ARG002  (there is none)
        """None."""
        yield from ()


@dataclass(frozen=True, slots=True)
class Operation(Expression):
    """Two parts joined by +, -, · or /."""

    sign: str
    left: Expression
    right: Expression

    @property
    def binding(self) -> int:  # type: ignore[override]
        """Products hold tighter than sums."""
        return SUM if self.sign in "+-" else PRODUCT

    def computed(self, unit: float) -> Rounded:
        """Value and bound."""
        (a, a_error), (b, b_error) = self.left.computed(unit), self.right.computed(unit)
        match self.sign:
            case "+":
                value, error = a + b, a_error + b_error
            case "-":
                value, error = a - b, a_error + b_error
            case "·":
                value, error = a * b, abs(a) * b_error + abs(b) * a_error + a_error * b_error
            case _:
                value = a / b
                error = (a_error + abs(value) * b_error) / max(abs(b) - b_error, TINY)
        return Rounded(value, error + unit * abs(value))

    def shown(self, *, numbers: bool) -> str:
        """Both parts, in brackets where they need them."""
        left = bracketed(self.left, self.binding, numbers=numbers)
        # a - (b - c), a / (b c): the right part of these needs brackets where it holds no tighter
        tight = self.binding + (self.sign in "-/")
        return f"{left} {self.sign} {bracketed(self.right, tight, numbers=numbers)}"

    def leaves(self, *, every: bool = False) -> Iterator[Input]:
        """Those of both parts."""
        yield from self.left.leaves(every=every)
        yield from self.right.leaves(every=every)

    def left_out(self) -> int:
        """Terms of long sums that are not shown."""
        return self.left.left_out() + self.right.left_out()


def whole(value: float) -> Number:
    """A count."""
    return Number(int(value))


def exact(value: float) -> str:
    """All digits of a number; a whole one without its point."""
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(float(value))


def number(value: float) -> str:
    """A number in six digits, or all of them if it is whole; negative ones in brackets."""
    words = str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.6g}"
    return f"({words})" if words.startswith("-") else words


def bracketed(part: Expression, binding: int, *, numbers: bool) -> str:
    """A part, in brackets where it holds less tightly than ``binding``."""
    words = part.shown(numbers=numbers)
    return f"({words})" if part.binding < binding else words
