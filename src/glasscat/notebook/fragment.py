"""Pieces of HTML: what is a `Fragment` is put in as it is, anything else is shown, letter by letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from glasscat.i18n import Text, current_language, tied

TAGS = {"en": "en", "zh": "zh-CN"}
"""Languages as HTML calls them: browsers choose the shapes of Chinese characters by them."""

LINE, WARNING = "rgba(128,128,128,.35)", "#D55E00"
QUIET = "opacity:.68"
"""Quieter than the text around it, whatever the colours of the notebook are."""

_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Fragment:
    """HTML, or SVG, well-formed as XML too."""

    markup: str

    def __str__(self) -> str:
        return self.markup


def markup(value: object) -> str:
    """HTML of anything: a fragment as it is, words escaped, what no XML can hold written as its code."""
    if isinstance(value, Fragment):
        return value.markup
    words = tied(str(value)) if isinstance(value, Text) else str(value)
    return escape(_NO_XML.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), words))


def join(*content: object) -> Fragment:
    """One after the other."""
    return Fragment("".join(map(markup, content)))


def element(name: str, *content: object, style: str = "") -> Fragment:
    """An element around its content."""
    return Fragment(f"<{name}{_style(style)}>{join(*content)}</{name}>")


def card(title: object, *content: object) -> str:
    """Everything that an object shows of itself: a title, and its parts below each other.

    Parameters
    ----------
    title : Text, str or Fragment
        "" for none.
    *content
        Parts; None and empty ones are left out.

    Returns
    -------
    str
        What ``_repr_html_`` returns, in the language in use.
    """
    parts = [part for part in content if part is not None and markup(part)]
    heading = element("div", title, style="font-weight:600;font-size:1.1em;margin-bottom:.35em") if title else ""
    look = "font:13px/1.5 system-ui,sans-serif;color:inherit;background:transparent;max-width:860px"
    language = TAGS[current_language()]
    return f'<div lang="{language}" style="{look};margin:.4em 0;text-align:left">{join(heading, *parts)}</div>'


def paragraph(*content: object, quiet: bool = False) -> Fragment:
    """Running text."""
    return element("div", *content, style="margin:.3em 0" + (f";{QUIET}" if quiet else ""))


def notice(*content: object, warning: bool = False) -> Fragment:
    """One thing to know, with a bar at its left: vermillion for what changes how far a number can be trusted."""
    colour = WARNING if warning else LINE
    return element("div", *content, style=f"margin:.3em 0;padding-left:.6em;border-left:3px solid {colour}")


def beside(*content: object) -> Fragment:
    """Parts beside each other, or below each other where there is no room."""
    cells = [element("div", part) for part in content if part is not None and markup(part)]
    return element("div", *cells, style="display:flex;flex-wrap:wrap;gap:.3em 1.8em;align-items:flex-start")


def picture(address: str, alt: object, width: int, height: int) -> Fragment:
    """Picture that is carried along, by its data address, in pixels of the page."""
    size = f'width="{width}" height="{height}" style="display:block;max-width:none;margin:0"'
    return Fragment(f'<img src="{markup(address)}" alt="{markup(alt)}" {size}/>')


def _style(style: str) -> str:
    return f' style="{style}"' if style else ""
