"""Contact sheets: sample pictures, mistakes, duplicates."""

from itertools import pairwise

import numpy as np
import pytest

from glasscat.data.dataset import Dataset, Samples
from glasscat.data.findings import Finding
from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.reports.figures.duplicates import duplicates
from glasscat.reports.figures.mistakes import mistakes
from glasscat.reports.figures.samples import sample_pictures
from glasscat.reports.figures.style import TEST
from glasscat.reports.figures.tiles import averaged, pixels, short

CATS = ("non-cat", "cat")


def assert_pictures(arrays, samples, indices):
    assert len(arrays) == len(indices)
    for array, i in zip(arrays, indices, strict=True):
        np.testing.assert_array_equal(array, samples.X[i])


def test_samples_are_evenly_spaced_through_each_class(make_samples, said, shown):
    samples = make_samples([0] * 9 + [1] * 5)
    figure = sample_pictures(samples, CATS, n=6)
    assert_pictures(shown(figure), samples, [0, 4, 8, 9, 11, 13])
    assert said(figure)[1] == "6 of 14 pictures. In all: non-cat 9, cat 5."
    assert said(figure)[2:6] == ["non-cat", "train 0", "non-cat", "train 4"]


def test_a_small_class_leaves_its_part_to_the_others(make_samples, said):
    words = said(sample_pictures(make_samples([0] * 20 + [1] * 2), CATS, n=8))
    assert (words.count("non-cat"), words.count("cat")) == (6, 2)


def test_fewer_pictures_than_asked_for_are_all_shown(make_samples, shown):
    samples = make_samples([1, 0, 1])
    assert_pictures(shown(sample_pictures(samples, CATS)), samples, [1, 0, 2])


def test_of_many_classes_the_sizes_are_summed_up(make_samples, said):
    words = said(sample_pictures(make_samples([0, 1, 2, 3, 4, 4]), "abcde", n=3))
    assert words[1] == "3 of 6 pictures. 5 classes, with 1 to 2 each."
    assert words[2::2] == ["a", "b", "c"]


def probabilities_of_cat(p):
    p = np.asarray(p)
    return np.stack([1 - p, p], axis=1)


def test_mistakes_are_sorted_by_loss_and_say_what_was_said(make_samples, said, shown):
    samples = make_samples([1, 0, 1, 0, 1], prefix="test")
    figure = mistakes(samples, probabilities_of_cat([0.4, 0.97, 0.9, 0.2, 0.0004]), CATS)
    assert_pictures(shown(figure), samples, [4, 1, 0])
    words = said(figure)
    assert words[1] == "3 of 5 pictures are classified wrongly."
    assert words[2:6] == ["is cat", "said non-cat", "with > 99.9 %", "test 4"]
    assert words[6:10] == ["is non-cat", "said cat", "with 97 %", "test 1"]
    assert words[10:12] == ["is cat", "said non-cat"]


def test_one_half_is_not_above_one_half(make_samples, said):
    assert said(mistakes(make_samples([1]), probabilities_of_cat([0.5]), CATS))[3] == "said non-cat"


@pytest.mark.parametrize(
    ("probability", "words"), [(0.993, "with 99.3 %"), (1.0, "with 100.0 %"), (0.9994, "with > 99.9 %")]
)
def test_hundred_per_cent_is_said_of_certainty_only(make_samples, said, probability, words):
    assert words in said(mistakes(make_samples([0]), probabilities_of_cat([probability]), CATS))


def test_the_loss_counts_what_the_truth_was_given(make_samples, shown):
    # With three classes, the surest answer need not be the largest loss.
    samples = make_samples([0, 0])
    figure = mistakes(samples, np.array([[0.30, 0.65, 0.05], [0.01, 0.50, 0.49]]), "abc")
    assert_pictures(shown(figure), samples, [1, 0])


def test_what_is_left_out_is_counted(make_samples, said, shown):
    figure = mistakes(make_samples([0] * 40), probabilities_of_cat([0.8] * 31 + [0.1] * 9), CATS)
    assert said(figure)[1] == "31 of 40 pictures are classified wrongly. 24 of 31 shown."
    assert len(shown(figure)) == 24


def test_no_mistake_is_said_without_pictures(make_samples, said, shown):
    figure = mistakes(make_samples([0, 1]), probabilities_of_cat([0.1, 0.9]), CATS)
    assert said(figure) == ["No mistakes", "All 2 pictures are classified rightly."]
    assert shown(figure) == []


def test_probabilities_of_another_shape_are_refused(make_samples):
    with pytest.raises(UsageError) as error:
        mistakes(make_samples([0, 1]), np.array([0.2, 0.8]), CATS)
    assert error.value.code == "GC-F05"


