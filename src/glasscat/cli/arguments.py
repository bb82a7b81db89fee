"""Arguments as they were typed, for what must be known before typer reads them, or after it has refused them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def value_of(arguments: Sequence[str], *names: str) -> str | None:
    """Value of an option that is written ``--name value`` or ``--name=value``.

    Parameters
    ----------
    arguments : sequence of str
    names : str
        What the option may be called.

    Returns
    -------
    str or None
        The last one, as it counts; ``""`` where nothing follows; None where the option is not given.
    """
    for position in reversed(range(len(arguments))):
        name, equals, value = arguments[position].partition("=")
        if name in names:
            return value if equals else "".join(arguments[position + 1 : position + 2])
    return None
