"""Nudges: the graph after the nudged value is computed again, and only that."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from glasscat.errors import DataError, UsageError
from glasscat.graph import constant, graph, nudge, variable
from glasscat.graph.computation import Graph
from glasscat.i18n import use_language


@pytest.fixture
def course_graph():
    return graph("3*(a + b*c)", a=7, b=4, c=2)


@pytest.mark.parametrize(("name", "after"), [("a", 48), ("b", 51), ("c", 57), ("u", 48), ("v", 48), ("J", 46)])
def test_a_step_of_one_in_a_graph_without_curves_is_the_derivative(course_graph, name, after):
    moved = course_graph.nudge(name, 1)
    assert moved.result_after == after
    assert moved.change == moved.expected == course_graph.derivatives[name]


def test_the_graph_itself_stays(course_graph):
    before = str(course_graph)
    course_graph.nudge("b", 0.5)
    assert str(course_graph) == before


def test_the_error_of_the_derivative_shrinks_with_the_square_of_the_step():
    g = graph("exp(x)*x", x=0.7)
    big, small = (g.nudge("x", step) for step in (1e-2, 1e-3))
    # J'' = (x + 2) exp(x), and what is left after the derivative is J'' step**2 / 2
    for moved, step in ((big, 1e-2), (small, 1e-3)):
        assert moved.change - moved.expected == pytest.approx(2.7 * np.exp(0.7) * step**2 / 2, rel=5 * step)


def test_arrays_one_step_for_all_or_one_for_each():
    g = graph("sum(x**2)", x=[1.0, 2, 3])
    assert g.nudge("x", 1).result_after == 4 + 9 + 16
    moved = g.nudge("x", [0, 0, 0.5])
    assert_array_equal(moved.after, [1, 2, 3.5])
    assert moved.result_after == 1 + 4 + 12.25
    assert moved.expected == 6 * 0.5


def test_unknown_names_list_the_known(course_graph):
    with pytest.raises(UsageError) as caught:
        nudge(course_graph, "w", 1)
    assert caught.value.code == "GC-G25"
    assert "a, b, c, u, v, J" in str(caught.value.fix)


def test_data_is_not_nudged():
    g = Graph.of((constant([1.0, 2], "X") * variable("w", 3)).sum())
    with pytest.raises(UsageError, match="GC-G25"):
        g.nudge("X", 1)
    assert Graph.of(constant(2, "k") * constant(3)).derivatives == {"J": 1}


@pytest.mark.parametrize("step", [0, 1e-30, [1, 2]])
def test_steps_that_cannot_show_anything(course_graph, step):
    with pytest.raises(UsageError, match="GC-G26"):
        course_graph.nudge("a", step)


@pytest.mark.parametrize(("step", "code"), [(np.nan, "GC-G13"), ("x", "GC-G13"), ([], "GC-G15")])
def test_steps_that_are_no_numbers(course_graph, step, code):
    with pytest.raises(DataError, match=code):
        course_graph.nudge("a", step)


def test_a_nudge_into_a_division_by_zero():
    with pytest.raises(DataError, match=r"GC-G18\] 1 / u:"):
        graph("1/(a - 5)", a=6).nudge("u", -1)


def test_says_what_moved():
    said = str(graph("3*(a + b*c)", a=7, b=4, c=2).nudge("v", 0.001))
    assert said == (
        "v from 15 to 15.001: J goes from 45 to 45.003. It changes by 0.003; the derivative leads one to expect 0.003."
    )
    moved = graph("sum(x)", x=[[1, 2]]).nudge("x", [[0.5, 0]])
    assert "x from [[1, 2]] to [[1.5, 2]]: J goes from 3 to 3.5." in str(moved)
    assert "x from […] (10 × 2) to […] (10 × 2): J goes from 20 to 40." in str(
        graph("sum(x)", x=np.ones((10, 2))).nudge("x", 1)
    )
    with use_language("zh"):
        assert "45.003" in str(graph("3*a", a=15).nudge("a", 0.001))


@pytest.mark.parametrize(
    ("expression", "values", "name"),
    [
        ("u = abs(a); 2*u", {"a": 0}, "u"),
        ("k = relu(a); sum(k)", {"a": [1.0, 0.0]}, "k"),
        ("k = max(a, b); 3*k", {"a": 2, "b": 2}, "k"),
        ("k = max(x); 2*k", {"x": [1, 3, 3]}, "k"),
        ("k = max(x, axis=1); sum(k)", {"x": [[1, 2], [3, 3]]}, "k"),
    ],
)
def test_a_kink_is_told_of(expression, values, name):
    assert f"A kink lies at {name}:" in str(graph(expression, **values))


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("abs(a)", {"a": 0.1}),
        ("sum(relu(a))", {"a": [1.0, -2.0]}),
        ("max(a, b)", {"a": 2, "b": 3}),
        ("max(x)", {"x": [1, 2, 3]}),
        ("sum(max(x, axis=1))", {"x": [[3, 2], [1, 3]]}),
    ],
)
def test_beside_a_kink_nothing_is_said(expression, values):
    assert "kink" not in str(graph(expression, **values))
