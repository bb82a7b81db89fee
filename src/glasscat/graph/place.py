"""Where in an expression an error is: the character's number, and the text around it with a mark before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.i18n import Text

_AROUND = 24
"""Characters shown on either side, so that the place fits into one line of an error."""


MOST = 40
"""Characters of a name that are shown."""


def short(name: str) -> str:
    """A name as it can be shown: of a very long one the beginning."""
    return name if len(name) <= MOST else f"{name[:MOST]}…"


def place(expression: str, position: int) -> Text:
    """Say where ``position``, from 0, is in ``expression``: an arrow stands before that character."""
    # cut before anything else: with 10,000 operations, copies of the whole text would add up
    before = expression[max(position - _AROUND, 0) : position]
    after = expression[position : position + _AROUND]
    shown = f"{'…' * (position > _AROUND)}{before}→{after}{'…' * (position + _AROUND < len(expression))}"
    if not shown.isprintable():
        shown = "".join(c if c.isprintable() else " " for c in shown)
    return _("character {n}, {shown}", n=position + 1, shown=shown)
