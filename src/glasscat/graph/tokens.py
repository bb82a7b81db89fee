"""From characters to words: the numbers, names and signs of an expression, each with its place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from glasscat.errors import UsageError
from glasscat.graph.place import place
from glasscat.i18n import _

_WORD = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<sign>\*\*|[-+*/@(),;=\[\]])"
)
_MEANT = {
    "^": "**",
    "×": "*",
    "·": "*",
    "⋅": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "∗": "*",
    "。": ".",
    "、": ",",
    "²": "**2",
}
"""What somebody means who types a sign that is not one of ours."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of an expression.

    Parameters
    ----------
    kind : "number", "name", "sign" or "end"
    text : str
    position : int
        Of its first character, from 0.
    """

    kind: Literal["number", "name", "sign", "end"]
    text: str
    position: int


def tokens(text: str) -> list[Token]:
    """Cut ``text`` into words; a line feed outside brackets is a ``;``, and the last word is the end.

    Raises
    ------
    UsageError
        GC-G01: a character that belongs to no word.
    """
    found: list[Token] = []
    at, depth = 0, 0
    while at < len(text):
        if text[at].isspace():
            if text[at] == "\n" and depth == 0:
                found.append(Token("sign", ";", at))
            at += 1
            continue
        match = _WORD.match(text, at)
        if match is None or (match["name"] and not match["name"].isidentifier()):
            raise _stray(text, at if match is None else _first_odd(match))
        token = Token(match.lastgroup, match[0], at)  # type: ignore[arg-type]  # the names of the groups are the kinds
        depth += (token.text in {"(", "["}) - (token.text in {")", "]"})
        found.append(token)
        at = match.end()
    return [*found, Token("end", "", len(text))]


def _first_odd(match: re.Match[str]) -> int:
    """Find the character that makes a name none, such as the raised 2 of ``x²``."""
    name = match[0]
    return match.start() + next(n for n in range(1, len(name) + 1) if not name[:n].isidentifier()) - 1


def _stray(text: str, at: int) -> UsageError:
    found = text[at]
    # an input method for Chinese types （ and ＝ where ( and = are meant
    meant = _MEANT.get(found) or unicodedata.normalize("NFKC", found)
    known = meant != found and meant.isascii()
    return UsageError(
        "GC-G01",
        place(text, at),
        _("the sign {sign!r} has no meaning here.", sign=found),
        _("type {meant} instead.", meant=meant)
        if known
        else _("use names, numbers, brackets, commas and the operators + - * / ** @."),
    )
