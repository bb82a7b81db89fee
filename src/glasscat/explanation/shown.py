"""What was opened, as text and as a table for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from glasscat.notebook.fragment import card, element
from glasscat.notebook.table import facts

if TYPE_CHECKING:
    from collections.abc import Sequence


def as_text(title: str, rows: Sequence[tuple[str, str]]) -> str:
    """A title, and below it a word and what belongs to it on each line."""
    width = max((_columns(word) for word, _rest in rows), default=0)
    lines = (f"  {word}{' ' * (width - _columns(word))}  {rest}".rstrip() for word, rest in rows)
    return "\n".join([title, *lines])


def as_html(title: str, rows: Sequence[tuple[str, str]]) -> str:
    """The same as a table, light; names are shown, never read as HTML."""
    return card(element("code", title), facts(rows))


def _columns(words: str) -> int:
    """Columns of a terminal that words take: Chinese characters take two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)
