import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from glasscat.errors import UsageError
from glasscat.reports.figures.confusion import confusion

# The course's headline run: rows truth, columns prediction.
COURSE = np.array([[12, 5], [10, 23]])


def test_counts_shares_and_totals_are_written(said):
    words = said(confusion(COURSE, ("non-cat", "cat")))
    assert words[1].startswith("35 of 50 right.")
    assert "17 in all" in words
    assert "33 in all" in words
    # 12/17, 5/17, 10/33 and 23/33
    assert words[-8:] == ["12", "71 %", "5", "29 %", "10", "30 %", "23", "70 %"]


def test_truth_is_in_rows_and_predictions_in_columns():
    places = {text.get_text(): text.get_position() for text in confusion(COURSE, ("non-cat", "cat")).axes[0].texts}
    assert places["5"][1] == places["12"][1], "both are truly non-cats: one row"
    assert places["5"][0] == places["23"][0], "both were called cats: one column"
    assert places["10"][1] > places["12"][1]


def test_right_is_blue_and_wrong_is_vermillion_and_nothing_is_grey(shown):
    (colours,) = shown(confusion(np.array([[3, 1], [0, 5]]), ("a", "b")))
    red, _green, blue = np.moveaxis(colours, -1, 0)
    assert blue[0, 0] > red[0, 0]
    assert red[0, 1] > blue[0, 1]
    assert red[1, 0] == blue[1, 0]
    assert red[1, 1] < red[0, 0], "the larger share is the stronger colour"


def test_an_empty_class_has_no_share(said):
    words = said(confusion(np.array([[0, 0], [1, 2]]), ("a", "b")))
    assert words[-6:] == ["0", "0", "1", "33 %", "2", "67 %"]


@pytest.mark.parametrize("k", [2, 3, 6, 12])
def test_everything_stays_on_the_page(k):
    names = [f"a rather long name {i}" for i in range(k)]
    figure = confusion(np.full((k, k), 1234), names)
    renderer = FigureCanvasAgg(figure).get_renderer()
    for text in figure.axes[0].texts:
        box = text.get_window_extent(renderer)
        assert box.x0 >= 0
        assert box.x1 <= figure.bbox.width
        assert box.y1 <= figure.bbox.height


def test_only_names_that_would_touch_are_slanted():
    def angles(names):
        return {text.get_rotation() for text in confusion(np.eye(6, dtype=int), names).axes[0].texts}

    assert angles(list("abcdef")) == {0.0}
    assert angles(["automobile with doors", *"bcdef"]) == {0.0, 45.0}


@pytest.mark.parametrize("matrix", [np.eye(3, dtype=int), np.ones((2, 3), dtype=int)])
def test_a_matrix_that_does_not_fit_the_names_is_refused(matrix):
    with pytest.raises(UsageError) as error:
        confusion(matrix, ("a", "b"))
    assert error.value.code == "GC-F06"
