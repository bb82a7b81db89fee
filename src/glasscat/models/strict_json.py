"""JSON as run folders and model files hold it: every key once, no number that JSON does not have, any text at all."""

from __future__ import annotations

import json
import math
from pathlib import PurePath
from typing import Any

import numpy as np


def encode(document: object, *, indent: int | None = None) -> bytes:
    """Write a document of plain values, NumPy numbers and paths as UTF-8; a number that is not finite becomes null."""
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(_plain(document), indent=indent, separators=separators, ensure_ascii=False, allow_nan=False)
    # A file name that is no UTF-8 holds lone surrogates, which UTF-8 cannot carry. Python replaces them by the very
    # escapes that JSON has for them, so that they come back as they were.
    return text.encode(errors="backslashreplace")


def decode(text: str | bytes) -> Any:  # noqa: ANN401  (JSON may hold anything)
    """Read what `encode` wrote.

    Raises
    ------
    ValueError
        If it is not JSON, names a key twice, or holds NaN, infinities, or a number too large for a float.
    """
    if isinstance(text, bytes):
        text = text.decode()  # or json would look for UTF-16 and UTF-32, which nobody writes here
    try:
        return json.loads(text, object_pairs_hook=_each_once, parse_constant=_finite, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _plain(value: object) -> object:
    match value:
        case dict():
            return {str(name): _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case np.generic() | np.ndarray():
            return _plain(value.tolist())
        case float() if not math.isfinite(value):
            return None
        case PurePath():
            return str(value)
        case _:
            return value


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        raise ValueError("a key stands there twice")
    return document


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits} is not a finite number")
    return number
