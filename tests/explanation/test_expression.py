"""A formula is shown in symbols and in numbers, and computed with a bound that rounding keeps."""

import math

import numpy as np
import pytest

from glasscat.explanation.expression import Input, Number, whole
from glasscat.explanation.functions import Call, Function, root, squared
from glasscat.explanation.shown import as_text
from glasscat.explanation.sums import Sum, total
from glasscat.i18n import use_language

A, B, C = Input("A", 2.0), Input("B[0]", -0.5), Input("C@3", 3.0)
UNIT = 2.0**-53


@pytest.mark.parametrize(
    ("expression", "symbols", "numbers", "value"),
    [
        (A + B, "A + B[0]", "2 + (-0.5)", 1.5),
        (A - (B - C), "A - (B[0] - C@3)", "2 - ((-0.5) - 3)", 5.5),
        ((A - B) - C, "A - B[0] - C@3", "2 - (-0.5) - 3", -0.5),
        ((A + B) * C, "(A + B[0]) · C@3", "(2 + (-0.5)) · 3", 4.5),
        (A * B + C, "A · B[0] + C@3", "2 · (-0.5) + 3", 2.0),
        (A / (B * C), "A / (B[0] · C@3)", "2 / ((-0.5) · 3)", -4 / 3),
        (A * (B / C), "A · B[0] / C@3", "2 · (-0.5) / 3", -1 / 3),
        (A / (B / C), "A / (B[0] / C@3)", "2 / ((-0.5) / 3)", -12.0),
        (squared(A - C), "(A - C@3)²", "(2 - 3)²", 1.0),
        (squared(B), "B[0]²", "(-0.5)²", 0.25),
        (root(A + A), "sqrt(A + A)", "sqrt(2 + 2)", 2.0),
        (Number(0.9) * A, "0.9 · A", "0.9 · 2", 1.8),
        (Number(0.1, "(1 - 0.9)") * A, "(1 - 0.9) · A", "(1 - 0.9) · 2", 0.2),
        (Call("max({}, {})", (A, C), max), "max(A, C@3)", "max(2, 3)", 3.0),
        (total([A]), "A", "2", 2.0),
        (total([]), "0", "0", 0.0),
        (A - total([B, C]), "A - (B[0] + C@3)", "2 - ((-0.5) + 3)", -0.5),
    ],
)
def test_brackets_stand_where_they_are_needed(expression, symbols, numbers, value):
    assert expression.shown(numbers=False) == symbols
    assert expression.shown(numbers=True) == numbers
    assert expression.computed(UNIT).value == pytest.approx(value, rel=1e-15)


def test_of_a_long_sum_the_largest_terms_are_shown():
    terms = total([Input(f"x[{k}]", float(k) * (-1) ** k) for k in range(100)])
    assert terms.shown(numbers=False) == "x[97] + x[98] + x[99] + …"
    rest = sum(k * (-1) ** k for k in range(97))
    assert terms.shown(numbers=True) == f"(-97) + 98 + (-99) + … (97 more terms, which add up to {rest})"
    assert [leaf.name for leaf in terms.leaves()] == ["x[97]", "x[98]", "x[99]"]
    assert (terms / whole(4)).left_out() == 97
    assert Function("exp({})", terms, math.exp, math.exp).left_out() == 97
    with use_language("zh"):
        assert "x[99] + …" in terms.shown(numbers=False)


def test_a_sum_that_is_not_long_is_shown_whole():
    assert total([A, B, C, A]).shown(numbers=False) == "A + B[0] + C@3 + A"
    assert total([A, B, C, A]).left_out() == 0


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_rounding_stays_within_its_bound(dtype):
    """NumPy adds up in an order of its own, in its own precision, and never leaves the bound."""
    rng = np.random.default_rng(3)
    unit = float(np.finfo(dtype).eps) / 2
    for n in (2, 17, 300):
        a, b = rng.standard_normal((2, n)).astype(dtype)
        terms = Sum(tuple(Input("a", float(x)) * Input("b", float(y)) for x, y in zip(a, b, strict=True)))
        value, error = terms.computed(unit)
        assert abs(float(a @ b) - value) <= error
        assert error < 2 * n * unit * float(np.abs(a) @ np.abs(b))
    value, error = (root(squared(A / C) + Number(0.1)) / C).computed(unit)
    found = np.sqrt((dtype(2) / dtype(3)) ** 2 + dtype(0.1)) / dtype(3)
    assert abs(float(found) - value) <= error < 20 * unit * value


def test_words_of_two_columns_stand_in_line():
    rows = [("公式", "a"), ("check", "b")]
    assert as_text("c", rows).splitlines() == ["c", "  公式   a", "  check  b"]
