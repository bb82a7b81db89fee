"""What the figures of studies draw, and what they write."""

import numpy as np
import pytest

import glasscat as gc
from glasscat.i18n import use_language
from glasscat.reports.figures.parallel import Scale
from glasscat.reports.figures.plot import apart
from glasscat.reports.figures.write import write_figures
from glasscat.reports.studies import draw, to_csv
from glasscat.studies.comparison import compare
from glasscat.studies.cross_validation import CrossValidation
from glasscat.studies.grid import Between, drawn, grid
from glasscat.studies.learning_curves import LearningCurve
from glasscat.studies.parts import same_plan
from glasscat.studies.resplits import Resplit
from glasscat.studies.study import Column, Table, carry_out
from glasscat.studies.sweeps import Sweep, Swept

from .kept_runs import SIX_OF_TWENTY, kept


def swept(make, points):
    return carry_out(Sweep(points, [make(**point) for point in points]))


def words(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def plot(figure):
    """Axes of the plot: the first one is the page."""
    return figure.axes[1]


def test_curves_are_the_costs_and_are_named_at_their_ends(make):
    outcome = swept(make, grid({"learning_rate": [0.5, 0.1, 0.02]}))
    figure = draw(outcome)
    lines = plot(figure).lines
    assert len(lines) == 3
    for line, row in zip(lines, outcome.rows, strict=True):
        np.testing.assert_array_equal(np.column_stack(line.get_data()), row["costs"])
    assert len({line.get_color() for line in lines}) == 3
    written = {text.get_text(): text for text in figure.axes[0].texts}
    for line, row in zip(lines, outcome.rows, strict=True):
        name = f"{row['values']['learning_rate']:.4g}"
        assert written[name].get_color() == line.get_color()
        assert f"{row['final_cost']:.4g}" in written


def test_labels_of_equal_curves_are_apart(make):
    outcome = swept(make, grid({"learning_rate": [0.5], "iterations": [40], "l2": [k * 1e-9 for k in range(8)]}))
    figure = draw(outcome)
    heights = sorted(text.get_position()[1] for text in figure.axes[0].texts if text.get_fontweight() == "bold")[1:]
    assert min(np.diff(heights)) >= 16


def test_apart():
    assert apart([10, 50, 90], 5, 0, 100) == [10, 50, 90]
    assert apart([10, 10], 6, 0, 100) == [7, 13]
    moved = apart([50, 49, 50, 51, 98], 10, 0, 100)
    assert np.diff(sorted(moved)).min() >= 10 - 1e-9
    assert np.argsort(moved, kind="stable").tolist() == np.argsort([50, 49, 50, 51, 98], kind="stable").tolist()
    assert apart([99, 99], 10, 0, 100) == [90, 100]


def test_a_cost_that_spans_much_is_logarithmic(make):
    assert plot(draw(swept(make, grid({"learning_rate": [0.5]})))).get_yscale() == "linear"
    outcome = swept(make, grid({"learning_rate": [0.5]}))
    outcome.rows[0]["costs"][0][1] = 100.0
    assert plot(draw(outcome)).get_yscale() == "log"


def test_many_values_of_one_number_are_dots(make):
    outcome = swept(make, grid({"learning_rate": Between(0.01, 1.0, 20)}))
    figure = draw(outcome)
    _sheet, costs, scores = figure.axes
    x, y = costs.lines[0].get_data()
    assert list(x) == [row["values"]["learning_rate"] for row in outcome.rows]
    assert list(y) == [row["final_cost"] for row in outcome.rows]
    assert costs.get_xscale() == "log"
    assert list(scores.lines[0].get_ydata()) == [row["train"]["accuracy"] for row in outcome.rows]
    assert list(scores.lines[1].get_ydata()) == [row["test"]["accuracy"] for row in outcome.rows]
    whole = draw(swept(make, grid({"iterations": Between(10, 19, 10)})))
    assert whole.axes[1].get_xscale() == "linear"


def test_many_settings_are_lines_across_parallel_axes(make):
    vary = {"learning_rate": Between(0.01, 1.0), "iterations": Between(10, 40)}
    outcome = swept(make, drawn(vary, 12, 0))
    figure = draw(outcome)
    (sheet,) = figure.axes
    lines = [line for line in sheet.lines if len(line.get_xdata()) > 2]
    assert len(lines) == 12
    assert {"learning_rate", "iterations", "final cost", "test, %"} <= set(words(figure))
    thick = max(lines, key=lambda line: line.get_linewidth())
    assert thick is lines[-1]
    # it ends lowest on the axis of final costs, the last but one
    at = lambda line: line.get_ydata()[np.argmin(abs(line.get_xdata() - sorted(set(lines[0].get_xdata()))[-24]))]  # noqa: E731
    assert at(thick) == max(at(line) for line in lines)
    marks = {"0.02", "0.05", "0.1", "0.2", "0.5"}
    assert marks < set(words(figure)), "round numbers stand beside the axes"


def test_lines_of_costs_that_are_not_one_thing_are_alike(make):
    vary = {"learning_rate": Between(0.1, 1.0), "l2": [0.0, 0.1]}
    (sheet,) = draw(swept(make, drawn(vary, 12, 0))).axes
    lines = [line for line in sheet.lines if len(line.get_xdata()) > 2]
    assert len({line.get_linewidth() for line in lines}) == len({line.get_color() for line in lines}) == 1


def test_dots_that_are_missing_are_told():
    """In the figure as in the sentence: two panels of dots show 14 runs of 20."""
    foot = "Of 20 runs 14 ended lower, 3 diverged, 1 ended higher, 2 learnt nothing."
    assert foot in words(draw(SIX_OF_TWENTY))
    assert not any("ended lower" in word for word in words(draw(Swept(SIX_OF_TWENTY.rows[:14]))))


def test_curves_that_are_missing_are_told():
    """A run without even a first cost has no curve on whose end to write so."""
    outcome = Swept((kept(1.0), kept(2.0), kept(3.0, "GC-T01") | {"costs": []}))
    figure = draw(outcome)
    assert len(plot(figure).lines) == 2
    assert "Of 3 runs 2 ended lower, 1 diverged." in words(figure)


def test_lines_that_are_missing_are_told(data):
    large = gc.from_arrays(data.train.X * 1000, data.train.y)
    network = gc.Network.dense(3, [], 2)

    def plan(learning_rate, iterations):
        return gc.Plan(network, large, optimizer=gc.GradientDescent(learning_rate), iterations=iterations)

    outcome = swept(plan, grid({"learning_rate": Between(1e-7, 1e3, 6), "iterations": [5, 6]}))
    n = sum(row["status"] == "diverged" for row in outcome.rows)
    assert f"Of 12 runs {12 - n} ended lower, {n} ended higher." in words(draw(outcome))


def test_a_scale_of_each_kind():
    assert [Scale([1e-4, 1e-3, 1e-2]).place(value) for value in (1e-4, 1e-3, 1e-2)] == pytest.approx([0, 0.5, 1])
    assert Scale([0.0, 1.0, 4.0]).place(1.0) == 0.25
    assert [Scale(["he", "zeros"]).place(value) for value in ("he", "zeros")] == [0.25, 0.75]
    assert Scale([3, 3]).place(3) == 0.5


def test_every_re_split_is_a_dot(make, data):
    outcome = carry_out(Resplit(data, same_plan(make()), times=12))
    figure = draw(outcome)
    dots = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert sum(len(line.get_xdata()) for line in dots) == 12
    assert len(dots) == len(set(outcome.accuracies.tolist()))
    said = " ".join(words(figure))
    assert f"the split as given: {outcome.headline.accuracy:.1f} %" in said
    assert f"mean of the re-splits: {outcome.accuracies.mean():.1f} %" in said


def test_every_fold_is_a_ring(make, data):
    outcome = carry_out(CrossValidation(data, same_plan(make()), folds=4, repeats=3))
    figure = draw(outcome)
    dots = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert sorted(len(line.get_xdata()) for line in dots) == [1, 1, 1, 4, 4, 4]
    said = words(figure)
    assert [f"{score.accuracy:.1f}" in said for score in outcome.scores] == [True] * 3
    assert any(f"always other: {outcome.majority_score.accuracy:.1f} %" in one for one in said)


def test_the_curve_of_size(make, data):
    outcome = carry_out(LearningCurve(data, same_plan(make()), draws=4, sizes=[10, 20, 40, 60]))
    axes = plot(draw(outcome))
    means = next(line for line in axes.lines if line.get_marker() == "o" and line.get_linestyle() == "-")
    np.testing.assert_array_equal(means.get_xdata(), [10, 20, 40, 60])
    np.testing.assert_allclose(means.get_ydata(), outcome.means)
    dashed = next(line for line in axes.lines if line.get_linestyle() == "--")
    assert dashed.get_xdata()[-1] == pytest.approx(600)
    assert dashed.get_ydata()[-1] == pytest.approx(outcome.forecast.expected(600.0).value)


def test_differences_with_their_intervals():
    right = {"A neuron": np.repeat([True, False], [30, 20]), "deep": np.repeat([False, True], [5, 45])}
    outcome = compare(right)
    figure = draw(outcome)
    (pair,) = outcome.pairs
    assert "−30.0 points" in words(figure)
    assert pair.difference == pytest.approx(-30)
    from_to, dot = figure.axes[0].lines[1:3]
    low, high = (figure.axes[1].transData.transform((end, 0))[0] for end in pair.interval)
    np.testing.assert_allclose(from_to.get_xdata(), [low, high])
    assert dot.get_markerfacecolor() == ("white" if not pair.is_different else dot.get_markeredgecolor())


def test_figures_of_hostile_names_are_the_same_bytes(tmp_path):
    """A name with markup in it is shown; the same outcome gives the same file, in both languages."""
    outcome = compare({"<script>": np.array([True, False]), "b & c $x$": np.array([True, True])})
    for language in ("en", "zh"):
        with use_language(language):
            first, second = (write_figures(tmp_path / name, {"compare": lambda: draw(outcome)})[0] for name in "ab")
        assert first.read_bytes() == second.read_bytes()
        assert "<script>" not in first.read_text("utf-8")
        assert "&lt;script&gt;" in first.read_text("utf-8")


def test_a_table_as_a_file():
    table = Table((Column("a", "A"), Column("b", "B", ".1f")), (("x, y", 0.1 + 0.2), (None, 3)))
    assert to_csv(table).decode() == 'a,b\n"x, y",0.30000000000000004\n,3\n'


def test_an_unknown_outcome_is_not_drawn():
    class Strange:
        kind = "strange"

    with pytest.raises(NotImplementedError, match="strange"):
        draw(Strange())


def test_sweeps_where_all_diverged(data):
    large = gc.from_arrays(data.train.X * 1000, data.train.y)
    network = gc.Network.dense(3, [], 2)

    def plan(learning_rate, l2):
        return gc.Plan(network, large, optimizer=gc.GradientDescent(learning_rate), l2=l2, iterations=5)

    few = swept(plan, grid({"learning_rate": [1e3], "l2": [0.0]}))
    assert "ended higher" in words(draw(few))
    for vary in (
        {"learning_rate": Between(1e3, 1e4, 9), "l2": [0.0]},
        {"learning_rate": Between(1e3, 1e4, 5), "l2": [0.0, 1e-9]},
    ):
        outcome = swept(plan, grid(vary))
        n = len(outcome.rows)
        assert words(draw(outcome))[1] == f"Of {n} runs none ended lower: {n} ended higher."
