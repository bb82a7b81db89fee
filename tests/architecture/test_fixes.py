"""Every error says what to do: it is made with a fix, wherever that is."""

import ast

from .source import FILES, name_of, tree


def made_without_a_fix(module):
    """Lines at which an error with a code is made from fewer than code, place, problem and fix."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            has_code = name.endswith("Error") and str(node.args[0].value).startswith("GC-")
            if has_code and len(node.args) < 4 and all(word.arg != "fix" for word in node.keywords):
                yield node.lineno


def test_every_error_says_what_to_do():
    found = [f"{name_of(path)}:{line}" for path in FILES for line in made_without_a_fix(tree(path))]
    assert found == []


def test_one_without_a_fix_is_seen():
    assert list(made_without_a_fix(ast.parse('raise UsageError("GC-U01", "layers", _("wrong."))'))) == [1]
    assert list(made_without_a_fix(ast.parse('raise UsageError("GC-U01", "layers", _("wrong."), _("so."))'))) == []
