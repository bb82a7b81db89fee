"""One idea a file, functions that fit on a screen, and a few habits."""

import ast

import pytest

from .source import FILES, name_of, tree

every_file = pytest.mark.parametrize("path", FILES, ids=name_of)


def functions(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length_without_docstring(function):
    """Lines of what a function does: neither its docstring nor its signature, which lists one argument a line."""
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = function.body[1] if is_docstring and len(function.body) > 1 else first
    return function.end_lineno - start.lineno + 1


@every_file
def test_file_has_at_most_300_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@every_file
def test_functions_have_at_most_40_lines(path):
    lengths = {function.name: length_without_docstring(function) for function in functions(path)}
    assert {name: length for name, length in lengths.items() if length > 40} == {}


@every_file
def test_library_does_not_print(path):
    if name_of(path).startswith("cli/"):
        return
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    assert [node.lineno for node in calls if isinstance(node.func, ast.Name) and node.func.id == "print"] == []


@every_file
def test_nothing_is_asserted(path):
    """Python leaves assertions out when it is asked to be quick."""
    assert [node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.Assert)] == []


@every_file
def test_global_random_generator_is_not_used(path):
    # RandomState, made from a seed, is no global one: scikit-learn divides samples by it
    allowed = {"default_rng", "SeedSequence", "Generator", "BitGenerator", "PCG64", "RandomState"}
    attributes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)]
    used = {node.attr for node in attributes if ast.unparse(node.value) in {"np.random", "numpy.random"}}
    assert used <= allowed
    # and under no other name, where the line above would not see it
    froms = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)]
    names = {f"{node.module}.{alias.name}" for node in froms for alias in node.names}
    assert [name for name in names if name.startswith("numpy.random")] == []


@every_file
def test_file_is_not_called_after_nothing(path):
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc", "base"}


def test_counting():
    source = 'def f(\n    x,\n):\n    """One.\n\n    Two.\n    """\n    return x\n'
    assert length_without_docstring(ast.parse(source).body[0]) == 1
