"""Which letters a figure can show: fonts found on this machine, and names written so that nothing is lost.

An SVG leaves the choice of fonts to the reader's own machine. A PNG is drawn here, so it can show only what the fonts
here have.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from matplotlib import font_manager

# Bundled with matplotlib: with it in front, a layout is the same on every machine.
LATIN_FONT = "DejaVu Sans"

CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Sans CJK JP",  # the name by which matplotlib 3.10 knows the whole Noto Sans CJK collection
    "Arial Unicode MS",
)
"""Fonts with simplified Chinese, best first: Linux, macOS, Windows."""

SUFFIX = re.compile(r"(?<=.)\.[A-Za-z0-9]{1,4}$")
REMARK = re.compile(r"(?<= \d) \(\D+\)$|(?<=\d\d) \(\D+\)$")

READER_FONTS = ("Helvetica Neue", "Arial", "Noto Sans", *CHINESE_FONTS[:7], "sans-serif")
"""What an SVG asks of its reader's machine. A browser takes each letter from the first font that has it."""


@cache
def chinese_font() -> str | None:
    """Name of the first of `CHINESE_FONTS` on this machine, or None."""
    installed = set(font_manager.get_font_names())
    return next((name for name in CHINESE_FONTS if name in installed), None)


def drawing_fonts() -> list[str]:
    """Families to draw with here: one for Latin letters and, where there is one, one for Chinese."""
    found = chinese_font()
    return [LATIN_FONT] if found is None else [LATIN_FONT, found]


def without_glyph(words: str) -> str:
    """Characters of ``words`` that no font here can draw, each once, in order."""
    fonts = [font_manager.get_font(font_manager.findfont(name)) for name in drawing_fonts()]
    return "".join(c for c in dict.fromkeys(words) if not any(font.get_char_index(ord(c)) for font in fonts))


def literal(words: str) -> str:
    r"""``words`` with every character that cannot stand in a line of XML written as its code: a line feed as ``\n``.

    File and class names may hold control characters, and bytes that are no UTF-8 (lone surrogates); either would make
    an SVG that no browser opens.
    """
    return "".join(
        _code(c) if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} or c in "\ufffe\uffff" else c for c in words
    )


def drawable(words: str) -> str:
    """``words`` with every character that no font here has written as its code, never as an empty box."""
    missing = set(without_glyph(words))
    return "".join(_code(c) if c in missing else c for c in words)


def fitted(words: str, width: float, size: float) -> str:
    """``words`` cut in the middle, with "…", where they would be wider than ``width`` points at font size ``size``.

    The middle goes because the end of a file name (its number, its suffix) tells more. Widths are an upper estimate
    that needs no font: a Chinese character is one em wide, any other about 0.62 em.
    """
    room = width / size
    if sum(map(_ems, words)) <= room:
        return words
    left, right, used, front = "", "", 1.0, True
    while words and used + _ems(words[0 if front else -1]) <= room:
        if front:
            used, left, words = used + _ems(words[0]), left + words[0], words[1:]
        else:
            used, right, words = used + _ems(words[-1]), words[-1] + right, words[:-1]
        front = not front
    return f"{left}…{right}"


def ending(words: str, width: float, size: float) -> str:
    """``words`` without their beginning where they would be wider than ``width`` points: a file's number is at its end.

    A short suffix such as ``.jpg`` goes first, or what is said of a numbered sample: ``test 25 (cat standing)``.
    """
    room = width / size
    if sum(map(_ems, words)) <= room:
        return words
    stem = REMARK.sub("", SUFFIX.sub("", words))
    used, kept = _ems("…"), ""
    if sum(map(_ems, stem)) <= room:
        return stem
    while stem and used + _ems(stem[-1]) <= room:
        used, kept, stem = used + _ems(stem[-1]), stem[-1] + kept, stem[:-1]
    return f"…{kept}"


def _ems(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.62


def _code(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
