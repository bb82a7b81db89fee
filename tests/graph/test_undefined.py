"""Powers whose value is there and whose derivative by the exponent is not; and the other edges of every domain."""

import math

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from glasscat.errors import DataError, UsageError
from glasscat.graph import Graph, graph, nudge, variable


@pytest.mark.parametrize(
    ("expression", "values", "value", "derivatives"),
    [("a**b", {"a": -2, "b": 3}, -8, {"a": 12, "b": math.nan}),
     ("a**3", {"a": -2}, -8, {"a": 12}),  # a fixed power: nobody asks
     ("(-2)**3", {}, -8, {}),
     ("a**b", {"a": -2, "b": -1}, -0.5, {"a": -0.25, "b": math.nan}),
     ("a**b", {"a": 0, "b": 0}, 1, {"a": 0, "b": math.nan}),
     ("a**b", {"a": 0, "b": 2}, 0, {"a": 0, "b": 0}),
     ("0**0", {}, 1, {}),
     ("a**b + b", {"a": -2, "b": 3}, -5, {"a": 12, "b": math.nan}),  # the other share does not make it defined
     ("b + a**b", {"a": -2, "b": 3}, -5, {"a": 12, "b": math.nan}),
     ("a**(b*c)", {"a": -2, "b": 3, "c": 1}, -8, {"a": 12, "b": math.nan, "c": math.nan}),
     ("(b*c)**2", {"b": -3, "c": 1}, 9, {"b": -6, "c": 18})],
)  # fmt: skip
def test_powers(expression, values, value, derivatives):
    g = graph(expression, **values)
    assert g.value == value
    for name, derivative in derivatives.items():
        assert g.derivatives[name] == pytest.approx(derivative, nan_ok=True)


def test_only_the_entries_with_a_negative_base_are_undefined():
    g = graph("sum(a**b)", a=[-2, 2], b=[3, 2])
    assert_array_equal(g.derivatives["a"], [12, 4])
    assert np.isnan(g.derivatives["b"][0])
    assert g.derivatives["b"][1] == pytest.approx(4 * math.log(2))


def test_undefined_is_said_in_text_and_picture_and_of_a_nudge():
    g = graph("a**b", a=-2, b=3)
    text = str(g)
    assert "dJ/db = dJ/dJ * log(a) * J = 1 * undefined = undefined" in text
    assert text.splitlines()[-1].startswith("Undefined: dJ/db.")
    assert ">undefined<" in g.svg()
    assert "nan" not in text + g.svg()
    moved = nudge(g, "b", 1)
    assert moved.change == 24
    assert "It changes by 24; the derivative is undefined." in str(moved)
    assert "Undefined" not in str(graph("a**b", a=2, b=3))


def test_an_infinite_share_beside_an_undefined_one_is_still_refused():
    with pytest.raises(DataError, match="GC-G22"):
        graph("a**b + (b - 3)**0.5", a=-2, b=3)
    with pytest.raises(DataError, match="GC-G20"):
        graph("a**b", a=-2, b=0.5)


@pytest.mark.parametrize(
    ("expression", "values", "value", "derivatives"),
    [("abs(a)", {"a": 0}, 0, {"a": 0}), ("relu(a)", {"a": 0}, 0, {"a": 0}),
     ("max(a, b)", {"a": 1, "b": 1}, 1, {"a": 1, "b": 0}), ("max(b, a)", {"a": 1, "b": 1}, 1, {"a": 0, "b": 1}),
     ("max(a)", {"a": [2, 2]}, 2, {"a": [1, 0]}), ("e*e", {"e": 3}, 9, {"e": 6}),
     ("π*é", {"π": 2, "é": 3}, 6, {"π": 3}),
     ("1e308*a", {"a": 1}, 1e308, {"a": 1e308}), ("5e-324*a", {"a": 1}, 5e-324, {"a": 5e-324}),
     ("0.1*a", {"a": 10**300}, 1e299, {"a": 0.1}), ("lambda*if", {"lambda": 2, "if": 3}, 6, {"if": 2}),
     ("sigmoid(a)", {"a": -1e308}, 0, {"a": 0}), ("softplus(a)", {"a": 1e308}, 1e308, {"a": 1}),
     ("a@b", {"a": [1, 2], "b": [3, 4]}, 11, {"a": [3, 4], "b": [1, 2]})],
)  # fmt: skip
def test_edges(expression, values, value, derivatives):
    g = graph(expression, **values)
    assert g.value == pytest.approx(value, rel=1e-15)
    for name, derivative in derivatives.items():
        assert_array_equal(g.derivatives[name], derivative)


@pytest.mark.parametrize("wrong", [5, None, b"3*a", ["3*a"], 2.5, object()])
def test_what_is_no_expression(wrong):
    with pytest.raises(UsageError) as caught:
        graph(wrong, a=1)
    assert (caught.value.code, type(wrong).__name__ in str(caught.value)) == ("GC-G30", True)


@pytest.mark.parametrize("wrong", [5, None, [], [1], "3*a", [variable("a", 1), 2]])
def test_what_is_no_node(wrong):
    with pytest.raises(UsageError, match="GC-G30"):
        Graph.of(wrong)


def test_names_that_are_none():
    g = graph("3*a", a=1)
    for ask in (lambda: g["b"], lambda: g[5], lambda: g.nudge("b", 1), lambda: g.nudge(5, 1)):
        with pytest.raises(UsageError, match="GC-G25"):
            ask()
    for wrong in (5, None, "2a", ""):
        with pytest.raises(UsageError, match="GC-G28"):
            variable(wrong, 1)


@pytest.mark.parametrize("wrong", ["x", None, True, {}, object(), 10**400, math.nan, [math.inf]])
def test_values_that_are_no_numbers(wrong):
    with pytest.raises(DataError, match="GC-G13"):
        graph("3*a", a=wrong)


@pytest.mark.parametrize("expression", ["x**2", "x**3", "x**(-1)", "x**0.5"])
def test_a_fixed_power_is_lowered_in_words(expression):
    words = {"x**2": "2 * x", "x**3": "3 * x**2", "x**(-1)": "(-1) * x**(-2)", "x**0.5": "0.5 * x**(-0.5)"}[expression]
    assert f"dJ/dx = dJ/dJ * {words} = 1 * " in str(graph(expression, x=4))


def test_a_negative_number_has_one_pair_of_brackets():
    text = str(graph("abs(-2) + (-2)**n", n=3))
    assert "u = abs(-2) = 2" in text
    assert "v = (-2) ** n = -8" in text
    assert "dJ/dv * log(-2) * v" in text
