"""The lines of a mistake, read from the very functions that are run."""

from __future__ import annotations

import ast
import inspect
from difflib import ndiff
from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def body(function: Callable[..., object]) -> tuple[str, ...]:
    """Lines of a function below its docstring, without their indentation and the linter's marks."""
    source = dedent(inspect.getsource(function))
    (definition,) = ast.parse(source).body
    first = definition.body[1].lineno  # type: ignore[attr-defined]  # after the docstring
    lines = dedent("\n".join(source.splitlines()[first - 1 :])).splitlines()
    return tuple(line.partition("  # noqa")[0] for line in lines)


def changed(right: Callable[..., object], wrong: Callable[..., object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lines that only the right function has, and lines that only the wrong one has."""
    lines = list(ndiff(body(right), body(wrong)))
    return tuple(_marked(lines, "- ")), tuple(_marked(lines, "+ "))


def _marked(lines: list[str], mark: str) -> list[str]:
    return [line.removeprefix(mark).strip() for line in lines if line.startswith(mark)]
