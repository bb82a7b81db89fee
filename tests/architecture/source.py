"""The library's source as syntax trees, and its imports as arrows between rooms."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import glasscat

SRC = Path(glasscat.__file__).parent
REPOSITORY = Path(__file__).parents[2]
FILES = sorted(SRC.rglob("*.py"))


def name_of(path):
    return path.relative_to(SRC).as_posix()


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Import:
    """Module ``target``, imported in line ``line`` of a file; ``typing_only`` if for annotations alone."""

    path: Path
    line: int
    target: str
    typing_only: bool

    @property
    def room(self):
        """Room of the importing file: its first part below glasscat."""
        return self.path.relative_to(SRC).with_suffix("").parts[0]

    @property
    def target_room(self):
        """Room of glasscat that is imported, or None for a library."""
        parts = self.target.split(".")
        return parts[1] if parts[0] == "glasscat" and len(parts) > 1 else None

    @property
    def library(self):
        """Library that is imported."""
        return self.target.split(".")[0]

    def __str__(self):
        return f"{name_of(self.path)}:{self.line} imports {self.target}"


def imports(path):
    """Every import of a file, at its top or inside a function."""
    typing_only = {
        id(inner)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree(path)):
        for target in _targets(node):
            yield Import(path, node.lineno, target, id(node) in typing_only)


@cache
def all_imports():
    return [found for path in FILES for found in imports(path)]


def _targets(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        if node.level:
            return ["a relative import"]
        # ``from glasscat import kernels`` names a room
        return [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "glasscat" else [node.module]
    return []
