"""Every operation: its value and derivative against a formula written by hand, and against two-sided differences."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.graph import constant, graph, variable
from glasscat.graph.expression import nodes_of
from glasscat.graph.parser import KNOWN, parse
from glasscat.graph.rules import FUNCTIONS, OPERATORS, REDUCTIONS

X = np.array([[0.3, -1.2, 2.5], [-0.7, 1.9, 0.4]])
Y = np.array([[1.1, 0.6, -2.2], [0.9, -1.3, 3.1]])
P = np.abs(X) + 0.2  # positive
M = np.array([[0.5, -1.0], [2.0, 0.3], [-0.4, 1.2]])
G = np.array([[0.7, -0.2, 1.5], [2.0, -1.1, 0.6]])  # weights, so that dJ/d(output) differs from entry to entry


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


ONES = np.ones((2, 3))
LOCAL = {
    "x + y": (X, Y, X + Y, ONES, ONES),
    "x - y": (X, Y, X - Y, ONES, -ONES),
    "x * y": (X, Y, X * Y, Y, X),
    "x / y": (X, Y, X / Y, 1 / Y, -X / Y**2),
    "x ** y": (P, Y, np.exp(Y * np.log(P)), Y * P ** (Y - 1), np.log(P) * P**Y),
    "x ** 3 + 0*y": (X, Y, X * X * X, 3 * X * X, 0 * Y),
    "max(x, y)": (X, Y, np.maximum(X, Y), 1.0 * (X > Y), 1.0 * (Y > X)),
    "-x - -y": (X, Y, Y - X, -ONES, ONES),
    "+x + +y": (X, Y, X + Y, ONES, ONES),
    "exp(x) * y": (X, Y, np.exp(X) * Y, np.exp(X) * Y, np.exp(X)),
    "log(x) * y": (P, Y, np.log(P) * Y, Y / P, np.log(P)),
    "sigmoid(x) * y": (X, Y, sigmoid(X) * Y, sigmoid(X) * sigmoid(-X) * Y, sigmoid(X)),
    "tanh(x) * y": (X, Y, np.tanh(X) * Y, Y / np.cosh(X) ** 2, np.tanh(X)),
    "relu(x) * y": (X, Y, np.maximum(X, 0) * Y, (X > 0) * Y, np.maximum(X, 0)),
    "abs(x) * y": (X, Y, np.abs(X) * Y, np.sign(X) * Y, np.abs(X)),
    "softplus(x) * y": (X, Y, np.log(1 + np.exp(X)) * Y, sigmoid(X) * Y, np.log(1 + np.exp(X))),
}


def variables_in(expression):
    return set(re.findall(r"\b[a-z]\b", expression))


def differences(expression, name, values, h=1e-6):
    """Two-sided differences; their error is about h**2 = 1e-12 from the formula and 1e-10 from rounding."""
    slopes = np.zeros_like(values[name])
    for index in np.ndindex(slopes.shape):
        step = np.zeros_like(slopes)
        step[index] = h
        up, down = (graph(expression, **{**values, name: values[name] + s}).value for s in (step, -step))
        slopes[index] = (up - down) / (2 * h)
    return slopes


def check_by_differences(expression, **values):
    g = graph(expression, **values)
    for name, value in values.items():
        assert np.shape(g.derivatives[name]) == value.shape
        assert_allclose(g.derivatives[name], differences(expression, name, values), rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("formula", LOCAL)
def test_entry_by_entry(formula):
    x, y, value, dx, dy = LOCAL[formula]
    g = graph(f"out = {formula}; J = sum(g*out)", x=x, y=y, g=G)
    assert_allclose(g.values["out"], value, rtol=1e-14)
    assert_allclose(g.derivatives["out"], G)
    assert_allclose(g.derivatives["x"], G * dx, rtol=1e-13, atol=1e-15)
    assert_allclose(g.derivatives["y"], G * dy, rtol=1e-13, atol=1e-15)
    check_by_differences(f"sum(g*({formula}))", x=x, y=y, g=G)


def test_no_operation_is_left_out():
    tried = " ".join((*LOCAL, *REDUCED, "x @ y"))
    assert all(f"{name}(" in tried for name in KNOWN)
    assert all(f" {name} " in tried for name in OPERATORS)
    assert set(KNOWN) == {*FUNCTIONS, *REDUCTIONS}


REDUCED = {
    "sum(x)": (X.sum(), np.ones_like(X)),
    "mean(x)": (X.sum() / 6, np.full_like(X, 1 / 6)),
    "max(x)": (2.5, np.array([[0, 0, 1.0], [0, 0, 0]])),
    "sum(x, axis=0)": (X.sum(axis=0, keepdims=True), np.ones_like(X)),
    "mean(x, axis=1)": (X.sum(axis=1, keepdims=True) / 3, np.full_like(X, 1 / 3)),
    "max(x, axis=0)": (np.array([[0.3, 1.9, 2.5]]), np.array([[1.0, 0, 1], [0, 1, 0]])),
    "max(x, axis=-1)": (np.array([[2.5], [1.9]]), np.array([[0, 0, 1.0], [0, 1, 0]])),
}


@pytest.mark.parametrize("formula", REDUCED)
def test_reductions(formula):
    value, dx = REDUCED[formula]
    weight = np.resize([2.0, -3.0, 0.5], np.shape(value))
    g = graph(f"out = {formula}; J = sum(g*out)", x=X, g=weight)
    assert_allclose(g.values["out"], value, rtol=1e-14)
    assert_allclose(g.derivatives["x"], weight * dx, rtol=1e-14)
    check_by_differences(f"sum(g*{formula})", x=X, g=weight)


@pytest.mark.parametrize(
    ("left", "right"),
    [((2, 3), (3, 4)), ((3,), (3, 4)), ((2, 3), (3,)), ((3,), (3,)), ((5, 2, 3), (3, 4)), ((3,), (5, 3, 4)),
     ((5, 2, 3), (3,)), ((1, 2, 3), (5, 3, 4))],
)  # fmt: skip
def test_matrix_products(left, right):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=left), rng.normal(size=right)
    weight = rng.normal(size=(x @ y).shape)
    g = graph("out = x @ y; J = sum(g*out)", x=x, y=y, g=weight)
    assert_array_equal(g.values["out"], x @ y)
    check_by_differences("sum(g*(x @ y))", x=x, y=y, g=weight)


def test_matrix_product_by_hand():
    g = graph("sum(g*(x @ m))", x=X, m=M, g=G[:, :2])
    assert_allclose(g.derivatives["x"], G[:, :2] @ M.T, rtol=1e-14)
    assert_allclose(g.derivatives["m"], X.T @ G[:, :2], rtol=1e-14)


@pytest.mark.parametrize("shape", [(), (1,), (3,), (1, 3), (2, 1), (1, 1), (4, 1, 1), (4, 2, 3)])
@pytest.mark.parametrize("operator", ["+", "-", "*", "/", "**"])
def test_broadcasting_adds_up_the_shares(operator, shape):
    rng = np.random.default_rng(1)
    check_by_differences(f"sum((x {operator} y)**2)", x=P, y=rng.uniform(0.5, 2, shape))
    check_by_differences(f"mean((y {operator} x)**2)", x=P, y=rng.uniform(0.5, 2, shape))


def test_a_value_used_many_times_gets_all_its_shares():
    assert graph("x*x*x + x", x=2).derivatives["x"] == 13
    assert graph("x - x", x=2).derivatives["x"] == 0


def test_what_the_result_does_not_need_has_derivative_zero():
    g = graph("u = 2*a; J = 3*b", a=1, b=[1, 2][0])
    assert (g.derivatives["u"], g.derivatives["a"]) == (0, 0)


def test_kinks():
    assert graph("relu(x)", x=0).derivatives["x"] == 0
    assert graph("abs(x)", x=0).derivatives["x"] == 0
    tie = graph("max(x, y)", x=1, y=1).derivatives
    assert (tie["x"], tie["y"]) == (1, 0)
    assert_array_equal(graph("max(x)", x=[1, 3, 3]).derivatives["x"], [0, 1, 0])
    assert graph("max(0, x)", x=0).derivatives["x"] == graph("relu(x)", x=0).derivatives["x"]


def test_powers_at_zero():
    assert graph("x**0", x=0).derivatives["x"] == 0
    assert graph("x**1", x=0).derivatives["x"] == 1
    assert graph("x**2", x=0).derivatives["x"] == 0
    assert graph("x**2", x=-3).derivatives["x"] == -6
    assert graph("x**y", x=0, y=2).derivatives["y"] == 0


def test_far_from_zero_nothing_overflows():
    g = graph("sum(sigmoid(x)) + sum(softplus(x)) + sum(tanh(x))", x=[-1e4, -800, 0, 800, 1e4])
    assert_allclose(g.value, 2.5 + 0.6931471805599453 + 10800, rtol=1e-15)
    assert_allclose(g.derivatives["x"], [0, 0, 0.25 + 0.5 + 1, 1, 1])


@pytest.mark.parametrize("formula", [*LOCAL, *REDUCED, "x @ m", "log(x*x)"])
def test_a_complex_step_passes_through(formula):
    """Im f(x + ih) / h is the derivative to rounding, without any difference."""
    values = {"x": P if "**" in formula or "log" in formula else X, "y": Y, "m": M}
    values = {name: values[name] for name in variables_in(formula)}
    text = f"mean({formula})"
    g = graph(text, **values)
    for index in np.ndindex(2, 3):
        step = np.zeros((2, 3), complex)
        step[index] = 1e-30j
        *_inside, moved = nodes_of(text, parse(text), {**values, "x": values["x"] + step})
        assert moved.value.imag / 1e-30 == pytest.approx(g.derivatives["x"][index], rel=1e-12, abs=1e-15)


def test_nodes_know_the_same_operations():
    x, y = variable("x", P), variable("y", Y)
    pairs = {
        "sum(x + 2*y - 1/x)": (x + 2 * y - 1 / x).sum(),
        "mean(1 - x*y)": (1 - x * y).mean(),
        "sum(x/2 + 3 + -x)": (x / 2 + 3 + -x).sum(),
        "sum(2 + x**2 + 2**y)": (2 + x**2 + 2**y).sum(),
        "sum(abs(y)*3 - 4)": (abs(y) * 3 - 4).sum(),
        "sum(exp(y) + log(x))": (y.exp() + x.log()).sum(),
        "sum(sigmoid(y)*tanh(x))": (y.sigmoid() * x.tanh()).sum(),
        "max(relu(y) + softplus(y))": (y.relu() + y.softplus()).max(),
        "sum(max(x, y))": x.larger(y).sum(),
        "sum(max(x, axis=0)*mean(y, axis=1))": (x.max(axis=0) * y.mean(axis=1)).sum(),
        "sum(sum(x, axis=1))": x.sum(axis=1).sum(),
    }
    for text, node in pairs.items():
        used = {name: {"x": P, "y": Y}[name] for name in variables_in(text)}
        g = graph(text, **used)
        assert node.value == g.value
        for name, derivative in node.backward().items():
            assert_array_equal(derivative, g.derivatives[name])


def test_nodes_take_arrays_on_either_side():
    W = variable("W", M)
    for node in (X @ W, constant(X) @ W):
        assert_array_equal(node.value, X @ M)
    assert_array_equal((W @ X).value, M @ X)
    assert_array_equal((W + M).value, (M + W).value)
    assert_array_equal((M - W).value, 0 * M)


def test_nodes_keep_their_values():
    given = np.array([1.0, 2.0])
    x = variable("x", given)
    J = (x * x).sum().named("J")
    given[0] = 100
    assert J.value == 5
    assert_array_equal(x.value, [1, 2])
    assert list(J.backward()) == ["x", "J"]
