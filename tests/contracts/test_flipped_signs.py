"""Flipping any sign in a kernel breaks a contract."""

from __future__ import annotations

import ast
import copy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from glasscat import kernels

from .kernel_contracts import judge

FILES = sorted(path for path in Path(kernels.__file__).parent.glob("*.py") if path.stem != "__init__")

# Mutants that compute the same, each with its proof; Y - A is -(A - Y) exactly, in floating point too.
EQUIVALENT = {
    ("losses", "E = np.subtract(Y, A, out="): "(Y - A)^2 = (A - Y)^2",
    ("batch_norm", "square = np.subtract(mu, Z, out="): "(mu - Z)^2 = (Z - mu)^2",
}

OPPOSITE = {ast.Add: ast.Sub, ast.Sub: ast.Add}
NUMPY_OPPOSITE = {"add": "subtract", "subtract": "add", "negative": "positive", "positive": "negative"}


def numpy_call(node):
    """Name of the function in ``np.name(...)``, else None."""
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return node.func.attr if is_call and isinstance(node.func.value, ast.Name) and node.func.value.id == "np" else None


def flips(node):
    """Functions that each flip one sign of ``node`` in place; none if it has no sign."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPPOSITE:
        yield lambda node: setattr(node, "op", OPPOSITE[type(node.op)]())
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        yield lambda node: node.__dict__.update(left=node.right, right=node.left)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield lambda node: setattr(node, "op", ast.UAdd())
    if numpy_call(node) in NUMPY_OPPOSITE:
        yield lambda node: setattr(node.func, "attr", NUMPY_OPPOSITE[node.func.attr])
    if numpy_call(node) == "subtract":
        yield lambda node: node.args.reverse()


def without_annotations(tree):
    """Types are no formulas: ``Array | None`` has no sign, but ``Literal[-1]`` would."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
    return tree


def mutants():
    """Every kernel file with one sign flipped, each as (what was done, syntax tree)."""
    for path in FILES:
        original = without_annotations(ast.parse(path.read_text(encoding="utf-8")))
        for place, node in enumerate(ast.walk(original)):
            for number, flip in enumerate(flips(node)):
                tree = copy.deepcopy(original)
                mutated = list(ast.walk(tree))[place]
                flip(mutated)
                name = f"{path.stem}:{node.lineno}:{node.col_offset}-{ast.unparse(mutated)}-{number}"
                yield pytest.param(path.stem, tree, id=name)


def is_equivalent(stem, tree):
    return any(stem == file and expression in ast.unparse(tree) for file, expression in EQUIVALENT)


def kernels_with(stem, tree):
    """Return the kernels, those of one file taken from its mutated tree."""
    module = {"__name__": f"mutant_{stem}"}
    exec(compile(ast.fix_missing_locations(tree), stem, "exec"), module)  # noqa: S102  (our own source)
    return SimpleNamespace(**{name: module.get(name, getattr(kernels, name)) for name in kernels.__all__})


MUTANTS = list(mutants())
EQUALS = [mutant for mutant in MUTANTS if is_equivalent(*mutant.values)]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("stem", "tree"), [mutant for mutant in MUTANTS if mutant not in EQUALS])
def test_flipped_sign_is_noticed(stem, tree):
    with np.errstate(all="ignore"), pytest.raises((ValueError, AssertionError, FloatingPointError, TypeError)):
        judge(kernels_with(stem, tree))


@pytest.mark.parametrize(("stem", "tree"), EQUALS)
def test_equivalent_mutant_computes_the_same(stem, tree):
    judge(kernels_with(stem, tree))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_unflipped_file_is_accepted(path):
    judge(kernels_with(path.stem, without_annotations(ast.parse(path.read_text(encoding="utf-8")))))


def test_signs_are_found():
    source = "def f(x):\n    x += 1\n    x -= 1\n    return np.subtract(1, np.negative(x)) - -x + np.add(x, x)"
    # +=, -=, subtract (two ways), negative, binary - (two ways), unary -, binary +, add
    assert sum(len(list(flips(node))) for node in ast.walk(ast.parse(source))) == 10
    assert len(MUTANTS) >= 40
    assert len(EQUALS) == len(EQUIVALENT)
