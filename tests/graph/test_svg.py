"""The picture: well-formed, complete, and laid out so that nothing stands on anything else."""

import xml.etree.ElementTree as ET
from itertools import combinations

import numpy as np
import pytest

from glasscat.checks.network_graph import network_graph
from glasscat.errors import UsageError
from glasscat.graph import Graph, graph, variable
from glasscat.graph.cell import AWAY
from glasscat.graph.layout import columns_of
from glasscat.graph.notation import cells
from glasscat.graph.svg import BACKWARD, FORWARD, _Drawing
from glasscat.i18n import use_language
from glasscat.network import Network

RNG = np.random.default_rng(0)


def drawn(hidden, n_classes, *, n=2, m=3, **settings):
    network = Network.dense(n, hidden, n_classes, **settings)
    return network_graph(network, RNG.normal(size=(n, m)), network.targets(np.arange(m) % n_classes))


GRAPHS = {
    "first": graph("u = b*c; v = a + u; J = 3*v", a=5, b=3, c=2),
    "second": graph("3*(a + b*c)", a=7, b=4, c=2),
    "arrays": graph(
        "Z = W@x + b; J = mean(sigmoid(Z)**2)", W=[[1, -2], [0.5, 1]], x=[[1, 2, 0], [3, 0.5, 1]], b=[[1], [2]]
    ),
    "fan": graph("z = w*x + b; a = sigmoid(z); J = -(y*log(a) + (1-y)*log(1-a)) + w**2", w=2, x=-1, b=0.5, y=1),
    "network": drawn([3], 2, activation="tanh"),
    "softmax": drawn([3], 3, activation="leaky-relu"),
    "normalised": drawn([3, 2], 2, m=4, batch_norm=True, dropout=0.4),
    "squared error": drawn([], 3, loss="squared-error"),
    "course": drawn([20, 7, 5], 2, n=12288, m=20),
    "one": graph("a", a=3),
    "square": graph("a*a", a=3),
    "number": graph("3"),
    "large": graph("mean(x)", x=np.arange(1000.0).reshape(10, 100)),
    "deep": graph("sum(x)", x=np.arange(8.0).reshape(2, 2, 2)),
    "unused": graph("u = 2*a; J = 3*b", a=1, b=2),
}
each_graph = pytest.mark.parametrize("g", GRAPHS.values(), ids=GRAPHS)


def texts(svg, color=None):
    found = [node for node in ET.fromstring(svg).iter() if node.tag.endswith("text")]  # noqa: S314  (our own)
    return [node.text for node in found if color in {None, node.get("fill")}]


@each_graph
def test_every_value_above_and_every_derivative_below(g):
    svg = g.svg()
    blue, red = texts(svg, FORWARD), texts(svg, BACKWARD)
    for node in g:
        for shown, value in ((blue, node.value), (red, g.gradients.get(node))):
            if value is not None:
                assert {cell for row in cells(value, 3 if value.ndim else 5) for cell in row} <= set(shown)
    assert svg == g.svg()
    assert svg.partition(">")[2] in g._repr_html_()


@each_graph
def test_every_formula(g):
    shown = texts(g.svg())
    for node in g:
        assert any(words == node.name or str(words).startswith(f"{node.name} = ") for words in shown)


def test_numbers_of_the_course():
    blue, red = texts(GRAPHS["second"].svg(), FORWARD), texts(GRAPHS["second"].svg(), BACKWARD)
    assert sorted(blue[1:], key=int) == ["2", "4", "7", "8", "15", "45"]
    assert sorted(text for text in red[1:] if text.isdigit()) == ["1", "12", "3", "3", "3", "6"]
    assert sorted(text for text in red if text.startswith("× ")) == ["× 1", "× 1", "× 2", "× 3", "× 4"]


def boxes(g):
    cells = _Drawing(g, list(g)).cells.values()
    for cell in cells:
        y, middle = cell.place.y, cell.middle
        yield cell.x, y - cell.height / 2, cell.x + cell.box, y + cell.height / 2
        half = cell.value.width / 2
        yield middle - half, y - cell.off - cell.value.height, middle + half, y - cell.off
        if cell.derivative:
            half = cell.derivative.width / 2
            yield middle - half, y + cell.off, middle + half, y + cell.off + cell.derivative.height


@each_graph
def test_no_box_or_number_stands_on_another_or_outside(g):
    drawing = _Drawing(g, list(g))
    found = list(boxes(g))
    for left, top, right, bottom in found:
        assert left >= 0
        assert top >= 80  # below the title
        assert right <= drawing.width
        assert bottom <= drawing.height
    for a, b in combinations(found, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@each_graph
def test_lines_pass_between_the_boxes(g):
    drawing = _Drawing(g, list(g))
    for edge in drawing.edges:
        for place in edge.way:
            for cell in drawing.cells.values():
                if cell.place.column == place.column:
                    assert abs(place.y - cell.place.y) >= cell.height / 2 + AWAY


def test_from_left_to_right():
    drawing = _Drawing(GRAPHS["fan"], list(GRAPHS["fan"]))
    for edge in drawing.edges:
        assert edge.start.end < edge.end.x


def test_columns():
    # b, c -> u; a, u -> v; v -> J: a stands beside u, just left of where it is used
    assert columns_of([[], [], [0, 1], [], [3, 2], [4]]) == [0, 0, 1, 1, 2, 3]
    assert columns_of([[]]) == [0]


@pytest.mark.parametrize("expression", ["a + b + c + d", "((a*b)*(c*d))", "x = a*b; y = c*d; x*y + x"])
def test_trees_are_drawn_without_crossings(expression):
    from glasscat.graph.layout import _crossings

    g = graph(expression, a=1, b=2, c=3, d=4)
    drawing = _Drawing(g, list(g))
    places = [cell.place for cell in drawing.cells.values()] + [place for edge in drawing.edges for place in edge.way]
    columns = [[] for _ in range(1 + max(place.column for place in places))]
    for place in sorted(places, key=lambda place: place.y):
        columns[place.column].append(place)
    assert _crossings(columns) == 0


def test_names_in_any_script_and_titles_of_any_length():
    g = graph("价格*数量 + " + "+".join(["价格"] * 25), 价格=2, 数量=3)
    shown = texts(g.svg())
    assert "价格" in shown
    assert "u = 价格 * 数量" in shown
    x = variable("x", 1)
    strange = Graph.of((x * 2).named("J"), title='<b> & "quotes" ' + "long " * 100)
    assert any(str(words).startswith('<b> & "quotes"') and words.endswith("…") for words in texts(strange.svg()))


def test_speaks_chinese():
    with use_language("zh"):
        ET.fromstring(GRAPHS["first"].svg())  # noqa: S314


def test_too_large_for_a_picture():
    with pytest.raises(UsageError, match="GC-G27"):
        graph("+".join(["a"] * 200), a=1).svg()
