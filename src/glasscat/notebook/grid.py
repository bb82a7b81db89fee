"""A table as what it says: headings and rows of cells, for a terminal and for a notebook alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as what it says.

    Parameters
    ----------
    headings : sequence
        Of the columns: Text or str; none for a table of names and values.
    rows : sequence of sequences
        Cells: anything that has words, or a `Fragment`.
    """

    headings: Sequence[object]
    rows: Sequence[Sequence[object]]
