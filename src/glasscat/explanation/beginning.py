"""How training begins: what is drawn, from which seed and how large; what begins at a number; and what was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.explanation.expression import Expression, Number, whole
from glasscat.explanation.functions import root
from glasscat.i18n import _
from glasscat.layers import Dense

if TYPE_CHECKING:
    from glasscat.explanation.blocks import Block
    from glasscat.explanation.book import Book
    from glasscat.i18n import Text
    from glasscat.parameters import Entry

FILLED = {"bias": 0, "shift": 0, "gain": 1, "mean": 0, "variance": 1}
"""What entries begin at that are never drawn."""


def formula(book: Book, entry: Entry, block: Block) -> Text:
    """How an entry of theta begins, in words."""
    symbol, subject = entry.name, book.subject
    if symbol in (subject.arguments.get("initial") or {}):
        return _("{symbol} = the array that was given to the training", symbol=symbol)
    if entry.kind in FILLED:
        return filled(symbol, FILLED[entry.kind])
    init = block.layer.init if isinstance(block.layer, Dense) else "zeros"
    if init == "zeros":
        return filled(symbol, 0)
    scale = f"{getattr(block.layer, 'init_scale', 0.0):g}"
    size = {"he": f"sqrt(2 / {block.n_in})", "xavier": f"sqrt(1 / {block.n_in})"}.get(init, scale)
    return _(
        "{symbol} = {size} · standard normal numbers, drawn from seed {seed} ({init})",
        symbol=symbol,
        size=size,
        seed=subject.seeds.entropy,
        init=init,
    )


def filled(symbol: str, number: int) -> Text:
    """How something begins that is the same everywhere."""
    return _("{symbol} begins at {number}", symbol=symbol, number=number)


def expression(book: Book, entry: Entry, block: Block, place: int) -> Expression:
    """The first value of one parameter, ``place`` in theta."""
    initial = book.subject.arguments.get("initial") or {}
    if entry.name in initial:
        return Number(float(book.subject.film.start[place]))
    if entry.kind in FILLED or not isinstance(block.layer, Dense) or block.layer.init == "zeros":
        return Number(FILLED.get(entry.kind, 0))
    drawn = Number(float(book.subject.film.drawn[place]))
    if block.layer.init == "normal":
        return drawn * Number(float(block.layer.init_scale))
    return drawn * root(whole(2 if block.layer.init == "he" else 1) / whole(block.n_in))
