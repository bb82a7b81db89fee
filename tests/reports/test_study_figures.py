"""The figures of studies: every number that is drawn is that of a row that was made by hand."""

from dataclasses import replace

import numpy as np
import pytest

from glasscat.i18n import use_language
from glasscat.reports.figures.compare import compare
from glasscat.reports.figures.distribution import distribution, folds
from glasscat.reports.figures.learning_curve_of_size import FURTHEST, learning_curve_of_size
from glasscat.reports.figures.parallel import BOTTOM as PARALLEL_BOTTOM
from glasscat.reports.figures.parallel import TOP as PARALLEL_TOP
from glasscat.reports.figures.style import TEST, TRAIN
from glasscat.reports.figures.sweep import COLOURS, sweep
from glasscat.statistics.intervals import wilson
from glasscat.studies import comparison
from glasscat.studies.cross_validation import CrossValidated
from glasscat.studies.learned import Learned
from glasscat.studies.resplits import Resplitted
from glasscat.studies.sweeps import Swept


def trained(values, final, costs=((0, 0.69), (100, 0.5)), test=30, status="finished"):
    """A row of a sweep."""
    return {
        "values": values,
        "plan": {"output": "SigmoidOutput(loss='cross-entropy')"},
        "status": status,
        "costs": [list(pair) for pair in costs],
        "final_cost": final,
        "train": {"correct": 80, "total": 100, "accuracy": 80.0},
        "test": None if test is None else {"correct": test, "total": 50, "accuracy": 2.0 * test},
    }


