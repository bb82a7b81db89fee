"""Values that are missing, too many, no numbers, or that lead where no number is."""

import numpy as np
import pytest

from glasscat.errors import DataError, UsageError
from glasscat.graph import Graph, constant, graph, variable
from glasscat.graph.values import read_pairs, read_value


def refused(kind, code, expression, /, **values):
    with pytest.raises(kind) as caught:
        graph(expression, **values)
    assert caught.value.code == code
    assert len(str(caught.value).splitlines()) <= 3
    return str(caught.value)


def test_missing_values_are_named():
    said = refused(UsageError, "GC-G10", "3*(a + b*c)", b=1)
    assert "no value was given for a, c" in said
    assert "add a=1 c=1" in said


def test_values_that_the_expression_does_not_use():
    said = refused(UsageError, "GC-G11", "3*a", a=1, d=1)
    assert "no variable d" in said
    assert "the variables are: a" in said
    assert "has no variables" in refused(UsageError, "GC-G11", "3", a=1)


def test_a_value_for_what_is_computed():
    assert "u is computed" in refused(UsageError, "GC-G12", "u = 2*a; J = u*u", a=1, u=3)


@pytest.mark.parametrize("value", ["5", None, True, [True], object(), ["a"], {"a": 1}, 10**400])
def test_no_numbers(value):
    assert refused(DataError, "GC-G13", "2*a", a=value).startswith("[GC-G13] a: ")


@pytest.mark.parametrize("value", [np.nan, np.inf, [1, -np.inf], complex(0, np.nan)])
def test_no_finite_numbers(value):
    assert "finite" in refused(DataError, "GC-G13", "sum(a)", a=value)


@pytest.mark.parametrize("value", [1j, 3 + 0j, [1, 2j], np.complex64(2), np.zeros((2, 2), complex)])
def test_complex_numbers(value):
    assert "real numbers were expected; found " in refused(DataError, "GC-G34", "sum(a)", a=value)
    with pytest.raises(DataError) as caught:
        graph("2*a", a=1).nudge("a", value)
    assert caught.value.code == "GC-G34"


@pytest.mark.parametrize("value", [[], [[]], np.zeros((0, 3)), [[1, 2], [3]], [1, [2]]])
def test_ragged_or_empty(value):
    refused(DataError, "GC-G15", "sum(a)", a=value)


@pytest.mark.parametrize("value", [3, 2.5, np.float32(2), np.int8(3), [1, 2], np.arange(6).reshape(2, 3), (1, 2)])
def test_numbers_of_any_kind(value):
    g = graph("sum(a)", a=value)
    assert g.value == np.sum(value)
    assert np.asarray(g.derivatives["a"]).dtype == np.float64


def test_shapes_that_do_not_fit():
    said = refused(DataError, "GC-G16", "sum(x + y)", x=[1, 2], y=[1, 2, 3])
    assert "(2,)" in said
    assert "(3,)" in said
    assert "character 7, sum(x →+ y)" in said
    refused(DataError, "GC-G16", "sum(max(x, y))", x=[1, 2], y=[1, 2, 3])


@pytest.mark.parametrize("values", [{"x": [[1, 2]], "y": [1, 2, 3]}, {"x": 2, "y": [1]}, {"x": [1], "y": 2}])
def test_no_matrix_product(values):
    refused(DataError, "GC-G17", "sum(x @ y)", **values)


@pytest.mark.parametrize(
    ("expression", "values"),
    [("1/x", {"x": 0}), ("0/x", {"x": 0}), ("1/(x - 5)", {"x": 5}), ("x**-1", {"x": 0}), ("x**y", {"x": 0, "y": -0.5})],
)
def test_division_by_zero(expression, values):
    said = refused(DataError, "GC-G18", expression, **values)
    assert "division by zero" in said
    assert "→" in said
    assert "entry" not in said


def test_says_which_entry():
    assert "It is entry [1, 0]." in refused(DataError, "GC-G18", "sum(1/x)", x=[[1, 2], [0, 4]])
    assert "It is entry [2]." in refused(DataError, "GC-G19", "sum(log(x))", x=[1, 2, -4])


@pytest.mark.parametrize("x", [0, -1, -2.5])
def test_log_of_what_is_not_positive(x):
    assert f"the log of {x:g} is not a number" in refused(DataError, "GC-G19", "log(x)", x=x)


def test_no_real_power():
    assert "-8 to the power of 0.5" in refused(DataError, "GC-G20", "x**0.5", x=-8)


