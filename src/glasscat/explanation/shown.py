"""What was opened, as text and as a table for a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence


def as_text(title: str, rows: Sequence[tuple[str, str]]) -> str:
    """A title, and below it a word and what belongs to it on each line."""
    width = max((_columns(word) for word, _rest in rows), default=0)
    lines = (f"  {word}{' ' * (width - _columns(word))}  {rest}".rstrip() for word, rest in rows)
    return "\n".join([title, *lines])


def as_html(title: str, rows: Sequence[tuple[str, str]]) -> str:
    """The same as a table, light; names are shown, never read as HTML."""
    cells = "".join(
        f'<tr><th style="text-align:left">{escape(word)}</th><td style="text-align:left">{escape(rest)}</td></tr>'
        for word, rest in rows
    )
    caption = f'<caption style="text-align:left"><code>{escape(title)}</code></caption>'
    return f"<table>{caption}{cells}</table>"


def _columns(words: str) -> int:
    """Columns of a terminal that words take: Chinese characters take two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)
