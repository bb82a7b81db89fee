"""The pieces: escaping, tables, curves, boxes."""

import math
import re
from xml.etree import ElementTree as ET

import pytest

from glasscat.i18n import _, use_language
from glasscat.notebook.boxes import MOST, Box, boxes, tall
from glasscat.notebook.curve import BOTTOM, LEFT, MOST_POINTS, RIGHT, TOP, Line, curves, levels
from glasscat.notebook.fragment import Fragment, beside, card, element, join, markup, notice, paragraph, picture
from glasscat.notebook.grid import Grid
from glasscat.notebook.table import facts, share_bar, table

SVG = "{http://www.w3.org/2000/svg}"


def tree(fragment):
    return ET.fromstring(str(fragment))  # noqa: S314  (our own)


def paths(fragment):
    """Points of the drawn lines, piece by piece: those with a colour of their own."""
    drawn = [path.get("d") for path in tree(fragment).iter(f"{SVG}path") if path.get("stroke-width") == "2"]
    return [
        [tuple(map(float, point.split())) for point in piece.split("L")] for d in drawn for piece in d.split("M")[1:]
    ]


def words(fragment):
    return ["".join(text.itertext()) for text in tree(fragment).iter(f"{SVG}text")]


def test_words_are_escaped_and_fragments_are_not():
    assert markup('<b> & "') == "&lt;b&gt; &amp; &quot;"
    assert markup(element("b", "<i>")) == "<b>&lt;i&gt;</b>"
    assert str(join("a<", Fragment("<br/>"), 3)) == "a&lt;<br/>3"


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\ud800", "\uffff"])
def test_what_no_xml_can_hold_is_written_as_its_code(letter):
    shown = element("p", f"a{letter}b")
    assert re.fullmatch(r"a\\[ux][0-9a-f]+b", tree(shown).text)


def test_words_are_said_in_the_language_of_the_moment():
    text = _("training")
    with use_language("zh"):
        assert markup(text) == "训练"
    assert markup(text) == "training"


def test_empty_parts_are_left_out():
    assert card("", None, "") == card("")
    assert len(list(tree(card("title", None, paragraph("one"), "")))) == 2
    assert len(list(tree(beside("one", None, "")))) == 1


def test_a_warning_has_a_bar_of_its_own():
    assert "#D55E00" in str(notice("mind", warning=True))
    assert "#D55E00" not in str(notice("note"))


def test_a_picture_has_words_for_those_who_do_not_see_it():
    shown = tree(picture("data:image/png;base64,AA==", 'a "cat"', 30, 20))
    assert (shown.get("alt"), shown.get("width"), shown.get("height")) == ('a "cat"', "30", "20")


def test_table_has_the_cells_in_their_places():
    shown = tree(table(Grid(("name", "n"), [("<a>", 1), ("b", 20)])))
    assert [["".join(cell.itertext()) for cell in row] for row in shown.iter("tr")] == [
        ["name", "n"],
        ["<a>", "1"],
        ["b", "20"],
    ]
    aligned = [re.search(r"text-align:(\w+)", cell.get("style"))[1] for cell in shown.iter("td")]
    assert aligned == ["left", "right"] * 2


def test_facts_have_no_heading():
    shown = tree(facts([("rate", 0.1)]))
    assert list(shown.iter("thead")) == []
    assert ["".join(cell.itertext()) for cell in shown.iter("td")] == ["rate", "0.1"]


def test_bar_is_as_long_as_its_share():
    (inner,) = tree(share_bar(0.849, "#000"))
    assert inner.get("style").startswith("width:84.9%")


def test_curve_is_drawn_where_its_numbers_are():
    (points,) = paths(curves([Line("a", "#000", [(0, 2.0), (50, 1.0), (100, 0.5)])], "J"))
    assert points == [(LEFT, TOP), ((LEFT + RIGHT) / 2, (TOP + BOTTOM) / 2), (RIGHT, (TOP + 3 * BOTTOM) / 4)]