@pytest.mark.parametrize(
    ("expression", "x"),
    [("exp(x)", 710), ("x*x", 1e200), ("x**3", 1e200), ("x + x", 1.7e308), ("1/x", 1e-310), ("sum(exp(x))", [1, 800])],
)
def test_overflow(expression, x):
    refused(DataError, "GC-G21", expression, x=x)


def test_what_is_too_small_is_zero():
    assert graph("exp(x)", x=-1000).value == 0


@pytest.mark.parametrize(
    ("expression", "values", "by"),
    [("x**0.5", {"x": 0}, "x"), ("x**n", {"x": 0, "n": 0.5}, "x"),
     ("1e300*(x*1e300)", {"x": 0}, "x"), ("a*1e308 + a*1e308", {"a": 0}, "a")],
)  # fmt: skip
def test_a_derivative_that_is_not_finite(expression, values, by):
    assert f"its derivative by {by}" in refused(DataError, "GC-G22", expression, **values)


def test_an_array_has_no_derivatives():
    said = refused(DataError, "GC-G23", "2*x", x=[[1, 2, 3]])
    assert "(1, 3)" in said
    assert "sum(…) or mean(…)" in said
    refused(DataError, "GC-G23", "sum(x, axis=0)", x=[1, 2])


def test_no_such_axis():
    assert "(2,)" in refused(DataError, "GC-G24", "sum(sum(x, axis=1))", x=[1, 2])
    refused(DataError, "GC-G24", "max(x, axis=-3)", x=[[1, 2]])
    refused(DataError, "GC-G24", "mean(x, axis=0)", x=1)


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", 5), ("-5", -5), ("+.5", 0.5), ("1e-3", 1e-3), ("[1,2,3]", [1, 2, 3]), ("[[1,2],[3,4]]", [[1, 2], [3, 4]]),
     (" [ 1 , -2 ] ", [1, -2]), ("[1,2,]", [1, 2]), ("[[1],\n[2]]", [[1], [2]])],
)  # fmt: skip
def test_values_as_they_are_typed(text, value):
    assert read_value("x", text).tolist() == value


@pytest.mark.parametrize(
    ("text", "code", "character"),
    [("", "GC-G14", 1), ("abc", "GC-G14", 1), ("1 2", "GC-G14", 3), ("[1 2]", "GC-G14", 4), ("[1,2", "GC-G14", 5),
     ("[", "GC-G14", 2), ("--1", "GC-G14", 2), ("1]", "GC-G14", 2), ("nan", "GC-G14", 1), ("2*3", "GC-G14", 2),
     ("[,]", "GC-G14", 2), ("1，2", "GC-G01", 2), ("[" * 10000, "GC-G14", 9), ("__import__('os')", "GC-G01", 12)],
)  # fmt: skip
def test_values_that_cannot_be_read(text, code, character):
    with pytest.raises(UsageError) as caught:
        read_value("x", text)
    assert caught.value.code == code
    assert f"character {character}," in str(caught.value)


def test_ragged_and_huge_values_as_they_are_typed():
    with pytest.raises(DataError, match="GC-G15"):
        read_value("x", "[[1,2],[3]]")
    with pytest.raises(DataError, match="GC-G15"):
        read_value("x", "[]")
    with pytest.raises(DataError, match="GC-G13"):
        read_value("x", "1e999")


def test_pairs():
    assert {name: value.tolist() for name, value in read_pairs(["a=1", "b = [2]"]).items()} == {"a": 1, "b": [2]}


@pytest.mark.parametrize("pairs", [["a"], ["=1"], ["2a=1"], ["a b=1"], ["a=1", "a=2"], [""]])
def test_what_is_no_pair(pairs):
    with pytest.raises(UsageError, match="GC-G28"):
        read_pairs(pairs)


def test_nodes_are_refused_in_the_same_way():
    with pytest.raises(UsageError, match="GC-G28"):
        variable("2x", 1)
    with pytest.raises(UsageError, match="GC-G28"):
        constant(1, "a b")
    with pytest.raises(UsageError, match="GC-G28"):
        variable("x", 1).exp().named("")
    with pytest.raises(DataError, match=r"GC-G18\] x / 0:"):
        variable("x", 1) / 0
    with pytest.raises(DataError, match=r"GC-G16\] … \* \[…\]:"):
        variable("x", [1, 2]).exp() * np.ones(3)
    with pytest.raises(DataError, match="GC-G23"):
        variable("x", [1, 2]).backward()
    with pytest.raises(UsageError, match="GC-G08"):
        Graph.of(variable("x", 1) * variable("x", 2))
