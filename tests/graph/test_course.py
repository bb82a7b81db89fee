"""The course's own graph, J = 3 (a + b c), with both of its tables."""

import numpy as np
import pytest

import glasscat as gc

NUDGED = 45.003

# a, b, c; u, v, J; dJ/dv, dJ/da, dJ/du, dJ/db, dJ/dc
TABLE = [
    ((5, 3, 2), (6, 11, 33), (3, 3, 3, 6, 9)),
    ((7, 4, 2), (8, 15, 45), (3, 3, 3, 6, 12)),
]


@pytest.mark.parametrize("expression", ["3*(a + b*c)", "u = b*c; v = a + u; J = 3*v", "u = b*c\nv = a + u\nJ = 3*v\n"])
@pytest.mark.parametrize(("given", "values", "derivatives"), TABLE)
def test_both_tables(expression, given, values, derivatives):
    g = gc.graph(expression, **dict(zip("abc", given, strict=True)))
    assert g.value == values[-1]
    assert g.values == dict(zip("abcuvJ", given + values, strict=True))
    assert g.derivatives == dict(zip("vaubc", derivatives, strict=True)) | {"J": 1}
    assert all(type(number) is float for number in (g.value, *g.values.values(), *g.derivatives.values()))


def test_a_nudge_of_v():
    moved = gc.graph("3*(a + b*c)", a=7, b=4, c=2).nudge("v", 0.001)
    assert (moved.before, moved.result_before) == (15, 45)
    assert moved.after == pytest.approx(15.001, abs=1e-14)
    assert moved.result_after == pytest.approx(NUDGED, abs=1e-13)
    assert moved.change == pytest.approx(moved.expected, abs=1e-13) == pytest.approx(0.003, abs=1e-13)


def test_says_the_chain_rule_in_words_and_numbers():
    said = str(gc.graph("3*(a + b*c)", a=7, b=4, c=2)).splitlines()
    assert said[:6] == ["a = 7", "b = 4", "c = 2", "u = b * c = 8", "v = a + u = 15", "J = 3 * v = 45"]
    assert said[6:] == [
        "dJ/dJ = 1",
        "dJ/dv = dJ/dJ * 3 = 1 * 3 = 3",
        "dJ/du = dJ/dv * 1 = 3 * 1 = 3",
        "dJ/dc = dJ/du * b = 3 * 4 = 12",
        "dJ/db = dJ/du * c = 3 * 2 = 6",
        "dJ/da = dJ/dv * 1 = 3 * 1 = 3",
    ]


def test_share_of_calories():
    A = [[56, 0, 4.4, 68], [1.2, 104, 52, 8], [1.8, 135, 99, 0.9]]
    g = gc.graph("share = 100*A/sum(A, axis=0); J = sum(share)", A=A)
    expected = [
        [94.91525424, 0, 2.83140283, 88.42652796],
        [2.03389831, 43.51464435, 33.46203346, 10.40312094],
        [3.05084746, 56.48535565, 63.70656371, 1.17035111],
    ]
    assert g.values["share"] == pytest.approx(np.array(expected), abs=5e-9)  # as many digits as the course gives
    assert g.value == pytest.approx(400)
    assert g.derivatives["A"] == pytest.approx(0, abs=1e-13)  # shares of four columns add up to 400 whatever A is


def test_one_neuron():
    g = gc.graph("z = w@x + b; a = sigmoid(z); J = -(y*log(a) + (1-y)*log(1-a))", w=[2, -3], b=-3, x=[-1, -2], y=1)
    assert g.values["z"] == 1
    assert g.values["a"] == pytest.approx(0.7310585786, abs=5e-11)
    assert g.value == pytest.approx(0.3132616875, abs=5e-11)
    assert g.derivatives["z"] == pytest.approx(-0.2689414214, abs=5e-11)
    assert g.derivatives["x"] == pytest.approx([-0.5378828427, 0.8068242641], abs=5e-11)
    assert g.derivatives["w"] == pytest.approx([0.2689414214, 0.5378828427], abs=5e-11)
    assert g.derivatives["b"] == pytest.approx(-0.2689414214, abs=5e-11)


def test_the_public_name_is_the_function_whoever_imports_the_room_first():
    import subprocess
    import sys

    code = "import glasscat.graph.node, glasscat as gc; print(gc.graph('2*a', a=3).value)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "6.0\n"