def test_axis_begins_at_zero_and_names_its_ends():
    said = words(curves([Line("training", "#000", [(0, 2.0), (2000, 0.5)])], "cost J"))
    assert said == ["0", "0.5", "1", "1.5", "2", "0", "iteration 2,000", "cost J", "training", "0.5000"]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 0.695, [0, 0.2, 0.4, 0.6]),
        (0, 1.91, [0, 0.5, 1, 1.5]),
        (-0.3, 0.7, [0, 0.5]),
        (0, 0, [0]),
        (3e-4, 3.7e-4, [3.0e-4, 3.2e-4, 3.4e-4, 3.6e-4]),
    ],
)
def test_levels_are_round(low, high, expected):
    assert levels(low, high, logarithmic=False) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.01, 1.0, [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]),
        (0.003, 20.0, [0.01, 0.1, 1, 10]),
        (1e-9, 1.0, [1e-9, 1e-7, 1e-5, 1e-3, 1e-1]),
    ],
)
def test_levels_of_a_logarithmic_axis(low, high, expected):
    assert levels(low, high, logarithmic=True) == pytest.approx(expected)


def test_axis_is_logarithmic_beyond_a_factor_of_thirty_and_says_so():
    shown = curves([Line("a", "#000", [(0, 1.0), (1, 0.1), (2, 0.01)])], "J")
    assert [y for _x, y in paths(shown)[0]] == [TOP, (TOP + BOTTOM) / 2, BOTTOM]
    assert "J, logarithmic" in words(shown)
    assert "0.1" in words(shown), "the geometric middle"


def test_costs_that_are_not_finite_leave_a_gap():
    pieces = paths(curves([Line("a", "#000", [(0, 1.0), (1, 0.9), (2, math.inf), (3, 0.5)])], "J"))
    assert [len(piece) for piece in pieces] == [2, 2], "the lone last point is a dot of two equal ends"
    assert pieces[1][0] == pieces[1][1]


def test_nothing_finite_is_nothing_drawn():
    assert str(curves([Line("a", "#000", [(0, math.nan)]), Line("b", "#000", [])], "J")) == ""


def test_long_curves_are_thinned_and_keep_their_end():
    points = [(k, 1 + k % 2 / 10) for k in range(10_000)] + [(10_000, 0.5)]
    (drawn,) = paths(curves([Line("a", "#000", points)], "J"))
    assert len(drawn) <= MOST_POINTS + 2
    assert drawn[-1][0] == RIGHT


@pytest.mark.parametrize(("first", "second"), [(0.5, 0.5), (0.5, 0.51), (0.51, 0.5), (0.0, 0.01), (1.0, 0.99)])
def test_names_of_ends_that_meet_are_apart_and_inside(first, second):
    shown = curves([Line("one", "#000", [(0, 1.0), (9, first)]), Line("two", "#000", [(0, 1.0), (9, second)])], "J")
    places = {"".join(t.itertext()): float(t.get("y")) for t in tree(shown).iter(f"{SVG}text")}
    assert abs(places["one"] - places["two"]) >= 27, "two lines of words each"
    assert max(places["one"], places["two"]) < BOTTOM + 4
    assert (places["one"] <= places["two"]) == (first >= second)


def test_boxes_have_their_units_and_words():
    shown = boxes([Box(12288, ("input",)), Box(20, ("ReLU", "dropout 0.5"), "245,780 parameters")], "two <boxes>")
    assert words(shown) == ["12,288", "input", "20", "ReLU", "dropout 0.5", "245,780 parameters"]
    heights = [float(box.get("height")) for box in tree(shown).iter(f"{SVG}rect")]
    assert heights == pytest.approx([tall(12288), tall(20)], abs=0.06)
    assert heights[0] > heights[1]
    assert tree(shown).find(f"{SVG}title").text == "two <boxes>"


def test_of_many_boxes_the_first_and_the_last_are_drawn():
    shown = boxes([Box(k + 1, ("a",)) for k in range(20)], "")
    assert [word for word in words(shown) if word != "a"] == ["1", "2", "3", "⋯", "18", "19", "20"]
    assert len(words(boxes([Box(k + 1, ("a",)) for k in range(MOST)], ""))) == 2 * MOST
