import numpy as np
import pytest

from glasscat.errors import UsageError
from glasscat.reports.figures.curve import learning_curve
from glasscat.reports.figures.style import TEST, TRAIN

TRAINING = [(0, 0.6931), (100, 0.5845), (200, 0.4669), (300, 0.3760)]
FALLING = [(0, 0.6931), (100, 0.65), (200, 0.62), (300, 0.61)]
RISING = [(0, 0.6931), (100, 0.5071), (200, 0.6065), (300, 0.7553)]


def plot_of(figure):
    return figure.axes[1]


def test_lines_are_the_costs_in_the_two_colours():
    lines = plot_of(learning_curve(TRAINING, RISING)).lines
    for line, costs, color in zip(lines, (TRAINING, RISING), (TRAIN, TEST), strict=True):
        np.testing.assert_array_equal(line.get_xydata(), costs)
        assert line.get_color() == color


def test_every_line_is_labelled_at_its_end_with_its_last_cost(said):
    figure = learning_curve(TRAINING, RISING)
    words = said(figure)
    assert words[words.index("training") + 1] == "0.3760"
    assert words[words.index("test") + 1] == "0.7553"
    texts = {text.get_text(): text for text in figure.axes[0].texts}
    # further down on the page for the lower cost, and right of the plot
    assert texts["training"].get_position()[1] > texts["test"].get_position()[1]
    assert texts["test"].get_color() == TEST


@pytest.mark.parametrize("last", [0.376, 0.377, 0.375])
def test_labels_of_ends_that_meet_do_not_cover_each_other(last):
    figure = learning_curve(TRAINING, [(0, 0.7), (300, last)])
    y = {text.get_text(): text.get_position()[1] for text in figure.axes[0].texts}
    assert abs(y["training"] - y["test"]) >= 30, "two lines of 15 points each"
    assert (y["test"] > y["training"]) == (last < 0.376), (
        "the lower end has the lower label, and training where they are equal"
    )


def test_lowest_test_cost_is_marked_where_it_rises_afterwards(said):
    figure = learning_curve(TRAINING, RISING)
    assert "lowest test cost 0.5071, at iteration 100" in said(figure)
    (mark,) = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    on_page = plot_of(figure).transData.transform((100, 0.5071))
    np.testing.assert_allclose(figure.axes[0].transData.transform(mark.get_xydata()[0]), on_page, atol=1e-6)


@pytest.mark.parametrize(
    "test_costs",
    [(), FALLING, [(0, 0.7), (100, 0.5), (200, 0.504)]],
    ids=["no test set", "it only falls", "it wobbles by less than 1 %"],
)
def test_nothing_is_marked_where_the_test_cost_does_not_rise(test_costs, said):
    assert not any("lowest" in words for words in said(learning_curve(TRAINING, test_costs)))


def test_the_words_of_a_late_minimum_stay_on_the_page():
    figure = learning_curve(TRAINING, [(0, 0.9), (200, 0.5), (300, 0.6)])
    (words,) = [text for text in figure.axes[0].texts if text.get_text().startswith("lowest")]
    assert words.get_ha() == "right"


def test_cost_axis_starts_at_zero():
    axes = plot_of(learning_curve(TRAINING))
    assert axes.get_yscale() == "linear"
    assert axes.get_ylim()[0] == 0
    assert axes.get_ylim()[1] > 0.6931


def test_cost_axis_is_logarithmic_beyond_a_factor_of_thirty_and_says_so(said):
    figure = learning_curve([(0, 0.61), (10, 0.02)])
    assert plot_of(figure).get_yscale() == "log"
    assert any(words.endswith("logarithmic") for words in said(figure))
    assert plot_of(learning_curve([(0, 0.59), (10, 0.02)])).get_yscale() == "linear"
    assert plot_of(learning_curve([(0, 0.59), (10, 0.0)])).get_yscale() == "linear", "zero has no logarithm"


@pytest.mark.parametrize(("last", "marks"), [(1e-9, {"10⁻²", "10⁻⁶", "10⁻⁸"}), (1e-3, {"0.001", "0.01", "0.1"})])
def test_marks_of_a_logarithmic_axis_are_written_in_one_way(last, marks):
    figure = learning_curve([(0, 0.61), (10, last)])
    figure.canvas.draw()
    axes = plot_of(figure)
    low, high = axes.get_ylim()
    ticks = zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)
    written = {label.get_text() for at, label in ticks if low < at < high}
    assert marks <= written
    assert {word.strip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹") == "10" for word in written} == {last < 1e-4}


def test_costs_below_zero_are_inside():
    assert plot_of(learning_curve([(0, -1.0), (1, -2.0)])).get_ylim() == (-2.0, 1.0)


def test_unit_and_title_are_as_asked(said):
    assert "cost J (mean cross-entropy, in nats)" in said(learning_curve(TRAINING))
    words = said(learning_curve(TRAINING, title="Rate <0.01> & $x$", quantity="half squared error"))
    assert words[0] == "Rate <0.01> & $x$"
    assert "half squared error" in words


def test_summary_tells_first_and_last_cost(said):
    assert said(learning_curve(TRAINING, FALLING))[1] == (
        "Training cost from 0.693 to 0.376 in 300 iterations. Test cost at the end 0.610."
    )
    assert said(learning_curve(TRAINING))[1].endswith("in 300 iterations.")


def test_costs_that_are_not_finite_leave_a_gap_and_are_told(said):
    figure = learning_curve([(0, 0.69), (100, np.inf), (200, 0.8), (300, np.nan)])
    np.testing.assert_array_equal(plot_of(figure).lines[0].get_ydata(), [0.69, np.nan, 0.8, np.nan])
    assert said(figure)[1].endswith("Not finite at iteration 100.")
    assert "0.8000" in said(figure)


def test_a_training_without_a_finite_cost_is_told(said):
    assert "diverged" in said(learning_curve([(0, np.inf)]))[1]


def test_a_lone_cost_is_a_dot():
    assert plot_of(learning_curve([(0, 0.69)])).lines[0].get_marker() == "o"


def test_a_very_long_line_becomes_pixels():
    assert plot_of(learning_curve([(i, 1 + i % 2) for i in range(10_001)])).lines[0].get_rasterized()
    assert not plot_of(learning_curve(TRAINING)).lines[0].get_rasterized()


def test_no_cost_is_an_error():
    with pytest.raises(UsageError) as error:
        learning_curve([])
    assert error.value.code == "GC-F01"
