"""Figures of the cost surface, of descents, of times and of shapes: what they draw, and what they say."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from numpy.testing import assert_allclose

from glasscat.i18n import use_language
from glasscat.reports.figures import broadcasting as shapes
from glasscat.reports.figures import calories as table
from glasscat.reports.figures import descent_path as descents
from glasscat.reports.figures import landscape as surfaces
from glasscat.reports.figures import vectorization as times
from glasscat.reports.figures.style import TEST, TRAIN
from glasscat.studies.broadcasting import CALORIES, PAIRS, meeting, rank_one_trap, shares_of_calories
from glasscat.studies.landscape_line import Line
from glasscat.studies.slices import Slice
from glasscat.studies.vectorization_races import Race, Way


def words_of(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def bowl(*, share=0.99, deep=1.0, path=((-2.0, 1), (-1, 0.2), (0, 0))):
    """Costs of x^2 + y^2 + deep."""
    x = y = np.linspace(-3, 3, 21)
    path = np.array(path)
    heights = np.sum(path**2, axis=1) + deep
    return Slice(("along", "across"), x, y, np.add.outer(y**2, x**2) + deep, path, heights + 0.01, heights, share)


def test_map_draws_the_costs_and_the_path():
    one = bowl()
    figure = surfaces.landscape(one)
    _sheet, plan, relief = figure.axes
    assert_allclose(plan.images[0].get_array(), one.costs)
    assert_allclose(plan.images[0].get_extent(), [-3, 3, -3, 3])
    assert_allclose(plan.lines[1].get_xydata(), one.path)
    assert (plan.get_xlim(), plan.get_ylim()) == ((-3, 3), (-3, 3))
    in_space = np.array(relief.lines[1].get_data_3d()).T
    assert_allclose(in_space, np.column_stack([one.path, one.shadow_costs]))


def test_contours_carry_their_costs():
    one = bowl()
    plan = surfaces.landscape(one).axes[1]
    words = [text.get_text() for text in plan.texts]
    levels = surfaces._levels(one.costs, steep=False)
    labels = [word for word in words if word not in {"start", "end"}]
    assert labels
    assert set(labels) <= {f"{level:.2g}" for level in levels}
    assert {"start", "end"} <= set(words)


def test_labels_of_contours_keep_clear_of_the_ends():
    one = bowl()
    plan = surfaces.landscape(one).axes[1]
    for text in plan.texts:
        if text.get_text() not in {"start", "end"}:
            assert min(np.linalg.norm(np.array(text.get_position()) - one.path[[0, -1]], axis=1)) > 0.1 * 6


def test_words_over_a_slice():
    said = words_of(surfaces.landscape(bowl()))
    assert "Cost 6.01 at the start, 1.01 at the end. The plane holds 99.0 % of the path." in said
    assert {"along", "across", "height: cost J"} <= set(said)


def test_path_that_the_plane_does_not_hold_is_not_drawn():
    plan = surfaces.landscape(bowl(share=0.001)).axes[1]
    assert_allclose(plan.lines[1].get_xydata(), [[0, 0]])
    words = [text.get_text() for text in plan.texts]
    assert "end" in words
    assert "start" not in words


def test_steep_surface_is_logarithmic_and_says_so():
    one = bowl(deep=0.001)
    figure = surfaces.landscape(one)
    assert "height: cost J, logarithmic" in words_of(figure)
    assert_allclose(np.array(figure.axes[2].lines[1].get_data_3d())[2], np.log10(one.shadow_costs))
    assert figure.axes[2].zaxis.get_major_formatter()(-2, 0) == "0.01"


def test_title_of_ones_own():
    assert "A bowl" in words_of(surfaces.landscape(bowl(), title="A bowl"))


def parabola(*, bottom=True):
    x = np.linspace(-2, 2, 41)
    costs = x**2 + 0.5 if bottom else 3 - x
    walks = np.array([[-2.0, 2], [-1, 1.2], [-0.5, 0.7]])
    slopes = np.array([-4.0, 4]) if bottom else np.array([-1.0, -1])
    return Line("w", x, costs, walks, walks**2 + 0.5 if bottom else 3 - walks, slopes, 0.25)


def test_descents_from_both_sides():
    line = parabola()
    figure = descents.descent_path(line)
    curve, *others = figure.axes[1].lines
    assert_allclose(curve.get_xydata(), np.column_stack([line.x, line.costs]))
    dots = [one for one in others if one.get_marker() == "o"]
    for side, (walk, color) in enumerate(zip(dots, (TRAIN, TEST), strict=True)):
        assert_allclose(walk.get_xydata(), np.column_stack([line.walks[:, side], line.walk_costs[:, side]]))
        assert to_hex(walk.get_color()) == color.lower()
    assert {"slope −4, so x grows", "slope 4, so x shrinks", "from the left", "from the right"} <= set(words_of(figure))
    assert "x := x − 0.25 · dJ/dx, 2 steps from each side. Lowest at x = 0, where J = 0.5." in words_of(figure)


def test_tangents_have_the_slopes_and_stay_above_the_axis():
    line = parabola()
    dashed = [one for one in descents.descent_path(line).axes[1].lines if one.is_dashed()]
    for tangent, slope in zip(dashed, line.slopes, strict=True):
        (x0, y0), (x1, y1) = tangent.get_xydata()
        assert (y1 - y0) / (x1 - x0) == pytest.approx(slope)
        assert y1 > 0


def test_line_without_a_bottom_says_so():
    said = words_of(descents.descent_path(parabola(bottom=False)))
    assert any("The cost goes on falling at one end." in words for words in said)
    assert said.count("slope −1, so x grows") == 2


RACES = [
    ("Dot", Race((Way("loop", (0.02,)), Way("vector", (2e-5,))), 0.0)),
    ("Gradient", Race((Way("two loops", (1.5,)), Way("one loop", (0.003,)), Way("no loop", (0.0015,))), 0.0)),
]


def test_bars_are_as_long_as_the_logarithms():
    figure = times.vectorization(RACES)
    bars = [patch for patch in figure.axes[0].patches if to_hex(patch.get_facecolor()) != "#ffffff"]
    seconds = [way.seconds for _name, race in RACES for way in race.ways]
    widths = np.array([bar.get_width() for bar in bars])
    assert_allclose(np.diff(widths) / np.diff(np.log10(seconds)), (times.RIGHT - times.LEFT) / 6)  # 10 µs to 10 s
    colors = [to_hex(bar.get_facecolor()) for bar in bars]
    assert colors == [one.lower() for one in (TEST, TRAIN, TEST, TEST, TRAIN)]
    said = words_of(figure)
    assert {"20 ms", "1,000 times as long", "1.5 s", "2 times as long", "no loop", "Dot", "10 µs", "10 s"} <= set(said)


@pytest.mark.parametrize(
    ("seconds", "words"), [(1.4782, "1.48 s"), (0.0232, "23.2 ms"), (4.67e-5, "46.7 µs"), (5e-8, "0.05 µs")]
)
def test_times_have_the_unit_that_fits(seconds, words):
    assert times.time_of(seconds) == words


def test_boxes_are_the_shapes():
    one = meeting((3, 4), (4,))
    figure = shapes.broadcasting([one], rank_one_trap())
    edges = [patch for patch in figure.axes[0].patches if not patch.get_fill()]
    dashed = [patch for patch in edges if patch.get_linestyle() not in {"-", "solid"}]
    assert len(edges) == 3 * 12, "left, stretched right, result"
    assert len(dashed) == 8, "two of the three rows of the right are the same numbers again"
    assert words_of(figure).count("(3, 4)") == 2
    assert "(4,)" in words_of(figure)


def test_shapes_that_do_not_meet_are_an_error():
    figure = shapes.broadcasting([meeting((3, 4), (3,))], rank_one_trap())
    assert {"error", "4 is not 3"} <= set(words_of(figure))
    edges = [patch for patch in figure.axes[0].patches if not patch.get_fill()]
    assert len(edges) == 12 + 3


def test_calories_are_drawn_with_their_numbers():
    """The course's table, its totals three times, two of them stretched, and its shares to one decimal."""
    figure = table.calories(CALORIES, shares_of_calories())
    said = words_of(figure)
    numbers = [words for words in said if words.replace(".", "").isdigit()]
    A = ["56", "0", "4.4", "68", "1.2", "104", "52", "8", "1.8", "135", "99", "0.9"]
    totals = ["59", "239", "155.4", "76.9"] * 3
    shares = ["94.9", "0", "2.8", "88.4", "2", "43.5", "33.5", "10.4", "3.1", "56.5", "63.7", "1.2"]
    assert numbers == A + totals + shares
    edges = [patch for patch in figure.axes[0].patches if not patch.get_fill()]
    assert [patch.get_linestyle() in {"-", "solid"} for patch in edges] == [True] * 16 + [False] * 8 + [True] * 12
    assert said.count("(3, 4)") == 2
    assert "(4,)" in said


