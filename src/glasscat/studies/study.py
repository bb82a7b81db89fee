"""The frame of every study: rows that are computed one by one and kept, and the outcome that is concluded from them.

A study knows how many rows it has and how to compute those that are missing; so it goes on where it stopped. What it
comes to is concluded from the rows alone, whether they were computed now or read from a folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from glasscat.data.findings import Finding
    from glasscat.i18n import Text

Row: TypeAlias = dict[str, Any]
"""What is kept of one piece of work, such as a run: plain values, as JSON takes them."""

Numbered: TypeAlias = "list[tuple[int, Row]]"

Tell: TypeAlias = "Callable[[int, int], object]"
"""Takes how many rows are done, and how many there are in all."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    key : str
        Its name in table.csv.
    title : Text or str
        Its name for people.
    form : str
        Format of its numbers for people, such as ``".4f"``; table.csv has all digits.
    """

    key: str
    title: Text | str
    form: str = ""

    def shown(self, value: object) -> str:
        """A value for people; "-" where there is none, and "none" for no words."""
        if value is None or value == "":
            return "-" if value is None else "none"
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return format(value, self.form) if is_number and self.form else str(value)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and the values below them; None is an empty cell."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]


class Outcome(Protocol):
    """What a study comes to."""

    @property
    def kind(self) -> str:
        """Such as ``"sweep"``."""

    @property
    def sentence(self) -> Text:
        """The outcome in plain words."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What limits it, and what is wrong with its data."""

    @property
    def table(self) -> Table:
        """The outcome in numbers."""

    def as_json(self) -> dict[str, Any]:
        """Its numbers at full precision, percentages 0 to 100; sentence and findings are added by whoever writes it."""


class Study(Protocol):
    """Something to find out by many rows of work."""

    @property
    def kind(self) -> str:
        """Such as ``"sweep"``."""

    @property
    def asked(self) -> dict[str, Any]:
        """Everything that decides what is computed but the data, as JSON takes it."""

    @property
    def fingerprint(self) -> str | None:
        """That of the data; None for a study without data."""

    def __len__(self) -> int:
        """How many rows there are."""

    def rows(self, missing: Sequence[int], tell: Tell) -> Iterator[Numbered]:
        """Compute the rows of these numbers, some at a time; ``tell`` counts from 0 to how many are missing."""

    def conclude(self, rows: Sequence[Row]) -> Outcome:
        """Say what all the rows come to."""


def carry_out(
    study: Study,
    done: Mapping[int, Row] | None = None,
    keep: Callable[[Numbered], object] | None = None,
    tell: Tell | None = None,
) -> Outcome:
    """Compute what is missing, and conclude.

    Parameters
    ----------
    study : Study
    done : mapping of int to Row, optional
        Rows that are there already, by number.
    keep : callable, optional
        Called with the rows that were just computed, as soon as they are.
    tell : callable, optional
        Called with how many rows are done, and how many there are.
    """
    rows, total = dict(done or {}), len(study)
    missing = [number for number in range(total) if number not in rows]
    before = total - len(missing)

    def told(n: int, _of: int) -> None:
        if tell is not None:
            tell(before + n, total)

    told(0, total)
    for some in study.rows(missing, told):
        if keep is not None:
            keep(some)
        rows.update(some)
    return study.conclude([rows[number] for number in range(total)])
