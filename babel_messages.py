"""Messages of the source for translators: `make texts` gives this to Babel in place of its own reader of Python.

Babel's reader looks at tokens, and overlooks messages inside f-strings and in brackets within other messages.
"""

from __future__ import annotations

import ast
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

WORDINGS = {"_": 1, "_n": 2}
"""How many of the first arguments are wordings; `_n` has a singular and a plural."""

Found = tuple[int, str, tuple[str, ...], list[str]]


def extract(
    file: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],  # noqa: ARG001  (Babel's signature)
    options: Mapping[str, Any],  # noqa: ARG001
) -> list[Found]:
    """Find the messages of one file, in the order of its lines: line, function, wordings, comments."""
    found: list[Found] = []
    for node in ast.walk(ast.parse(file.read())):
        match node:
            case ast.Call(func=ast.Name(id=function), args=args) if function in keywords:
                first = args[: WORDINGS[function]]
                wordings = [arg.value for arg in first if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
                if len(wordings) == WORDINGS[function]:  # others are refused by the tests of the source
                    found.append((node.lineno, function, tuple(wordings), []))
    return sorted(found)