def test_no_contour_is_named_at_the_edge():
    figure = surfaces.landscape(bowl())
    axes = figure.axes[1]
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    labels = [text for text in axes.texts if text.get_path_effects()]
    assert labels
    for label in labels:
        x, y = label.get_position()
        assert 0.06 <= (x - left) / (right - left) <= 0.94
        assert 0.06 <= (y - low) / (high - low) <= 0.94


def test_trap_is_written_down():
    said = words_of(shapes.broadcasting([meeting(*pair) for pair in PAIRS], rank_one_trap()))
    below = said[said.index("The trap: (5,) is neither a row nor a column") :]
    assert below[3:] == [
        "a.T", "(5,)", "(1, 5)",
        "a @ a.T", "a number", "(5, 5)",
        "a − column (5, 1)", "(5, 5)", "(5, 1)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "draw",
    [
        lambda: surfaces.landscape(bowl()),
        lambda: descents.descent_path(parabola()),
        lambda: times.vectorization(RACES),
        lambda: shapes.broadcasting([meeting(*pair) for pair in PAIRS], rank_one_trap()),
        lambda: table.calories(CALORIES, shares_of_calories()),
    ],
    ids=["surface", "descent", "times", "shapes", "calories"],
)
def test_figures_are_drawn_in_chinese(draw):
    with use_language("zh"):
        figure = draw()
    assert words_of(figure)
