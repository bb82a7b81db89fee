"""The translator: texts that know their values and are rendered late, in the reader's language.

A message is written once, in English, as ``_("{n} pictures", n=3)``. That is a `Text`, not a string: the words are
looked up when somebody reads it, so an error raised in a worker thread, a finding kept in a run and a figure drawn
later all speak the language of whoever reads them.
"""

from __future__ import annotations

import gettext
import os
import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LANGUAGES = ("en", "zh")

_WIDE = "\u2e80-\u9fff\uff00-\uffef"
_PIECE = (
    rf"[（《“]*(?:[{_WIDE}]|[^\s{_WIDE}（《“”…]+(?: [=<≈] [^\s{_WIDE}（《“”…]+)*|[”…])[，。；：、！？）》”…]*\s*|\s+|."
)
"""What stays on one line: a Chinese character, a word, or `p = 0.015`, with the marks that belong to it."""

_TIED = re.compile(r"(?<=\bp) (?=[=<≈])|(?<=[=<≈]) (?=\d)|(?<=\d) (?=%)|(?<=±) (?=\d)")

_chosen: ContextVar[str | None] = ContextVar("glasscat_language", default=None)


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """A message with its values, not yet in any language.

    Parameters
    ----------
    template : str
        English wording, with ``{name}`` fields as in `str.format`.
    values : mapping
        What stands in the fields; a value may itself be a `Text`.
    plural : str, optional
        English wording where ``n`` is not one.
    n : int, optional
        The count that chooses between ``template`` and ``plural``.
    """

    template: str
    values: Mapping[str, object]
    plural: str | None = None
    n: int | None = None

    def render(self, language: str | None = None) -> str:
        """Words in ``language`` (``"en"`` or ``"zh"``), or else in the current one."""
        language = language or current_language()
        catalogue = _catalogue(language)
        if self.plural is None or self.n is None:
            words = catalogue.gettext(self.template)
        else:
            words = catalogue.ngettext(self.template, self.plural, self.n)
        return words.format(**{name: _in_language(value, language) for name, value in self.values.items()})

    def __str__(self) -> str:
        return self.render()

    def __repr__(self) -> str:
        """Read like the words, so that lists of texts can be read in a notebook."""
        return repr(self.render())


def _(template: str, /, **values: object) -> Text:
    """Mark a message for translation."""
    return Text(template, values)


def _n(singular: str, plural: str, n: int, /, **values: object) -> Text:
    """Mark a message whose wording depends on the count ``n``, which is also its field ``{n}``."""
    return Text(singular, {"n": n, **values}, plural, n)


def sentences(first: Text, *rest: Text | str) -> Text:
    """Sentences one after the other: English sets a space between them, Chinese none."""
    words = first
    for after in rest:
        words = _("{before} {after}", before=words, after=after)
    return words


def each_sentence(text: Text) -> list[Text]:
    """Take apart what `sentences` has put together."""
    if text.template != "{before} {after}":
        return [text]
    return [one for part in text.values.values() if isinstance(part, Text) for one in each_sentence(part)]


def listing(items: Sequence[Text | str]) -> Text | str:
    """A list in running text: "a, b, c" in English, with enumeration commas in Chinese; "" for no items."""
    if not items:
        return ""
    return reduce(lambda before, after: _("{before}, {after}", before=before, after=after), items[1:], items[0])


def wrapped(text: Text | str, width: int) -> str:
    """Break running text into lines of at most ``width`` columns.

    Chinese may be broken between any two characters, but no line begins with a closing mark, or ends with an opening
    one. Text without Chinese is left as it is: terminals' own libraries break it well.
    """
    words = str(text)
    if not re.search(f"[{_WIDE}]", words):
        return words
    lines = [""]
    for piece in re.findall(_PIECE, words):
        if lines[-1] and _columns(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def tied(words: str) -> str:
    """Set no-break spaces where a browser must not break a line: within ``p = 0.015`` and ``70.0 %``."""
    return _TIED.sub("\u00a0", words)


def _columns(words: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)


def current_language() -> str:
    """Return the language chosen with `use_language`, else that of the locale, else English."""
    return _chosen.get() or _language_of_locale()


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Speak ``language`` (``"en"`` or ``"zh"``) inside the ``with`` block.

    Raises
    ------
    ValueError
        If the language is not one of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}; found {language!r}")
    token = _chosen.set(language)
    try:
        yield
    finally:
        _chosen.reset(token)


def _language_of_locale() -> str:
    """Read the locale's variables in gettext's order; the first one set decides."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def _in_language(value: object, language: str) -> object:
    return value.render(language) if isinstance(value, Text) else value


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("glasscat", Path(__file__).parent / "locale", [language], fallback=True)
