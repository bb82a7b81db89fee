"""Functions of parts of a formula."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from glasscat.explanation.expression import ATOM, TINY, Expression, Rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from glasscat.explanation.expression import Input


@dataclass(frozen=True, slots=True)
class Function(Expression):
    """A function of one part, such as ``exp(Z1[0,3])``.

    Parameters
    ----------
    template : str
        How it is written, with ``{}`` for the part: ``"exp({})"``.
    part : Expression
    function : callable
        From the part's value to its own.
    slope : callable
        Its derivative there, which carries the part's rounding on.
    exact : bool
        Whether it rounds nothing, such as a maximum.
    """

    template: str
    part: Expression
    function: Callable[[float], float]
    slope: Callable[[float], float]
    exact: bool = False

    def computed(self, unit: float) -> Rounded:
        """Value and bound; libraries compute such functions to within a few units."""
        a, a_error = self.part.computed(unit)
        value = self.function(a)
        return Rounded(value, abs(self.slope(a)) * a_error + (0 if self.exact else 4 * unit * abs(value)))

    def shown(self, *, numbers: bool) -> str:
        """The function of its part."""
        return self.template.format(self.part.shown(numbers=numbers))

    def leaves(self, *, every: bool = False) -> Iterator[Input]:
        """Those of its part."""
        return self.part.leaves(every=every)

    def left_out(self) -> int:
        """Terms of long sums that are not shown."""
        return self.part.left_out()


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """A function of several counts, such as the tail of a distribution.

    Parameters
    ----------
    template : str
        How it is written, with ``{}`` for each part.
    parts : tuple of Expression
    function : callable
    precision : float
        Share of the value to which its library computes it.
    """

    template: str
    parts: tuple[Expression, ...]
    function: Callable[..., float]
    precision: float = 1e-12

    def computed(self, unit: float) -> Rounded:
        """Value and bound."""
        value = float(self.function(*(part.computed(unit).value for part in self.parts)))
        return Rounded(value, self.precision * abs(value))

    def shown(self, *, numbers: bool) -> str:
        """The function of its parts."""
        return self.template.format(*(part.shown(numbers=numbers) for part in self.parts))

    def leaves(self, *, every: bool = False) -> Iterator[Input]:
        """Those of its parts."""
        for part in self.parts:
            yield from part.leaves(every=every)

    def left_out(self) -> int:
        """Terms of long sums that are not shown."""
        return sum(part.left_out() for part in self.parts)


def squared(part: Expression) -> Expression:
    """The square of a part."""
    template = "{}²" if part.binding == ATOM else "({})²"
    return Function(template, part, lambda a: a * a, lambda a: 2 * a)


def root(part: Expression) -> Expression:
    """The square root of a part."""
    return Function("sqrt({})", part, sqrt, lambda a: 0.5 / max(a, TINY) ** 0.5)
