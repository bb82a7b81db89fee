"""Which values are tried together: every combination, or some at random."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import inf, prod
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.splits import check_seed
from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 10_000
"""Runs of a sweep: more is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Between:
    """Numbers from ``low`` to ``high``: so many in even steps, or drawn.

    Steps are even on a logarithmic scale where both ends are above 0, for rates and strengths; whole numbers, and
    numbers from 0, go in steps of one size.

    Parameters
    ----------
    low, high : float or int
    n : int, optional
        How many; needed unless values are drawn.
    """

    low: float
    high: float
    n: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers are meant."""
        return isinstance(self.low, int) and isinstance(self.high, int)

    def count(self) -> int:
        """How many `values` there are; GC-Y04 where ``n`` does not say so."""
        if self.n is None or self.n < 2:
            problem = _("a range needs how many values there are to be, at least 2.")
            raise UsageError("GC-Y04", _("vary"), problem, _("write it as 0.0001..0.01:100, or draw values at random."))
        return min(self.n, int(self.high - self.low) + 1) if self.is_whole else self.n

    def values(self) -> list[Any]:
        """``n`` numbers, both ends among them; whole ones each once."""
        n = self.count()
        if self.is_whole:
            return list(dict.fromkeys(np.linspace(self.low, self.high, n).round().astype(int).tolist()))
        spaced = np.geomspace if self.low > 0 and self.high > 0 else np.linspace
        return [float(value) for value in spaced(self.low, self.high, n)]

    def draw(self, random: np.random.Generator) -> float | int:
        """One number, every part of the scale alike."""
        if self.is_whole:
            return int(random.integers(int(self.low), int(self.high), endpoint=True))
        if self.low > 0 and self.high > 0:
            return float(np.exp(random.uniform(np.log(self.low), np.log(self.high))))
        return float(random.uniform(self.low, self.high))


def grid(vary: Mapping[str, Sequence[Any] | Between]) -> list[dict[str, Any]]:
    """Every combination of the values, the last name fastest.

    Raises
    ------
    UsageError
        GC-Y02 where there is nothing to vary, GC-Y03 for more than `MOST` combinations, GC-Y04 for a range without a
        number of values.
    """
    asked = _listed(vary)
    counts = [some.count() if isinstance(some, Between) else len(some) for some in asked.values()]
    _check_number(prod(counts))  # before long ranges are written out
    values = {name: _each_once(some.values()) if isinstance(some, Between) else some for name, some in asked.items()}
    return [dict(zip(values, chosen, strict=True)) for chosen in product(*values.values())]


def drawn(vary: Mapping[str, Sequence[Any] | Between], n: int, seed: int) -> list[dict[str, Any]]:
    """``n`` different combinations at random; the same for the same seed, and the first of them whatever ``n`` is.

    Raises
    ------
    UsageError
        GC-Y02 where there is nothing to vary, GC-Y03 for less than 1 or more than `MOST` of them, GC-Y41 for more than
        there are, GC-U23 for a seed.
    """
    check_seed(seed)
    _check_number(n)
    values = _listed(vary)
    random = np.random.default_rng(np.random.SeedSequence(seed))

    def one(some: Sequence[Any] | Between) -> Any:  # noqa: ANN401  (a value of any option)
        return some.draw(random) if isinstance(some, Between) else some[int(random.integers(len(some)))]

    most = prod(_n_values(some) for some in values.values())
    if n > most:
        problem = _("there are only {most:,.0f} different combinations; found {n:,}.", most=most, n=n)
        raise UsageError("GC-Y41", _("random"), problem, _("leave it out to try them all, or give more values."))
    found: dict[str, dict[str, Any]] = {}
    while len(found) < n:
        point = {name: one(some) for name, some in values.items()}
        found.setdefault(repr(point), point)
    return list(found.values())


def _n_values(some: Sequence[Any] | Between) -> float:
    """How many different values can be drawn."""
    if not isinstance(some, Between):
        return len(some)
    return some.high - some.low + 1 if some.is_whole else inf


def _listed(vary: Mapping[str, Sequence[Any] | Between]) -> dict[str, Sequence[Any] | Between]:
    """Values of each name, each value once; ranges as they are."""
    if not vary:
        problem = _("there is nothing to vary.")
        raise UsageError("GC-Y02", _("vary"), problem, _("name something, as in --vary learning_rate=0.01,0.001."))
    listed: dict[str, Sequence[Any] | Between] = {
        name: some if isinstance(some, Between) else _each_once(some) for name, some in vary.items()
    }
    for name, some in listed.items():
        if isinstance(some, list) and not some:
            problem = _("there are no values of {name} to try.", name=name)
            raise UsageError("GC-Y02", _("vary"), problem, _("give at least one value."))
    return listed


def _each_once(some: Sequence[Any]) -> list[Any]:
    try:
        return list(dict.fromkeys(some))
    except TypeError:  # such as lists of layers, which no dict takes
        return [value for k, value in enumerate(some) if value not in some[:k]]


def _check_number(n: int) -> None:
    if not 1 <= n <= MOST:
        problem = _("a sweep has 1 to {most:,} runs; these would be {n:,}.", most=MOST, n=n)
        raise UsageError("GC-Y03", _("vary"), problem, _("give fewer values, or draw some with --random 100."))