ACROSS = {"train": 1, "test": 0, "train_name": "train 1", "test_name": "test 0", "exact": True}
WITHIN = {"split": "train", "first": 0, "second": 2, "indices": [0, 2, 3, 1], "exact": False}


def finding(*items):
    return Finding("GC-I10", "warning", _("x"), items)


@pytest.fixture
def dataset(make_samples):
    return Dataset(make_samples([0, 1, 0, 1]), make_samples([0, 0], prefix="test"), CATS, "")


def test_pairs_stand_side_by_side(dataset, said, shown):
    figure = duplicates(dataset, [finding(ACROSS), finding("no pair", {"share": 0.3}), finding(WITHIN)])
    first, second, third, fourth = shown(figure)
    np.testing.assert_array_equal(first, dataset.train.X[1])
    np.testing.assert_array_equal(second, dataset.test.X[0])
    np.testing.assert_array_equal(third, dataset.train.X[0])
    np.testing.assert_array_equal(fourth, dataset.train.X[2])
    words = said(figure)
    assert words[1] == "2 pairs. 1 across training and test set, 1 within one of them."
    assert words[2:7] == ["train 1", "cat", "identical", "test 0", "non-cat"]
    assert words[7:] == ["train 0", "non-cat", "near-identical", "train 2", "non-cat", "and 2 more"]


def test_the_tiles_of_a_pair_are_closer_than_two_pairs(dataset):
    images = duplicates(dataset, [finding(ACROSS, WITHIN)]).axes[0].images
    edges = [image.get_extent()[:2] for image in images]
    gaps = [after[0] - before[1] for before, after in pairwise(edges)]
    assert gaps == pytest.approx([7, 21, 7]), "points"


def test_classes_that_differ_are_coloured(dataset):
    colours = {text.get_text(): text.get_color() for text in duplicates(dataset, [finding(ACROSS)]).axes[0].texts}
    assert colours["cat"] == colours["non-cat"] == TEST
    colours = {text.get_text(): text.get_color() for text in duplicates(dataset, [finding(WITHIN)]).axes[0].texts}
    assert colours["non-cat"] != TEST


def test_more_pairs_than_fit_are_counted(dataset, said, shown):
    figure = duplicates(dataset, [finding(*[ACROSS] * 5)], limit=2)
    assert said(figure)[1].endswith("2 shown.")
    assert len(shown(figure)) == 4


def test_no_pair_is_said(dataset, said):
    assert said(duplicates(dataset, []))[1] == "None was found."


def test_pictures_become_pixels_from_whatever_range():
    X = np.array([0.0, 0.2, 1.0]).reshape(1, 1, 1, 3)
    y = np.zeros(1, dtype=np.int64)
    np.testing.assert_array_equal(pixels(Samples(X, y, ("a",), 1.0)).ravel(), [0, 51, 255])
    np.testing.assert_array_equal(pixels(Samples(X * 255, y, ("a",), 255.0)).ravel(), [0, 51, 255])


def test_rows_of_features_are_refused():
    samples = Samples(np.zeros((2, 5)), np.array([0, 1]), ("a", "b"))
    with pytest.raises(UsageError) as error:
        sample_pictures(samples, CATS)
    assert error.value.code == "GC-F03"


@pytest.mark.parametrize("labels", [[0, 2], [-1, 0]])
def test_labels_without_a_name_are_refused(make_samples, labels):
    with pytest.raises(UsageError) as error:
        sample_pictures(make_samples(labels), CATS)
    assert error.value.code == "GC-F04"


def test_averages_of_blocks_keep_odd_edges():
    picture = np.array([[1.0, 3.0, 5.0], [5.0, 7.0, 9.0], [2.0, 4.0, 11.0]])
    np.testing.assert_array_equal(averaged(picture, 2), [[4.0, 7.0], [3.0, 11.0]])
    np.testing.assert_array_equal(averaged(picture, 3), picture)


def test_large_pictures_are_drawn_smaller(make_samples, shown):
    samples = make_samples([0, 1] * 12, size=(130, 65))
    for picture in shown(sample_pictures(samples, CATS)):
        assert picture.shape == (44, 22, 3), "a third of each side: 24 × 44 × 22 pixels are below 100,000"


def test_pictures_keep_their_proportions(make_samples):
    (image,) = sample_pictures(make_samples([0], size=(8, 16)), CATS).axes[0].images
    left, right, bottom, top = image.get_extent()
    assert (right - left) == pytest.approx(2 * (bottom - top))


def test_a_path_is_shown_by_its_last_part():
    assert [str(short(name)) for name in ("photos/cat/1.jpg", "cat\\2.jpg", "train 3", "odd/")] == [
        "1.jpg",
        "2.jpg",
        "train 3",
        "odd/",
    ]
    assert str(short("test 3 (train_set_x[11])")) == "test 3"
    assert short("cat (1).jpg") == "cat (1).jpg"