def words(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def value_on(axes, x):
    """Value of an axis below a place of the page, in points from its left edge."""
    return axes.transData.inverted().transform((x, 0))[0]


THREE_RATES = Swept(
    (
        trained({"rate": 0.01}, 0.07, [(0, 0.693147), (100, 0.823921), (200, 0.418946)]),
        trained({"rate": 0.005}, 0.14, [(0, 0.693147), (100, 0.584508), (200, 0.466949)]),
        trained({"rate": 0.0001}, 0.56, [(0, 0.693147), (100, 0.643677), (200, 0.635737)]),
    )
)


def test_few_runs_are_drawn_as_their_cost_curves():
    figure = sweep(THREE_RATES)
    for line, row, colour in zip(figure.axes[1].lines, THREE_RATES.rows, COLOURS, strict=False):
        np.testing.assert_array_equal(line.get_xydata(), row["costs"])
        assert line.get_color() == colour
    assert len(figure.axes[1].lines) == 3


def test_each_curve_is_named_at_its_end_with_its_final_cost():
    figure = sweep(THREE_RATES)
    said = words(figure)
    for rate, cost in (("0.01", "0.07"), ("0.005", "0.14"), ("0.0001", "0.56")):
        assert said[said.index(rate) + 1] == cost
    places = {text.get_text(): text.get_position()[1] for text in figure.axes[0].texts}
    # above each other in the order of the ends: 0.419, 0.467, 0.636
    assert places["0.01"] > places["0.005"] > places["0.0001"]
    colours = {text.get_text(): text.get_color() for text in figure.axes[0].texts}
    assert [colours[rate] for rate in ("0.01", "0.005", "0.0001")] == list(COLOURS[:3])
    assert said[1] == "Of 3 runs the lowest final cost, 0.07, is that of rate = 0.01."


def test_a_run_that_diverged_is_called_so():
    rows = (*THREE_RATES.rows, trained({"rate": 5.0}, 9.0, test=None, status="diverged"))
    said = words(sweep(Swept(rows)))
    assert said[said.index("5") + 1] == "diverged"


MANY_RATES = Swept(tuple(trained({"rate": 0.001 * k}, 1 / k, test=20 + k) for k in range(1, 13)))


def test_many_values_of_one_setting_are_dots_of_cost_and_score():
    figure = sweep(MANY_RATES)
    (cost,) = figure.axes[1].lines
    np.testing.assert_allclose(cost.get_xydata(), [(0.001 * k, 1 / k) for k in range(1, 13)])
    train, test = figure.axes[2].lines
    np.testing.assert_allclose(train.get_ydata(), 80)
    np.testing.assert_allclose(test.get_ydata(), [40 + 2 * k for k in range(1, 13)])
    assert (cost.get_color(), test.get_color()) == (TRAIN, TEST)
    (band,) = figure.axes[2].patches
    low, high = wilson(32, 50)  # the best one has 32 of 50 right
    assert band.get_y() == pytest.approx(100 * low)
    assert band.get_height() == pytest.approx(100 * (high - low))
    assert "Lowest final cost 0.08333 at 0.012; a ring marks the best of each panel." in words(figure)


def test_rings_mark_the_lowest_cost_and_the_best_score():
    figure = sweep(MANY_RATES)
    rings = [line.get_xydata()[0] for line in figure.axes[0].lines if line.get_marker() == "o"]
    (cost_x, cost_y), (score_x, score_y) = rings
    height = figure.get_size_inches()[1] * 72
    for axes, x, y, value in ((figure.axes[1], cost_x, cost_y, 1 / 12), (figure.axes[2], score_x, score_y, 64.0)):
        np.testing.assert_allclose(axes.transData.inverted().transform((x, height - y)), (0.012, value), rtol=1e-6)


def shares_of(*pairs):
    """A sweep over as many rates as there are pairs of right answers, training and test, in percent."""
    return Swept(
        tuple(
            trained({"rate": 0.001 * k}, 0.4, test=test // 2)
            | {"train": {"correct": train, "total": 100, "accuracy": float(train)}}
            for k, (train, test) in enumerate(pairs, 1)
        )
    )


@pytest.mark.parametrize("pairs", [[(100, 100), (72, 60)] * 5, [(0, 0), (10, 2)] * 5, [(50, 50)] * 9])
def test_shares_have_no_marks_beyond_0_and_100_and_every_dot_is_whole(pairs):
    figure = sweep(shares_of(*pairs))
    axes = figure.axes[2]
    low, high = axes.get_ylim()
    assert 0 <= low < high <= 100
    marks = [mark for mark in axes.get_yticks() if low <= mark <= high]
    assert len(marks) >= 2
    np.testing.assert_allclose(np.asarray(marks) / 2.5, np.round(np.asarray(marks) / 2.5), err_msg="round numbers")
    for panel in figure.axes[1:]:
        bottom, top = panel.get_ylim()
        for dots in panel.lines:
            assert not dots.get_clip_on()
            assert bottom <= min(dots.get_ydata()) <= max(dots.get_ydata()) <= top
    (band,) = axes.patches
    assert low <= band.get_y() <= band.get_y() + band.get_height() <= high + 1e-9


def test_costs_of_dots_are_logarithmic_from_thirty_times_on_and_say_so():
    costs = [0.6 / 10**k for k in range(10)]
    figure = sweep(Swept(tuple(trained({"rate": 0.001 * k}, cost) for k, cost in enumerate(costs, 1))))
    figure.canvas.draw()
    axes = figure.axes[1]
    assert axes.get_yscale() == "log"
    assert "final cost J, logarithmic" in words(figure)
    low, high = axes.get_ylim()
    written = {
        label.get_text() for label, at in zip(axes.get_yticklabels(), axes.get_yticks(), strict=True) if low < at < high
    }
    assert {label.strip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹") for label in written} == {"10"}, "all in one way"
    assert len(written) >= 3
    assert sweep(MANY_RATES).axes[1].get_yscale() == "linear", "twelve times"


def test_dots_of_runs_without_a_test_set_are_one_panel():
    figure = sweep(Swept(tuple(trained({"rate": 0.001 * k}, 1 / k, test=None) for k in range(1, 13))))
    assert len(figure.axes) == 2


def test_a_parallel_axis_writes_all_its_values_in_one_way():
    rows = tuple(
        trained({"rate": 10.0**-k, "init": name}, 3.0 * 10**-k) for k in range(1, 9) for name in ("he", "zeros")
    )
    said = words(sweep(Swept(rows)))
    assert [f"10{power}" in said for power in ("⁻¹", "⁻⁴", "⁻⁸")] == [True] * 3
    assert [f"3.00·10{power}" in said for power in ("⁻¹", "⁻⁴", "⁻⁸")] == [True] * 3


def test_no_layers_are_none_in_the_language_of_the_reader():
    rows = tuple(trained({"rate": 0.001 * k, "layers": layers}, 0.5 / k) for k in range(1, 6) for layers in ("", "8"))
    assert "none" in words(sweep(Swept(rows)))
    assert "0.001, none" in words(sweep(Swept(rows[:4])))
    with use_language("zh"):
        assert "无" in words(sweep(Swept(rows)))
        assert "0.001, 无" in words(sweep(Swept(rows[:4])))


SEVERAL = Swept(
    tuple(
        trained({"rate": 10.0**-k, "init": name}, 0.1 * (k + 3 * n), test=25 + k)
        for k in range(1, 6)
        for n, name in enumerate(("he", "xavier"))
    )
)


def test_several_settings_are_lines_across_parallel_axes():
    figure = sweep(SEVERAL)
    paths = [line for line in figure.axes[0].lines if len(line.get_xdata()) > 2]
    assert len(paths) == 10
    lowest = paths[-1]
    assert lowest.get_linewidth() == max(path.get_linewidth() for path in paths)
    said = words(figure)
    assert {"rate", "init", "final cost", "test, %", "he", "xavier"} <= set(said)
    assert "bold: 0.1." in said[1]
    # of the lowest run: rate 0.1 is the largest, cost 0.1 the smallest, 26 of 50 the smallest score
    y = lowest.get_ydata()
    across = np.array([y[0], y[47], y[-1]])
    np.testing.assert_allclose(across, [PARALLEL_TOP, PARALLEL_BOTTOM, PARALLEL_BOTTOM], atol=1e-9)
    heights = sorted({round(path.get_ydata()[0], 6) for path in paths})
    np.testing.assert_allclose(np.diff(heights), np.diff(heights)[0], err_msg="five powers of ten are evenly apart")


def a_split(correct, total=50, status="finished"):
    return {
        "status": status,
        "correct": correct,
        "total": total,
        "fresh_correct": correct,
        "fresh_total": total,
        "leaked": [],
    }


RESPLITS = Resplitted(tuple(map(a_split, (35, 30, 30, 30, 28, 33))), 209, ("non-cat", 154))


def test_every_resplit_is_a_dot_over_its_score():
    figure = distribution(RESPLITS)
    heaps = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    drawn = {value_on(figure.axes[1], heap.get_xdata()[0]): len(heap.get_xdata()) for heap in heaps}
    assert {round(score, 6): n for score, n in drawn.items()} == {56.0: 1, 60.0: 3, 66.0: 1}
    assert "From 56 to 66 %, mean 60.4 %: 209 samples to train on, 50 to test on." in words(figure)


def test_lines_mark_headline_mean_and_majority():
    figure = distribution(RESPLITS)
    said = words(figure)
    # 154 of 259; (3 · 30 + 28 + 33) / 5 of 50; 35 of 50
    for mark in ("always non-cat: 59.5 %", "mean of the re-splits: 60.4 %", "the split as given: 70.0 %"):
        assert mark in said
    lines = [line.get_xdata()[0] for line in figure.axes[0].lines if line.get_marker() != "o"]
    assert sorted(value_on(figure.axes[1], x) for x in lines) == pytest.approx([100 * 154 / 259, 60.4, 70.0])


def test_no_line_crosses_a_name():
    """The split as given scores far to the right: names stand to the left, and longer lines further right."""
    figure = distribution(replace(RESPLITS, rows=tuple(map(a_split, (36, 30, 30, 30, 28, 21)))))
    figure.canvas.draw()
    names = [text for text in figure.axes[0].texts if text.get_text().endswith(" %") and text.get_bbox_patch()]
    lines = [line for line in figure.axes[0].lines if line.get_marker() != "o"]
    assert len(names) == len(lines) == 3
    for name in names:
        box = name.get_window_extent()
        for line in lines:
            (x, _y), (_x, top) = figure.axes[0].transData.transform(line.get_xydata()[[0, 0]])
            assert not (box.x0 < x < box.x1 and top > box.y0), name.get_text()


def test_resplits_that_all_diverged_are_told():
    rows = (a_split(35), a_split(0, status="diverged"))
    assert "Every run diverged." in words(distribution(Resplitted(rows, 209, ("non-cat", 154))))


def a_fold(repeat, right, of):
    return {
        "status": "finished",
        "repeat": repeat,
        "right": right,
        "majority_right": of[:3],
        "total": len(of),
        "leaked": [],
    }


FOLDS = CrossValidated(
    (
        a_fold(0, [0, 1, 2, 3], [0, 1, 2, 3, 4]),
        a_fold(0, [5, 6], [5, 6, 7, 8, 9]),
        a_fold(1, [0, 2, 4], [0, 2, 4, 6, 8]),
        a_fold(1, [1], [1, 3, 5, 7, 9]),
    ),
    folds=2,
    repeats=2,
    m=10,
    majority="dog",
)


def test_folds_are_rings_and_repeats_are_dots():
    figure = folds(FOLDS)
    marks = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    values = [[value_on(figure.axes[1], x) for x in mark.get_xdata()] for mark in marks]
    # of each repeat the folds, and all ten samples together
    assert values == [pytest.approx(each) for each in ([60], [80, 40], [40], [60, 20])]
    assert [mark.get_markerfacecolor() for mark in marks] == [TRAIN, "white", TRAIN, "white"]


def test_folds_of_one_score_are_seen_apart():
    """Two folds of 60 %: one ring below the other."""
    figure = folds(replace(FOLDS, rows=tuple(row | {"right": row["right"][:1]} for row in FOLDS.rows)))
    rings = [line for line in figure.axes[0].lines if line.get_marker() == "o" and len(line.get_xdata()) == 2]
    for ring in rings:
        assert ring.get_xdata()[0] == ring.get_xdata()[1]
        assert ring.get_ydata()[1] - ring.get_ydata()[0] == 8


def test_mean_and_majority_are_marked_with_the_interval():
    figure = folds(FOLDS)
    said = words(figure)
    low, high = (100 * end for end in wilson(5, 10))
    assert f"Mean 50.0 %; shaded: 95 % interval, {low:.1f} to {high:.1f} %." in said
    assert "always dog: 60.0 %" in said, "three of five in each fold"
    assert "mean of the repeats: 50.0 %" in said
    (band,) = figure.axes[1].patches
    assert (band.get_x(), band.get_width()) == pytest.approx((low, high - low))
    assert said[said.index("repeat 1") + 1] == "60.0"


def answers():
    """Of 40 samples the first gets 30 right, the second 20; 15 only the first, 5 only the second."""
    return {"deep": np.arange(40) < 30, "neuron": np.repeat([False, True, False], [15, 20, 5])}


def test_each_difference_is_drawn_with_its_interval():
    outcome = comparison.compare({**answers(), "same": answers()["deep"]})
    figure = compare(outcome)
    dots = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    drawn = [value_on(figure.axes[1], dot.get_xdata()[0]) for dot in dots]
    assert drawn == pytest.approx([25.0, 0.0, -25.0], abs=1e-9)
    bars = [line for line in figure.axes[0].lines if line.get_solid_capstyle() == "round"]
    for bar, pair in zip(bars, outcome.pairs, strict=True):
        assert [value_on(figure.axes[1], x) for x in bar.get_xdata()] == pytest.approx(pair.interval, abs=1e-9)
    said = words(figure)
    assert said[2:7] == ["A: deep", "75.0 %", "B: neuron", "50.0 %", "+25.0 points"]
    # exact McNemar of 15 against 5, 2 P(X <= 5) with X binomial (20, 1/2), times the three comparisons (Holm)
    assert f"p = {3 * 2 * 21700 / 2**20:.2g}" in said


def test_only_what_is_more_than_chance_is_filled():
    (hollow,) = [
        line
        for line in compare(comparison.compare({"a": np.arange(40) < 22, "b": np.arange(40) < 20})).axes[0].lines
        if line.get_marker() == "o"
    ]
    (filled,) = [line for line in compare(comparison.compare(answers())).axes[0].lines if line.get_marker() == "o"]
    assert (hollow.get_markerfacecolor(), hollow.get_markeredgecolor()) == ("white", TRAIN)
    assert (filled.get_markerfacecolor(), filled.get_markeredgecolor()) == (TEST, TEST)


@pytest.fixture(scope="module")
def learned():
    """Six draws of 60 test samples, of which more are right the more samples were trained on."""
    rng = np.random.default_rng(2)
    rows = []
    for draw in range(6):
        for n in (20, 40, 80, 160):
            right = rng.random(60) < 1 - 0.9 * n**-0.3
            rows.append(
                {
                    "n": n,
                    "draw": draw,
                    "status": "finished",
                    "tested": list(range(60)),
                    "right": np.flatnonzero(right).tolist(),
                }
                | {"rivals": {}}
            )
    return Learned.of(tuple(rows), 60, n_given=160, n_test=60, seed=0)


def test_draws_and_their_means_are_where_they_were_measured(learned):
    figure = learning_curve_of_size(learned)
    lines = figure.axes[1].lines
    for k, n in enumerate((20, 40, 80, 160)):
        counted = [100 * len(row["right"]) / 60 for row in learned.rows if row["n"] == n]
        np.testing.assert_allclose(lines[k].get_ydata(), counted)
        np.testing.assert_allclose(lines[k].get_xdata(), n, rtol=0.04, err_msg="set apart by less than 4 %")
    np.testing.assert_allclose(lines[4].get_xdata(), [20, 40, 80, 160])
    np.testing.assert_allclose(lines[4].get_ydata(), learned.accuracies.mean(axis=0))


def test_the_law_goes_on_beyond_with_its_interval(learned):
    figure = learning_curve_of_size(learned)
    beyond = figure.axes[1].lines[6]
    assert beyond.get_xdata()[[0, -1]] == pytest.approx([160, 160 * FURTHEST])
    law = learned.forecast.law
    a, b, c = float(law.a), float(law.b), float(law.c)
    np.testing.assert_allclose(beyond.get_ydata(), [100 * (1 - a - b * n**-c) for n in beyond.get_xdata()])
    (band,) = figure.axes[1].collections
    corners = band.get_paths()[0].vertices
    end = learned.forecast.expected(1600.0)
    at_end = corners[np.isclose(corners[:, 0], 1600.0)][:, 1]
    assert (at_end.min(), at_end.max()) == pytest.approx((end.low, end.high))
    assert any("· n^(−" in line for line in words(figure))
    twice = learned.forecast.expected(320.0)
    assert (
        f"With 160 samples {learned.means[-1]:.1f} %; with twice as many perhaps {twice.value:.1f} %"
        in words(figure)[1]
    )
