import numpy as np
import pytest

from glasscat.errors import UsageError
from glasscat.reports.figures.weights import weights

SHAPE = (4, 5, 3)


def some(n):
    return np.random.default_rng(3).standard_normal((n, 60))


def test_one_neuron_is_drawn_as_its_mean_and_its_three_channels(said, shown):
    W1 = some(1)
    figure = weights(W1, SHAPE)
    mean, red, green, blue, _bar = shown(figure)
    # pixel (2, 3), channel c is weight (2·5 + 3)·3 + c
    assert (red[2, 3], green[2, 3], blue[2, 3]) == tuple(W1[0, 39:42])
    assert mean[2, 3] == pytest.approx(W1[0, 39:42].mean(), abs=1e-15)
    assert said(figure)[2:6] == ["mean of the three", "red", "green", "blue"]


def test_zero_is_in_the_middle_of_one_range_for_all(said):
    W1 = some(1)
    figure = weights(W1, SHAPE)
    reach = np.abs(W1).max()
    for image in figure.axes[0].images:
        assert image.get_clim() == (-reach, reach)
    assert f"+{reach:.2g}" in said(figure)
    assert f"−{reach:.2g}" in said(figure)
    bar = np.asarray(figure.axes[0].images[-1].get_array())[0]
    assert (bar[0], bar[64], bar[-1]) == (-reach, 0, reach)


def test_one_neuron_speaks_for_the_second_class(said):
    words = said(weights(some(1), SHAPE, class_names=("non-cat", "cat")))
    assert words[1] == "Blue: a brighter pixel speaks for non-cat. Red: for cat."


def test_units_are_drawn_as_means(said, shown):
    W1 = some(20)
    figure = weights(W1, SHAPE)
    *units, _bar = shown(figure)
    assert len(units) == 20
    np.testing.assert_allclose(units[7], W1[7].reshape(SHAPE).mean(axis=-1), atol=1e-15)
    assert said(figure)[2:22] == [f"unit {i}" for i in range(20)]


def test_outputs_are_called_by_their_classes(said):
    assert said(weights(some(3), SHAPE, class_names=("a", "<b>&$x$", "猫")))[2:5] == ["a", "<b>&$x$", "猫"]


def test_units_left_out_are_counted(said, shown):
    figure = weights(some(40), SHAPE)
    assert len(shown(figure)) == 32 + 1
    assert said(figure)[1].endswith("The first 32 of 40 units.")


def test_tiles_do_not_touch():
    images = weights(some(20), SHAPE).axes[0].images[:-1]
    boxes = [image.get_extent() for image in images]
    for i, (left, right, bottom, top) in enumerate(boxes):
        for other in boxes[i + 1 :]:
            assert right < other[0] or other[1] < left or bottom < other[3] or other[2] < top


def test_weights_of_zero_and_weights_that_are_no_numbers_have_a_range():
    for W1 in (np.zeros((1, 60)), np.full((2, 60), np.nan)):
        assert weights(W1, SHAPE).axes[0].images[0].get_clim() == (-1, 1)


@pytest.mark.parametrize(
    ("n", "shape", "names"),
    [(2, (4, 4, 3), ()), (2, (4, 15, 1), ()), (1, SHAPE, ("a",)), (3, SHAPE, ("a", "b"))],
    ids=["other size", "one channel", "one name for one neuron", "two names for three units"],
)
def test_what_does_not_fit_is_refused(n, shape, names):
    with pytest.raises(UsageError) as error:
        weights(some(n), shape, class_names=names)
    assert error.value.code == "GC-F02"


def test_weights_that_are_no_matrix_are_refused():
    with pytest.raises(UsageError):
        weights(np.zeros(60), SHAPE)
