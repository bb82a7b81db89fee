"""A graph in words: numbers, matrices, and the chain rule with sums where a value was repeated."""

import numpy as np
import pytest

from glasscat.graph import constant, graph, variable
from glasscat.graph.computation import Graph


def test_matrices_are_written_in_rows():
    said = str(graph("J = sum(x*y)", x=[[1, -2], [0.5, 100]], y=2)).splitlines()
    assert said[:2] == ["x = [  1   -2]", "    [0.5  100]"]
    assert "dJ/dx = dJ/du * y = [2  2]" in said
    assert "dJ/dy = sum(dJ/du * x) = 99.5" in said
    assert "dJ/du = dJ/dJ * 1 = [1  1]" in said


def test_repeated_axes_are_said():
    said = str(graph("J = sum(x + b + c)", x=np.ones((2, 3)), b=[[1], [2]], c=np.ones((1, 1))))
    assert "dJ/db = sum(dJ/du * 1, axis=1) = [3]" in said
    assert "dJ/dc = sum(dJ/dv * 1) = [6]" in said
    said = str(graph("J = sum(x*b)", x=np.ones((4, 2, 3)), b=np.ones((2, 1))))
    assert "dJ/db = sum(dJ/du * x, axis=(0, 2))" in said


def test_matrix_products_keep_their_sides():
    said = str(graph("J = sum(W @ x)", W=[[1, 2]], x=[[3], [4]]))
    assert "dJ/dW = dJ/du @ x.T = [3  4]" in said
    assert "dJ/dx = W.T @ dJ/du = [1]" in said


def test_two_shares_and_negative_numbers():
    said = str(graph("J = x*x - x*-2", x=-3))
    assert "u = x * x = 9" in said
    assert "v = x * (-2) = 6" in said
    assert "dJ/dx = dJ/du * x + dJ/du * x + dJ/dv * (-2) = 1 * (-3) + 1 * (-3) + -1 * (-2) = -4" in said
    assert "-0" not in str(graph("0*x", x=-1))


def test_large_arrays_lose_their_middle():
    said = str(graph("sum(x)", x=np.arange(800.0).reshape(8, 100))).splitlines()
    assert said[0] == "x = [  0    1  …   99]"
    assert said[4] == "    [  …    …  …    …]"
    assert said[5] == "    [700  701  …  799]"


@pytest.mark.parametrize(
    ("x", "written"), [(1e-7, "1e-07"), (1 / 3, "0.333333"), (123456789, "1.23457e+08"), (2j, "0+2j")]
)
def test_numbers(x, written):
    assert str(Graph.of(2 * variable("x", x))).startswith(f"x = {written}\n")


def test_unnamed_arrays_and_given_names():
    x = variable("x", [1.0, 2.0])
    g = Graph.of(((x * np.array([3.0, 4.0])).named("out") + constant([1, 1], "k")).sum())
    assert str(g).splitlines()[:2] == ["x = [1  2]", "out = x * […] = [3  8]"]
    assert list(g.values) == ["x", "out", "k", "u", "J"]
    assert list(g.derivatives) == ["x", "out", "u", "J"]


def test_what_is_looked_up_by_name():
    g = graph("3*(a + b)", a=1, b=2)
    assert g["u"].value == 3
    assert [node.name for node in g] == ["a", "b", "u", "J"]
    assert g.result is g["J"]
    assert [user.name for user, _k in g.users(g["u"])] == ["J"]
