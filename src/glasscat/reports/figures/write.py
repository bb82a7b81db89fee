"""Figures into files: the same bytes for the same figure, all of a file or nothing of it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from matplotlib.figure import Figure
from matplotlib.text import Text as Writing

from glasscat.errors import UsageError
from glasscat.i18n import _, current_language, listing, use_language
from glasscat.models.storage import storage_errors, write_atomically
from glasscat.reports.figures.fonts import READER_FONTS, chinese_font, drawable, without_glyph
from glasscat.reports.figures.style import look

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from glasscat.i18n import Text

Drawing: TypeAlias = Callable[[], Figure]
"""A figure yet to be drawn, so that a PNG can be drawn in a language that the fonts here can write."""

FORMATS = ("svg", "png")
DOTS_PER_INCH = 144


def write_figures(
    folder: str | Path,
    figures: Mapping[str, Figure | Drawing],
    formats: Sequence[str] = ("svg",),
    *,
    tell: Callable[[Text], object] | None = None,
) -> list[Path]:
    r"""Write each figure as ``folder/name.format``; a file that is there is replaced at once, or stays whole.

    An SVG carries its text as text, for the reader's own fonts. A PNG shows only what the fonts on this machine have:
    where the language is Chinese and none of them has Chinese, a `Drawing` is drawn in English (a `Figure` is in its
    language already), and a letter that no font has is written as its code, such as ``\u732b``. Both are told.

    Parameters
    ----------
    folder : str or Path
        Made where it is missing.
    figures : mapping of str to Figure or Drawing
        File name without its suffix, and the figure, or a function that draws it in the current language.
    formats : sequence of "svg" or "png"
    tell : callable, optional
        Takes each note; by default notes are Python warnings.

    Returns
    -------
    list of Path
        Files written, figure by figure.

    Raises
    ------
    UsageError
        GC-F07 for another format.
    StorageError
        GC-S01 to GC-S03 if a file or the folder cannot be written; figures written before stay.
    """
    for kind in formats:
        if kind not in FORMATS:
            raise UsageError(
                "GC-F07",
                "formats",
                _("expected svg or png; found {found}.", found=repr(kind)),
                _("ask for svg or png."),
            )
    tell = tell or _warn
    with storage_errors(Path(folder)):
        Path(folder).mkdir(parents=True, exist_ok=True)
    paths = []
    for name, figure in figures.items():
        for kind in formats:
            content = _svg(_drawn(figure)) if kind == "svg" else _png(figure, f"{name}.png", tell)
            path = Path(folder, f"{name}.{kind}")
            write_atomically(path, content)
            paths.append(path)
    return paths


def _warn(note: Text) -> None:
    warnings.warn(str(note), stacklevel=3)


def _drawn(figure: Figure | Drawing) -> Figure:
    return figure if isinstance(figure, Figure) else figure()


def _svg(figure: Figure) -> bytes:
    """SVG 1.1, without date and without names of fonts that only this machine has."""
    file = BytesIO()
    with look(), _without_glyph_warnings():
        figure.savefig(
            file, format="svg", metadata={"Date": None, "Creator": "glasscat", "Title": figure.get_label() or None}
        )
    family = "font-family: " + ", ".join(name if name == "sans-serif" else f"'{name}'" for name in READER_FONTS)
    # A "<" of a name is written &lt;, so this finds the tags that matplotlib wrote and nothing else.
    return re.sub(
        r"<text [^>]*>", lambda tag: re.sub(r"font-family: [^;\"]*", family, tag[0]), file.getvalue().decode()
    ).encode()


@contextmanager
def _without_glyph_warnings() -> Iterator[None]:
    """Let the reader's fonts worry about letters that ours lack."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+|Matplotlib currently does not support", UserWarning)
        yield


def _png(figure: Figure | Drawing, name: str, tell: Callable[[Text], object]) -> bytes:
    speak_english = current_language() == "zh" and chinese_font() is None and not isinstance(figure, Figure)
    with use_language("en" if speak_english else current_language()):
        drawn = _drawn(figure)
    if speak_english:
        tell(_("{file} is drawn in English: no font here has Chinese letters; an SVG needs none.", file=name))
    written = [artist for artist in drawn.findobj(Writing) if isinstance(artist, Writing)]
    originals = [artist.get_text() for artist in written]
    if missing := without_glyph("".join(originals)):
        tell(
            _(
                "{file}: no font here has {letters}; they are written as codes.",
                file=name,
                letters=listing(list(missing)),
            )
        )
    file = BytesIO()
    try:
        for artist, words in zip(written, originals, strict=True):
            artist.set_text(drawable(words))
        with look():
            drawn.savefig(file, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    finally:
        for artist, words in zip(written, originals, strict=True):
            artist.set_text(words)
    return file.getvalue()
